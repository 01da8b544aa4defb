"""What a changed rule means for labels that were made before it: how many to look at again, and what follows. Plain.

One looks at a random sample; the share of it in which a label had to be changed is the error rate of the old labels under
the new rule. All thresholds are here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, sqrt
from typing import Final

import msgspec

from guidelines.values.value import Value

Z: Final = 1.959964  # of the normal distribution: 95 % lie within so many standard deviations
TOLERATED: Final = 0.10  # of the old labels may be wrong under the new rule: that many are in ordinary work
HALF_WIDTH: Final = 0.10  # of the interval around the rate, where it is widest
LEAST_OF_A_LABEL: Final = 10  # fewer say nothing about one label


@dataclass(frozen=True, slots=True)
class Looked:
    """Of `seen` annotations that somebody looked at again, `changed` were changed."""

    seen: int
    changed: int

    @property
    def rate(self) -> float:
        """The share that was changed; 0 where nothing was looked at."""
        return self.changed / self.seen if self.seen else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which the true share lies in 95 of 100 such samples; everything is possible where nothing was seen."""
        return wilson(self.changed, self.seen)


def wilson(hits: float, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share of `hits` in `of`; `hits` need not be whole, where each of them is a share itself.

    Also right for few and for none, where the usual ± gives nothing. Source: Wilson, Probable inference, the law of succession,
    and statistical inference, JASA 22 (1927), 209-212; recommended by Brown, Cai and DasGupta, Interval estimation for a
    binomial proportion, Statistical Science 16 (2001), 101-133.
    """
    if not of:
        return 0.0, 1.0
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    # At the ends it is exactly the end, which rounding misses by a hair.
    return (0.0 if hits == 0 else max(0.0, middle - half)), (1.0 if hits == of else min(1.0, middle + half))


def proposed_size(population: int) -> int:
    """How many of `population` to look at, so that the rate is known to ±`HALF_WIDTH` whatever it is.

    Of an endless population z² / 4w² − z², which is Wilson's interval at one half solved for its width; of a small one fewer, by
    the correction of Cochran, Sampling Techniques, 3rd ed. (1977), ch. 4.
    """
    if population <= 0:
        return 0
    endless = Z * Z / (4 * HALF_WIDTH * HALF_WIDTH) - Z * Z
    return min(population, ceil(endless / (1 + (endless - 1) / population)))


class Decision(StrEnum):
    """What to do with the labels made under the older rule."""

    NONE = "none"  # nothing was looked at yet
    KEEP = "keep"
    SLICE = "slice"  # do those again that use certain labels
    ALL = "all"
    MORE = "more"  # the sample leaves it open


@dataclass(frozen=True, slots=True)
class Look:
    """One annotation of the sample: the touched labels that it used, and those of which something was changed."""

    labels: frozenset[str]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`labels` are those of the slice; `rest` is what was seen of annotations that use none of them."""

    decision: Decision
    whole: Looked
    by_label: dict[str, Looked]
    labels: tuple[str, ...] = ()
    rest: Looked | None = None


def recommend(looks: Sequence[Look]) -> Recommendation:
    """What the sample says.

    Keep, where surely no more than `TOLERATED` are wrong. Do a slice again, where some labels surely are worse than that and
    what uses none of them is not; all, where everything uses them or the whole surely is worse. Surely: the interval lies on
    one side. Otherwise more has to be looked at.
    """
    whole = _looked(looks)
    by_label = {
        label: _of_label(looks, label) for label in sorted({each for look in looks for each in look.labels})
    }
    if not looks:
        return Recommendation(Decision.NONE, whole, by_label)
    if whole.interval[1] <= TOLERATED:
        return Recommendation(Decision.KEEP, whole, by_label)
    bad = tuple(
        label
        for label, looked in by_label.items()
        if looked.seen >= LEAST_OF_A_LABEL and looked.interval[0] > TOLERATED
    )
    rest = _looked([look for look in looks if look.labels.isdisjoint(bad)])
    if bad and rest.seen and rest.rate <= TOLERATED:
        return Recommendation(Decision.SLICE, whole, by_label, bad, rest)
    if whole.interval[0] > TOLERATED:
        return Recommendation(Decision.ALL, whole, by_label)
    return Recommendation(Decision.MORE, whole, by_label)


def _looked(looks: Sequence[Look]) -> Looked:
    return Looked(len(looks), sum(bool(look.changed) for look in looks))


def _of_label(looks: Sequence[Look], label: str) -> Looked:
    mine = [look for look in looks if label in look.labels]
    return Looked(len(mine), sum(label in look.changed for look in mine))


def changed_labels(before: Value, after: Value, labels: Iterable[str]) -> list[str]:
    """Those of `labels`, in their order, of which the two values of one schema do not say the same.

    A region that moved, got another attribute or another label is a change; its id and its place in the list say nothing.
    """
    return [label for label in labels if _said(before, label) != _said(after, label)]


def _said(value: Value, label: str) -> Counter[tuple[str, bytes]]:
    said: Counter[tuple[str, bytes]] = Counter()
    for field, answer in value.answers.items():
        if answer.located:
            for part in answer.located:
                if part.label == label:
                    plain = msgspec.to_builtins(part)
                    said[field, msgspec.json.encode({**plain, "id": ""}, order="sorted")] += 1
        else:
            said[field, b""] += sum(each == label for each in answer.labels)
    return +said
