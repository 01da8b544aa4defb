from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.crossings import overlaps
from guidelines.schema.fields.located import about, part_findings
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.findings import Finding, nested
from guidelines.schema.labels import Label
from guidelines.values.spans import Spans
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
            yield from overlaps(answer.spans, "/spans")
        if answer.relations:
            yield from self.relation_findings(answer)
