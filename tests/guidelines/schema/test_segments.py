"""Segments of time: what may be said, and what is refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from guidelines.schema.context import ItemContext
from guidelines.schema.document import Schema
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.fields.segments import TOLERANCE
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.usage import labels_used
from guidelines.values.value import dump_value, parse_value
from tests.factories.guidelines import SPEECH

ITEM = ItemContext(duration=10.0)


def schema(**settings: Any) -> Schema:
    document = copy.deepcopy(SPEECH)
    document["fields"][0] |= settings
    return parse_document(document)


def said(*times: tuple[float, float], text: str | None = "hello") -> dict[str, Any]:
    return {
        "speech": {
            "segments": [
                {
                    "id": f"t{index}",
                    "label": "speaker_1",
                    "start": start,
                    "end": end,
                    "attributes": {} if text is None else {"transcript": text},
                }
                for index, (start, end) in enumerate(times)
            ]
        }
    }


def faults(value: dict[str, Any], under: Schema, *, complete: bool = True) -> list[tuple[str, str]]:
    found = validate_value(under, parse_value(value, under), context=ITEM, complete=complete)
    return [(fault.pointer, str(fault.detail)) for fault in found]


def test_a_segment_is_read_and_written_as_it_is() -> None:
    value = parse_value(said((0.001, 2.5)), schema())

    assert dump_value(value) == said((0.001, 2.5))
    assert labels_used(value) == {("speech", "speaker_1"): 1}


def test_segments_may_touch_where_they_may_not_overlap() -> None:
    assert faults(said((0, 2), (2, 3)), schema(overlap=False)) == []


def test_an_overlap_is_refused_where_the_field_allows_none() -> None:
    assert faults(said((0, 2), (1.999, 3)), schema(overlap=False)) == [
        ("/speech/segments/1", "Segment t1: Expected no overlap, found one with segment t0. Move one.")
    ]
    assert faults(said((0, 2), (1.999, 3)), schema(overlap=True)) == []


@pytest.mark.parametrize(
    ("times", "detail"),
    [
        ((2, 2), "Segment t0: Expected an end after start 2.000, found 2.000."),
        ((3, 2), "Segment t0: Expected an end after start 3.000, found 2.000."),
        ((9, 10.06), "Segment t0: Expected an end within the sound (10.000 s), found 10.060."),
    ],
)
def test_a_segment_lies_within_the_sound(times: tuple[float, float], detail: str) -> None:
    assert faults(said(times), schema()) == [("/speech/segments/0/end", detail)]


def test_a_segment_may_reach_over_the_end_by_what_decoders_differ() -> None:
    assert faults(said((9, 10 + TOLERANCE)), schema()) == []


@pytest.mark.parametrize("text", [None, "", " "])
def test_a_required_transcript_is_missed_only_when_the_work_is_complete(text: str | None) -> None:
    found = faults(said((0, 1), text=text), schema())

    assert [pointer for pointer, _ in found] == ["/speech/segments/0/attributes/transcript"]
    assert faults(said((0, 1), text=text), schema(), complete=False) == []


@pytest.mark.parametrize("start", [-0.001, float("nan"), float("inf"), "1", None, True])
def test_what_is_no_time_is_no_segment(start: object) -> None:
    value = said((0, 1))
    value["speech"]["segments"][0]["start"] = start

    with pytest.raises(ValueErrors):
        parse_value(value, schema())


@pytest.mark.parametrize("kind", ["image", "text"])
def test_segments_are_for_sounds(kind: str) -> None:
    with pytest.raises(SchemaErrors, match="0"):
        parse_document({**SPEECH, "input": kind})
