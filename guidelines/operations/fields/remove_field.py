from typing import Any

from guidelines.operations.base import AnswerOperation, Context, Effect
from guidelines.operations.outcome import Dropped, Outcome
from guidelines.operations.places import field_of
from guidelines.schema.document import Schema
from labelwright.errors import Words


class RemoveField(AnswerOperation, frozen=True, kw_only=True, tag="remove_field/1"):
    """There is no `field` any more; its answers are dropped."""

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY

    def migrate_schema(self, schema: Schema) -> Schema:
        field_of(schema, self.field)
        return schema.without_field(self.field)

    def migrate_answer(self, answer: Any, context: Context) -> Outcome:
        return Dropped(Words("{label} was removed", label=self.field))

    def describe(self) -> str:
        return Words("Remove the field {field} and its answers", field=self.field)
