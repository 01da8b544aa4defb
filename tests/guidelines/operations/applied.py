"""One operation applied to one schema and one value, both written by hand as plain data."""

from __future__ import annotations

from typing import Any

import pytest

from guidelines.operations.base import UNKNOWN, Material
from guidelines.operations.errors import Irreversible, PlanErrors
from guidelines.operations.outcome import Carried, Change, Dropped, Migrated, NeedsPerson
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document, to_document
from guidelines.values.value import dump_value, parse_value

Document = dict[str, Any]


def plan_of(schema: Document, *operations: Document) -> Plan:
    """The plan of `operations` on the schema that this document describes."""
    return make_plan(parse_document(schema), read_operations(list(operations)))


def refused(schema: Document, operation: Document) -> list[str]:
    """The pointers to what does not fit, from the operation on."""
    with pytest.raises(PlanErrors) as caught:
        plan_of(schema, operation)
    return [fault.pointer.removeprefix("/operations/0") for fault in caught.value.errors]


def after(schema: Document, *operations: Document) -> Document:
    """The schema that the operations lead to."""
    return to_document(plan_of(schema, *operations).after)


def carried(plan: Plan, value: Document, item: Material = UNKNOWN, **answers: str) -> Carried:
    """`value` carried through `plan`; `answers` are those to the questions of its first step, by part id."""
    given = {(0, field, part): key for field in value for part, key in answers.items()}
    return plan.migrate(parse_value(value, plan.before), item, answers=given)


def migrated(plan: Plan, value: Document, item: Material = UNKNOWN, **answers: str) -> Document:
    """The value after `plan`."""
    return dump_value(carried(plan, value, item, **answers).value)


def said(found: Carried) -> dict[str, str]:
    """What was said of each subject: its loss, its question with the answers that there are, or why it was dropped."""
    return {change.subject.id: _words(change) for change in found.changes}


def _words(change: Change) -> str:
    match change.outcome:
        case Migrated(loss=loss):
            return loss
        case NeedsPerson(reason, candidates):
            return f"{reason}? {'/'.join(each.key for each in candidates)}"
        case Dropped(reason):
            return f"dropped: {reason}"


def there_and_back(plan: Plan, value: Document, item: Material = UNKNOWN) -> Document:
    """The value after `plan` and its reverse."""
    there = plan.migrate(parse_value(value, plan.before), item).value
    return dump_value(plan.reversed().migrate(there, item).value)


def is_irreversible(plan: Plan) -> bool:
    """Whether the plan says that nothing leads back."""
    try:
        plan.reversed()
    except Irreversible:
        return True
    return False
