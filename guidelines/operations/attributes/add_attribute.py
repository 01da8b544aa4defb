from typing import Any

from guidelines.operations.attributes.remove_attribute import RemoveAttribute
from guidelines.operations.base import Context, Effect, Operation, PartOperation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.fitting import fillings, require_fit, with_attribute
from guidelines.operations.outcome import Migrated, NeedsPerson, Outcome
from guidelines.operations.places import (
    Place,
    inserted,
    label_of,
    located_field,
    require_new,
    with_attributes,
)
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.attributes import Attribute
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.answer import AttributeValue
from labelwright.errors import Words


class AddAttribute(PartOperation, frozen=True, kw_only=True, tag="add_attribute/1"):
    """`label` has a new `attribute`, at position `at` or last.

    What is labelled so already gets `default`. Without one, a person is asked if the attribute is required, and it stays
    empty if not.
    """

    label: Key
    attribute: Attribute
    default: AttributeValue | None = None
    at: Place | None = None

    def effect(self, before: Schema) -> Effect:
        return Effect.AMBIGUOUS if self._asks else Effect.LOSSLESS

    @property
    def _asks(self) -> bool:
        return self.attribute.required and self.default is None

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def scope(self) -> Scope:
        return super().scope() if self._asks or self.default is not None else NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        require_new(label.attributes, self.attribute, label.key, "/attribute")
        for pointer, detail in self.attribute.findings():
            raise NotApplicable(f"/attribute{pointer}", detail)
        if self.default is not None:
            require_fit(self.attribute, self.default, "/default")
        return with_attributes(schema, field, label, inserted(label.attributes, self.attribute, self.at))

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        if self.default is not None:
            return Migrated((with_attribute(part, self.attribute.key, self.default),))
        if not self._asks:
            return None
        return NeedsPerson(
            Words("{label} requires {attribute}", label=self.label, attribute=self.attribute.key),
            fillings(part, self.attribute),
        )

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        undone = RemoveAttribute(field=self.field, label=self.label, attribute=self.attribute.key)
        return () if following == undone else None

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        if self._asks:
            raise Irreversible  # what people said would be lost
        return (RemoveAttribute(field=self.field, label=self.label, attribute=self.attribute.key),)

    def describe(self) -> str:
        it = {"attribute": self.attribute.key, "label": self.label, "field": self.field}
        if self.default is None:
            return Words("Add the attribute {attribute} to {label} in {field}", **it)
        return Words(
            "Add the attribute {attribute} to {label} in {field}, filled with {default}",
            **it,
            default=str(self.default),
        )
