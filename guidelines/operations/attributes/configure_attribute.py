from typing import Any, Final

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation, PartOperation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fitting import fillings, fits, with_attribute
from guidelines.operations.outcome import Candidate, NeedsPerson, Outcome
from guidelines.operations.places import attribute_of, label_of, located_field, swapped, with_attributes
from guidelines.operations.scope import NOTHING, Scope
from guidelines.operations.settings import configured, merged, said, settings_of, words
from guidelines.schema.attributes import Attribute, NumberAttribute
from guidelines.schema.document import Schema
from guidelines.schema.words import Bound, Key
from labelwright.errors import Words

SETTINGS: Final = ("required", "minimum", "maximum")


class ConfigureAttribute(PartOperation, frozen=True, kw_only=True, tag="configure_attribute/1"):
    """`attribute` of `label` has other settings; one that is left out stays, and null takes a bound away.

    A person is asked about what no longer fits.
    """

    label: Key
    attribute: Key
    required: bool | UnsetType = UNSET
    minimum: Bound | UnsetType | None = UNSET
    maximum: Bound | UnsetType | None = UNSET

    def effect(self, before: Schema) -> Effect:
        was = self._attribute(before)
        return Effect.AMBIGUOUS if narrows(was, configured(was, said(self, SETTINGS))) else Effect.LOSSLESS

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def scope(self) -> Scope:
        loosens = not self.required and self.minimum in (None, UNSET) and self.maximum in (None, UNSET)
        return NOTHING if loosens else super().scope()

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        attribute = configured(attribute_of(label, self.attribute), said(self, SETTINGS))
        for pointer, detail in attribute.findings():
            raise NotApplicable(pointer, detail)
        return with_attributes(schema, field, label, swapped(label.attributes, attribute))

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        attribute = self._attribute(context.after)
        value = part.attributes.get(self.attribute)
        if fits(attribute, value):
            return None
        if value is None or not attribute.refusal(value):
            return NeedsPerson(
                Words("{label} requires {attribute}", label=self.label, attribute=self.attribute),
                fillings(part, attribute),
            )
        return NeedsPerson(
            Words("{name}: {detail}", name=self.attribute, detail=attribute.refusal(value)),
            self._nearest(part, attribute),
        )

    def _nearest(self, part: Any, attribute: Attribute) -> tuple[Candidate, ...]:
        """The bound that a number is beyond; `-` leaves it empty."""
        found = []
        if isinstance(attribute, NumberAttribute):
            bounds = [each for each in (attribute.minimum, attribute.maximum) if each is not None]
            near = min(bounds, key=lambda bound: abs(bound - part.attributes[self.attribute]))
            found.append(Candidate(f"{near:g}", (with_attribute(part, self.attribute, near),)))
        if not attribute.required:
            found.append(Candidate("-", (with_attribute(part, self.attribute, None),)))
        return tuple(found)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        was = settings_of(self._attribute(before), said(self, SETTINGS))
        return (replace(self, **was),)

    def _attribute(self, schema: Schema) -> Attribute:
        return attribute_of(label_of(located_field(schema, self.field), self.label), self.attribute)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        return merged(self, following, SETTINGS)

    def describe(self) -> str:
        return Words(
            "Set {settings} for the attribute {attribute} of {label} in {field}",
            settings=words(said(self, SETTINGS)),
            attribute=self.attribute,
            label=self.label,
            field=self.field,
        )


def narrows(was: Attribute, now: Attribute) -> bool:
    """Whether something that `was` allowed may not fit `now`."""
    if now.required and not was.required:
        return True
    if not isinstance(was, NumberAttribute) or not isinstance(now, NumberAttribute):
        return False
    return bounds_narrow((was.minimum, was.maximum), (now.minimum, now.maximum))


def bounds_narrow(was: tuple[float | None, float | None], now: tuple[float | None, float | None]) -> bool:
    """Whether a number within the bounds `was` may be outside `now`."""
    lower = now[0] is not None and (was[0] is None or was[0] < now[0])
    upper = now[1] is not None and (was[1] is None or was[1] > now[1])
    return lower or upper
