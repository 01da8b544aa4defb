"""One value beside another under the same schema: what is the same, what is missing, what is too much. Plain: no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from annotation.agreement.closeness import REACH, closeness, shared_time
from annotation.agreement.counts import WHOLE, Comparison, Counts, gathered
from annotation.agreement.matching import Pair, best_pairs, near_pairs
from guidelines.schema.document import Schema
from guidelines.values.answer import Answer, Located
from guidelines.values.choices import Choices
from guidelines.values.geometry import BoxTuple
from guidelines.values.regions import Region
from guidelines.values.segments import Segment
from guidelines.values.value import Value

SAME_PLACE: Final = (
    0.5  # intersection over union from which two regions are about the same thing, as in PASCAL VOC
)


class Found(StrEnum):
    """How one unit of two values stands: the names of `Counts`."""

    CORRECT = "correct"
    WRONG = "wrong"
    MISSED = "missed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing there was to see. `trusted` and `other` are the ids of the parts that are about it; of an answer about the whole
    item there are none.

    `label` is the one that it should have, or was given where it is `extra`.
    """

    field: str
    label: str
    found: Found
    trusted: str | None = None
    other: str | None = None


def compare(trusted: Value, other: Value, schema: Schema) -> Comparison:
    """`other` measured by `trusted`, both of `schema`: the units of `units_of`, counted.

    Swapping the two swaps `missed` and `extra`, and leaves the score.
    """
    units = units_of(trusted, other, schema)
    return gathered(((unit.field, unit.label), Counts(**{unit.found.value: 1})) for unit in units)


def units_of(trusted: Value, other: Value, schema: Schema) -> list[Unit]:
    """What there is in `trusted`, in `other` or in both, and whether they say the same; both are of `schema`.

    A located part is about the same thing as another where both cover the same pixels (at least half of what they cover
    together), the same characters, or the same time (at least half of what they cover together). Of all ways to pair parts the one counts that makes most of them correct, then that
    pairs most, then that lies closest. Attributes and relations are not compared. An answer about the whole item is one unit,
    correct where it is equal; the order in which several options were chosen says nothing.
    """
    units: list[Unit] = []
    for field in schema.fields:
        mine, theirs = trusted.answers.get(field.key), other.answers.get(field.key)
        if field.all_labels:
            units += _located(field.key, _parts(mine), _parts(theirs))
        elif mine is not None or theirs is not None:
            units.append(_whole(field.key, mine, theirs))
    return units


def _parts(answer: Answer | None) -> Sequence[Located]:
    return () if answer is None else answer.located


def _located(field: str, trusted: Sequence[Located], other: Sequence[Located]) -> Iterator[Unit]:
    pairs = best_pairs(_weights(trusted, other))
    for left, right in pairs:
        one, two = trusted[left], other[right]
        found = Found.CORRECT if one.label == two.label else Found.WRONG
        yield Unit(field, one.label, found, one.id, two.id)
    seen, met = {left for left, _ in pairs}, {right for _, right in pairs}
    for index, part in enumerate(trusted):
        if index not in seen:
            yield Unit(field, part.label, Found.MISSED, trusted=part.id)
    for index, part in enumerate(other):
        if index not in met:
            yield Unit(field, part.label, Found.EXTRA, other=part.id)


def _weights(trusted: Sequence[Located], other: Sequence[Located]) -> dict[Pair, float]:
    """How much each possible pair is worth: one more correct pair outweighs any number of others, one more pair any closeness."""
    many = float(min(len(trusted), len(other)) + 1)
    return {
        (left, right): how + many + (many * many if trusted[left].label == other[right].label else 0.0)
        for (left, right), how in _near(trusted, other).items()
    }


def _near(trusted: Sequence[Any], other: Sequence[Any]) -> dict[Pair, float]:
    if not trusted or not other:
        return {}
    if isinstance(trusted[0], Region):
        return near_pairs(
            [_reach(part) for part in trusted],
            [_reach(part) for part in other],
            lambda left, right: closeness(trusted[left].geometry, other[right].geometry),
            SAME_PLACE,
        )
    if isinstance(trusted[0], Segment):
        return near_pairs(
            [_stretch(part) for part in trusted],
            [_stretch(part) for part in other],
            lambda left, right: shared_time(trusted[left], other[right]),
            SAME_PLACE,
        )
    places: dict[tuple[int, int], list[int]] = {}
    for right, span in enumerate(other):
        places.setdefault((span.start, span.end), []).append(right)
    return {
        (left, right): 1.0
        for left, span in enumerate(trusted)
        for right in places.get((span.start, span.end), ())
    }


def _stretch(segment: Segment) -> BoxTuple:
    """A box as long as the segment, so that pairs are looked for where they can be."""
    return (segment.start, 0.0, segment.end - segment.start, 1.0)


def _reach(region: Region) -> BoxTuple:
    x, y, width, height = region.geometry.bounds()
    return (x - REACH, y - REACH, width + 2 * REACH, height + 2 * REACH)


def _whole(field: str, trusted: Answer | None, other: Answer | None) -> Unit:
    """One unit, counted for the option that is true; for none in particular where it is not one option."""
    if trusted is None:
        return Unit(field, _named(other), Found.EXTRA)
    if other is None:
        return Unit(field, _named(trusted), Found.MISSED)
    same = _as_said(trusted) == _as_said(other)
    return Unit(field, _named(trusted), Found.CORRECT if same else Found.WRONG)


def _named(answer: Answer | None) -> str:
    labels = list(answer.labels) if answer is not None else []
    return labels[0] if len(labels) == 1 else WHOLE


def _as_said(answer: Answer) -> object:
    return frozenset(answer.choices) if isinstance(answer, Choices) else answer
