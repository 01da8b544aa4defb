"""What becomes of one stored value. Rehearsal, step, answer, and a save that comes late call the very same function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guidelines.lens import Hop
from guidelines.operations.base import Material
from guidelines.operations.outcome import NO_ANSWERS, Answers, Carried, Change
from guidelines.operations.plan import Plan
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.value import Value, parse_value
from labelwright.errors import Fault


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a value: `before` carried by a plan, or `faults` because it is not valid under its own schema."""

    before: Value | None
    carried: Carried | None
    faults: tuple[Fault, ...] = ()

    @property
    def refused(self) -> bool:
        return self.carried is None


def fate_of(
    plan: Plan,
    source: bytes | Mapping[str, Any] | Value,
    material: Material,
    *,
    answers: Answers = NO_ANSWERS,
) -> Fate:
    """What `plan` makes of a stored value of its first schema. A value that was not complete before need not be after."""
    try:
        value = source if isinstance(source, Value) else parse_value(source, plan.before)
    except ValueErrors as error:
        return Fate(None, None, error.errors)
    complete = not validate_value(plan.before, value, context=material.context, complete=True)
    if not complete:
        faults = validate_value(plan.before, value, context=material.context, complete=False)
        if faults:
            return Fate(value, None, tuple(faults))
    return Fate(value, plan.migrate(value, material, answers=answers, complete=complete))


@dataclass(frozen=True, slots=True)
class Way:
    """How far a value came: the fate at each hop that it reached. It stops where it waits for a person or is refused."""

    hops: tuple[Hop, ...]
    fates: tuple[Fate, ...]

    @property
    def arrived(self) -> bool:
        """Whether it came all the way."""
        last = self.fates[-1] if self.fates else None
        return last is None or (last.carried is not None and not last.carried.questions)

    @property
    def stopped_at(self) -> Hop:
        """The hop at which it stopped, if it did not arrive."""
        return self.hops[len(self.fates) - 1]

    @property
    def value(self) -> Value | None:
        """The value at the end of the last hop; None if there was none to go, or the last one refused it."""
        carried = self.fates[-1].carried if self.fates else None
        return None if carried is None else carried.value

    @property
    def changed(self) -> bool:
        """Whether any hop did anything to it."""
        return any(fate.carried is not None and fate.carried.changes for fate in self.fates)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was done to its parts, hop after hop."""
        return tuple(
            change for fate in self.fates if fate.carried is not None for change in fate.carried.changes
        )


def walk(
    hops: tuple[Hop, ...],
    source: bytes | Mapping[str, Any],
    material: Material,
    *,
    answers: Mapping[UUID, Answers] | None = None,
) -> Way:
    """`source` carried hop by hop. `answers` by the schema version that a hop leads to."""
    fates: list[Fate] = []
    value: bytes | Mapping[str, Any] | Value = source
    for hop in hops:
        fate = fate_of(hop.plan, value, material, answers=(answers or {}).get(hop.target, NO_ANSWERS))
        fates.append(fate)
        if fate.carried is None or fate.carried.questions:
            break
        value = fate.carried.value
    return Way(hops, tuple(fates))
