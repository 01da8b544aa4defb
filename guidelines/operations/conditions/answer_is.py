from typing import Annotated, Any

from msgspec import Meta

from guidelines.operations.base import Context
from guidelines.operations.conditions.base import Condition
from guidelines.operations.errors import NotApplicable
from guidelines.operations.places import field_of
from guidelines.operations.sentences import either
from guidelines.operations.whole_item import answer_to, value_of
from guidelines.schema.context import UNKNOWN_ITEM
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.number import NumberField
from guidelines.schema.fields.rating import RatingField
from guidelines.schema.fields.text import TextField
from guidelines.schema.labels import Label
from guidelines.schema.words import Key
from guidelines.values.answer import FreeText
from guidelines.values.pointers import shown
from labelwright.errors import Words


class AnswerIs(Condition, frozen=True, kw_only=True, tag="answer_is"):
    """The answer to `field`, which is about the whole item, is one of `values`, or has one of them among its options.

    A field without an answer has none; one that a person is being asked about is not known.
    """

    field: Key
    values: Annotated[tuple[float | FreeText, ...], Meta(min_length=1, max_length=1000)]

    @property
    def may_not_know(self) -> bool:
        return True

    def require(self, schema: Schema, label: Label, pointer: str) -> None:
        kinds = (ChoiceField, ChoicesField, NumberField, RatingField, TextField)
        field: Any = field_of(schema, self.field, *kinds, pointer=f"{pointer}/field")
        for index, value in enumerate(self.values):
            at = f"{pointer}/values/{index}"
            if isinstance(value, str) != isinstance(field, ChoiceField | ChoicesField | TextField):
                raise NotApplicable(
                    at,
                    Words(
                        "Expected an answer to {field}, found {found}.", field=field.key, found=shown(value)
                    ),
                )
            said = (value,) if isinstance(field, ChoicesField) else value
            for _, detail in field.answer_findings(answer_to(field, said), UNKNOWN_ITEM, complete=False):
                raise NotApplicable(at, detail)

    def holds(self, part: Any, context: Context) -> bool | None:
        if self.field in context.waiting:
            return None
        answer = context.value.answers.get(self.field)
        if answer is None:
            return False
        said = value_of(answer)
        return any(value in self.values for value in (said if isinstance(said, tuple) else (said,)))

    def describe(self) -> str:
        return Words(
            "{field} is {values}", field=self.field, values=either([shown(value) for value in self.values])
        )
