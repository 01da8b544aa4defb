"""Neighbours that fold into fewer operations. That they do the same is a law (tests/laws/test_operation_laws.py)."""

from typing import Any

import pytest

from guidelines.operations.registry import read_operations, write_operation
from guidelines.operations.simplify import simplify
from tests.guidelines.operations.by_hand import keyed

Operation = dict[str, Any]
WBC = {"field": "cells", "label": "wbc"}


def op(kind: str, **members: Any) -> Operation:
    return {"kind": f"{kind}/1", **members}


def simplified(*operations: Operation) -> list[Operation]:
    return [write_operation(each) for each in simplify(read_operations(list(operations)))]


@pytest.mark.parametrize(
    ("kind", "at"),
    [
        ("rename_field", {"field": "cells"}),
        ("rename_label", WBC),
        ("rename_attribute", {**WBC, "attribute": "age"}),
        ("rename_option", {"field": "stain", "option": "pale"}),
    ],
)
def test_of_two_renames_the_later_stays(kind: str, at: Operation) -> None:
    first, then = op(kind, **at, name="one"), op(kind, **at, name="two")

    assert simplified(first, then) == [then]


@pytest.mark.parametrize(
    ("add", "remove"),
    [
        (op("add_field", field={"key": "note", "type": "text"}), op("remove_field", field="note")),
        (
            op("add_label", field="cells", label={"key": "new"}),
            op("remove_label", field="cells", label="new"),
        ),
        (
            op("add_attribute", **WBC, attribute={"key": "age", "type": "number"}),
            op("remove_attribute", **WBC, attribute="age"),
        ),
        (
            op("add_option", field="stain", option={"key": "new"}),
            op("remove_option", field="stain", option="new", answers="drop"),
        ),
    ],
)
def test_what_is_added_and_removed_again_is_nothing(add: Operation, remove: Operation) -> None:
    assert simplified(add, remove) == []


def test_merges_into_the_same_label_are_one() -> None:
    first = op("merge_labels", field="cells", sources=["a"], target="c")
    then = op("merge_labels", field="cells", sources=["b"], target="c")

    assert simplified(first, then) == [{**first, "sources": ["a", "b"]}]


def test_a_merge_onwards_stays_two_because_attributes_may_be_lost_on_the_way() -> None:
    first = op("merge_labels", field="cells", sources=["a"], target="b")
    then = op("merge_labels", field="cells", sources=["b"], target="c")

    assert simplified(first, then) == [first, then]


@pytest.mark.parametrize("target", ["c", "b"])
def test_merges_of_options_are_one_also_onwards(target: str) -> None:
    first = op("merge_options", field="stain", sources=["a"], target=target)
    then = op("merge_options", field="stain", sources=["b"], target="c")

    assert simplified(first, then) == [{**then, "sources": ["a", "b"]}]


def test_merges_of_other_options_stay_two() -> None:
    first = op("merge_options", field="stain", sources=["a"], target="b")
    then = op("merge_options", field="stain", sources=["c"], target="d")

    assert simplified(first, then) == [first, then]


def test_of_two_orders_of_the_same_the_later_stays() -> None:
    first, then = op("reorder", order=["a", "b"]), op("reorder", order=["b", "a"])

    assert simplified(first, then) == [then]
    assert len(simplified(op("reorder", field="cells", order=["a", "b"]), then)) == 2


def test_settings_are_put_together_and_the_later_ones_stay() -> None:
    first = op("configure_field", field="size", minimum=1, maximum=None)
    then = op("configure_field", field="size", minimum=2, required=True)
    attribute = {**WBC, "attribute": "age"}

    assert simplified(first, then) == [
        op("configure_field", field="size", minimum=2, maximum=None, required=True)
    ]
    assert simplified(
        op("configure_attribute", **attribute, required=True),
        op("configure_attribute", **attribute, minimum=0),
    ) == [op("configure_attribute", **attribute, required=True, minimum=0)]


def test_a_chain_folds_all_the_way() -> None:
    names = [op("rename_label", **WBC, name=name) for name in ("one", "two", "three")]
    undone = [
        op("add_option", field="stain", option=keyed("x")[0]),
        op("remove_option", field="stain", option="x"),
    ]

    assert simplified(names[0], names[1], *undone, names[2]) == [names[2]]
