"""The schema document.

A new field type is a module in `fields/`, one in `guidelines/values/`, and a place in `Field`.
"""

from functools import cached_property
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import replace

from guidelines.schema.attributes import Attribute
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.number import NumberField
from guidelines.schema.fields.rating import RatingField
from guidelines.schema.fields.regions import RegionsField
from guidelines.schema.fields.segments import SegmentsField
from guidelines.schema.fields.spans import SpansField
from guidelines.schema.fields.taxonomy import TaxonomyField
from guidelines.schema.fields.text import TextField
from guidelines.schema.labels import Label, RegionLabel
from guidelines.schema.named import Option
from guidelines.schema.words import InputKind
from guidelines.values.answer import Answer

__all__ = ["Attribute", "Field", "Label", "Option", "RegionLabel", "Schema"]

Field = (
    RegionsField
    | SpansField
    | SegmentsField
    | ChoiceField
    | ChoicesField
    | TaxonomyField
    | TextField
    | NumberField
    | RatingField
)


class Schema(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """What may be said about an item of kind `input`: the fields, in the order people answer them."""

    input: InputKind
    fields: Annotated[tuple[Field, ...], Meta(max_length=100)]

    def field(self, key: str) -> Field:
        """The field with this key. Raises `KeyError` if there is none."""
        return self.fields_by_key[key]

    def with_field(self, field: FieldBase[Any]) -> "Schema":
        """This schema with `field` in the place of the one with the same key, or last if there is none."""
        if field.key not in self.fields_by_key:
            return replace(self, fields=(*self.fields, field))
        return replace(self, fields=tuple(field if old.key == field.key else old for old in self.fields))

    def without_field(self, key: str) -> "Schema":
        """This schema without the field that has this key."""
        return replace(self, fields=tuple(field for field in self.fields if field.key != key))

    @cached_property
    def fields_by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}

    @cached_property
    def answer_types(self) -> dict[str, type[Answer]]:
        """The kind of answer each field takes, for reading values."""
        return {field.key: field.answer for field in self.fields}
