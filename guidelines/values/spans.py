from typing import Annotated

from msgspec import Meta

from guidelines.values.answer import MAXIMUM_LOCATED, Answer, Located

Position = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Span(Located, frozen=True, kw_only=True, gc=False):
    """One labelled stretch of a text: Unicode code points, `start` inclusive, `end` exclusive."""

    start: Position
    end: Position


class Spans(Answer, frozen=True):
    """The spans of a text, in the order they were made."""

    spans: Annotated[tuple[Span, ...], Meta(max_length=MAXIMUM_LOCATED)]

    @property
    def located(self) -> tuple[Span, ...]:
        return self.spans
