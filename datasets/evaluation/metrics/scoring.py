"""One item: what a model says about it against what people said, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from datasets.evaluation.metrics.average_precision import Matches, match
from datasets.evaluation.metrics.overlap import AREAS, Size, overlaps
from datasets.evaluation.metrics.tally import SEPARATOR, Tally
from guidelines.schema.document import Schema
from guidelines.values.answer import Answer
from guidelines.values.choice import Choice
from guidelines.values.choices import Choices
from guidelines.values.number import Number
from guidelines.values.rating import Rating
from guidelines.values.regions import Region, Regions
from guidelines.values.segments import Segment, Segments
from guidelines.values.spans import Span, Spans
from guidelines.values.taxonomy import Taxonomy
from guidelines.values.text import Text
from guidelines.values.value import Value

OVERLAP: Final = 0.5  # from here on a region is where another one is
NOTHING: Final = ""  # the label of what is not there
Scores = Mapping[str, float]


class ItemResult(Struct):
    """How often the prediction was right on the item, and in which way wrong; `matches` for average precision."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    confused: int = 0
    matches: dict[str, Matches] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        return self.missed + self.extra + self.confused


class Side(Struct, frozen=True):
    """A prediction: its value, and how sure the model was of its parts (1 where it does not say)."""

    value: Value
    scores: Scores

    def score(self, part: str) -> float:
        return float(self.scores.get(part, 1.0))


def score_item(
    tally: Tally, schema: Schema, labels: Value, said: Side | None, size: Size | None, threshold: float
) -> ItemResult:
    """The item is counted. Both values are under `schema`; without a prediction, everything was missed.

    Parts whose score is below `threshold` count in average precision only. What is asked of the whole item counts where
    people answered it.
    """
    result = ItemResult()
    tally.items += 1
    tally.without_prediction += said is None
    side = said or Side(Value({}), {})
    for each in schema.fields:
        answer, other = labels.answers.get(each.key), side.value.answers.get(each.key)
        match each.answer.__name__:
            case "Regions":
                _regions(tally, result, each.key, answer, other, side, size, threshold)
            case "Spans":
                _spans(tally, result, each.key, answer, other, side, threshold)
            case "Segments":
                _segments(tally, result, each.key, answer, other, side, threshold)
            case _ if answer is not None:
                _whole(tally, result, each.key, answer, other)
            case _:
                pass
    return result


# Regions


def _regions(
    tally: Tally,
    result: ItemResult,
    name: str,
    answer: Answer | None,
    other: Answer | None,
    side: Side,
    size: Size | None,
    threshold: float,
) -> None:
    labelled = _with_area(tally, name, answer)
    predicted = _with_area(None, name, other)
    scores = np.array([side.score(each.id) for each in predicted], dtype=np.float64)
    found = overlaps([each.geometry for each in predicted], [each.geometry for each in labelled], size)
    for label in sorted({each.label for each in (*labelled, *predicted)}):
        rows = [row for row, each in enumerate(predicted) if each.label == label]
        columns = [column for column, each in enumerate(labelled) if each.label == label]
        result.matches[SEPARATOR.join((name, label))] = match(found[np.ix_(rows, columns)], scores[rows])
    sure = [row for row in np.argsort(-scores, kind="mergesort") if scores[row] >= threshold]
    pairs = _paired(found, [int(row) for row in sure], labelled, predicted)
    _count(tally, result, name, labelled, predicted, [int(row) for row in sure], pairs)


def _with_area(tally: Tally | None, name: str, answer: Answer | None) -> list[Region]:
    """The regions that can overlap. Lines and points have no area; those that people drew are counted as not scored."""
    regions = answer.regions if isinstance(answer, Regions) else ()
    kept = [each for each in regions if isinstance(each.geometry, AREAS)]
    if tally is not None and len(kept) < len(regions):
        for each in regions:
            if not isinstance(each.geometry, AREAS):
                tally.of(name, each.label).unscored += 1
    return kept


def _paired(
    found: NDArray[np.float64],
    sure: Sequence[int],
    labelled: Sequence[Region] | Sequence[Segment],
    predicted: Sequence[Region] | Sequence[Segment],
) -> dict[int, int]:
    """Which prediction stands for which label: first those that say the same, the surest first, then the others."""
    pairs: dict[int, int] = {}
    free = set(range(len(labelled)))
    for is_same in (True, False):
        for row in sure:
            if row in pairs:
                continue
            fitting = [
                column
                for column in free
                if found[row, column] >= OVERLAP
                and (labelled[column].label == predicted[row].label) is is_same
            ]
            if fitting:
                best = max(fitting, key=lambda column: (found[row, column], -column))
                pairs[row] = best
                free.discard(best)
    return pairs


def _count(
    tally: Tally,
    result: ItemResult,
    name: str,
    labelled: Sequence[Region] | Sequence[Span] | Sequence[Segment],
    predicted: Sequence[Region] | Sequence[Span] | Sequence[Segment],
    sure: Sequence[int],
    pairs: Mapping[int, int],
) -> None:
    for row in sure:
        mine = predicted[row].label
        if row not in pairs:
            tally.of(name, mine).extra += 1
            tally.pair(name, NOTHING, mine)
            result.extra += 1
            continue
        theirs = labelled[pairs[row]].label
        tally.pair(name, theirs, mine)
        if theirs == mine:
            tally.of(name, mine).right += 1
            result.right += 1
        else:
            tally.of(name, mine).extra += 1
            tally.of(name, theirs).missed += 1
            result.confused += 1
    met = set(pairs.values())
    for column, part in enumerate(labelled):
        if column not in met:
            tally.of(name, part.label).missed += 1
            tally.pair(name, part.label, NOTHING)
            result.missed += 1


# Spans


def _spans(
    tally: Tally,
    result: ItemResult,
    name: str,
    answer: Answer | None,
    other: Answer | None,
    side: Side,
    threshold: float,
) -> None:
    """A span is right where one with the same label, start and end was labelled; each stands for one only."""
    labelled = answer.spans if isinstance(answer, Spans) else ()
    predicted = other.spans if isinstance(other, Spans) else ()
    scores = [side.score(each.id) for each in predicted]
    order = sorted(range(len(predicted)), key=lambda row: -scores[row])
    sure = [row for row in order if scores[row] >= threshold]
    places: dict[tuple[int, int], list[int]] = {}
    for column, span in enumerate(labelled):
        places.setdefault((span.start, span.end), []).append(column)
    pairs: dict[int, int] = {}
    for is_same in (True, False):
        for row in sure:
            if row in pairs:
                continue
            free = places.get((predicted[row].start, predicted[row].end), [])
            fitting = [c for c in free if (labelled[c].label == predicted[row].label) is is_same]
            if fitting:
                pairs[row] = fitting[0]
                free.remove(fitting[0])
    _count(tally, result, name, labelled, predicted, sure, pairs)


# Segments


def _segments(
    tally: Tally,
    result: ItemResult,
    name: str,
    answer: Answer | None,
    other: Answer | None,
    side: Side,
    threshold: float,
) -> None:
    """A segment is right where one with the same label was labelled that shares at least half of their time together."""
    labelled = answer.segments if isinstance(answer, Segments) else ()
    predicted = other.segments if isinstance(other, Segments) else ()
    scores = [side.score(each.id) for each in predicted]
    order = sorted(range(len(predicted)), key=lambda row: -scores[row])
    sure = [row for row in order if scores[row] >= threshold]
    _count(
        tally,
        result,
        name,
        labelled,
        predicted,
        sure,
        _paired(_shared(predicted, labelled), sure, labelled, predicted),
    )


def _shared(predicted: Sequence[Segment], labelled: Sequence[Segment]) -> NDArray[np.float64]:
    """Intersection over union in time of each of `predicted` with each of `labelled`: (predicted, labelled)."""
    first = np.array([(each.start, each.end) for each in predicted], dtype=np.float64).reshape(-1, 1, 2)
    second = np.array([(each.start, each.end) for each in labelled], dtype=np.float64).reshape(1, -1, 2)
    common = np.minimum(first[..., 1], second[..., 1]) - np.maximum(first[..., 0], second[..., 0])
    union = np.maximum(first[..., 1], second[..., 1]) - np.minimum(first[..., 0], second[..., 0])
    shares: NDArray[np.float64] = np.maximum(common, 0.0) / np.maximum(union, 1e-9)
    return shares


# Whole-item answers


def _whole(tally: Tally, result: ItemResult, name: str, answer: Answer, other: Answer | None) -> None:
    sums = tally.sum_of(name)
    sums.answered += 1
    if other is None:
        sums.silent += 1
    theirs, mine = _said(answer), _said(other)
    is_same = other is not None and theirs == mine
    sums.same += is_same
    if isinstance(answer, Choice | Taxonomy):
        _chosen(tally, name, str(theirs), "" if mine is None else str(mine))
    elif isinstance(answer, Choices):
        _several(tally, name, answer, other)
    elif isinstance(answer, Number | Rating) and isinstance(mine, int | float):
        sums.distance += abs(float(theirs) - float(mine))
    if is_same:
        result.right += 1
    elif other is None:
        result.missed += 1
    else:
        result.confused += 1


def _said(answer: Answer | None) -> Any:
    """What is compared of an answer about the whole item."""
    match answer:
        case Choice(choice=said) | Taxonomy(taxonomy=said) | Text(text=said):
            return said
        case Number(number=said) | Rating(rating=said):
            return said
        case Choices(choices=several):
            return frozenset(several)
        case _:
            return None


def _chosen(tally: Tally, name: str, theirs: str, mine: str) -> None:
    tally.pair(name, theirs, mine)
    if theirs == mine:
        tally.of(name, theirs).right += 1
        return
    tally.of(name, theirs).missed += 1
    if mine:
        tally.of(name, mine).extra += 1


def _several(tally: Tally, name: str, answer: Choices, other: Answer | None) -> None:
    theirs = set(answer.choices)
    mine = set(other.choices) if isinstance(other, Choices) else set()
    for option in theirs | mine:
        count = tally.of(name, option)
        count.right += option in theirs and option in mine
        count.missed += option in theirs and option not in mine
        count.extra += option in mine and option not in theirs
