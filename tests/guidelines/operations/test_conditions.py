"""What the rules of a split look at, by way of `split_label/1`."""

from typing import Any

import pytest

from guidelines.operations.base import Effect, Material
from tests.guidelines.operations.by_hand import box, cells, keyed, migrated, plan_of, refusals

NOTE = {"key": "note", "type": "text"}
STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
SIGNS = {"key": "signs", "type": "choices", "options": keyed("a", "b")}
SCHEMA = {
    "input": "image",
    "fields": [*cells(NOTE)["fields"], STAIN, SIGNS, {"key": "stars", "type": "rating"}],
}
NAMES = {"input": "text", "fields": [{"key": "names", "type": "spans", "labels": keyed("name", "initial")}]}


def split(when: dict[str, Any], **more: str) -> dict[str, Any]:
    """To `rbc` where the condition holds, else it stays."""
    return {
        "kind": "split_label/1",
        "field": "cells",
        "label": "wbc",
        "targets": ["wbc", "rbc"],
        "rules": [{"when": when, "to": "rbc"}],
        "otherwise": "wbc",
        **more,
    }


def split_names(pattern: str) -> dict[str, Any]:
    rule = {"when": {"type": "text_matches", "pattern": pattern}, "to": "initial"}
    names = {"field": "names", "label": "name", "targets": ["name", "initial"], "otherwise": "name"}
    return {"kind": "split_label/1", **names, "rules": [rule]}


def span(start: int, end: int) -> dict[str, Any]:
    return {"id": "s1", "label": "name", "start": start, "end": end, "attributes": {}}


def labels_after(operation: dict[str, Any], value: dict[str, Any]) -> list[str]:
    after, _ = migrated(SCHEMA, value, operation)
    return [region["label"] for region in after["cells"]["regions"]]


@pytest.mark.parametrize(
    ("when", "label"),
    [
        ({"type": "area", "at_least": 100}, "rbc"),
        ({"type": "area", "below": 100}, "wbc"),
        ({"type": "area", "at_least": 50, "below": 100.5}, "rbc"),
        ({"type": "aspect_ratio", "at_least": 1}, "rbc"),
        ({"type": "aspect_ratio", "below": 1}, "wbc"),
        ({"type": "attribute_present", "attribute": "note"}, "rbc"),
        ({"type": "attribute_present", "attribute": "note", "present": False}, "wbc"),
        ({"type": "answer_is", "field": "stain", "values": ["pale"]}, "rbc"),
        ({"type": "answer_is", "field": "stain", "values": ["dark"]}, "wbc"),
        ({"type": "answer_is", "field": "signs", "values": ["b"]}, "rbc"),
        ({"type": "answer_is", "field": "stars", "values": [2, 3]}, "wbc"),
    ],
)
def test_a_condition_decides_about_a_box_of_ten_by_ten(when: dict[str, Any], label: str) -> None:
    said = {"stain": {"choice": "pale"}, "signs": {"choices": ["a", "b"]}}

    assert labels_after(split(when), {"cells": {"regions": [box(1, "wbc", note="x")]}, **said}) == [label]


def test_an_empty_text_is_filled_in_with_nothing() -> None:
    value = {"cells": {"regions": [box(1, "wbc", note="")]}}

    assert labels_after(split({"type": "attribute_present", "attribute": "note"}), value) == ["wbc"]


def test_an_answer_that_a_person_is_asked_about_leaves_the_label_to_a_person() -> None:
    remove = {"kind": "remove_option/1", "field": "stain", "option": "pale"}
    when = {"type": "answer_is", "field": "stain", "values": ["dark"]}
    value = {"cells": {"regions": [box(1, "wbc")]}, "stain": {"choice": "pale"}}

    _, waiting = migrated(SCHEMA, value, remove, split(when))
    after, _ = migrated(SCHEMA, value, remove, split(when), answers={(0, "stain", ""): "dark"})

    assert [change[:2] for change in waiting] == [("stain", "asks"), ("cells/r1", "asks")]
    assert after["cells"]["regions"][0]["label"] == "rbc"


@pytest.mark.parametrize(
    ("pattern", "label"),
    [
        ("^B", "initial"),
        ("b$", "initial"),
        ("^ob", "name"),
        (r"^\w{3}$", "initial"),
        ("(?i)^bob$", "initial"),
    ],
)
def test_a_pattern_sees_only_the_text_that_the_span_covers(pattern: str, label: str) -> None:
    after, _ = migrated(NAMES, {"names": {"spans": [span(18, 21)]}}, split_names(pattern))

    assert after["names"]["spans"][0]["label"] == label


def test_positions_are_code_points() -> None:
    item = Material(text="🙂비 Bob")

    after, _ = migrated(NAMES, {"names": {"spans": [span(1, 2)]}}, split_names("^비$"), item=item)

    assert after["names"]["spans"][0]["label"] == "initial"


def test_a_pattern_that_would_explode_is_done_at_once() -> None:
    item = Material(text="a" * 5000 + "!")

    after, _ = migrated(NAMES, {"names": {"spans": [span(0, 5001)]}}, split_names("^(a|a|aa)+$"), item=item)

    assert after["names"]["spans"][0]["label"] == "name"


def test_without_the_text_a_person_is_asked() -> None:
    plan = plan_of(NAMES, split_names("^B"))

    _, changes = migrated(NAMES, {"names": {"spans": [span(0, 3)]}}, split_names("^B"), item=Material())

    assert (plan.reads_text, plan.effect) == (True, Effect.AMBIGUOUS)
    assert changes[0][1] == "asks"


@pytest.mark.parametrize(
    ("when", "pointer"),
    [
        ({"type": "area"}, ""),
        ({"type": "area", "at_least": 2, "below": 2}, "/below"),
        ({"type": "attribute_present", "attribute": "age"}, "/attribute"),
        ({"type": "answer_is", "field": "cells", "values": ["x"]}, "/field"),
        ({"type": "answer_is", "field": "stain", "values": ["grey"]}, "/values/0"),
        ({"type": "answer_is", "field": "stars", "values": [1, "two"]}, "/values/1"),
        ({"type": "answer_is", "field": "stars", "values": [9]}, "/values/0"),
        ({"type": "text_matches", "pattern": "a"}, "/type"),
        ({"type": "aspect", "at_least": 1}, "/type"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_refused(when: dict[str, Any], pointer: str) -> None:
    assert refusals(SCHEMA, split(when)) == [f"/0/rules/0/when{pointer}"]


@pytest.mark.parametrize("pattern", ["(a", r"(a)\1", "(?=a)", "((a{1000}){1000}){1000}"])
def test_a_pattern_that_is_not_linear_or_too_large_is_refused(pattern: str) -> None:
    assert refusals(NAMES, split_names(pattern)) == ["/0/rules/0/when/pattern"]


def test_boxes_are_no_spans() -> None:
    rule = {"when": {"type": "area", "at_least": 1}, "to": "initial"}

    assert refusals(NAMES, split_names("a") | {"rules": [rule]}) == ["/0/rules/0/when/type"]
