"""What every operation has in common. One operation is one small frozen class in one file of this package.

An operation changes the schema and maps one annotation, and knows no database. To add one: a file, a place in
`registry.py`, a strategy in `tests/laws/operations.py` and a golden example in `tests/guidelines/operations/`.
A published kind keeps its behaviour for ever: what should behave otherwise gets the next number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from guidelines.operations.errors import Irreversible
from guidelines.operations.outcome import (
    NO_ANSWERS,
    RELATION,
    Answers,
    Carried,
    Change,
    Dropped,
    Migrated,
    NeedsPerson,
    Outcome,
    Part,
    Subject,
)
from guidelines.operations.scope import Scope, labels_of, whole_field
from guidelines.schema.context import ItemContext
from guidelines.schema.document import Schema
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.words import Key
from guidelines.values.answer import Answer, Located
from guidelines.values.relations import Relation
from guidelines.values.value import Value
from labelwright.errors import Words


class Effect(StrEnum):
    """The worst that an operation can do to an annotation; what it does on given data says a rehearsal."""

    LOSSLESS = "lossless"
    LOSSY = "lossy"
    AMBIGUOUS = "ambiguous"  # some annotations may need a person


class Material(Struct, frozen=True, kw_only=True):
    """What is known of the item: pixels of the upright image, the text, seconds. None where it is not of that kind or not read."""

    width: int | None = None
    height: int | None = None
    text: str | None = None
    duration: float | None = None

    @property
    def context(self) -> ItemContext:
        """The same as checking a value needs it."""
        length = None if self.text is None else len(self.text)
        return ItemContext(width=self.width, height=self.height, text_length=length, duration=self.duration)

    @property
    def required_text(self) -> str:
        """The text, for operations that say that they read it. Raises `LookupError` where nobody has read it."""
        if self.text is None:
            raise LookupError("an operation that reads the text was carried out without it")
        return self.text


UNKNOWN = Material()


class Context(Struct, frozen=True):
    """Where an operation works: its place in the plan, the schema before and after it, the whole value, the item, what people decided."""

    step: int
    before: Schema
    after: Schema
    value: Value  # as the operation found it
    item: Material = UNKNOWN
    answers: Answers = NO_ANSWERS
    waiting: frozenset[str] = (
        frozenset()
    )  # fields of which earlier steps have asked: what is missing there may come


class Operation(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"
):
    """One declared step from a schema version to the next.

    A subclass has a `tag` with a number (`"merge_labels/1"`) and overrides the six: `scope`, `migrate_schema`,
    `migrate_annotation` (or what its base class asks for in its place), `effect`, `reverse`, `describe`.
    """

    @property
    def reads_text(self) -> bool:
        """Whether `Context.item.text` must be there."""
        return False

    @property
    def kind(self) -> str:
        return str(self.__struct_config__.tag)

    def effect(self, before: Schema) -> Effect:
        """The worst that it can do to an annotation of the schema `before`."""
        return Effect.LOSSLESS

    def scope(self) -> Scope:
        """Which annotations it may touch; in doubt, more."""
        raise NotImplementedError

    def migrate_schema(self, schema: Schema) -> Schema:
        """The schema after this step. Raises `NotApplicable` naming the member of the operation that does not fit."""
        raise NotImplementedError

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        """The value after this step; the very same object where nothing of it changes."""
        return Carried(value)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        """What leads back, given the schema before this step. Raises `Irreversible` if that would lose something."""
        raise Irreversible

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        """Fewer operations that do the same as this one and `following` right behind it, or None if there are none."""
        return None

    def describe(self) -> str:
        """One plain sentence without a full stop."""
        raise NotImplementedError


class FieldOperation(Operation, frozen=True, kw_only=True):
    """An operation on one field."""

    field: Key

    def scope(self) -> Scope:
        return whole_field(self.field)


class PartOperation(FieldOperation, frozen=True, kw_only=True):
    """An operation that looks at the located parts of one field, one at a time."""

    def labels(self) -> frozenset[str] | None:
        """The labels whose parts it looks at; None for all of the field."""
        raise NotImplementedError

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        """What becomes of `part`; None if it stays as it is."""
        raise NotImplementedError

    def scope(self) -> Scope:
        labels = self.labels()
        return whole_field(self.field) if labels is None else labels_of(self.field, labels)

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        answer = value.answers.get(self.field)
        if answer is None:
            return Carried(value)
        labels, parts = self.labels(), list[Part]()
        changes = list[Change]()
        for part in answer.located:
            outcome = None
            if labels is None or part.label in labels:
                outcome = self.migrate_part(part, context)
            if outcome is None:
                parts.append(part)
                continue
            change = settled(self.field, part, outcome, context)
            changes.append(change)
            parts += standing(change)
        if not changes:
            return Carried(value)
        return with_relations_settled(self.field, answer.with_located(tuple(parts)), changes, context)


class AnswerOperation(FieldOperation, frozen=True, kw_only=True):
    """An operation that looks at the answer of one field as a whole; an answer that it leaves out is no answer."""

    def migrate_answer(self, answer: Any, context: Context) -> Outcome | None:
        """What becomes of `answer`; None if it stays as it is."""
        raise NotImplementedError

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        answer = value.answers.get(self.field)
        outcome = None if answer is None else self.migrate_answer(answer, context)
        if outcome is None:
            return Carried(value)
        change = settled(self.field, answer, outcome, context)
        stands = list(standing(change))
        after = value.with_answer(self.field, stands[0]) if stands else value.without(self.field)
        return Carried(after, (change,))


def settled(field: str, part: Part, outcome: Outcome, context: Context) -> Change:
    """The change that `outcome` makes to `part`, with a person's answer in the place of a question that has one."""
    subject = subject_of(field, part)
    if isinstance(outcome, NeedsPerson):
        given = context.answers.get((context.step, field, subject.id))
        for candidate in outcome.candidates if given is not None else ():
            if candidate.key == given:
                outcome = Migrated(candidate.parts) if candidate.parts else Dropped(Words("a person said so"))
                break
    return Change(context.step, subject, part, outcome)


def with_relations_settled(field: str, answer: Any, changes: Sequence[Change], context: Context) -> Carried:
    """The value with `answer`, whose parts or relations `changes` have changed, and without relations that no longer fit.

    Each of these is dropped with a reason. One that only misses a part that waits for a person waits with it: it is left
    out as the part is, nothing more is asked, and the answer about the part brings it back.
    """
    question: Any = context.after.fields_by_key.get(field)
    if not getattr(answer, "relations", ()) or not isinstance(question, RelatedField):
        return Carried(context.value.with_answer(field, answer), tuple(changes))
    waiting = {change.subject.id for change in changes if isinstance(change.outcome, NeedsPerson)}
    loose = dict(question.loose(answer))
    was = {change.subject.id: change for change in changes}
    dropped = {}
    for relation, reason in loose.values():
        if not waiting & {relation.source, relation.target}:
            new = Change(context.step, subject_of(field, relation), relation, Dropped(reason))
            # what this operation has changed already is dropped as it was before
            dropped[new.subject.id] = replace(was.get(new.subject.id, new), outcome=new.outcome)
    kept = tuple(each for index, each in enumerate(answer.relations) if index not in loose)
    said = (*(change for change in changes if change.subject.id not in dropped), *dropped.values())
    return Carried(context.value.with_answer(field, replace(answer, relations=kept)), said)


def standing(change: Change) -> Iterator[Part]:
    """What stands in the place of the subject of `change`."""
    if isinstance(change.outcome, Migrated):
        yield from change.outcome.parts


def subject_of(field: str, part: Part) -> Subject:
    """How `part`, a located part, a relation or a whole answer of `field`, is named."""
    if isinstance(part, Located):
        return Subject(field, part.id, part.label)
    if isinstance(part, Relation):
        return Subject(field, f"{RELATION}{part.id}", part.type)
    labels = tuple(part.labels) if isinstance(part, Answer) else ()
    return Subject(field, "", labels[0] if len(labels) == 1 else "")
