from typing import Annotated, TypeVar

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.places import (
    attribute_of,
    field_of,
    label_of,
    located_field,
    swapped,
    with_attributes,
    with_options,
)
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Field, Schema
from guidelines.schema.fields.located import LocatedField
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.named import Named
from guidelines.schema.words import Key
from labelwright.errors import Words

N = TypeVar("N", bound=Named)


class Reorder(Operation, frozen=True, kw_only=True, tag="reorder/1"):
    """The fields stand in this `order`; with `field` its labels or options, with `label` too its attributes, with `attribute`
    too the options of that one; with `field` and `relations` its relations. Only what counts positions notices, such as class numbers in exports.
    """

    order: Annotated[tuple[Key, ...], Meta(max_length=1000)]
    field: Key | None = None
    label: Key | None = None
    attribute: Key | None = None
    relations: bool = False

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        if self.relations:
            return self._within_relations(schema)
        if self.field is None:
            self._require_none("label", "attribute")
            return replace(schema, fields=self._ordered(schema.fields))
        if self.label is None:
            self._require_none("attribute")
            return self._within_field(schema, self.field)
        field = located_field(schema, self.field)
        label = label_of(field, self.label)
        if self.attribute is None:
            return with_attributes(schema, field, label, self._ordered(label.attributes))
        attribute = attribute_of(label, self.attribute)
        if not attribute.all_options:
            raise NotApplicable(
                "/attribute", Words("Expected an attribute with options, found {found}.", found=attribute.key)
            )
        changed = replace(attribute, options=self._ordered(attribute.all_options))
        return with_attributes(schema, field, label, swapped(label.attributes, changed))

    def _within_field(self, schema: Schema, key: str) -> Schema:
        field: Field = field_of(schema, key)
        if isinstance(field, LocatedField):
            return schema.with_field(field.with_labels(self._ordered(field.all_labels)))
        if not field.all_options:
            raise NotApplicable(
                "/field", Words("Expected a field with labels or options, found {found}.", found=key)
            )
        return with_options(schema, field, self._ordered(field.all_options))

    def _within_relations(self, schema: Schema) -> Schema:
        if self.field is None or self.label is not None or self.attribute is not None:
            raise NotApplicable(
                "/relations", Words("Expected a field and nothing below it beside relations.")
            )
        field = field_of(schema, self.field, RelatedField)
        return schema.with_field(field.with_relations(self._ordered(field.relations)))

    def _require_none(self, *names: str) -> None:
        for name in names:
            if getattr(self, name) is not None:
                above = "field" if name == "label" else "label"
                raise NotApplicable(
                    f"/{above}",
                    Words("Expected the {above} of the {name}, found none. Add it.", above=above, name=name),
                )

    def _ordered(self, things: tuple[N, ...]) -> tuple[N, ...]:
        by_key = {thing.key: thing for thing in things}
        if sorted(self.order) != sorted(by_key):
            raise NotApplicable(
                "/order",
                Words(
                    "Expected each of {known} once, found {found}.",
                    known=", ".join(by_key),
                    found=", ".join(self.order) or Words("none"),
                ),
            )
        return tuple(by_key[key] for key in self.order)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (replace(self, order=tuple(thing.key for thing in self._things(before))),)

    def _things(self, schema: Schema) -> tuple[Named, ...]:
        if self.field is None:
            return schema.fields
        field = schema.field(self.field)
        if self.relations and isinstance(field, RelatedField):
            return field.relations
        if self.label is None:
            return field.all_labels or field.all_options
        label = label_of(located_field(schema, self.field), self.label)
        if self.attribute is None:
            return label.attributes
        return attribute_of(label, self.attribute).all_options

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, Reorder) and replace(following, order=self.order) == self
        return (following,) if same else None

    def describe(self) -> str:
        below = Words("the relations") if self.relations else None
        parts = [part for part in (below, self.attribute, self.label, self.field) if part is not None]
        place: str = Words("the fields") if not parts else parts[-1]
        for part in reversed(parts[:-1]):
            place = Words("{part} of {whole}", part=part, whole=place)
        return Words("Change the order of {place} to {order}", place=place, order=", ".join(self.order))
