"""Operations as YAML files: read, written, and every fault with its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from guidelines.operations.errors import PlanErrors
from guidelines.operations.labels.merge_labels import MergeLabels
from guidelines.operations.labels.rename_label import RenameLabel
from guidelines.operations.plan import Plan
from guidelines.operations.plan_files import plan_from_yaml, read_plan_yaml, write_plan_yaml
from guidelines.schema.parse import parse_document
from guidelines.values.value import Value
from tests.laws.operations import plans

TEXT = """\
operations:
- kind: merge_labels/1
  field: cells
  sources: [wbc]
  target: rbc
- kind: rename_label/1
  field: cells
  label: rbc
  name: 赤血球
"""
CELLS = parse_document(
    {
        "input": "image",
        "fields": [
            {
                "key": "cells",
                "type": "regions",
                "labels": [{"key": "rbc", "geometry": "box"}, {"key": "wbc", "geometry": "box"}],
            }
        ],
    }
)


def faults(text: str) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(PlanErrors) as caught:
        plan_from_yaml(text, CELLS)
    return [(fault.pointer, fault.line, fault.column) for fault in caught.value.errors]


def test_operations_are_read_in_their_order() -> None:
    assert read_plan_yaml(TEXT) == (
        MergeLabels(field="cells", sources=("wbc",), target="rbc"),
        RenameLabel(field="cells", label="rbc", name="赤血球"),
    )


def test_a_plan_begins_at_the_schema_that_it_is_read_for() -> None:
    plan = plan_from_yaml(TEXT, CELLS)

    assert [label.name for label in plan.after.field("cells").all_labels] == ["赤血球"]


def test_what_is_written_can_be_read_by_people_and_is_read_back_to_the_same() -> None:
    written = write_plan_yaml(read_plan_yaml(TEXT))

    assert "- kind: rename_label/1\n  field: cells\n  name: 赤血球\n" in written
    assert read_plan_yaml(written) == read_plan_yaml(TEXT)


def test_a_plan_of_nothing_is_a_plan() -> None:
    assert read_plan_yaml("operations: []\n") == ()
    assert write_plan_yaml(()) == "operations: []\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", 1, 1)),
        ("- kind: merge_labels/1\n", ("", 1, 1)),
        ("steps: []\noperations: []\n", ("/steps", 1, 1)),
        ("operations:\n  kind: merge_labels/1\n", ("/operations", 1, 1)),
        ("operations:\n- kind: merge_lables/1\n", ("/operations/0/kind", 2, 9)),
        (TEXT.replace("target: rbc", "traget: rbc"), ("/operations/0/traget", 5, 11)),
        (TEXT.replace("name: 赤血球", "name: [x]"), ("/operations/1/name", 9, 3)),
        ("operations: [\n", ("", 2, 1)),
        ("operations: &a []\n", ("", 1, 13)),
    ],
)
def test_a_fault_in_the_text_is_found_where_it_stands(text: str, expected: tuple[str, int, int]) -> None:
    assert expected in faults(text)


def test_every_operation_that_does_not_fit_is_found_where_it_stands() -> None:
    text = TEXT.replace("target: rbc", "target: platelet").replace("label: rbc", "label: nucleus")

    assert faults(text) == [("/operations/0/target", 5, 11), ("/operations/1/label", 8, 10)]


def test_more_operations_than_a_version_may_have_are_refused() -> None:
    one = "- {kind: rename_label/1, field: cells, label: rbc, name: x}\n"

    assert faults("operations:\n" + one * 501) == [("/operations", 1, 1)]


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_operations_are_read_back_to_the_same(pair: tuple[Plan, Value]) -> None:
    plan, _ = pair

    assert read_plan_yaml(write_plan_yaml(plan.operations)) == plan.operations
