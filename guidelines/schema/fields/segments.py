from collections.abc import Iterator
from typing import Annotated, Final

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.crossings import overlaps
from guidelines.schema.fields.located import LocatedField, about, part_findings
from guidelines.schema.findings import Finding, nested
from guidelines.schema.labels import Label
from guidelines.values.segments import Segment, Segments

# Seconds that a segment may reach over the end: decoders differ by a frame or two about where compressed sound ends.
TOLERANCE: Final = 0.05


class SegmentsField(LocatedField[Segments], frozen=True, kw_only=True, tag="segments", dict=True):
    """Segments of time. Unless `overlap`, no moment belongs to two of them; they may touch."""

    answer = Segments
    inputs = frozenset({"audio"})

    labels: Annotated[tuple[Label, ...], Meta(min_length=1, max_length=1000)]
    overlap: bool = False

    @property
    def all_labels(self) -> tuple[Label, ...]:
        return self.labels

    def answer_findings(self, answer: Segments, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        for index, segment in enumerate(answer.segments):
            found = (*part_findings(self, segment, complete=complete), *_place_findings(segment, item))
            yield from nested(f"/segments/{index}", found)
        if not self.overlap:
            yield from overlaps(answer.segments, "/segments")


def _place_findings(segment: Segment, item: ItemContext) -> Iterator[Finding]:
    if segment.start >= segment.end:
        yield (
            "/end",
            about(
                segment,
                "Expected an end after start {start:.3f}, found {end:.3f}.",
                start=segment.start,
                end=segment.end,
            ),
        )
    if item.duration is not None and segment.end > item.duration + TOLERANCE:
        yield (
            "/end",
            about(
                segment,
                "Expected an end within the sound ({duration:.3f} s), found {end:.3f}.",
                duration=item.duration,
                end=segment.end,
            ),
        )
