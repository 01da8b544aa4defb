from msgspec.structs import replace

from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.places import (
    attribute_of,
    label_of,
    located_field,
    require_new,
    swapped,
    with_attributes,
    without,
)
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.words import Key, Name
from labelwright.errors import Words


class RenameAttribute(FieldOperation, frozen=True, kw_only=True, tag="rename_attribute/1"):
    """`attribute` of `label` has another name, which exports write. Annotations keep keys, so none is touched."""

    label: Key
    attribute: Key
    name: Name

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        renamed = replace(attribute_of(label, self.attribute), name=self.name)
        require_new(without(label.attributes, [self.attribute]), renamed, label.key, "")
        return with_attributes(schema, field, label, swapped(label.attributes, renamed))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        label = label_of(located_field(before, self.field), self.label)
        return (replace(self, name=attribute_of(label, self.attribute).name),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, RenameAttribute) and replace(following, name=self.name) == self
        return (following,) if same else None

    def describe(self) -> str:
        return Words(
            "Rename the attribute {attribute} of {label} in {field} to “{name}”",
            attribute=self.attribute,
            label=self.label,
            field=self.field,
            name=self.name,
        )
