"""Counting where one value says the same as another, label by label. Plain: no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

WHOLE: Final = ""  # in the place of a label: an answer that names none, such as a number or a text
Use = tuple[str, str]  # field key, label key


@dataclass(frozen=True, slots=True)
class Counts:
    """Units (regions, spans, answers about the whole item) of two values, put side by side.

    `correct` are in both and say the same; `wrong` are in both and say different things; `missed` only the trusted value
    has, `extra` only the other one.
    """

    correct: int = 0
    wrong: int = 0
    missed: int = 0
    extra: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.correct + other.correct,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.extra + other.extra,
        )

    @property
    def units(self) -> int:
        """How many things there were to see."""
        return self.correct + self.wrong + self.missed + self.extra

    @property
    def score(self) -> float:
        """From 0 (nothing is the same) to 1 (all is): 2c / (2c + 2w + m + e), the share of units in both that agree.

        That is the F1 score, or Dice's coefficient, in which a unit with the wrong label is missed once and made up once. Two
        values that both say nothing agree. Source: van Rijsbergen, Information Retrieval (1979), ch. 7.
        """
        both = 2 * (self.correct + self.wrong) + self.missed + self.extra
        return 2 * self.correct / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found, all together and by label.

    A unit with the wrong label counts as `wrong` for the label that it should have; what is `extra` counts for the label
    that it was given.
    """

    by_label: Mapping[Use, Counts] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """All labels together."""
        return sum(self.by_label.values(), Counts())

    @property
    def score(self) -> float:
        """As `Counts.score`, over all labels."""
        return self.counts.score


def gathered(found: Iterable[tuple[Use, Counts]]) -> Comparison:
    """The same counts, added up by label."""
    whole: dict[Use, Counts] = {}
    for use, counts in found:
        whole[use] = whole.get(use, Counts()) + counts
    return Comparison(whole)


def together(comparisons: Iterable[Comparison]) -> Comparison:
    """Several comparisons as one; each unit weighs the same, in whichever item it is."""
    return gathered(_each(comparisons))


def _each(comparisons: Iterable[Comparison]) -> Iterator[tuple[Use, Counts]]:
    for comparison in comparisons:
        yield from comparison.by_label.items()
