import math
from collections.abc import Iterator

from guidelines.schema.attributes import outside
from guidelines.schema.context import ItemContext
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.findings import Finding, reversed_bounds
from guidelines.schema.words import Bound, Name
from guidelines.values.number import Number
from labelwright.errors import Words


class NumberField(FieldBase[Number], frozen=True, kw_only=True, tag="number", dict=True):
    """A number in `unit`, bounds included."""

    answer = Number

    minimum: Bound | None = None
    maximum: Bound | None = None
    unit: Name | None = None

    def findings(self) -> Iterator[Finding]:
        return reversed_bounds(self.minimum, self.maximum, ("minimum", "maximum"))

    def answer_findings(self, answer: Number, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        if not math.isfinite(answer.number):
            yield "/number", Words("Expected a finite number, found {found}.", found=answer.number)
        elif refusal := outside(answer.number, self.minimum, self.maximum):
            yield "/number", refusal
