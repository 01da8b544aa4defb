from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.located import LocatedField, part_findings
from guidelines.schema.findings import Finding, nested
from guidelines.schema.labels import Label
from guidelines.values.spans import Spans


class SpansField(LocatedField[Spans], frozen=True, kw_only=True, tag="spans", dict=True):
    """Spans of a text. Unless `overlap`, no code point belongs to two of them."""

    answer = Spans
    inputs = frozenset({"text"})

    labels: Annotated[tuple[Label, ...], Meta(min_length=1, max_length=1000)]
    overlap: bool = False

    @property
    def all_labels(self) -> tuple[Label, ...]:
        return self.labels

    def answer_findings(self, answer: Spans, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        length = item.text_length
        for index, span in enumerate(answer.spans):
            words = f"Span {span.id}"
            yield from nested(f"/spans/{index}", part_findings(self, span, words, complete=complete))
            if span.start >= span.end:
                yield (
                    f"/spans/{index}/end",
                    f"{words}: Expected an end after start {span.start}, found {span.end}.",
                )
            if length is not None and span.end > length:
                yield (
                    f"/spans/{index}/end",
                    f"{words}: Expected an end within the text ({length}), found {span.end}.",
                )
        if not self.overlap:
            yield from _overlaps(answer)


def _overlaps(answer: Spans) -> Iterator[Finding]:
    order = sorted(
        range(len(answer.spans)), key=lambda index: (answer.spans[index].start, answer.spans[index].end)
    )
    furthest = None
    for index in order:
        span = answer.spans[index]
        if furthest is not None and span.start < furthest.end:
            yield (
                f"/spans/{index}",
                f"Span {span.id}: Expected no overlap, found one with span {furthest.id}. Move one.",
            )
        if furthest is None or span.end > furthest.end:
            furthest = span
