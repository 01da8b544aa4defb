"""The answers near one that no longer fits its field, for a person to choose among."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guidelines.operations.whole_item import every_answer
from guidelines.schema.context import UNKNOWN_ITEM
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.number import NumberField
from guidelines.schema.fields.rating import RatingField
from guidelines.schema.fields.taxonomy import Path, TaxonomyField
from guidelines.schema.fields.text import TextField
from guidelines.values.answer import Answer
from guidelines.values.choices import Choices
from guidelines.values.number import Number
from guidelines.values.taxonomy import Taxonomy
from guidelines.values.text import Text


def narrowed_answers(field: Any, answer: Any) -> Iterator[tuple[str, Answer]]:
    """Answers that fit `field`, each with the key that a person says for it; none where they cannot be counted."""
    for key, near in _near(field, answer):
        fits = not any(field.answer_findings(near, UNKNOWN_ITEM, complete=True))
        if fits and (field.is_answered(near) or not field.required):
            yield key, near


def _near(field: Any, answer: Any) -> Iterator[tuple[str, Answer]]:
    if isinstance(field, NumberField):
        bounds = [bound for bound in (field.minimum, field.maximum) if bound is not None]
        near = min(bounds, key=lambda bound: abs(bound - answer.number))
        yield f"{near:g}", Number(near)
    if isinstance(field, RatingField):
        yield from every_answer(field)
    if isinstance(field, TextField):
        line = answer.text if field.multiline else " ".join(answer.text.split())
        yield "shortened", Text(line[: field.max_length].strip())
    if isinstance(field, ChoicesField):
        yield from _one_more_or_less(field, answer.choices)
    if isinstance(field, TaxonomyField):
        below = [path[-1].key for path in field.paths.values() if _is_below(path, answer.taxonomy)]
        yield from ((key, Taxonomy(key)) for key in below)


def _is_below(path: Path, key: str) -> bool:
    return any(node.key == key for node in path)


def _one_more_or_less(field: ChoicesField, chosen: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    """With one option more, or without one of those chosen; the key is that option."""
    for option in field.options:
        if option.key in chosen:
            yield option.key, Choices(tuple(key for key in chosen if key != option.key))
        else:
            yield option.key, Choices((*chosen, option.key))
