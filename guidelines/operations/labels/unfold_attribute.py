from typing import Any

from msgspec import field as member
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation, PartOperation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fitting import relabelled
from guidelines.operations.labels.fold_labels import FoldLabels
from guidelines.operations.outcome import Candidate, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import (
    attribute_of,
    label_of,
    located_field,
    option_of,
    position,
    require_new,
    without,
)
from guidelines.schema.attributes import ChoiceAttribute
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label
from guidelines.schema.parse import to_plain
from guidelines.schema.words import Key
from labelwright.errors import Words


class UnfoldAttribute(PartOperation, frozen=True, kw_only=True, tag="unfold_attribute/1"):
    """Each option of the choice attribute `attribute` becomes a label, in the place of `label`, which is retired.

    A new label has the key of its option, or the one that `keys` says, and the name of the option. Parts without a value
    get the label of the option `otherwise`; without that a person is asked.
    """

    label: Key
    attribute: Key
    keys: dict[Key, Key] = member(default_factory=dict)
    otherwise: Key | None = None

    def effect(self, before: Schema) -> Effect:
        if self._attribute(before).required:
            return Effect.LOSSLESS
        return Effect.AMBIGUOUS if self.otherwise is None else Effect.LOSSY

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        attribute = self._attribute(schema)
        for option in self.keys:
            option_of(attribute, option, f"/keys/{option}")
        if self.otherwise is not None:
            option_of(attribute, self.otherwise, "/otherwise")
        new = self._new_labels(label_of(field, self.label), attribute)
        for label in new:
            require_new(field.all_labels, label, field.key, "/attribute")
        at = position(field.all_labels, self.label)
        return schema.with_field(
            field.with_labels((*field.all_labels[:at], *new, *field.all_labels[at + 1 :]))
        )

    def _new_labels(self, label: Label, attribute: ChoiceAttribute) -> list[Label]:
        rest = without(label.attributes, [self.attribute])
        return [
            replace(label, key=self._key(option.key), name=option.name, attributes=rest)
            for option in attribute.options
        ]

    def _attribute(self, schema: Schema) -> ChoiceAttribute:
        label = label_of(located_field(schema, self.field), self.label)
        attribute = attribute_of(label, self.attribute)
        if isinstance(attribute, ChoiceAttribute):
            return attribute
        kind = attribute.__struct_config__.tag
        raise NotApplicable(
            "/attribute", Words("Expected an attribute of type choice, found {found}.", found=kind)
        )

    def _key(self, option: str) -> str:
        return self.keys.get(option, option)

    def migrate_part(self, part: Any, context: Context) -> Outcome:
        chosen = part.attributes.get(self.attribute, self.otherwise)
        if chosen is not None:
            loss = (
                ""
                if self.attribute in part.attributes
                else Words("had no {attribute}", attribute=self.attribute)
            )
            return self._as(part, str(chosen), context, loss)
        candidates = (
            Candidate(self._key(option.key), outcome.parts)
            for option in self._attribute(context.before).options
            for outcome in [self._as(part, option.key, context)]
            if isinstance(outcome, Migrated)
        )
        return NeedsPerson(
            Words("{label} has no {attribute} here", label=self.label, attribute=self.attribute),
            tuple(candidates),
        )

    def _as(self, part: Any, option: str, context: Context, loss: str = "") -> Outcome:
        label = located_field(context.after, self.field).label(self._key(option))
        return relabelled(part, label, forget=(self.attribute,), loss=loss)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        field = located_field(before, self.field)
        options = self._attribute(before).options
        fold = FoldLabels(
            field=self.field,
            sources=tuple(self._key(option.key) for option in options),
            label=to_plain(field.label(self.label)),
            attribute=self.attribute,
            options={key: option for option, key in self.keys.items()},
            at=position(field.all_labels, self.label),
        )
        return (fold,)

    def describe(self) -> str:
        return Words(
            "Make each option of {attribute} of {label} in {field} a label of its own",
            attribute=self.attribute,
            label=self.label,
            field=self.field,
        )
