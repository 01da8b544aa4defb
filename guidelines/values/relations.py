"""Arrows between the located parts of one answer: between spans, between regions."""

from __future__ import annotations

from typing import Annotated, Self

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from guidelines.values.answer import MAXIMUM_LOCATED, Answer, LocatedId
from labelwright.errors import Words


class Relation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An arrow of the kind `type` from one located part to another, by their ids."""

    id: LocatedId
    type: str
    source: str = field(name="from")
    target: str = field(name="to")

    @property
    def named(self) -> Words:
        return Words("Relation {id}", id=self.id)


class RelatedAnswer(Answer, frozen=True, kw_only=True, omit_defaults=True):
    """Located parts and the relations between them, in the order they were made.

    No relations are not written at all: values from before there were any keep their bytes.
    """

    relations: Annotated[tuple[Relation, ...], Meta(max_length=MAXIMUM_LOCATED)] = ()

    def with_relations(self, relations: tuple[Relation, ...]) -> Self:
        """This answer with `relations` in place of its own."""
        return replace(self, relations=relations)
