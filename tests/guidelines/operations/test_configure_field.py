from typing import Any

import pytest

from guidelines.operations.scope import EVERYTHING, NOTHING
from tests.guidelines.operations.by_hand import (
    and_back,
    candidates,
    cells,
    keyed,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

FIELDS = [
    {"key": "stain", "type": "choice", "options": keyed("dark", "pale")},
    {"key": "signs", "type": "choices", "options": keyed("a", "b", "c")},
    {"key": "count", "type": "number", "minimum": 1},
    {"key": "stars", "type": "rating"},
    {"key": "note", "type": "text", "multiline": True},
]
SCHEMA = {"input": "image", "fields": FIELDS}
SPANS = {
    "input": "text",
    "fields": [{"key": "names", "type": "spans", "overlap": True, "labels": keyed("person", "place")}],
}


def configure(field: str, **settings: Any) -> dict[str, Any]:
    return {"kind": "configure_field/1", "field": field, **settings}


def test_a_setting_that_is_left_out_stays() -> None:
    after = schema_after(SCHEMA, configure("count", maximum=9, unit="mm"))

    assert after["fields"][2] == {"key": "count", "type": "number", "minimum": 1, "maximum": 9, "unit": "mm"}


@pytest.mark.parametrize(
    ("operation", "value", "question"),
    [
        (configure("count", maximum=5), {"number": 7.0}, ("count: Expected at most 5, found 7.", "5", "-")),
        (configure("stars", maximum=2), {"rating": 3}, ("stars: Expected 1 to 2, found 3.", "1", "2", "-")),
        (
            configure("signs", max_selected=1),
            {"choices": ["a", "b"]},
            ("signs: Expected at most 1 options, found 2. Remove some.", "a", "b", "-"),
        ),
        (
            configure("note", max_length=3),
            {"text": "four"},
            ("note: Expected at most 3 characters, found 4. Shorten it.", "shortened", "-"),
        ),
        (
            configure("note", multiline=False),
            {"text": "a\nb"},
            ("note: Expected one line, found several. Remove the line breaks.", "shortened", "-"),
        ),
    ],
)
def test_what_no_longer_fits_is_asked_about(
    operation: dict[str, Any], value: dict[str, Any], question: tuple[str, ...]
) -> None:
    key = operation["field"]

    after, changes = migrated(SCHEMA, {key: value, "stain": {"choice": "dark"}}, operation)

    assert after == {"stain": {"choice": "dark"}}
    assert changes == [(key, "asks", *question)]


def test_an_option_that_is_answered_is_the_one_that_goes() -> None:
    offered = candidates(SCHEMA, {"signs": {"choices": ["a", "b"]}}, configure("signs", max_selected=1))

    assert offered["a"][0].choices == ("b",)


def test_what_is_required_now_and_missing_is_asked_for_everywhere() -> None:
    require = configure("stain", required=True)

    after, changes = migrated(SCHEMA, {}, require, answers={(0, "stain", ""): "pale"})

    assert plan_of(SCHEMA, require).scope == EVERYTHING
    assert after == {"stain": {"choice": "pale"}}
    assert changes == [("stain", "migrated")]


def test_what_an_earlier_step_asks_about_is_not_asked_for_again() -> None:
    remove = {"kind": "remove_option/1", "field": "stain", "option": "pale"}

    _, changes = migrated(SCHEMA, {"stain": {"choice": "pale"}}, remove, configure("stain", required=True))

    assert [change[:3] for change in changes] == [("stain", "asks", "pale was removed")]


def test_spans_that_overlap_an_earlier_one_are_asked_about() -> None:
    spans = [
        {"id": "s1", "label": "person", "start": 0, "end": 5, "attributes": {}},
        {"id": "s2", "label": "place", "start": 4, "end": 8, "attributes": {}},
        {"id": "s3", "label": "place", "start": 8, "end": 9, "attributes": {}},
    ]

    after, changes = migrated(SPANS, {"names": {"spans": spans}}, configure("names", overlap=False))

    assert after == {"names": {"spans": [spans[0], spans[2]]}}
    assert changes == [("names/s2", "asks", "It overlaps another span", "-")]


def test_what_only_loosens_touches_nothing() -> None:
    loosen = configure("count", required=False, minimum=None, unit="mm")

    assert plan_of(SCHEMA, loosen).scope == NOTHING


def test_the_old_settings_come_back() -> None:
    value = {"count": {"number": 3.0}}

    assert and_back(SCHEMA, value, configure("count", minimum=None, maximum=5)) == (SCHEMA, value)


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        (configure("stain", maximum=3), "/0/maximum"),
        (configure("stars", maximum=2.5), "/0/maximum"),
        (configure("stars", maximum=None), "/0/maximum"),
        (configure("count", maximum=0), "/0/maximum"),
        (configure("signs", min_selected=4), "/0/min_selected"),
        (configure("count"), "/0"),
    ],
)
def test_a_setting_that_the_field_does_not_take_is_refused(operation: dict[str, Any], pointer: str) -> None:
    assert refusals(SCHEMA, operation) == [pointer]


def test_a_label_is_no_place_for_settings_of_fields() -> None:
    assert refusals(cells(), configure("cells", overlap=True)) == ["/0/overlap"]


def test_an_answer_above_the_leaves_becomes_one_of_those_below_it_where_only_leaves_are_answers() -> None:
    nodes = [{"key": "animal", "children": keyed("cat", "dog")}, {"key": "plant"}]
    tree = {"input": "image", "fields": [{"key": "what", "type": "taxonomy", "nodes": nodes}]}
    configured = configure("what", leaves_only=True)

    offered = candidates(tree, {"what": {"taxonomy": "animal"}}, configured)

    assert list(offered) == ["cat", "dog", "-"]
