from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.values.answer import MAXIMUM_LOCATED, Located
from guidelines.values.relations import RelatedAnswer
from labelwright.errors import Words

Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Span(Located, frozen=True, kw_only=True, gc=False):
    """One labelled stretch of a text: Unicode code points, `start` inclusive, `end` exclusive."""

    start: Position
    end: Position

    @property
    def named(self) -> Words:
        return Words("Span {id}", id=self.id)


class Spans(RelatedAnswer, frozen=True):
    """The spans of a text and the relations between them, in the order they were made."""

    spans: Annotated[tuple[Span, ...], Meta(max_length=MAXIMUM_LOCATED)]

    @property
    def located(self) -> tuple[Span, ...]:
        return self.spans

    def with_located(self, parts: tuple[Span, ...]) -> "Spans":  # type: ignore[override]  # a span among spans
        return replace(self, spans=parts)
