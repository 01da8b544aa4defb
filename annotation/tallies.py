"""Counting what becomes of the parts of annotations. Plain: no database.

Each part counts once, with the worst that the plan does to it; what is nobody's change is `unchanged`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from guidelines.operations.outcome import Carried, Change, Migrated, NeedsPerson
from guidelines.operations.plan import Plan
from guidelines.values.choices import Choices
from guidelines.values.value import Value

# From harmless to worst.
UNCHANGED, LOSSLESS, LOSSY, PERSON, DROPPED, REFUSED = OUTCOMES = (
    "unchanged",
    "lossless",
    "lossy",
    "person",
    "dropped",
    "refused",
)
GONE: Final = {PERSON: "?", DROPPED: "-"}  # where a flow ends that ends in no label
SEPARATOR: Final = "|"


class Tally(Struct):
    """Counts by outcome. Keys of `buckets`: step, field, label, outcome; of `flows`: field, old label, new label."""

    annotations: dict[str, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)
    flows: dict[str, int] = field(default_factory=dict)
    waiting: int = 0  # annotations that still wait for the answer to an older question

    def add(self, other: Tally) -> None:
        """Count what `other` counts, too."""
        for name in ("annotations", "parts", "buckets", "flows"):
            mine: dict[str, int] = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] = mine.get(key, 0) + count
        self.waiting += other.waiting

    def count(self, plan: Plan, carried: Carried) -> str:
        """Count one annotation; gives the worst outcome in it."""
        worst_of_all = UNCHANGED
        for (name, part), changes in _by_part(carried.changes).items():
            worst, outcome = _worst(changes)
            worst_of_all = max(worst_of_all, outcome, key=OUTCOMES.index)
            _plus(self.parts, outcome)
            _plus(self.buckets, bucket(worst))
            for old, new in _flow(plan, name, part, changes):
                _plus(self.flows, SEPARATOR.join((name, old, new)))
        _plus(self.annotations, worst_of_all)
        return worst_of_all

    def refuse(self) -> None:
        """Count one annotation whose value is not valid under its own schema."""
        _plus(self.annotations, REFUSED)

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON data; `read_tally` reads it back."""
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]


def read_tally(plain: Any) -> Tally:
    """The tally that was written as `plain`."""
    return msgspec.convert(plain, Tally)


def outcome_of(change: Change) -> str:
    """The outcome of a change in one word."""
    if isinstance(change.outcome, Migrated):
        return LOSSY if change.outcome.loss else LOSSLESS
    return PERSON if isinstance(change.outcome, NeedsPerson) else DROPPED


def bucket(change: Change) -> str:
    """Which kind of thing happened: step, field, label and outcome."""
    return SEPARATOR.join((str(change.step), change.subject.field, change.subject.label, outcome_of(change)))


def worst_changes(carried: Carried) -> Iterable[Change]:
    """For each part that changes the worst change; of several that are as bad the first."""
    return [_worst(changes)[0] for changes in _by_part(carried.changes).values()]


def _by_part(changes: Iterable[Change]) -> dict[tuple[str, str], list[Change]]:
    """The changes of each part (field and id), in order."""
    parts: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        parts.setdefault((change.subject.field, change.subject.id), []).append(change)
    return parts


def _worst(changes: Sequence[Change]) -> tuple[Change, str]:
    """The first of the worst changes, and its outcome."""
    if len(changes) == 1:
        return changes[0], outcome_of(changes[0])
    return max(
        ((change, outcome_of(change)) for change in changes), key=lambda found: OUTCOMES.index(found[1])
    )


def _flow(plan: Plan, name: str, part: str, changes: Sequence[Change]) -> Iterable[tuple[str, str]]:
    """(old label, new label) of one part; an answer with several options flows option by option."""
    first, last = changes[0], changes[-1]
    if not part:
        return _option_flow(plan, name, first, last)
    if isinstance(last.outcome, Migrated):
        return [(first.subject.label, each.label) for each in last.outcome.parts] or [
            (first.subject.label, "-")
        ]
    return [(first.subject.label, GONE[outcome_of(last)])]


def _option_flow(plan: Plan, name: str, first: Change, last: Change) -> Iterable[tuple[str, str]]:
    before = list(getattr(first.before, "labels", ()))
    if not isinstance(last.outcome, Migrated):
        return [(label, GONE[outcome_of(last)]) for label in before]
    if isinstance(first.before, Choices) and len(before) > 1:
        return [pair for option in before for pair in _alone(plan, name, option)]
    after = [label for each in last.outcome.parts for label in each.labels]
    return [(label, new) for label in before for new in after or ["-"]]


def _alone(plan: Plan, name: str, option: str) -> list[tuple[str, str]]:
    """What becomes of an option where it is the only one that was chosen."""
    carried = plan.migrate(Value({name: Choices((option,))}), complete=False)
    answer = carried.value.answers.get(name)
    after = list(answer.labels) if answer is not None else ["?" if carried.questions else "-"]
    return [(option, new) for new in after]


def unchanged_flows(uses: Iterable[tuple[str, str, int]], tally: Tally) -> Counter[str]:
    """The flows of `tally`, with what stays as it is: of `uses` (field, label, times) what no flow begins with."""
    flows = Counter(tally.flows)
    leaving: Counter[tuple[str, str]] = Counter()
    for key, count in tally.flows.items():
        name, old, _ = key.split(SEPARATOR)
        leaving[name, old] += count
    for name, label, times in uses:
        stays = times - leaving[name, label]
        if label and stays > 0:
            flows[SEPARATOR.join((name, label, label))] += stays
    return flows


def _plus(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1
