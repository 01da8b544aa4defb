import math
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from guidelines.operations.base import AnswerOperation, Context, Effect, Operation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.outcome import Migrated, NeedsPerson, Outcome
from guidelines.operations.places import field_from, field_of
from guidelines.operations.sentences import listed
from guidelines.schema.document import Schema
from guidelines.schema.fields.number import NumberField
from guidelines.schema.parse import to_plain
from guidelines.schema.words import Bound, Name
from guidelines.values.number import Number
from labelwright.errors import Words


class ConvertNumber(AnswerOperation, frozen=True, kw_only=True, tag="convert_number/1"):
    """Numbers of `field` and its bounds are `factor` times what they were, plus `offset`, rounded to `digits` decimals.

    `unit` is the new one; left out it stays, null takes it away.
    """

    factor: Bound = 1.0
    offset: Bound = 0.0
    digits: Annotated[int, Meta(ge=0, le=15)] | None = None
    unit: Name | UnsetType | None = UNSET

    def effect(self, before: Schema) -> Effect:
        field = field_of(before, self.field, NumberField)
        # bounds are small enough to stay finite; without them a number can leave the range of floats
        is_bounded = field.minimum is not None and field.maximum is not None
        return Effect.LOSSY if is_bounded else Effect.AMBIGUOUS

    def migrate_schema(self, schema: Schema) -> Schema:
        was = field_of(schema, self.field, NumberField)
        if self.factor == 0:
            raise NotApplicable("/factor", Words("Expected a factor other than 0, found 0."))
        bounds = [None if bound is None else self._now(bound) for bound in (was.minimum, was.maximum)]
        minimum, maximum = bounds if self.factor > 0 else reversed(bounds)
        unit = was.unit if self.unit is UNSET else self.unit
        changed = replace(was, minimum=minimum, maximum=maximum, unit=unit)
        return schema.with_field(field_from(to_plain(changed), ""))

    def migrate_answer(self, answer: Any, context: Context) -> Outcome | None:
        now = self._now(answer.number)
        if not math.isfinite(now):
            return NeedsPerson(Words("{number:g} cannot be converted", number=answer.number))
        if now == answer.number:
            return None
        comes_back = (now - self.offset) / self.factor == answer.number
        return Migrated((Number(now),), "" if comes_back else Words("was {label}", label=repr(answer.number)))

    def _now(self, number: float) -> float:
        """Rises, or with a negative factor falls, with `number`: what was within bounds stays within theirs."""
        now = number * self.factor + self.offset
        return now if self.digits is None or not math.isfinite(now) else round(now, self.digits)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        """Only where floats stay exact: a power of two, nothing added, nothing rounded."""
        is_power = abs(math.frexp(self.factor)[0]) == 0.5
        if not is_power or self.offset != 0 or self.digits is not None:
            raise Irreversible
        was = field_of(before, self.field, NumberField).unit
        unit = UNSET if self.unit is UNSET else was
        return (ConvertNumber(field=self.field, factor=1 / self.factor, unit=unit),)

    def describe(self) -> str:
        parts: list[str] = [Words("Multiply {field} by {factor:g}", field=self.field, factor=self.factor)]
        if self.offset:
            parts.append(Words("add {offset:g}", offset=self.offset))
        if self.digits is not None:
            parts.append(Words("round to {digits} decimals", digits=self.digits))
        if self.unit is not UNSET:
            parts.append(Words("write it in {form}", form=self.unit) if self.unit else Words("write no unit"))
        return listed(parts)
