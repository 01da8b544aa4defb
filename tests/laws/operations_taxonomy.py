"""Random operations on taxonomies, and on choices that become one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from hypothesis import strategies as st

Document = dict[str, Any]
Drawn = Document | None
Draw = Callable[[st.SearchStrategy[Any]], Any]

NEW_KEYS = st.sampled_from(["new", "other", "z"])


def a_taxonomy(draw: Draw, document: Document) -> Document | None:
    """A field that is a taxonomy."""
    fields = [field for field in document["fields"] if field["type"] == "taxonomy"]
    return draw(st.sampled_from(fields)) if fields else None


def nodes_of(nodes: list[Document]) -> Iterator[Document]:
    """All nodes of a tree."""
    for node in nodes:
        yield node
        yield from nodes_of(node.get("children", []))


def a_node(draw: Draw, document: Document) -> Document | None:
    """The beginning of an operation on one node."""
    field = a_taxonomy(draw, document)
    if field is None:
        return None
    node = draw(st.sampled_from(list(nodes_of(field["nodes"]))))
    return {"field": field["key"], "node": node["key"]}


def add_node(draw: Draw, document: Document) -> Drawn:
    field = a_taxonomy(draw, document)
    if field is None:
        return None
    children = draw(st.sampled_from([[], [{"key": "below"}]]))
    above = [node["key"] for node in nodes_of(field["nodes"]) if node.get("children")]
    above += [] if field.get("leaves_only") else [node["key"] for node in nodes_of(field["nodes"])]
    under = draw(st.sampled_from([None, *above]))
    place = {"under": under} if under else {}
    node = {"key": draw(NEW_KEYS), **({"children": children} if children else {})}
    return {"kind": "add_node/1", "field": field["key"], "node": node, **place}


def remove_node(draw: Draw, document: Document) -> Drawn:
    found = a_node(draw, document)
    return found and {
        "kind": "remove_node/1",
        **found,
        "answers": draw(st.sampled_from(["ask", "parent", "drop"])),
    }


def move_node(draw: Draw, document: Document) -> Drawn:
    found, target = a_node(draw, document), a_node(draw, document)
    if found is None or target is None:
        return None
    under = draw(st.sampled_from([{}, {"under": target["node"]}]))
    return {"kind": "move_node/1", **found, **under, "at": draw(st.integers(0, 2))}


def rename_node(draw: Draw, document: Document) -> Drawn:
    found = a_node(draw, document)
    return found and {"kind": "rename_node/1", **found, "name": draw(NEW_KEYS)}


def collapse_level(draw: Draw, document: Document) -> Drawn:
    field = a_taxonomy(draw, document)
    return field and {"kind": "collapse_level/1", "field": field["key"], "depth": draw(st.integers(1, 2))}


def refine_node(draw: Draw, document: Document) -> Drawn:
    field = a_taxonomy(draw, document)
    if field is None:
        return None
    leaves = [node["key"] for node in nodes_of(field["nodes"]) if not node.get("children")]
    children = [{"key": "new", "children": [{"key": "below"}]}, {"key": "other"}]
    return {
        "kind": "refine_node/1",
        "field": field["key"],
        "node": draw(st.sampled_from(leaves)),
        "children": children,
        "answers": "ask" if field.get("leaves_only") else draw(st.sampled_from(["ask", "stay"])),
    }


def choice_to_taxonomy(draw: Draw, document: Document) -> Drawn:
    fields = [field for field in document["fields"] if field["type"] == "choice"]
    if not fields:
        return None
    field = draw(st.sampled_from(fields))
    leaves = [{"key": option["key"]} for option in field["options"]]
    tree: Document = {"nodes": [{"key": "new", "children": leaves}], "leaves_only": draw(st.booleans())}
    return {"kind": "choice_to_taxonomy/1", "field": field["key"], **draw(st.sampled_from([{}, tree]))}


def taxonomy_to_choice(draw: Draw, document: Document) -> Drawn:
    field = a_taxonomy(draw, document)
    return field and {"kind": "taxonomy_to_choice/1", "field": field["key"]}


OPERATIONS: Final[dict[str, Callable[[Draw, Document], Drawn]]] = {
    "add_node/1": add_node,
    "choice_to_taxonomy/1": choice_to_taxonomy,
    "collapse_level/1": collapse_level,
    "move_node/1": move_node,
    "refine_node/1": refine_node,
    "remove_node/1": remove_node,
    "rename_node/1": rename_node,
    "taxonomy_to_choice/1": taxonomy_to_choice,
}
FIELDS: Final = dict.fromkeys(OPERATIONS, ("taxonomy",)) | {"choice_to_taxonomy/1": ("choice",)}
