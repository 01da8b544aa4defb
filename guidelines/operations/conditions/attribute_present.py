from typing import Any

from guidelines.operations.base import Context
from guidelines.operations.conditions.base import Condition
from guidelines.operations.places import attribute_of
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label
from guidelines.schema.words import Key
from labelwright.errors import Words


class AttributePresent(Condition, frozen=True, kw_only=True, tag="attribute_present"):
    """The attribute is filled in, or with `present` false is not. An empty text or an empty list is filled in with nothing."""

    attribute: Key
    present: bool = True

    def require(self, schema: Schema, label: Label, pointer: str) -> None:
        attribute_of(label, self.attribute, f"{pointer}/attribute")

    def holds(self, part: Any, context: Context) -> bool:
        is_there = part.attributes.get(self.attribute) not in (None, "", ())
        return is_there is self.present

    def describe(self) -> str:
        if self.present:
            return Words("{attribute} is filled in", attribute=self.attribute)
        return Words("{attribute} is empty", attribute=self.attribute)
