from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.findings import Finding
from guidelines.values.answer import MAXIMUM_LENGTH
from guidelines.values.text import Text
from labelwright.errors import Words


class TextField(FieldBase[Text], frozen=True, kw_only=True, tag="text", dict=True):
    """Free text of at most `max_length` code points, of one line unless `multiline`."""

    answer = Text

    max_length: Annotated[int, Meta(ge=1, le=MAXIMUM_LENGTH)] | None = None
    multiline: bool = False

    def answer_findings(self, answer: Text, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        length = len(answer.text)
        if self.max_length is not None and length > self.max_length:
            yield (
                "/text",
                Words(
                    "Expected at most {most} characters, found {count}. Shorten it.",
                    most=self.max_length,
                    count=length,
                ),
            )
        if not self.multiline and ("\n" in answer.text or "\r" in answer.text):
            yield "/text", Words("Expected one line, found several. Remove the line breaks.")

    def is_answered(self, answer: Text) -> bool:
        return bool(answer.text.strip())
