"""One item: what is right, missed, too much, and taken for something else."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.evaluation.metrics.scoring import ItemResult, Side, score_item
from datasets.evaluation.metrics.tally import Tally, report
from guidelines.schema.parse import parse_document
from guidelines.values.value import parse_value

BOXES = {
    "input": "image",
    "fields": [
        {
            "key": "cells",
            "type": "regions",
            "labels": [{"key": key, "geometry": "box"} for key in ("rbc", "wbc")]
            + [{"key": "line", "geometry": "polyline"}],
        }
    ],
}
TEXTS = {
    "input": "text",
    "fields": [
        {"key": "names", "type": "spans", "labels": [{"key": "person"}, {"key": "place"}]},
        {"key": "intent", "type": "choice", "options": [{"key": "greet"}, {"key": "order"}]},
        {"key": "topics", "type": "choices", "options": [{"key": "a"}, {"key": "b"}, {"key": "c"}]},
        {"key": "price", "type": "number"},
        {"key": "gist", "type": "text"},
    ],
}


def box(name: str, label: str, x: float) -> dict[str, Any]:
    return {"id": name, "label": label, "geometry": {"type": "box", "box": [x, 0, 10, 10]}, "attributes": {}}


def span(name: str, label: str, start: int, end: int) -> dict[str, Any]:
    return {"id": name, "label": label, "start": start, "end": end, "attributes": {}}


def scored(
    document: dict[str, Any], labels: Any, said: Any, scores: dict[str, float] | None = None
) -> tuple[ItemResult, dict[str, Any]]:
    schema, tally = parse_document(document), Tally()
    side = None if said is None else Side(parse_value(said, schema), scores or {})
    result = score_item(tally, schema, parse_value(labels, schema), side, (100, 100), 0.5)
    return result, report(tally, schema, {})


def counts(told: dict[str, Any], place: int = 0) -> dict[str, tuple[int, int, int]]:
    labels = told["fields"][place]["labels"]
    return {each["label"]: (each["right"], each["missed"], each["extra"]) for each in labels}


def test_a_region_is_right_where_half_of_it_is_met_and_each_stands_for_one_only():
    labels = {"cells": {"regions": [box("a", "rbc", 0), box("b", "rbc", 50)]}}
    said = {"cells": {"regions": [box("p", "rbc", 1), box("q", "rbc", 0), box("r", "rbc", 80)]}}

    result, told = scored(BOXES, labels, said)

    assert counts(told)["rbc"] == (1, 1, 2)
    assert (result.right, result.missed, result.extra, result.confused) == (1, 1, 2, 0)


def test_another_label_in_the_same_place_is_one_confusion():
    labels = {"cells": {"regions": [box("a", "rbc", 0)]}}
    said = {"cells": {"regions": [box("p", "wbc", 0)]}}

    result, told = scored(BOXES, labels, said)

    assert result.errors == result.confused == 1
    assert told["fields"][0]["pairs"] == [{"label": "rbc", "predicted": "wbc", "count": 1}]
    assert counts(told)["rbc"] == (0, 1, 0)
    assert counts(told)["wbc"] == (0, 0, 1)


def test_what_the_model_is_not_sure_of_counts_in_average_precision_only():
    labels = {"cells": {"regions": [box("a", "rbc", 0)]}}
    said = {"cells": {"regions": [box("p", "rbc", 0)]}}

    result, told = scored(BOXES, labels, said, {"p": 0.4})

    assert counts(told)["rbc"] == (0, 1, 0)
    assert result.matches["cells|rbc"].scores.tolist() == [0.4]
    assert result.matches["cells|rbc"].right.tolist() == [0b11_1111_1111]


def test_lines_are_told_and_not_compared():
    line = {"type": "polyline", "points": [[0, 0], [5, 5]]}
    labels = {"cells": {"regions": [{"id": "a", "label": "line", "geometry": line, "attributes": {}}]}}

    result, told = scored(BOXES, labels, {"cells": {"regions": []}})

    assert result.errors == 0
    assert [each["unscored"] for each in told["fields"][0]["labels"]] == [0, 0, 1]


def test_spans_match_exactly_as_seqeval_counts_them():
    labels = {"names": {"spans": [span("a", "person", 0, 4), span("b", "place", 5, 9)]}}
    said = {
        "names": {"spans": [span("p", "person", 0, 4), span("q", "place", 5, 8), span("r", "person", 5, 9)]}
    }

    result, told = scored(TEXTS, labels, said)

    assert counts(told) == {"person": (1, 0, 1), "place": (0, 1, 1)}
    assert told["fields"][0]["figures"]["precision"] == pytest.approx(1 / 3)
    assert told["fields"][0]["figures"]["recall"] == pytest.approx(1 / 2)
    assert result.confused == 1


def test_whole_item_answers_count_where_people_gave_them():
    labels = {
        "intent": {"choice": "greet"},
        "topics": {"choices": ["a", "b"]},
        "price": {"number": 10},
        "gist": {"text": "Hi"},
    }
    said = {
        "intent": {"choice": "order"},
        "topics": {"choices": ["b", "c"]},
        "price": {"number": 7.5},
        "gist": {"text": "Hi"},
    }

    result, told = scored(TEXTS, labels, said)

    figures = {each["field"]: each["figures"] for each in told["fields"]}
    assert figures["intent"]["accuracy"] == 0
    assert counts(told, 2) == {"a": (0, 1, 0), "b": (1, 0, 0), "c": (0, 0, 1)}
    assert figures["price"]["mean_absolute_error"] == 2.5
    assert figures["gist"]["accuracy"] == 1
    assert (result.right, result.confused) == (1, 3)


def test_an_answer_that_people_did_not_give_counts_neither_way():
    result, told = scored(TEXTS, {}, {"intent": {"choice": "order"}})

    assert result.errors == 0
    assert told["fields"][1]["figures"]["accuracy"] is None


def test_without_a_prediction_everything_was_missed():
    labels = {"intent": {"choice": "greet"}, "names": {"spans": [span("a", "person", 0, 4)]}}

    result, told = scored(TEXTS, labels, None)

    assert told["without_prediction"] == 1
    assert result.missed == 2
    assert told["fields"][1]["silent"] == 1
