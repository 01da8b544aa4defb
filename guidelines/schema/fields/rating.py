from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.findings import Finding
from guidelines.values.rating import Rating
from labelwright.errors import Words


class RatingField(FieldBase[Rating], frozen=True, kw_only=True, tag="rating", dict=True):
    """A step from 1 to `maximum`."""

    answer = Rating

    maximum: Annotated[int, Meta(ge=2, le=10)] = 5

    def answer_findings(self, answer: Rating, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        if not 1 <= answer.rating <= self.maximum:
            yield (
                "/rating",
                Words("Expected 1 to {maximum}, found {found}.", maximum=self.maximum, found=answer.rating),
            )
