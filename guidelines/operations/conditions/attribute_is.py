from typing import Annotated, Any

from msgspec import Meta

from guidelines.operations.base import Context
from guidelines.operations.conditions.base import Condition
from guidelines.operations.errors import NotApplicable
from guidelines.operations.places import attribute_of
from guidelines.operations.sentences import either
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label
from guidelines.schema.words import Key
from guidelines.values.answer import AttributeValue
from guidelines.values.pointers import shown
from labelwright.errors import Words


class AttributeIs(Condition, frozen=True, kw_only=True, tag="attribute_is"):
    """The attribute has one of `values`. One that is not filled in has none."""

    attribute: Key
    values: Annotated[tuple[AttributeValue, ...], Meta(min_length=1, max_length=1000)]

    def require(self, schema: Schema, label: Label, pointer: str) -> None:
        attribute = attribute_of(label, self.attribute, f"{pointer}/attribute")
        for index, value in enumerate(self.values):
            if refusal := attribute.refusal(value):
                raise NotApplicable(f"{pointer}/values/{index}", refusal)

    def holds(self, part: Any, context: Context) -> bool:
        return part.attributes.get(self.attribute) in self.values

    def describe(self) -> str:
        return Words(
            "{field} is {values}",
            field=self.attribute,
            values=either([shown(value) for value in self.values]),
        )
