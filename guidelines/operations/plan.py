"""Operations in order, checked against the schema that they start from, and carrying one annotation all the way."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property, reduce
from operator import or_

import msgspec
from msgspec import Struct

from guidelines.operations.base import UNKNOWN, Context, Effect, Material, Operation
from guidelines.operations.errors import Irreversible, NotApplicable, PlanErrors
from guidelines.operations.outcome import NO_ANSWERS, Answers, Carried, Change, NeedsPerson, Subject
from guidelines.operations.registry import write_operation
from guidelines.operations.scope import NOTHING, Scope
from guidelines.operations.sentences import in_a_row
from guidelines.schema.document import Schema
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.identity import canonical_json, essential, identity
from guidelines.schema.validate import validate_value
from guidelines.values.value import Value
from labelwright.errors import Fault, Words


class Plan(Struct, frozen=True, dict=True):
    """`operations` lead from the first of `schemas` to the last; there is one more schema than operations."""

    operations: tuple[Operation, ...]
    schemas: tuple[Schema, ...]

    @property
    def before(self) -> Schema:
        return self.schemas[0]

    @property
    def after(self) -> Schema:
        return self.schemas[-1]

    @cached_property
    def scope(self) -> Scope:
        """Which annotations it may touch."""
        return reduce(or_, (operation.scope() for operation in self.operations), NOTHING)

    @cached_property
    def effect(self) -> Effect:
        """The worst that it can do to an annotation."""
        effects = {
            operation.effect(schema) for operation, schema in zip(self.operations, self.schemas, strict=False)
        }
        return next((each for each in (Effect.AMBIGUOUS, Effect.LOSSY) if each in effects), Effect.LOSSLESS)

    @cached_property
    def reads_text(self) -> bool:
        """Whether it needs the text of the items."""
        return any(operation.reads_text for operation in self.operations)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the operations and of the schemas at both ends, cosmetic parts left out."""
        written = [write_operation(operation) for operation in self.operations]
        ends = [identity(self.before), identity(self.after)]
        return hashlib.sha256(msgspec.json.encode([ends, written], order="sorted")).hexdigest()

    def migrate(
        self, value: Value, item: Material = UNKNOWN, *, answers: Answers = NO_ANSWERS, complete: bool = True
    ) -> Carried:
        """`value`, valid under `before`, as it reads under `after`; the very same object where nothing changes.

        A subject that waits for a person is left out of the value; with `answers` it is in. What the operations leave
        unfit for `after` (`complete`: also what lacks an answer there) becomes a question about the whole annotation,
        whose step is the number of operations.
        """
        if not self.scope.touches(value):
            return Carried(value)
        carried, changes = value, list[Change]()
        for step, operation in enumerate(self.operations):
            waiting = frozenset(
                each.subject.field for each in changes if isinstance(each.outcome, NeedsPerson)
            )
            ends = self.schemas[step], self.schemas[step + 1]
            context = Context(step, *ends, carried, item, answers, waiting)
            result = operation.migrate_annotation(carried, context)
            carried = result.value
            changes += result.changes
        if not any(isinstance(change.outcome, NeedsPerson) for change in changes):
            changes += self._unfit(carried, item, complete)
        return Carried(carried, tuple(changes)) if changes else Carried(value)

    def _unfit(self, value: Value, item: Material, complete: bool) -> list[Change]:
        faults = validate_value(self.after, value, context=item.context, complete=complete)
        if not faults:
            return []
        reason = in_a_row(*(fault.detail for fault in faults[:3]))
        return [Change(len(self.operations), Subject(""), value, NeedsPerson(reason))]

    def reversed(self) -> Plan:
        """The plan that leads back. Raises `Irreversible` if an operation has no reverse."""
        back = [
            operation.reverse(schema)
            for operation, schema in zip(reversed(self.operations), reversed(self.schemas[:-1]), strict=True)
        ]
        plan = make_plan(self.after, [operation for operations in back for operation in operations])
        if identity(plan.after) != identity(self.before):
            raise Irreversible
        return plan


def make_plan(before: Schema, operations: Sequence[Operation], pointer: str = "/operations") -> Plan:
    """The plan that begins at `before`; its schemas have no cosmetic parts. Raises `PlanErrors` with every operation that does not fit there."""
    schemas, faults = [essential(before)], list[Fault]()
    for index, operation in enumerate(operations):
        try:
            schemas.append(_after(operation, schemas[-1]))
        except NotApplicable as error:
            faults.append(Fault(f"{pointer}/{index}{error.pointer}", error.detail))
            schemas.append(schemas[-1])
    if faults:
        raise PlanErrors(errors=faults)
    return Plan(tuple(operations), tuple(schemas))


def _after(operation: Operation, schema: Schema) -> Schema:
    try:
        return essential(operation.migrate_schema(schema))
    except SchemaErrors as error:
        first = error.errors[0]
        detail = Words(
            "The schema would not be valid at {pointer}: {detail}", pointer=first.pointer, detail=first.detail
        )
        raise NotApplicable("", detail) from error


def require_arrival(plan: Plan, wanted: Schema, pointer: str = "/operations") -> None:
    """Nothing, or `PlanErrors` if the plan ends at another schema than `wanted`, cosmetic parts aside."""
    if canonical_json(plan.after) != canonical_json(wanted):
        detail = Words(
            "The operations lead to another schema than the draft. Let the difference be proposed again."
        )
        raise PlanErrors(errors=[Fault(pointer, detail)])
