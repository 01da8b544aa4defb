"""Spans are trimmed and snapped to words: by hand, and on Korean and Japanese texts that people have labelled."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guidelines.operations.base import Effect, Material
from guidelines.operations.outcome import Migrated, NeedsPerson
from guidelines.operations.spans.words import cuts_word, grown_to_words
from guidelines.schema.validate import validate_value
from tests.guidelines.operations.applied import (
    Document,
    carried,
    is_irreversible,
    migrated,
    plan_of,
    refused,
    said,
)

Entities = list[tuple[int, int, str]]


def schema(**parts: Any) -> Document:
    labels = [{"key": "name"}, {"key": "other"}]
    return {"input": "text", "fields": [{"key": "ner", "type": "spans", "labels": labels, **parts}]}


def value(*spans: tuple[int, int], label: str = "name") -> Document:
    found = [
        {"id": f"s{n}", "label": label, "attributes": {}, "start": start, "end": end}
        for n, (start, end) in enumerate(spans)
    ]
    return {"ner": {"spans": found}}


def places(found: Document) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in found["ner"]["spans"]]


TRIM: Document = {"kind": "trim_spans/1", "field": "ner"}
SNAP: Document = {"kind": "snap_spans/1", "field": "ner"}


def test_white_space_at_both_ends_of_a_span_goes() -> None:
    plan, item = plan_of(schema(), TRIM), Material(text="a 비가\u3000 \nb")

    assert places(migrated(plan, value((1, 7)), item)) == [(2, 4)]
    assert said(carried(plan, value((1, 7)), item)) == {"s0": "white space at its ends"}
    assert plan.effect is Effect.LOSSY
    assert is_irreversible(plan)


@pytest.mark.parametrize(("punctuation", "expected"), [(False, (0, 8)), (True, (1, 6))])
def test_punctuation_goes_only_where_that_is_asked_for(punctuation: bool, expected: tuple[int, int]) -> None:
    plan = plan_of(schema(), TRIM | {"punctuation": punctuation})

    assert places(migrated(plan, value((0, 8)), Material(text="「日本 東京」。"))) == [expected]


def test_a_span_of_nothing_but_white_space_is_dropped() -> None:
    plan, item = plan_of(schema(), TRIM), Material(text="a   b")

    assert places(migrated(plan, value((1, 4), (4, 5)), item)) == [(4, 5)]
    assert said(carried(plan, value((1, 4)), item)) == {"s0": "dropped: only white space"}


def test_a_span_with_nothing_to_trim_is_the_same_object() -> None:
    plan = plan_of(schema(), TRIM)

    assert carried(plan, value((0, 3)), Material(text="abc")).changes == ()


@pytest.mark.parametrize("operation", [TRIM, SNAP])
def test_only_the_labels_that_were_named_are_touched(operation: Document) -> None:
    plan = plan_of(schema(), operation | {"only": ["other"]})

    assert plan.reads_text
    assert carried(plan, value((0, 2)), Material(text=" abc")).changes == ()
    assert carried(plan, value((0, 2), label="other"), Material(text=" abc")).changes


@pytest.mark.parametrize("operation", [TRIM, SNAP])
def test_a_label_that_is_not_there_is_refused(operation: Document) -> None:
    assert refused(schema(), operation | {"only": ["name", "strange"]}) == ["/only/1"]


def test_an_operation_that_reads_the_text_says_when_nobody_has() -> None:
    with pytest.raises(LookupError):
        carried(plan_of(schema(), TRIM), value((0, 3)))


def test_a_span_with_an_end_beyond_the_text_is_trimmed_no_further_than_its_start() -> None:
    plan = plan_of(schema(), TRIM)

    assert places(migrated(plan, value((1, 9)), Material(text="abc"))) == [(1, 9)]


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Rain fell on Paris.", "ris", "Paris"),
        ("we don't know", "n't", "don't"),
        ("it costs 1,234.50 now", "234", "1,234.50"),
        ("the end.", "end", "end"),
        ("naïve re-entry", "entry", "entry"),
        ("नमस्ते दुनिया", "मस्त", "नमस्ते"),
        ("경찰은 또 자금을 관리한", "경찰", "경찰은"),
        ("딸(32)과", "2", "32"),
        ("LG전자는 서울에서", "전자", "LG전자는"),
        ("東京タワーに行った", "京", "東京"),
        ("東京タワーに行った", "ワ", "タワー"),
        ("東京タワーに行った", "京タ", "東京タワー"),
        ("SPRiNGSと最も仲の良い", "RiNG", "SPRiNGS"),
        ("日々の暮らし", "々", "日々"),
        ("ﾊﾟﾘの秋", "ﾘ", "ﾊﾟﾘ"),
    ],
)
def test_a_span_takes_in_the_words_that_it_cuts(text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    plan = plan_of(schema(), SNAP)

    ((first, last),) = places(migrated(plan, value((start, start + len(cut))), Material(text=text)))

    assert text[first:last] == whole


def test_a_span_that_grows_loses_where_it_began() -> None:
    plan = plan_of(schema(), SNAP)

    assert said(carried(plan, value((1, 3)), Material(text="rain"))) == {"s0": "began or ended inside a word"}
    assert is_irreversible(plan)


def test_two_spans_in_one_word_are_asked_about_where_they_may_not_overlap() -> None:
    plan, item = plan_of(schema(), SNAP), Material(text="rainfall today")
    two = value((0, 4), (4, 8))

    assert plan.effect is Effect.AMBIGUOUS
    assert set(said(carried(plan, two, item)).values()) == {
        "at whole words it would overlap another span? stay/-"
    }
    assert places(migrated(plan, two, item, s0="stay", s1="-")) == [(0, 4)]
    assert places(migrated(plan, two, item, s0="stay", s1="stay")) == [(0, 4), (4, 8)]


def test_two_spans_in_one_word_grow_where_they_may_overlap() -> None:
    plan = plan_of(schema(overlap=True), SNAP)

    assert plan.effect is Effect.LOSSY
    assert places(migrated(plan, value((0, 4), (4, 8)), Material(text="rainfall"))) == [(0, 8), (0, 8)]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (0, 99)])
def test_a_span_that_was_wrong_before_stays_wrong_and_ends_nothing(start: int, end: int) -> None:
    assert grown_to_words("rain", start, end) == (start, end)


# Real texts


def read_korean(data: Path) -> list[tuple[str, Entities]]:
    """KLUE-NER: one sign and its tag a line, sentences apart by an empty line."""
    (path,) = (data / "ner_klue_ko").glob("*.tsv")
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    return [
        _korean(block) for block in blocks if not all(line.startswith("##") for line in block.splitlines())
    ]


def _korean(block: str) -> tuple[str, Entities]:
    lines = [line for line in block.splitlines() if line and not line.startswith("##")]
    tags = "".join(f"{line[2:].partition('-')[0]:.1}" for line in lines)
    found = [(match.start(), match.end(), "name") for match in re.finditer("BI*", tags)]
    return "".join(line[0] for line in lines), found


def read_japanese(data: Path) -> list[tuple[str, Entities]]:
    """The Wikipedia set: a list of texts with entities."""
    items = json.loads((data / "ner_wikipedia_ja" / "ner_first2000.json").read_text(encoding="utf-8"))
    return [
        (each["text"], [(*entity["span"], "name") for entity in each["entities"]])  # type: ignore[misc]
        for each in items
    ]


@cache
def texts(data: Path, language: str) -> list[tuple[str, Entities]]:
    return (read_korean if language == "ko" else read_japanese)(data)


def spans_of(entities: Entities) -> Document:
    return value(*[(start, end) for start, end, _ in entities])


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the white space around it."""
    return len(text[:start].rstrip()), len(text) - len(text[end:].lstrip())


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_spans_widened_by_the_white_space_around_come_back_to_what_people_labelled(
    real_data: Path, language: str
) -> None:
    plan = plan_of(schema(overlap=True), TRIM)
    found = texts(real_data, language)
    clean = [
        (text, kept)
        for text, entities in found
        if (kept := [each for each in entities if text[each[0] : each[1]].strip() == text[each[0] : each[1]]])
    ]

    back = [
        places(migrated(plan, value(*[_widened(text, s, e) for s, e, _ in kept]), Material(text=text)))
        for text, kept in clean
    ]

    assert back == [[(start, end) for start, end, _ in kept] for _, kept in clean]


@pytest.mark.parametrize(
    ("language", "kept", "grown", "asked"), [("ko", 2136, 2113, 28), ("ja", 4389, 441, 88)]
)
def test_real_spans_stand_at_whole_words_afterwards(
    real_data: Path, language: str, kept: int, grown: int, asked: int
) -> None:
    plan = plan_of(schema(), SNAP)
    results = [
        (text, entities, carried(plan, spans_of(entities), Material(text=text)))
        for text, entities in texts(real_data, language)
    ]

    outcomes = [type(change.outcome) for _, _, found in results for change in found.changes]
    total = sum(len(entities) for _, entities, _ in results)
    assert (total - len(outcomes), outcomes.count(Migrated), outcomes.count(NeedsPerson)) == (
        kept,
        grown,
        asked,
    )
    assert not [
        (text, span)
        for text, _, found in results
        for span in found.value.answers["ner"].located
        if cuts_word(text, span.start) or cuts_word(text, span.end)
    ]
    assert not [
        fault
        for text, _, found in results
        for fault in validate_value(
            plan.after, found.value, context=Material(text=text).context, complete=True
        )
    ]
