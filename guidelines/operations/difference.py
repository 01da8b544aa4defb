"""Comparing two schemas: what differs, what may have been meant, and the operations once that is decided.

Keys say what is the same thing. What a key cannot say (is a new label the one that is gone, under another key?) is asked,
never guessed. Whatever is chosen, the operations lead to the new schema.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guidelines.operations.base import Operation
from guidelines.operations.comparing.base import Choice, Difference, asked
from guidelines.operations.comparing.fields import field_differences
from guidelines.operations.comparing.leaps import Leap, leap
from guidelines.operations.errors import PlanErrors
from guidelines.operations.simplify import simplify
from guidelines.schema.document import Schema
from guidelines.values.pointers import join, shown
from labelwright.errors import Fault, Words

__all__ = ["Choice", "Difference", "differences", "operations_of"]


def differences(before: Schema, after: Schema) -> tuple[Difference, ...]:
    """What differs, in the order in which the operations run; nothing that only people see.

    Raises `PlanErrors` if the two are for different inputs: no operation leads from images to texts.
    """
    if before.input != after.input:
        detail = Words(
            "Expected a schema for {before} input, found {found}. Start a new project.",
            before=before.input,
            found=after.input,
        )
        raise PlanErrors(errors=[Fault("/input", detail)])
    found = list[Difference]()
    while explained := leap(before, after):
        found.append(_leapt(before, explained))
        before = explained.after
    return (*found, *field_differences(before, after))


def _leapt(before: Schema, explained: Leap) -> Difference:
    """The question whether it was that one operation, or whether things went and others came."""
    apart = list(field_differences(before, explained.after))
    choices = [Choice("one", explained.operation.describe(), (explained.operation,), 0.8)]
    for key, words, confidence in (
        ("ask", Words("One has nothing to do with the other. People are asked"), 0.15),
        ("drop", Words("One has nothing to do with the other. What had it is dropped"), 0.05),
    ):
        decisions = {each.id: (each.choice(key) or each.choices[0]).key for each in apart if not each.decided}
        steps = operations_of(apart, decisions)
        if all(steps != choice.operations for choice in choices):
            choices.append(Choice(key, words, steps, confidence))
    return asked(explained.id, explained.words, choices)


def operations_of(
    found: Sequence[Difference], decisions: Mapping[str, str], pointer: str = "/decisions"
) -> tuple[Operation, ...]:
    """The operations of what was decided: ids of differences and keys of their choices.

    A difference that is decided already needs no word. Raises `PlanErrors` with everything that is undecided or unknown.
    """
    faults, operations = list[Fault](), list[Operation]()
    for difference in found:
        key = decisions.get(difference.id, difference.decided)
        choice = None if key is None else difference.choice(key)
        if choice is not None:
            operations += choice.operations
            continue
        known = ", ".join(each.key for each in difference.choices)
        said = Words("nothing") if key is None else shown(key)
        faults.append(
            Fault(
                join(pointer, difference.id),
                Words("Expected one of {known}, found {found}.", known=known, found=said),
            )
        )
    for strange in decisions.keys() - {difference.id for difference in found}:
        faults.append(Fault(join(pointer, strange), "Expected a difference of the two schemas, found none."))
    if faults:
        raise PlanErrors(errors=faults)
    return simplify(operations)
