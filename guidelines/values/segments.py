from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.values.answer import MAXIMUM_LOCATED, Answer, Located
from labelwright.errors import Words

# A year: more than any sound, and a number that every database and browser keeps exactly enough.
Seconds = Annotated[
    float, Meta(ge=0, le=31_536_000, description="seconds from the start of the media, 0 or more")
]


class Segment(Located, frozen=True, kw_only=True, gc=False):
    """One labelled stretch of time: seconds from the start of the media, `start` before `end`.

    What is said in it is an attribute of type text: a transcript is asked for, required, renamed and migrated as any other.
    """

    start: Seconds
    end: Seconds

    @property
    def named(self) -> Words:
        return Words("Segment {id}", id=self.id)


class Segments(Answer, frozen=True):
    """The segments of something that takes time, in the order they were made."""

    segments: Annotated[tuple[Segment, ...], Meta(max_length=MAXIMUM_LOCATED)]

    @property
    def located(self) -> tuple[Segment, ...]:
        return self.segments

    def with_located(self, parts: tuple[Segment, ...]) -> "Segments":  # type: ignore[override]  # a segment among segments
        return replace(self, segments=parts)
