"""Random operations on the relations of spans and regions, and documents that have some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

Document = dict[str, Any]
Drawn = Document | None
Draw = Callable[[st.SearchStrategy[Any]], Any]

KINDS: Final = ("spans", "regions")
NEW_KEYS = st.sampled_from(["new", "other", "z"])


def a_field(draw: Draw, document: Document, least: int = 1) -> Document | None:
    """A field with relations."""
    fields = [each for each in document["fields"] if len(each.get("relations", [])) >= least]
    return draw(st.sampled_from(fields)) if fields else None


def a_relation(draw: Draw, document: Document) -> Document | None:
    """The beginning of an operation on one type of relation."""
    field = a_field(draw, document)
    if field is None:
        return None
    relation = draw(st.sampled_from(field["relations"]))
    return {"field": field["key"], "relation": relation["key"]}


def add_relation(draw: Draw, document: Document) -> Drawn:
    fields = [each for each in document["fields"] if each["type"] in KINDS]
    if not fields:
        return None
    field = draw(st.sampled_from(fields))
    ends = st.lists(st.sampled_from([label["key"] for label in field["labels"]]), max_size=2, unique=True)
    relation = {"key": draw(NEW_KEYS), "from": draw(ends), "to": draw(ends), "hierarchy": draw(st.booleans())}
    return {"kind": "add_relation/1", "field": field["key"], "relation": relation}


def configure_relation(draw: Draw, document: Document) -> Drawn:
    found = a_relation(draw, document)
    if found is None:
        return None
    (field,) = [each for each in document["fields"] if each["key"] == found["field"]]
    ends = st.lists(st.sampled_from([label["key"] for label in field["labels"]]), max_size=2, unique=True)
    parts = draw(st.sampled_from([("from",), ("to",), ("from", "to"), ("hierarchy",), ("to", "hierarchy")]))
    settings = {name: draw(st.booleans() if name == "hierarchy" else ends) for name in parts}
    return {"kind": "configure_relation/1", **found, **settings}


def remove_relation(draw: Draw, document: Document) -> Drawn:
    found = a_relation(draw, document)
    relations = draw(st.sampled_from(["ask", "drop"]))
    return found and {"kind": "remove_relation/1", **found, "relations": relations}


def rename_relation(draw: Draw, document: Document) -> Drawn:
    found = a_relation(draw, document)
    return found and {"kind": "rename_relation/1", **found, "name": draw(NEW_KEYS)}


def reverse_relation(draw: Draw, document: Document) -> Drawn:
    found = a_relation(draw, document)
    return found and {"kind": "reverse_relation/1", **found}


def merge_relations(draw: Draw, document: Document) -> Drawn:
    field = a_field(draw, document, least=2)
    if field is None:
        return None
    target, *others = draw(st.permutations([each["key"] for each in field["relations"]]))
    return {"kind": "merge_relations/1", "field": field["key"], "sources": others, "target": target}


OPERATIONS: Final[dict[str, Callable[[Draw, Document], Drawn]]] = {
    "add_relation/1": add_relation,
    "configure_relation/1": configure_relation,
    "merge_relations/1": merge_relations,
    "remove_relation/1": remove_relation,
    "rename_relation/1": rename_relation,
    "reverse_relation/1": reverse_relation,
}
FIELDS: Final = dict.fromkeys(OPERATIONS, KINDS)
