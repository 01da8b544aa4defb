from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from guidelines.operations.base import (
    Context,
    Effect,
    FieldOperation,
    Operation,
    settled,
    standing,
    with_relations_settled,
)
from guidelines.operations.fields.narrowing import narrowed_answers
from guidelines.operations.outcome import Candidate, Carried, Change, NeedsPerson
from guidelines.operations.places import field_from, field_of
from guidelines.operations.scope import EVERYTHING, NOTHING, Scope
from guidelines.operations.settings import configured, merged, said, settings_of, words
from guidelines.operations.whole_item import every_answer
from guidelines.schema.document import Field, Schema
from guidelines.schema.fields.crossings import overlapping
from guidelines.schema.fields.segments import SegmentsField
from guidelines.schema.fields.spans import SpansField
from guidelines.schema.parse import to_plain
from guidelines.schema.words import Bound, Count, Name
from guidelines.values.answer import MAXIMUM_LENGTH, Answer
from guidelines.values.segments import Segments
from guidelines.values.spans import Spans
from guidelines.values.value import Value
from labelwright.errors import Words

SETTINGS: Final = (
    "required",
    "minimum",
    "maximum",
    "unit",
    "max_length",
    "multiline",
    "overlap",
    "min_selected",
    "max_selected",
    "leaves_only",
)
HARMLESS: Final[dict[str, Any]] = {
    "required": False,
    "multiline": True,
    "overlap": True,
    "leaves_only": False,
}


_OVERLAPS: Final[dict[type[Answer], str]] = {
    Spans: Words("It overlaps another span"),
    Segments: Words("It overlaps another segment"),
}


class ConfigureField(FieldOperation, frozen=True, kw_only=True, tag="configure_field/1"):
    """`field` has other settings; one that is left out stays, and null takes a limit or a unit away.

    A person is asked about what no longer fits. A new unit leaves numbers as they are: `convert_number` changes both.
    """

    required: bool | UnsetType = UNSET
    minimum: Bound | UnsetType | None = UNSET
    maximum: Bound | UnsetType | None = UNSET
    unit: Name | UnsetType | None = UNSET
    max_length: Annotated[int, Meta(ge=1, le=MAXIMUM_LENGTH)] | UnsetType | None = UNSET
    multiline: bool | UnsetType = UNSET
    overlap: bool | UnsetType = UNSET
    min_selected: Count | UnsetType | None = UNSET
    max_selected: Count | UnsetType | None = UNSET
    leaves_only: bool | UnsetType = UNSET

    @property
    def _settings(self) -> dict[str, Any]:
        return said(self, SETTINGS)

    @property
    def _is_harmless(self) -> bool:
        """Whether nothing can stop fitting, whatever the field was before."""
        return all(
            name == "unit" or value is None or value == HARMLESS.get(name, UNSET)
            for name, value in self._settings.items()
        )

    def effect(self, before: Schema) -> Effect:
        was = before.field(self.field)
        return Effect.AMBIGUOUS if narrows(was, configured(was, self._settings)) else Effect.LOSSLESS

    def scope(self) -> Scope:
        if self._is_harmless:
            return NOTHING
        return EVERYTHING if self.required is True else super().scope()

    def migrate_schema(self, schema: Schema) -> Schema:
        field: Field = field_of(schema, self.field)
        changed = configured(field, self._settings)
        # read again: what a setting may be depends on the type of the field
        read = field_from(to_plain(changed), "")
        return schema.with_field(read)

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        field: Any = context.after.field(self.field)
        answer: Any = value.answers.get(self.field)
        if answer is None or not field.is_answered(answer):
            return self._missing(value, field, context)
        if isinstance(field, SpansField | SegmentsField):
            return self._apart(value, answer, context)
        reason = next(
            (detail for _, detail in field.answer_findings(answer, context.item.context, complete=True)), None
        )
        if reason is None or answer.located:
            return Carried(value)
        candidates = [Candidate(key, (new,)) for key, new in narrowed_answers(field, answer)]
        if not field.required:
            candidates.append(Candidate("-", ()))
        question = NeedsPerson(Words("{name}: {detail}", name=self.field, detail=reason), tuple(candidates))
        return _with_whole(value, settled(self.field, answer, question, context))

    def _missing(self, value: Value, field: Any, context: Context) -> Carried:
        if not field.required or context.before.field(self.field).required or self.field in context.waiting:
            return Carried(value)
        candidates = tuple(Candidate(key, (answer,)) for key, answer in every_answer(field))
        question = NeedsPerson(Words("{field} is required", field=self.field), candidates)
        return _with_whole(value, settled(self.field, value.answers.get(self.field), question, context))

    def _apart(self, value: Value, answer: Any, context: Context) -> Carried:
        """Asks about each span or segment that overlaps an earlier one; what may be answered is that it goes."""
        crossing = frozenset(_crossing(context.after.field(self.field), answer))
        words = _OVERLAPS[type(answer)]
        if not crossing:
            return Carried(value)
        parts, changes = [], list[Change]()
        for part in answer.located:
            if part.id not in crossing:
                parts.append(part)
                continue
            question = NeedsPerson(words, (Candidate("-", ()),))
            changes.append(settled(self.field, part, question, context))
        return with_relations_settled(self.field, answer.with_located(tuple(parts)), changes, context)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (replace(self, **settings_of(before.field(self.field), self._settings)),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        return merged(self, following, SETTINGS)

    def describe(self) -> str:
        return Words("Set {settings} for the field {field}", settings=words(self._settings), field=self.field)


def narrows(was: Any, now: Any) -> bool:
    """Whether an answer that `was` allowed may not fit `now`, a field of the same type."""

    def changed(name: str) -> tuple[Any, Any]:
        return getattr(was, name, None), getattr(now, name, None)

    lowest = (changed(name) for name in ("minimum", "min_selected"))
    highest = (changed(name) for name in ("maximum", "max_length", "max_selected"))
    return (
        changed("required") == (False, True)
        or changed("multiline") == (True, False)
        or changed("overlap") == (True, False)
        or changed("leaves_only") == (False, True)
        or any(new is not None and (old is None or old < new) for old, new in lowest)
        or any(new is not None and (old is None or old > new) for old, new in highest)
    )


def _crossing(field: Any, answer: Answer) -> Iterator[str]:
    if not field.overlap:
        yield from (part.id for part in overlapping(answer.located))


def _with_whole(value: Value, change: Change) -> Carried:
    """`value` with what stands in the place of the answer that `change` is about."""
    after = value.without(change.subject.field)
    for answer in standing(change):
        after = after.with_answer(change.subject.field, answer)
    return Carried(after, (change,))
