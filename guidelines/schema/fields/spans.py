from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.located import about, part_findings
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.findings import Finding, nested
from guidelines.schema.labels import Label
from guidelines.values.spans import Span, Spans
from labelwright.errors import Words


class SpansField(RelatedField[Spans], frozen=True, kw_only=True, tag="spans", dict=True):
    """Spans of a text, and relations between them. Unless `overlap`, no code point belongs to two spans."""

    answer = Spans
    part = Words("span")
    inputs = frozenset({"text"})

    labels: Annotated[tuple[Label, ...], Meta(min_length=1, max_length=1000)]
    overlap: bool = False

    @property
    def all_labels(self) -> tuple[Label, ...]:
        return self.labels

    def answer_findings(self, answer: Spans, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        length = item.text_length
        for index, span in enumerate(answer.spans):
            yield from nested(f"/spans/{index}", part_findings(self, span, complete=complete))
            if span.start >= span.end:
                yield (
                    f"/spans/{index}/end",
                    about(
                        span,
                        "Expected an end after start {start}, found {end}.",
                        start=span.start,
                        end=span.end,
                    ),
                )
            if length is not None and span.end > length:
                yield (
                    f"/spans/{index}/end",
                    about(
                        span,
                        "Expected an end within the text ({length}), found {end}.",
                        length=length,
                        end=span.end,
                    ),
                )
        if not self.overlap:
            yield from _overlaps(answer)
        if answer.relations:
            yield from self.relation_findings(answer)


def overlapping(answer: Spans) -> list[Span]:
    """The spans that begin before an earlier one ends."""
    return [answer.spans[index] for index, _ in _crossings(answer)]


def _overlaps(answer: Spans) -> Iterator[Finding]:
    for index, other in _crossings(answer):
        yield (
            f"/spans/{index}",
            about(
                answer.spans[index],
                "Expected no overlap, found one with span {other}. Move one.",
                other=other.id,
            ),
        )


def _crossings(answer: Spans) -> Iterator[tuple[int, Span]]:
    """Position of each span that begins before an earlier one ends, and the one of those that ends last."""
    order = sorted(
        range(len(answer.spans)), key=lambda index: (answer.spans[index].start, answer.spans[index].end)
    )
    furthest = None
    for index in order:
        span = answer.spans[index]
        if furthest is not None and span.start < furthest.end:
            yield index, furthest
        if furthest is None or span.end > furthest.end:
            furthest = span
