from typing import Any

from guidelines.operations.attributes.attribute_to_item import AttributeToItem
from guidelines.operations.base import (
    Context,
    Effect,
    FieldOperation,
    Operation,
    settled,
    standing,
    with_relations_settled,
)
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fields.configure_field import SETTINGS, ConfigureField
from guidelines.operations.fitting import fillings, fits, with_attribute
from guidelines.operations.outcome import Carried, Change, Dropped, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import (
    Place,
    attribute_of,
    field_of,
    inserted,
    label_of,
    located_field,
    position,
    require_new,
    with_attributes,
)
from guidelines.operations.scope import Scope, labels_of, whole_field
from guidelines.operations.whole_item import attribute_like, value_of
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.number import NumberField
from guidelines.schema.fields.text import TextField
from guidelines.schema.words import Key, Name
from guidelines.values.answer import AttributeValue, Located
from guidelines.values.value import Value
from labelwright.errors import Words


class ItemToAttribute(FieldOperation, frozen=True, kw_only=True, tag="item_to_attribute/1"):
    """What `field` said of the whole item, the new `attribute` of `label` in the field `to` says of each part.

    An answer is dropped where no part has the label. `required`: a person is asked where there was no answer.
    """

    to: Key
    label: Key
    attribute: Key
    name: Name | None = None
    at: Place | None = None
    required: bool = False

    def effect(self, before: Schema) -> Effect:
        asks = self.required and not before.field(self.field).required
        return Effect.AMBIGUOUS if asks else Effect.LOSSY

    def scope(self) -> Scope:
        found = whole_field(self.field)
        return found | labels_of(self.to, [self.label]) if self.required else found

    def migrate_schema(self, schema: Schema) -> Schema:
        source: Any = field_of(schema, self.field, ChoiceField, ChoicesField, NumberField, TextField)
        holder = located_field(schema, self.to) if self.to != self.field else None
        if holder is None:
            raise NotApplicable(
                "/to", Words("Expected a field of regions or spans, found {found}.", found=self.field)
            )
        label = label_of(holder, self.label)
        attribute = attribute_like(
            source, key=self.attribute, name=self.name or source.name, required=self.required
        )
        require_new(label.attributes, attribute, label.key, "/attribute")
        after = with_attributes(schema, holder, label, inserted(label.attributes, attribute, self.at))
        return after.without_field(self.field)

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        answer, holder = value.answers.get(self.field), value.answers.get(self.to)
        said = None if answer is None else value_of(answer)
        mine = [part for part in holder.located if part.label == self.label] if holder else []
        changes = {
            part.id: settled(self.to, part, outcome, context)
            for part in mine
            for outcome in [self._outcome(part, said, context)]
            if outcome is not None
        }
        after = value.without(self.field) if answer is not None else value
        found: tuple[Change, ...] = ()
        if holder is not None and changes:
            parts = [
                new
                for part in holder.located
                for new in (standing(changes[part.id]) if part.id in changes else (part,))
            ]
            settling = with_relations_settled(
                self.to, holder.with_located(tuple(parts)), list(changes.values()), context
            )
            after, found = after.with_answer(self.to, settling.value.answers[self.to]), settling.changes
        if answer is not None:
            whole: Outcome = (
                Dropped(Words("nothing is labelled {label}", label=self.label)) if not mine else Migrated(())
            )
            found += (settled(self.field, answer, whole, context),)
        return Carried(after, found) if found else Carried(value)

    def _outcome(self, part: Located, said: AttributeValue | None, context: Context) -> Outcome | None:
        label = label_of(located_field(context.after, self.to), self.label)
        attribute = attribute_of(label, self.attribute)
        if not fits(attribute, said):
            return NeedsPerson(
                Words("{label} requires {attribute}", label=self.label, attribute=self.attribute),
                fillings(part, attribute),
            )
        return None if said is None else Migrated((with_attribute(part, self.attribute, said),))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        source = before.field(self.field)
        back = AttributeToItem(
            field=self.to,
            label=self.label,
            attribute=self.attribute,
            target=self.field,
            name=source.name,
            at=position(before.fields, self.field),
        )
        after = back.migrate_schema(self.migrate_schema(before)).field(self.field)
        lost = {
            name: getattr(source, name)
            for name in SETTINGS
            if getattr(source, name, None) != getattr(after, name, None)
        }
        return (back, ConfigureField(field=self.field, **lost)) if lost else (back,)

    def describe(self) -> str:
        return Words(
            "Move the answer to {field} to the attribute {attribute} of {label} in {to}",
            field=self.field,
            attribute=self.attribute,
            label=self.label,
            to=self.to,
        )
