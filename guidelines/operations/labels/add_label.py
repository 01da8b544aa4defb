from typing import Any

from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.labels.remove_label import RemoveLabel
from guidelines.operations.places import Place, inserted, label_from, located_field, require_new
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from labelwright.errors import Words


class AddLabel(FieldOperation, frozen=True, kw_only=True, tag="add_label/1"):
    """`field` has a new label, at position `at` among its labels or last. No annotation uses it yet.

    `label` is its document, as in the schema.
    """

    label: dict[str, Any]
    at: Place | None = None

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_from(field, self.label, "/label")
        require_new(field.all_labels, label, field.key, "/label")
        return schema.with_field(field.with_labels(inserted(field.all_labels, label, self.at)))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (RemoveLabel(field=self.field, label=self.label["key"], regions="ask"),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        key = self.label["key"]
        undone = isinstance(following, RemoveLabel) and (following.field, following.label) == (
            self.field,
            key,
        )
        return () if undone else None

    def describe(self) -> str:
        return Words("Add the label {label} to {field}", label=self.label.get("key"), field=self.field)
