from typing import Annotated, Any

from msgspec import Meta

from guidelines.operations.answers.choice_to_choices import ChoiceToChoices
from guidelines.operations.base import AnswerOperation, Context, Effect, Operation
from guidelines.operations.errors import Irreversible
from guidelines.operations.fields.configure_field import ConfigureField
from guidelines.operations.outcome import Candidate, Dropped, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import field_of, option_of
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.words import Key
from guidelines.values.choice import Choice
from labelwright.errors import Words


class ChoicesToChoice(AnswerOperation, frozen=True, kw_only=True, tag="choices_to_choice/1"):
    """Of the options of `field` exactly one is chosen; so far it was any number.

    Where there are several, the first of `priority` that is among them stays; where none is, a person is asked.
    """

    priority: Annotated[tuple[Key, ...], Meta(max_length=1000)] = ()

    def effect(self, before: Schema) -> Effect:
        field = field_of(before, self.field, ChoicesField)
        undecided = [option.key for option in field.options if option.key not in self.priority]
        # two that are not in the list can be chosen together; an answer without any is dropped, required or not
        decides = len(undecided) < 2
        return Effect.LOSSY if decides else Effect.AMBIGUOUS

    def migrate_schema(self, schema: Schema) -> Schema:
        was = field_of(schema, self.field, ChoicesField)
        for index, key in enumerate(self.priority):
            option_of(was, key, f"/priority/{index}")
        now = ChoiceField(
            key=was.key,
            name=was.name,
            titles=was.titles,
            help=was.help,
            required=was.required,
            options=was.options,
        )
        return schema.with_field(now)

    def migrate_answer(self, answer: Any, context: Context) -> Outcome:
        chosen: tuple[str, ...] = answer.choices
        if not chosen:
            return Dropped(Words("nothing was chosen"))
        if len(chosen) == 1:
            return Migrated((Choice(chosen[0]),))
        first = next((key for key in self.priority if key in chosen), None)
        if first is None:
            candidates = tuple(Candidate(key, (Choice(key),)) for key in chosen)
            return NeedsPerson(Words("several options of {field} are chosen", field=self.field), candidates)
        rest = ", ".join(key for key in chosen if key != first)
        return Migrated((Choice(first),), Words("{options} was chosen too", options=rest))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        was = field_of(before, self.field, ChoicesField)
        if (was.min_selected or 0) > 1:
            raise Irreversible  # one alone was never enough
        back = ChoiceToChoices(field=self.field)
        if was.min_selected is None and was.max_selected is None:
            return (back,)
        limits = ConfigureField(
            field=self.field, min_selected=was.min_selected, max_selected=was.max_selected
        )
        return (back, limits)

    def describe(self) -> str:
        if not self.priority:
            return Words("Let one option of {field} be chosen, else ask", field=self.field)
        return Words(
            "Let one option of {field} be chosen, first of {priority}, else ask",
            field=self.field,
            priority=", ".join(self.priority),
        )
