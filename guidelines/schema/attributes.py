"""Attributes of labels, one class per type. A new type is a class here and a place in `Attribute`."""

import math
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from guidelines.schema.findings import Finding, duplicates, nested, reversed_bounds
from guidelines.schema.named import Named, Option
from guidelines.schema.words import Bound
from guidelines.values.answer import AttributeValue
from guidelines.values.pointers import shown
from labelwright.errors import Words

Options = Annotated[tuple[Option, ...], Meta(min_length=1, max_length=1000)]


class AttributeBase(Named, frozen=True, kw_only=True, tag_field="type"):
    required: bool = False

    @property
    def all_options(self) -> tuple[Option, ...]:
        """The options that can be chosen; none for a type without options."""
        return ()

    def findings(self) -> Iterator[Finding]:
        """What is wrong with this attribute itself."""
        return nested("/options", duplicates(self.all_options))

    def refusal(self, value: AttributeValue) -> str | None:
        """Why `value` is no value of this attribute, or None if it is one."""
        raise NotImplementedError

    def is_answered(self, value: AttributeValue) -> bool:
        """Whether `value` satisfies `required`."""
        return True


class ChoiceAttribute(AttributeBase, frozen=True, kw_only=True, tag="choice"):
    options: Options

    @property
    def all_options(self) -> tuple[Option, ...]:
        return self.options

    def refusal(self, value: AttributeValue) -> str | None:
        if any(option.key == value for option in self.options):
            return None
        return Words("Expected one of {keys}, found {found}.", keys=_keys(self.options), found=shown(value))


class ChoicesAttribute(AttributeBase, frozen=True, kw_only=True, tag="choices"):
    options: Options

    @property
    def all_options(self) -> tuple[Option, ...]:
        return self.options

    def refusal(self, value: AttributeValue) -> str | None:
        if not isinstance(value, tuple):
            return Words("Expected a list of options, found {found}.", found=shown(value))
        strange = set(value) - {option.key for option in self.options}
        if strange:
            return Words(
                "Expected options among {keys}, found {found}.",
                keys=_keys(self.options),
                found=shown(min(strange)),
            )
        return None if len(set(value)) == len(value) else Words("Expected each option once, found one again.")

    def is_answered(self, value: AttributeValue) -> bool:
        return bool(value)


class BooleanAttribute(AttributeBase, frozen=True, kw_only=True, tag="boolean"):
    def refusal(self, value: AttributeValue) -> str | None:
        return (
            None
            if isinstance(value, bool)
            else Words("Expected true or false, found {found}.", found=shown(value))
        )


class NumberAttribute(AttributeBase, frozen=True, kw_only=True, tag="number"):
    minimum: Bound | None = None
    maximum: Bound | None = None

    def findings(self) -> Iterator[Finding]:
        return reversed_bounds(self.minimum, self.maximum, ("minimum", "maximum"))

    def refusal(self, value: AttributeValue) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return Words("Expected a number, found {found}.", found=shown(value))
        return outside(value, self.minimum, self.maximum)


class TextAttribute(AttributeBase, frozen=True, kw_only=True, tag="text"):
    def refusal(self, value: AttributeValue) -> str | None:
        return None if isinstance(value, str) else Words("Expected text, found {found}.", found=shown(value))

    def is_answered(self, value: AttributeValue) -> bool:
        return isinstance(value, str) and bool(value.strip())


Attribute = ChoiceAttribute | ChoicesAttribute | BooleanAttribute | NumberAttribute | TextAttribute


def outside(value: float, minimum: float | None, maximum: float | None) -> str | None:
    """Why `value` is not within the bounds, or None if it is."""
    if minimum is not None and value < minimum:
        return Words("Expected at least {minimum:g}, found {value:g}.", minimum=minimum, value=value)
    if maximum is not None and value > maximum:
        return Words("Expected at most {maximum:g}, found {value:g}.", maximum=maximum, value=value)
    return None


def _keys(options: tuple[Option, ...]) -> str:
    keys = [option.key for option in options[:10]]
    return ", ".join(keys) + (", …" if len(options) > 10 else "")
