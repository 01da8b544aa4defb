from typing import Any

from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, PartOperation
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.places import attribute_of, label_of, located_field, with_attributes, without
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from labelwright.errors import Words


class RemoveAttribute(PartOperation, frozen=True, kw_only=True, tag="remove_attribute/1"):
    """`label` no longer has `attribute`; what was filled in there is gone."""

    label: Key
    attribute: Key

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        attribute_of(label, self.attribute)
        return with_attributes(schema, field, label, without(label.attributes, [self.attribute]))

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        if self.attribute not in part.attributes:
            return None
        rest = {key: value for key, value in part.attributes.items() if key != self.attribute}
        return Migrated(
            (replace(part, attributes=rest),), Words("{attribute} is gone", attribute=self.attribute)
        )

    def describe(self) -> str:
        return Words(
            "Remove the attribute {attribute} of {label} in {field}",
            attribute=self.attribute,
            label=self.label,
            field=self.field,
        )
