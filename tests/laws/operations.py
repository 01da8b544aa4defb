"""Random operations that fit a given schema, one strategy for each kind.

A strategy gets the plain document of the schema and draws the plain data of an operation, or None where the schema has
nothing for it to work on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import assume
from hypothesis import strategies as st

from guidelines.operations.base import Operation
from guidelines.operations.errors import PlanErrors
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import read_operations
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.values.value import Value, parse_value
from tests.laws import operations_geometry, operations_relations, operations_spans, operations_taxonomy
from tests.laws.drawing import NEW_KEYS, Draw, Drawn, a_label, keys_of
from tests.laws.operations_items import OPERATIONS as ITEM_OPERATIONS
from tests.laws.operations_items import split_label_by_condition
from tests.laws.strategies import FIELD_PARTS, LOCATED, Document, answers, documents


def add_label(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    if found is None:
        return None
    field, like = found
    label = {"key": draw(NEW_KEYS), **{name: like[name] for name in ("geometry",) if name in like}}
    return {"kind": "add_label/1", "field": field["key"], "label": label, "at": draw(st.integers(0, 3))}


def remove_label(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    if found is None:
        return None
    field, label = found
    regions = draw(st.sampled_from(["ask", "drop"]))
    return {"kind": "remove_label/1", "field": field["key"], "label": label["key"], "regions": regions}


def rename_label(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    if found is None:
        return None
    field, label = found
    return {"kind": "rename_label/1", "field": field["key"], "label": label["key"], "name": draw(NEW_KEYS)}


def merge_labels(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    if found is None or len(found[0]["labels"]) < 2:
        return None
    field, target = found
    others = [key for key in keys_of(field["labels"]) if key != target["key"]]
    sources = draw(st.lists(st.sampled_from(others), min_size=1, unique=True))
    origin = draw(st.none() | NEW_KEYS)
    merge = {"kind": "merge_labels/1", "field": field["key"], "sources": sources, "target": target["key"]}
    return merge | ({"origin": origin} if origin else {})


def split_label(draw: Draw, document: Document) -> Drawn:
    if draw(st.booleans()):
        return split_label_by_condition(draw, document)
    found = a_label(draw, document)
    if found is None:
        return None
    field, label = found
    targets = draw(st.lists(st.sampled_from(keys_of(field["labels"])), min_size=1, max_size=3, unique=True))
    split = {"kind": "split_label/1", "field": field["key"], "label": label["key"], "targets": targets}
    rules = [
        {"when": {"type": "attribute_is", "attribute": each["key"], "values": values}, "to": to}
        for each in label.get("attributes", [])
        if "options" in each and each["type"] == "choice"
        for values in [draw(st.lists(st.sampled_from(keys_of(each["options"])), min_size=1, unique=True))]
        for to in [draw(st.sampled_from(targets))]
    ]
    otherwise = draw(st.none() | st.sampled_from(targets))
    return split | {"rules": rules} | ({"otherwise": otherwise} if otherwise else {})


def add_attribute(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    if found is None:
        return None
    field, label = found
    kind = draw(st.sampled_from(["choice", "choices", "boolean", "number", "text"]))
    attribute: Document = {"key": draw(NEW_KEYS), "type": kind, "required": draw(st.booleans())}
    defaults: dict[str, Any] = {"choice": "a", "choices": ["a"], "boolean": True, "number": 3, "text": "x"}
    if kind in ("choice", "choices"):
        attribute["options"] = [{"key": "a"}, {"key": "b"}]
    default = draw(st.sampled_from([{}, {"default": defaults[kind]}]))
    return {
        "kind": "add_attribute/1",
        "field": field["key"],
        "label": label["key"],
        "attribute": attribute,
        **default,
    }


def remove_attribute(draw: Draw, document: Document) -> Drawn:
    found = a_label(draw, document)
    if found is None or not found[1].get("attributes"):
        return None
    field, label = found
    attribute = draw(st.sampled_from(keys_of(label["attributes"])))
    return {
        "kind": "remove_attribute/1",
        "field": field["key"],
        "label": label["key"],
        "attribute": attribute,
    }


def replace_schema(draw: Draw, document: Document) -> Drawn:
    """Another schema for the same kind of items, whose keys often are the same."""
    others = ("choice", "number") if document["input"] == "image" else ("choice", "text")
    kinds = (LOCATED[document["input"]], *others)
    other = draw(documents(kinds=kinds, min_fields=1))
    return {"kind": "replace_schema/1", "document": other} if other["input"] == document["input"] else None


OPERATIONS: Final[dict[str, Callable[[Draw, Document], Drawn]]] = {
    "add_attribute/1": add_attribute,
    "add_label/1": add_label,
    "merge_labels/1": merge_labels,
    "remove_attribute/1": remove_attribute,
    "remove_label/1": remove_label,
    "rename_label/1": rename_label,
    "replace_schema/1": replace_schema,
    "split_label/1": split_label,
    **ITEM_OPERATIONS,
    **operations_geometry.OPERATIONS,
    **operations_relations.OPERATIONS,
    **operations_spans.OPERATIONS,
    **operations_taxonomy.OPERATIONS,
}


# The types of fields that a kind works on, where it is not all: drawn at once, not by refusing what does not fit.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    **operations_relations.FIELDS,
    **operations_spans.FIELDS,
    **operations_taxonomy.FIELDS,
}
_LOCATED: Final = tuple(LOCATED.values())
# The type of the first field, of which a kind needs at least one; the other fields are of any.
FIRST: Final[dict[str, tuple[str, ...]]] = {
    **{kind: _LOCATED for kind in OPERATIONS if kind.endswith(("_label/1", "_labels/1", "_attribute/1"))},
    "choice_to_choices/1": ("choice",),
    "choices_to_choice/1": ("choices",),
    "convert_number/1": ("number", *_LOCATED),
    "normalise_text/1": ("text", *_LOCATED),
    **{
        kind: ("choice", "choices", *_LOCATED)
        for kind in OPERATIONS
        if kind.endswith(("_option/1", "_options/1"))
    },
}
# A kind that a random document rarely has room for may say more closely how it is drawn.
DOCUMENTS: Final[dict[str, st.SearchStrategy[Document]]] = {**operations_geometry.DOCUMENTS}


def documents_for(kind: str) -> st.SearchStrategy[Document]:
    """Documents of schemas that an operation of this kind probably fits."""
    if kind in DOCUMENTS:
        return DOCUMENTS[kind]
    return documents(min_fields=1, kinds=FIELDS.get(kind, tuple(FIELD_PARTS)), first=FIRST.get(kind, ()))


@st.composite
def operations(draw: st.DrawFn, document: Document, kind: str) -> Operation:
    """An operation of this kind that fits the schema of `document`."""
    drawn = OPERATIONS[kind](draw, document)
    assume(drawn is not None)
    (operation,) = read_operations([drawn])
    try:
        make_plan(parse_document(document), [operation])
    except PlanErrors:
        assume(False)
    return operation


@st.composite
def steps(draw: st.DrawFn, kind: str) -> tuple[Plan, Value]:
    """A plan of one operation of this kind, and a complete value of the schema that it starts from."""
    document = draw(documents_for(kind))
    operation = draw(operations(document, kind))
    schema: Schema = parse_document(document)
    return make_plan(schema, [operation]), parse_value(draw(answers(document)), schema)


@st.composite
def plans(draw: st.DrawFn, *, most: int = 4) -> tuple[Plan, Value]:
    """A plan of several operations of any kinds, each drawn for the schema that the one before leaves, and a complete value."""
    from guidelines.schema.parse import to_document

    document = draw(documents(min_fields=1))
    schema = parse_document(document)
    chosen: list[Operation] = []
    plan = make_plan(schema, chosen)
    for kind in draw(st.lists(st.sampled_from(sorted(OPERATIONS)), min_size=1, max_size=most)):
        drawn = OPERATIONS[kind](draw, to_document(plan.after))
        if drawn is None:
            continue
        try:
            (operation,) = read_operations([drawn])
            plan = make_plan(schema, [*chosen, operation])
        except PlanErrors:
            continue
        chosen.append(operation)
    assume(chosen)
    return plan, parse_value(draw(answers(document)), schema)
