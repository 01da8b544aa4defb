"""Neighbours that fold do the same as one after the other. Plans of random operations seldom hold such a pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guidelines.operations.errors import PlanErrors
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import read_operations, write_operation
from guidelines.operations.simplify import simplify
from guidelines.schema.identity import canonical_json
from guidelines.schema.parse import parse_document, to_document
from guidelines.values.value import Value, parse_value
from tests.laws.drawing import Draw
from tests.laws.operations import OPERATIONS, operations
from tests.laws.strategies import Document, answers, documents

ADDRESS: Final = ("kind", "field", "label", "attribute", "option")


def again(draw: Draw, first: Document, document: Document) -> Document:
    """Another of the same kind about the same thing."""
    drawn = OPERATIONS[first["kind"]](draw, document)
    assume(drawn is not None)
    kept = {name: value for name, value in (drawn or {}).items() if name not in ADDRESS}
    return {**{name: first[name] for name in ADDRESS if name in first}, **kept}


def reordered(draw: Draw, first: Document, document: Document) -> Document:
    return {**first, "order": draw(st.permutations(first["order"]))}


def merged_too(draw: Draw, first: Document, document: Document) -> Document:
    """Into the same target, or the target itself into another."""
    others = [key for key in _keys(first, document) if key != first["target"]]
    assume(others)
    other = draw(st.sampled_from(others))
    if first["kind"] == "merge_options/1" and draw(st.booleans()):
        return {**first, "sources": [first["target"]], "target": other}
    return {**first, "sources": [other]}


def _keys(first: Document, document: Document) -> list[str]:
    field = next(field for field in document["fields"] if field["key"] == first["field"])
    if "label" in first:
        label = next(label for label in field["labels"] if label["key"] == first["label"])
        field = next(each for each in label["attributes"] if each["key"] == first["attribute"])
    return [each["key"] for each in field.get("options") or field["labels"]]


def removed(draw: Draw, first: Document, document: Document) -> Document:
    what = first["kind"].removeprefix("add_").removesuffix("/1")
    at = {name: first[name] for name in ADDRESS if name in first and name != what}
    return {**at, "kind": f"remove_{what}/1", what: first[what]["key"]}


FOLLOWING: Final[dict[str, Callable[[Draw, Document, Document], Document]]] = {
    "add_attribute/1": removed,
    "add_field/1": removed,
    "add_label/1": removed,
    "add_option/1": removed,
    "configure_attribute/1": again,
    "configure_field/1": again,
    "merge_labels/1": merged_too,
    "merge_options/1": merged_too,
    "rename_attribute/1": again,
    "rename_field/1": again,
    "rename_label/1": again,
    "rename_option/1": again,
    "reorder/1": reordered,
}


@st.composite
def pairs(draw: st.DrawFn, kind: str) -> tuple[Plan, Value]:
    """A plan of an operation of this kind and one that folds with it, and a complete value."""
    document = draw(documents(min_fields=1))
    first = draw(operations(document, kind))
    schema = parse_document(document)
    between = to_document(make_plan(schema, [first]).after)
    written: dict[str, Any] = write_operation(first)
    assume("origin" not in written)  # merges that keep where things came from do not fold
    try:
        (then,) = read_operations([FOLLOWING[kind](draw, written, between)])
        plan = make_plan(schema, [first, then])
    except PlanErrors:
        assume(False)
    return plan, parse_value(draw(answers(document)), schema)


@pytest.mark.parametrize("kind", sorted(FOLLOWING))
@settings(
    max_examples=25,  # for each kind
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
@given(data=st.data())
def test_neighbours_that_fold_do_the_same_in_one_step(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(pairs(kind))

    short = make_plan(plan.before, simplify(plan.operations))

    assert len(short.operations) < 2
    assert canonical_json(short.after) == canonical_json(plan.after)
    whole = plan.migrate(value)
    assert whole.questions or short.migrate(value).value == whole.value
