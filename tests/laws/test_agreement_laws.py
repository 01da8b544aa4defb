"""What holds for every comparison of two values."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement.compare import compare
from annotation.agreement.matching import best_pairs
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.values.value import Value, parse_value
from tests.factories.guidelines import CELLS, ENTITIES, SPEECH

IMAGE, TEXT, SOUND = (parse_document(each) for each in (CELLS, ENTITIES, SPEECH))
SIDES = st.integers(0, 40).map(float)


def regions() -> st.SearchStrategy[list[dict[str, Any]]]:
    box = st.tuples(SIDES, SIDES, st.integers(5, 40).map(float), st.integers(5, 40).map(float)).map(list)
    return st.lists(st.tuples(st.sampled_from(["rbc", "wbc", "platelet"]), box), max_size=7).map(
        lambda found: [
            {"id": f"r{index}", "label": label, "geometry": {"type": "box", "box": sides}}
            for index, (label, sides) in enumerate(found)
        ]
    )


def images() -> st.SearchStrategy[Value]:
    focus = st.sampled_from([None, "good", "poor"])
    return st.tuples(regions(), focus).map(
        lambda both: parse_value(
            {"cells": {"regions": both[0]}} | ({"focus": {"choice": both[1]}} if both[1] else {}), IMAGE
        )
    )


def texts() -> st.SearchStrategy[Value]:
    span = st.tuples(st.sampled_from(["person", "place"]), st.integers(0, 4), st.integers(1, 3))
    return st.lists(span, max_size=6).map(
        lambda found: parse_value(
            {
                "entities": {
                    "spans": [
                        {"id": f"s{index}", "label": label, "start": start, "end": start + length}
                        for index, (label, start, length) in enumerate(found)
                    ]
                }
            },
            TEXT,
        )
    )


def sounds() -> st.SearchStrategy[Value]:
    segment = st.tuples(st.sampled_from(["speaker_1", "speaker_2"]), st.integers(0, 40), st.integers(1, 20))
    return st.lists(segment, max_size=6).map(
        lambda found: parse_value(
            {
                "speech": {
                    "segments": [
                        {"id": f"t{index}", "label": label, "start": start / 4, "end": (start + length) / 4}
                        for index, (label, start, length) in enumerate(found)
                    ]
                }
            },
            SOUND,
        )
    )


def pairs() -> st.SearchStrategy[tuple[Schema, Value, Value]]:
    return (
        st.tuples(st.just(IMAGE), images(), images())
        | st.tuples(st.just(TEXT), texts(), texts())
        | st.tuples(st.just(SOUND), sounds(), sounds())
    )


@given(pairs())
def test_swapping_two_values_swaps_what_is_missed_and_extra(pair: tuple[Schema, Value, Value]):
    schema, one, other = pair

    there, back = compare(one, other, schema).counts, compare(other, one, schema).counts

    assert (there.correct, there.wrong, there.missed, there.extra) == (
        back.correct,
        back.wrong,
        back.extra,
        back.missed,
    )
    assert there.score == back.score


@given(pairs())
def test_a_score_lies_between_nothing_and_all(pair: tuple[Schema, Value, Value]):
    schema, one, other = pair

    found = compare(one, other, schema)

    assert 0.0 <= found.score <= 1.0
    assert all(0.0 <= counts.score <= 1.0 for counts in found.by_label.values())


@given(pairs())
def test_every_unit_of_both_is_counted_once(pair: tuple[Schema, Value, Value]):
    schema, one, other = pair

    counts = compare(one, other, schema).counts

    assert counts.correct + counts.wrong + counts.missed == _units(one, schema)
    assert counts.correct + counts.wrong + counts.extra == _units(other, schema)


def _units(value: Value, schema: Schema) -> int:
    return sum(
        1 if schema.field(key).all_labels == () else len(answer.located)
        for key, answer in value.answers.items()
    )


@given(pairs())
def test_a_value_agrees_with_itself(pair: tuple[Schema, Value, Value]):
    schema, one, _ = pair

    assert compare(one, one, schema).score == 1.0


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9).map(float), max_size=12
    )
)
def test_no_other_pairing_weighs_more(weights: dict[tuple[int, int], float]):
    found = best_pairs(weights)

    weight = sum(weights[pair] for pair in found)
    best = max(sum(weights.get(pair, 0.0) for pair in enumerate(order)) for order in permutations(range(5)))
    assert weight == best
    assert len({left for left, _ in found}) == len({right for _, right in found}) == len(found)
