from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, PartOperation
from guidelines.operations.outcome import Candidate, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import label_of
from guidelines.operations.spans.field import spans_field
from guidelines.operations.spans.words import grown_to_words
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.spans import Span
from labelwright.errors import Words


class SnapSpans(PartOperation, frozen=True, kw_only=True, tag="snap_spans/1"):
    """No span of `field` begins or ends inside a word: each takes in the rest of the words that it cuts.

    What a word is says `words.py`. Only spans of the labels `only`, where there are some. Where spans may not overlap and two
    would, a person is asked whether a span stays as it is or goes.
    """

    only: Annotated[tuple[Key, ...], Meta(max_length=1000)] = ()

    @property
    def reads_text(self) -> bool:
        return True

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY if spans_field(before, self.field).overlap else Effect.AMBIGUOUS

    def labels(self) -> frozenset[str] | None:
        return frozenset(self.only) or None

    def migrate_schema(self, schema: Schema) -> Schema:
        field = spans_field(schema, self.field)
        for index, key in enumerate(self.only):
            label_of(field, key, f"/only/{index}")
        return schema

    def migrate_part(self, part: Span, context: Context) -> Outcome | None:
        grown = self._grown(part, context)
        if grown == part:
            return None
        if not spans_field(context.after, self.field).overlap and self._meets_another(grown, context):
            stays = Candidate("stay", (part,))
            return NeedsPerson(
                Words("at whole words it would overlap another span"), (stays, Candidate("-", ()))
            )
        return Migrated((grown,), Words("began or ended inside a word"))

    def _grown(self, part: Span, context: Context) -> Span:
        if self.only and part.label not in self.only:
            return part
        start, end = grown_to_words(context.item.required_text, part.start, part.end)
        return part if (start, end) == (part.start, part.end) else replace(part, start=start, end=end)

    def _meets_another(self, grown: Span, context: Context) -> bool:
        """Whether another span, at whole words too, has a sign in common with `grown`.

        Looks at all spans again for each that grows: a text has few, and nearly all stand at whole words already.
        """
        answer: Any = context.value.answers[self.field]
        others = (self._grown(each, context) for each in answer.spans if each.id != grown.id)
        return any(each.start < grown.end and grown.start < each.end for each in others)

    def describe(self) -> str:
        if not self.only:
            return Words("Let the spans in {field} begin and end at whole words", field=self.field)
        return Words(
            "Let the spans of {labels} in {field} begin and end at whole words",
            labels=", ".join(self.only),
            field=self.field,
        )
