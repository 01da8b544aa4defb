"""What operations on options have in common: whose options they are, and what becomes of what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from msgspec.structs import replace

from guidelines.operations.base import AnswerOperation, Context, Effect, FieldOperation, PartOperation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fitting import with_attribute
from guidelines.operations.outcome import Candidate, Carried, Dropped, Migrated, NeedsPerson, Outcome, Part
from guidelines.operations.places import (
    attribute_of,
    field_of,
    label_of,
    located_field,
    swapped,
    with_attributes,
    with_options,
)
from guidelines.operations.scope import Scope, labels_of
from guidelines.operations.whole_item import answer_to, value_of
from guidelines.schema.attributes import ChoiceAttribute, ChoicesAttribute
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.named import Option
from guidelines.schema.words import Key
from guidelines.values.value import Value
from labelwright.errors import Words

Holder = ChoiceField | ChoicesField | ChoiceAttribute | ChoicesAttribute
Chosen = tuple[str, ...]


class OptionOperation(FieldOperation, frozen=True, kw_only=True):
    """An operation on the options of `field`, or with `label` and `attribute` on those of that attribute."""

    label: Key | None = None
    attribute: Key | None = None

    def holder(self, schema: Schema) -> Holder:
        """What has the options. Raises `NotApplicable` if it has none."""
        if self.label is None and self.attribute is None:
            found: Any = field_of(schema, self.field, ChoiceField, ChoicesField)
            return cast(Holder, found)
        if self.label is None or self.attribute is None:
            missing = "/label" if self.label is None else "/attribute"
            raise NotApplicable(
                missing, Words("Expected label and attribute, or neither, found only one of them.")
            )
        attribute = attribute_of(label_of(located_field(schema, self.field), self.label), self.attribute)
        if not isinstance(attribute, ChoiceAttribute | ChoicesAttribute):
            kind = attribute.__struct_config__.tag
            raise NotApplicable(
                "/attribute",
                Words("Expected an attribute of type choice or choices, found {found}.", found=kind),
            )
        return attribute

    def with_options(self, schema: Schema, options: tuple[Option, ...]) -> Schema:
        """`schema` where the holder has these options."""
        holder = self.holder(schema)
        if self.label is None or isinstance(holder, ChoiceField | ChoicesField):
            return with_options(schema, holder, options)
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        changed = replace(holder, options=options)
        return with_attributes(schema, field, label, swapped(label.attributes, changed))

    @property
    def place(self) -> str:
        """Whose options they are, in words."""
        if self.label is None:
            return self.field
        at = {"attribute": self.attribute, "label": self.label, "field": self.field}
        return Words("{attribute} of {label} in {field}", **at)


class ChosenOperation(OptionOperation, PartOperation, AnswerOperation, frozen=True, kw_only=True):
    """An operation that retires options: it says what is chosen in their place, or that a person has to."""

    @property
    def retired(self) -> frozenset[str]:
        """The options that go."""
        raise NotImplementedError

    @property
    def always_asks(self) -> bool:
        return False

    def instead(self, chosen: Chosen) -> Chosen:
        """What of `chosen` stays, or stands in its place."""
        raise NotImplementedError

    def reason(self, gone: Chosen) -> str:
        """Why `gone`, which were chosen, are no longer."""
        raise NotImplementedError

    def effect(self, before: Schema) -> Effect:
        holder = self.holder(before)
        rests = {self.instead((key,)) for key in self.retired}
        lacks = (holder.required and () in rests) or _least(holder) > 1
        return Effect.AMBIGUOUS if self.always_asks or lacks else Effect.LOSSY

    def labels(self) -> frozenset[str]:
        return frozenset() if self.label is None else frozenset({self.label})

    def scope(self) -> Scope:
        return labels_of(self.field, self.retired if self.label is None else [self.label])

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        if self.label is None:
            return AnswerOperation.migrate_annotation(self, value, context)
        return PartOperation.migrate_annotation(self, value, context)

    def migrate_answer(self, answer: Any, context: Context) -> Outcome | None:
        holder = self.holder(context.after)

        def build(keys: Chosen) -> tuple[Part, ...]:
            return (answer_to(holder, _told(holder, keys)),) if keys else ()

        return self._outcome(_chosen(value_of(answer)), holder, build)

    def migrate_part(self, part: Any, context: Context) -> Outcome | None:
        holder = self.holder(context.after)
        value = part.attributes.get(holder.key)
        if value is None:
            return None

        def build(keys: Chosen) -> tuple[Part, ...]:
            return (with_attribute(part, holder.key, _told(holder, keys) if keys else None),)

        return self._outcome(_chosen(value), holder, build)

    def _outcome(
        self, chosen: Chosen, holder: Holder, build: Callable[[Chosen], tuple[Part, ...]]
    ) -> Outcome | None:
        gone = tuple(key for key in chosen if key in self.retired)
        if not gone:
            return None
        rest, reason = self.instead(chosen), self.reason(gone)
        if self.always_asks or not _stands(holder, rest):
            more = [(option.key, (*rest, option.key)) for option in holder.options if option.key not in rest]
            choices = [(key, keys) for key, keys in [*more, ("-", rest)] if _stands(holder, keys)]
            return NeedsPerson(reason, tuple(Candidate(key, build(keys)) for key, keys in choices))
        parts = build(rest)
        return Migrated(parts, reason) if parts else Dropped(reason)


def _least(holder: Holder) -> int:
    return (holder.min_selected or 0) if isinstance(holder, ChoicesField) else 0


def _stands(holder: Holder, chosen: Chosen) -> bool:
    """Whether `chosen` is as many as may be chosen."""
    if not chosen:
        return not holder.required
    if isinstance(holder, ChoiceField | ChoiceAttribute):
        return len(chosen) == 1
    most = holder.max_selected if isinstance(holder, ChoicesField) else None
    return _least(holder) <= len(chosen) and (most is None or len(chosen) <= most)


def _chosen(value: Any) -> Chosen:
    return value if isinstance(value, tuple) else (value,)


def _told(holder: Holder, chosen: Chosen) -> str | Chosen:
    return chosen[0] if isinstance(holder, ChoiceField | ChoiceAttribute) else chosen
