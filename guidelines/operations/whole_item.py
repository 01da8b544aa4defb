"""Fields about the whole item and attributes of parts that ask the same, and their answers and values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from guidelines.operations.outcome import Candidate
from guidelines.schema.attributes import (
    Attribute,
    ChoiceAttribute,
    ChoicesAttribute,
    NumberAttribute,
    TextAttribute,
)
from guidelines.schema.document import Field
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.number import NumberField
from guidelines.schema.fields.rating import RatingField
from guidelines.schema.fields.text import TextField
from guidelines.values.answer import Answer, AttributeValue
from guidelines.values.choice import Choice
from guidelines.values.choices import Choices
from guidelines.values.rating import Rating


def field_like(attribute: Attribute, *, key: str, name: str) -> Field:
    """A field, not required, that asks of the whole item what `attribute` asks of a part."""
    if isinstance(attribute, ChoiceAttribute):
        return ChoiceField(key=key, name=name, options=attribute.options)
    if isinstance(attribute, ChoicesAttribute):
        return ChoicesField(key=key, name=name, options=attribute.options)
    if isinstance(attribute, NumberAttribute):
        return NumberField(key=key, name=name, minimum=attribute.minimum, maximum=attribute.maximum)
    if isinstance(attribute, TextAttribute):
        return TextField(key=key, name=name, multiline=True)  # an attribute knows nothing of lines
    raise TypeError(f"no field is like {attribute.__struct_config__.tag}")


def attribute_like(
    field: ChoiceField | ChoicesField | NumberField | TextField, *, key: str, name: str, required: bool
) -> Attribute:
    """An attribute that asks of a part what `field` asks of the whole item."""
    if isinstance(field, ChoiceField):
        return ChoiceAttribute(key=key, name=name, required=required, options=field.options)
    if isinstance(field, ChoicesField):
        return ChoicesAttribute(key=key, name=name, required=required, options=field.options)
    if isinstance(field, NumberField):
        return NumberAttribute(
            key=key, name=name, required=required, minimum=field.minimum, maximum=field.maximum
        )
    return TextAttribute(key=key, name=name, required=required)


def value_of(answer: Answer) -> AttributeValue:
    """What `answer`, one about the whole item, says, as an attribute would."""
    found: AttributeValue = getattr(answer, answer.__struct_fields__[0])
    return found


def answer_to(field: Any, said: Any) -> Answer:
    """The answer to `field`, one about the whole item, that says `said`."""
    answer: Answer = field.answer(said)
    return answer


def answer_candidates(field: Any, said: Iterable[AttributeValue]) -> tuple[Candidate, ...]:
    """One candidate for each of `said`; its key is the option where it is one, else its number from 1."""
    found = list(said)
    if isinstance(field, ChoiceField):
        return tuple(Candidate(str(value), (answer_to(field, value),)) for value in found)
    return tuple(
        Candidate(str(number), (answer_to(field, value),)) for number, value in enumerate(found, start=1)
    )


def every_answer(field: Any) -> Iterator[tuple[str, Answer]]:
    """The answers that can be counted, with their keys: an option, or a step of a rating."""
    if isinstance(field, ChoiceField):
        yield from ((option.key, Choice(option.key)) for option in field.options)
    if isinstance(field, ChoicesField) and (field.min_selected or 0) <= 1 and field.max_selected != 0:
        yield from ((option.key, Choices((option.key,))) for option in field.options)
    if isinstance(field, RatingField):
        yield from ((str(step), Rating(step)) for step in range(1, field.maximum + 1))
