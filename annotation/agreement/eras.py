"""Whether work was judged by the rules that it was made by. Plain: no database.

Work that is right by the rule of its time may be wrong by the next one. That is rework which the new rule causes, and nobody's
error: such a judgement counts in no rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Guideline version `number` changed a rule at that time, of these labels; None: it is not known of which."""

    number: int
    at: datetime
    labels: frozenset[str] | None

    def concerns(self, labels: Iterable[str]) -> bool:
        """Whether the change may be about one of `labels`."""
        return self.labels is None or not self.labels.isdisjoint(labels)


def changes_between(
    changes: Iterable[RuleChange], *, made_by: int | None, judged_at: datetime
) -> list[RuleChange]:
    """What was changed between the rules of the work and those of who judged it, whichever came first.

    `made_by` is the number of the guideline version that the work goes by; None for none, which is before all.
    """
    return [each for each in changes if (each.number <= (made_by or 0)) != (each.at <= judged_at)]


def judged_until(changes: Iterable[RuleChange], *, made_by: int | None) -> datetime | None:
    """From when on work by the version is judged by other rules; None while it is not."""
    return min((each.at for each in changes if each.number > (made_by or 0)), default=None)
