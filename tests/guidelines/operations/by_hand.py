"""What the golden examples of operations share: documents in, plain data out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guidelines.operations.base import Material
from guidelines.operations.errors import PlanErrors
from guidelines.operations.outcome import Candidate, Dropped, Migrated, NeedsPerson, Part
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document, to_document
from guidelines.values.value import Value, dump_value, parse_value

Document = dict[str, Any]
Answers = Mapping[tuple[int, str, str], str]
ITEM = Material(width=100, height=80, text="Ada Lovelace met  Bob.")


def plan_of(schema: Document, *operations: Document) -> Plan:
    """The plan of these operations, which must fit `schema`."""
    return make_plan(parse_document(schema), read_operations(list(operations)))


def schema_after(schema: Document, *operations: Document) -> Document:
    return to_document(plan_of(schema, *operations).after)


def migrated(
    schema: Document,
    value: Document,
    *operations: Document,
    answers: Answers | None = None,
    item: Material = ITEM,
) -> tuple[Document, list[tuple[str, ...]]]:
    """The value afterwards, and for each change its subject and what became of it."""
    plan = plan_of(schema, *operations)
    carried = plan.migrate(parse_value(value, plan.before), item, answers=answers or {})
    changes = [
        (f"{each.subject.field}/{each.subject.id}".rstrip("/"), *_told(each.outcome))
        for each in carried.changes
    ]
    return dump_value(carried.value), changes


def _told(outcome: Migrated | NeedsPerson | Dropped) -> tuple[str, ...]:
    if isinstance(outcome, Migrated):
        return ("migrated", outcome.loss) if outcome.loss else ("migrated",)
    if isinstance(outcome, Dropped):
        return ("dropped", outcome.reason)
    return ("asks", outcome.reason, *(candidate.key for candidate in outcome.candidates))


def candidates(schema: Document, value: Document, *operations: Document) -> dict[str, tuple[Part, ...]]:
    """What a person may answer to the first question, by key."""
    plan = plan_of(schema, *operations)
    question = plan.migrate(parse_value(value, plan.before), ITEM).questions[0].outcome
    offered: tuple[Candidate, ...] = question.candidates  # type: ignore[union-attr]
    return {candidate.key: candidate.parts for candidate in offered}


def and_back(schema: Document, value: Document, *operations: Document) -> tuple[Document, Document]:
    """Schema and value after the operations and their reverse."""
    plan = plan_of(schema, *operations)
    back = plan.reversed()
    there: Value = plan.migrate(parse_value(value, plan.before), ITEM).value
    return to_document(back.after), dump_value(back.migrate(there, ITEM).value)


def refusals(schema: Document, *operations: Document) -> list[str]:
    """The pointers of all that does not fit, seen from the list of operations."""
    try:
        plan_of(schema, *operations)
    except PlanErrors as error:
        return [fault.pointer.removeprefix("/operations") for fault in error.errors]
    return []


def box(number: int, label: str, **attributes: Any) -> Document:
    """A region of ten by ten pixels."""
    return {
        "id": f"r{number}",
        "label": label,
        "attributes": attributes,
        "geometry": {"type": "box", "box": [1.0, 2.0, 10.0, 10.0]},
    }


def cells(*attributes: Document, **more: Any) -> Document:
    """An image schema whose field `cells` has the labels `wbc`, with `attributes`, and `rbc`."""
    labels = [
        {"key": "wbc", "geometry": "box", "attributes": list(attributes)},
        {"key": "rbc", "geometry": "box"},
    ]
    labels[0] = {name: part for name, part in labels[0].items() if part != []}
    return {"input": "image", "fields": [{"key": "cells", "type": "regions", "labels": labels, **more}]}


def keyed(*keys: str) -> list[Document]:
    """Options or labels with these keys."""
    return [{"key": key} for key in keys]
