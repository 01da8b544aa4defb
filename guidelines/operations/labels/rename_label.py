from msgspec.structs import replace

from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.places import label_of, located_field, require_new, with_label, without
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.words import Key, Name
from labelwright.errors import Words


class RenameLabel(FieldOperation, frozen=True, kw_only=True, tag="rename_label/1"):
    """`label` has another name, which exports write. Annotations keep keys, so none is touched."""

    label: Key
    name: Name

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = replace(label_of(field, self.label), name=self.name)
        require_new(without(field.all_labels, [self.label]), label, field.key, "")
        return with_label(schema, field, label)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        was = label_of(located_field(before, self.field), self.label).name
        return (RenameLabel(field=self.field, label=self.label, name=was),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, RenameLabel) and (following.field, following.label) == (
            self.field,
            self.label,
        )
        return (following,) if same else None

    def describe(self) -> str:
        return Words(
            "Rename the label {label} of {field} to “{name}”",
            label=self.label,
            field=self.field,
            name=self.name,
        )
