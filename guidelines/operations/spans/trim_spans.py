import unicodedata
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, PartOperation
from guidelines.operations.outcome import Dropped, Migrated, Outcome
from guidelines.operations.places import label_of
from guidelines.operations.spans.field import spans_field
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.spans import Span
from labelwright.errors import Words


class TrimSpans(PartOperation, frozen=True, kw_only=True, tag="trim_spans/1"):
    """No span of `field` begins or ends with white space, nor, with `punctuation`, with a punctuation mark.

    Only spans of the labels `only`, where there are some. A span with nothing else in it is dropped.
    """

    only: Annotated[tuple[Key, ...], Meta(max_length=1000)] = ()
    punctuation: bool = False

    @property
    def reads_text(self) -> bool:
        return True

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY

    def labels(self) -> frozenset[str] | None:
        return frozenset(self.only) or None

    def migrate_schema(self, schema: Schema) -> Schema:
        field = spans_field(schema, self.field)
        for index, key in enumerate(self.only):
            label_of(field, key, f"/only/{index}")
        return schema

    def migrate_part(self, part: Span, context: Context) -> Outcome | None:
        text, start, end = context.item.required_text, part.start, part.end
        while start < end and self._goes(text[start : start + 1]):
            start += 1
        while start < end and self._goes(text[end - 1 : end]):
            end -= 1
        if (start, end) == (part.start, part.end):
            return None
        if start == end:
            return Dropped(Words("only {words}", words=self._words))
        return Migrated(
            (replace(part, start=start, end=end),), Words("{words} at its ends", words=self._words)
        )

    @property
    def _words(self) -> str:
        return Words("white space or punctuation") if self.punctuation else Words("white space")

    def _goes(self, sign: str) -> bool:
        return sign.isspace() or (self.punctuation and unicodedata.category(sign or " ").startswith("P"))

    def describe(self) -> str:
        if not self.only:
            return Words("Trim {words} from the spans in {field}", words=self._words, field=self.field)
        return Words(
            "Trim {words} from the spans of {labels} in {field}",
            words=self._words,
            labels=", ".join(self.only),
            field=self.field,
        )
