from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from guidelines.values.answer import MAXIMUM_LOCATED, Answer, Located, LocatedId
from labelwright.errors import Words

Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Span(Located, frozen=True, kw_only=True, gc=False):
    """One labelled stretch of a text: Unicode code points, `start` inclusive, `end` exclusive."""

    start: Position
    end: Position

    @property
    def named(self) -> Words:
        return Words("Span {id}", id=self.id)


class Relation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """An arrow of the kind `type` from one span to another, by their ids."""

    id: LocatedId
    type: str
    source: str = field(name="from")
    target: str = field(name="to")

    @property
    def named(self) -> Words:
        return Words("Relation {id}", id=self.id)


class Spans(Answer, frozen=True, omit_defaults=True):
    """The spans of a text and the relations between them, in the order they were made.

    No relations are not written at all: values from before there were any keep their bytes.
    """

    spans: Annotated[tuple[Span, ...], Meta(max_length=MAXIMUM_LOCATED)]
    relations: Annotated[tuple[Relation, ...], Meta(max_length=MAXIMUM_LOCATED)] = ()

    @property
    def located(self) -> tuple[Span, ...]:
        return self.spans

    def with_located(self, parts: tuple[Span, ...]) -> "Spans":  # type: ignore[override]  # a span among spans
        return replace(self, spans=parts)

    def with_relations(self, relations: tuple[Relation, ...]) -> "Spans":
        """This answer with `relations` in place of its own."""
        return replace(self, relations=relations)
