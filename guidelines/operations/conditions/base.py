"""What a rule of a split looks at. One condition is one small frozen class in one file of this package."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from guidelines.operations.base import Context
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label


class Condition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """True or false of one located part. To add one: a file, and a place in `registry.py`."""

    @property
    def reads_text(self) -> bool:
        """Whether it needs the text of the item."""
        return False

    @property
    def may_not_know(self) -> bool:
        """Whether it may be neither true nor false of a part."""
        return False

    def require(self, schema: Schema, label: Label, pointer: str) -> None:
        """Nothing, or `NotApplicable` if it cannot be asked of parts with `label`."""

    def holds(self, part: Any, context: Context) -> bool | None:
        """Whether it is true of `part`; None if that cannot be known, and a person has to say."""
        raise NotImplementedError

    def describe(self) -> str:
        """Its words behind “where”."""
        raise NotImplementedError
