from msgspec.structs import replace

from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.places import THE_SCHEMA, field_of, require_new, without
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Field, Schema
from guidelines.schema.words import Name
from labelwright.errors import Words


class RenameField(FieldOperation, frozen=True, kw_only=True, tag="rename_field/1"):
    """`field` has another name, which exports write. Annotations keep keys, so none is touched."""

    name: Name

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        renamed: Field = replace(field_of(schema, self.field), name=self.name)
        require_new(without(schema.fields, [self.field]), renamed, THE_SCHEMA, "")
        return schema.with_field(renamed)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (replace(self, name=before.field(self.field).name),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, RenameField) and following.field == self.field
        return (following,) if same else None

    def describe(self) -> str:
        return Words("Rename the field {field} to “{name}”", field=self.field, name=self.name)
