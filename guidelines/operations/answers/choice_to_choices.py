from typing import Any

from guidelines.operations.base import AnswerOperation, Context, Operation
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.places import field_of
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.values.choices import Choices
from labelwright.errors import Words


class ChoiceToChoices(AnswerOperation, frozen=True, kw_only=True, tag="choice_to_choices/1"):
    """Of the options of `field` any number can be chosen; so far it was one."""

    def migrate_schema(self, schema: Schema) -> Schema:
        was = field_of(schema, self.field, ChoiceField)
        now = ChoicesField(
            key=was.key,
            name=was.name,
            titles=was.titles,
            help=was.help,
            required=was.required,
            options=was.options,
        )
        return schema.with_field(now)

    def migrate_answer(self, answer: Any, context: Context) -> Outcome:
        return Migrated((Choices((answer.choice,)),))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        # here, because the two lead back to each other
        from guidelines.operations.answers.choices_to_choice import ChoicesToChoice

        return (ChoicesToChoice(field=self.field),)

    def describe(self) -> str:
        return Words("Let several options of {field} be chosen", field=self.field)
