from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, FieldOperation, Operation, settled, standing
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fitting import with_attribute
from guidelines.operations.outcome import Carried, Change, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import (
    THE_SCHEMA,
    Place,
    attribute_of,
    inserted,
    label_of,
    located_field,
    position,
    require_new,
    with_attributes,
    without,
)
from guidelines.operations.scope import Scope, labels_of
from guidelines.operations.whole_item import answer_candidates, answer_to, field_like
from guidelines.schema.attributes import BooleanAttribute
from guidelines.schema.document import Schema
from guidelines.schema.words import Key, Name
from guidelines.values.answer import AttributeValue, Located
from guidelines.values.value import Value
from labelwright.errors import Words


class AttributeToItem(FieldOperation, frozen=True, kw_only=True, tag="attribute_to_item/1"):
    """What `attribute` of `label` said of each part, the new field `target` says once of the whole item.

    Where the parts do not agree, a person is asked. `name` is that of the field; without one it is the attribute's.
    """

    label: Key
    attribute: Key
    target: Key
    name: Name | None = None
    at: Place | None = None

    def effect(self, before: Schema) -> Effect:
        return Effect.AMBIGUOUS

    def scope(self) -> Scope:
        return labels_of(self.field, [self.label])

    def migrate_schema(self, schema: Schema) -> Schema:
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        attribute = attribute_of(label, self.attribute)
        if isinstance(attribute, BooleanAttribute):
            raise NotApplicable(
                "/attribute",
                Words("Expected another type than boolean, which no field has. Retype it first."),
            )
        target = field_like(attribute, key=self.target, name=self.name or attribute.name)
        require_new(schema.fields, target, THE_SCHEMA, "/target")
        after = with_attributes(schema, field, label, without(label.attributes, [self.attribute]))
        return replace(after, fields=inserted(after.fields, target, self.at))

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        answer = value.answers.get(self.field)
        if answer is None:
            return Carried(value)
        mine = [part for part in answer.located if part.label == self.label]
        said = [part.attributes[self.attribute] for part in mine if self.attribute in part.attributes]
        if not said:
            return Carried(value)
        changes = {part.id: self._moved(part, context) for part in mine if self.attribute in part.attributes}
        parts = [
            part if part.id not in changes else next(standing(changes[part.id])) for part in answer.located
        ]
        whole = settled(self.target, None, self._whole(said, len(mine), context), context)
        after = value.with_answer(self.field, answer.with_located(tuple(parts)))
        for found in standing(whole):
            after = after.with_answer(self.target, found)
        return Carried(after, (*changes.values(), whole))

    def _moved(self, part: Located, context: Context) -> Change:
        return settled(self.field, part, Migrated((with_attribute(part, self.attribute, None),)), context)

    def _whole(self, said: list[AttributeValue], count: int, context: Context) -> Outcome:
        target = context.after.field(self.target)
        different = {_sense(value): value for value in reversed(said)}
        if len(different) == 1:
            exactly = len(said) == count and all(value == said[0] for value in said)
            loss = "" if exactly else Words("not every {label} said so", label=self.label)
            return Migrated((answer_to(target, said[0]),), loss)
        candidates = answer_candidates(target, list(reversed(different.values())))
        return NeedsPerson(
            Words(
                "{attribute} differs between the parts labelled {label}",
                attribute=self.attribute,
                label=self.label,
            ),
            candidates,
        )

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        # here, because the two lead back to each other
        from guidelines.operations.attributes.item_to_attribute import ItemToAttribute

        label = label_of(located_field(before, self.field), self.label)
        attribute = attribute_of(label, self.attribute)
        return (
            ItemToAttribute(
                field=self.target,
                to=self.field,
                label=self.label,
                attribute=self.attribute,
                name=attribute.name,
                at=position(label.attributes, self.attribute),
                required=attribute.required,
            ),
        )

    def describe(self) -> str:
        return Words(
            "Move the attribute {attribute} of {label} in {field} to the whole item as {target}",
            attribute=self.attribute,
            label=self.label,
            field=self.field,
            target=self.target,
        )


def _sense(value: AttributeValue) -> object:
    """`value` without the order in which options were chosen."""
    return frozenset(value) if isinstance(value, tuple) else value
