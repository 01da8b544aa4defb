from typing import Any

from msgspec import field as member
from msgspec.structs import replace

from guidelines.operations.attributes.conversion import converted, inverted
from guidelines.operations.base import Context, Effect, Operation, PartOperation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.fitting import fillings, fits, require_fit, with_attribute
from guidelines.operations.outcome import Migrated, NeedsPerson, Outcome
from guidelines.operations.places import attribute_of, label_of, located_field, swapped, with_attributes
from guidelines.schema.attributes import Attribute, BooleanAttribute
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.answer import AttributeValue
from guidelines.values.pointers import join, shown
from labelwright.errors import Words


class RetypeAttribute(PartOperation, frozen=True, kw_only=True, tag="retype_attribute/1"):
    """An attribute of `label` has the type of `into`, whose key, name and `required` are those it has already.

    `values` maps what was filled in, written as text (`true`, `2.5`, `an_option`, `one, two`), to the new value; the rest
    is read as the new type where it says the same there. What does not convert gets `default`; without one a person is asked.
    """

    label: Key
    into: Attribute
    values: dict[str, AttributeValue] = member(default_factory=dict)
    default: AttributeValue | None = None

    def effect(self, before: Schema) -> Effect:
        if self._is_lossless(self._attribute(before)):
            return Effect.LOSSLESS
        return Effect.AMBIGUOUS if self.default is None else Effect.LOSSY

    def _is_lossless(self, was: Attribute) -> bool:
        """Whether every value that `was` allows converts and comes back; only a few of the kinds can be known."""
        kind = self.into.__struct_config__.tag
        if kind == "text":
            return not self.values
        if isinstance(was, BooleanAttribute):
            every: list[AttributeValue] = [True, False]
        elif was.__struct_config__.tag == "choice":
            every = [option.key for option in was.all_options]
        else:
            return False
        return all(self._loss(value, self._converted(value), was) == "" for value in every)

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        was = attribute_of(label, self.into.key, "/into/key")
        for name in ("name", "required"):
            if getattr(was, name) != getattr(self.into, name):
                raise NotApplicable(
                    f"/into/{name}",
                    Words(
                        "Expected {wanted} as before, found {found}. That is an operation of its own.",
                        wanted=shown(getattr(was, name)),
                        found=shown(getattr(self.into, name)),
                    ),
                )
        if type(was) is type(self.into):
            raise NotApplicable(
                "/into/type", Words("Expected another type, found {found}.", found=was.__struct_config__.tag)
            )
        for pointer, detail in self.into.findings():
            raise NotApplicable(f"/into{pointer}", detail)
        for old, value in self.values.items():
            require_fit(self.into, value, join("/values", old))
        if self.default is not None:
            require_fit(self.into, self.default, "/default")
        return with_attributes(schema, field, label, swapped(label.attributes, self.into))

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        value = part.attributes.get(self.into.key)
        if value is None:
            return None
        new = self._converted(value)
        if new is None and self.default is None:
            kind = self.into.__struct_config__.tag
            reason = Words(
                "{into} was {found}, which is no {kind}",
                into=self.into.key,
                found=_in_words(value),
                kind=kind,
            )
            return NeedsPerson(reason, fillings(part, self.into))
        loss = self._loss(value, new, self._attribute(context.before))
        chosen = self.default if new is None else new
        return Migrated((with_attribute(part, self.into.key, chosen),), loss)

    def _converted(self, value: AttributeValue) -> AttributeValue | None:
        found = converted(value, self.into, self.values)
        return found if found is not None and fits(self.into, found) else None

    def _loss(self, value: AttributeValue, new: AttributeValue | None, was: Attribute) -> str:
        """Empty if `new` leads back to `value`."""
        comes_back = new is not None and converted(new, was, inverted(self.values, was)) == value
        return "" if comes_back else Words("{into} was {found}", into=self.into.key, found=_in_words(value))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        was = self._attribute(before)
        back = replace(self, into=was, values=inverted(self.values, was), default=None)
        if self._is_lossless(was) or back.effect(self.migrate_schema(before)) is Effect.LOSSLESS:
            return (back,)
        raise Irreversible

    def _attribute(self, schema: Schema) -> Attribute:
        return attribute_of(label_of(located_field(schema, self.field), self.label), self.into.key)

    def describe(self) -> str:
        kind = self.into.__struct_config__.tag
        rest = (
            Words("ask where it does not convert")
            if self.default is None
            else Words("else {otherwise}", otherwise=_in_words(self.default))
        )
        return Words(
            "Make the attribute {into} of {label} in {field} a {kind}, {rest}",
            into=self.into.key,
            label=self.label,
            field=self.field,
            kind=kind,
            rest=rest,
        )


def _in_words(value: AttributeValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else shown(value)
