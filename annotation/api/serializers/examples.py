"""Examples of guidelines in answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotation.queries.examples import Resolved
from guidelines.markdown.examples import LONGEST_CAPTION, Verdict
from guidelines.schema.words import INPUT_KINDS
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

VERDICTS = [verdict.value for verdict in Verdict]
MOST_KEYS = 200


class ExamplesIn(PageIn):
    keys = serializers.CharField(
        default="",
        max_length=MOST_KEYS * 64,
        help_text="Only the examples with these keys, with commas between them.",
    )


class ExampleIn(In):
    item = serializers.UUIDField(default=None, allow_null=True, help_text="A whole item.")
    annotation = serializers.UUIDField(
        default=None, allow_null=True, help_text="Or an annotation; with `region`, that region as it is now."
    )
    region = serializers.CharField(
        max_length=36, default="", allow_blank=True, help_text="Id of a region or span of the annotation."
    )
    thread = serializers.UUIDField(
        default=None, allow_null=True, help_text="Or a question: its region as it was when it was asked."
    )
    verdict = serializers.ChoiceField(
        VERDICTS, default=Verdict.RIGHT.value, help_text="What it is an example of; for the text."
    )
    caption = serializers.CharField(
        max_length=LONGEST_CAPTION, default="", allow_blank=True, help_text="Why; for the text. One line."
    )
    section = serializers.CharField(
        max_length=63,
        default=None,
        allow_null=True,
        allow_blank=True,
        help_text=(
            "The section of the guideline draft at whose end it is named, empty for before the first heading; the draft is "
            "started if there is none. Null: the caller puts its line into the text."
        ),
    )


class ExampleLabelOut(Out):
    key = serializers.CharField(help_text="The label.")
    name = serializers.CharField(help_text="Its name in that schema version.")
    titles = serializers.DictField(child=serializers.CharField(), help_text="What people read, by language.")
    colour = serializers.CharField(allow_null=True, help_text="As #rrggbb.")


class ExampleOut(Out):
    id = serializers.UUIDField(source="row.pk", help_text="The example; it never changes.")
    key = serializers.CharField(
        source="row.key", help_text="How texts name it: `{example: key | verdict | caption}`."
    )
    kind = serializers.ChoiceField(INPUT_KINDS, source="row.kind", help_text="What its item is.")
    is_gone = serializers.BooleanField(
        help_text="Whether the item was deleted: then there is nothing to see."
    )
    label = ExampleLabelOut(allow_null=True, help_text="Of the region, as it was; null for a whole item.")  # type: ignore[assignment]
    picture_url = serializers.SerializerMethodField(
        help_text="A picture of the region with what is around it; null for a text, and when the item is gone."
    )
    window = serializers.ListField(
        source="row.window",
        child=serializers.FloatField(),
        help_text="What is shown: [x, y, width, height] in pixels of the image, or [start, end] in code points of the text or seconds of the sound.",
    )
    text = serializers.CharField(allow_null=True, help_text="What is shown of a text; null of an image.")
    span = serializers.ListField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="Where in `text` the span is: [start, end] in code points; else null.",
    )

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_picture_url(self, example: Resolved) -> str | None:
        if example.is_gone or example.row.kind == "text":
            return None
        return f"/api/v1/guideline-examples/{example.row.pk}/picture"


class ShownExampleOut(ExampleOut):
    verdict = serializers.ChoiceField(VERDICTS, source="told.verdict", help_text="What it is an example of.")
    caption = serializers.CharField(source="told.caption", help_text="Why; may be empty.")
    section = serializers.CharField(
        source="told.section", help_text="The section that it stands in; empty before the first heading."
    )


class PointerOut(Out):
    kind = serializers.ChoiceField(["example", "thread"], help_text="What points there.")
    id = serializers.CharField(
        allow_blank=True,
        help_text="An example's key or a question's id; empty for questions that the caller may not read.",
    )
    title = serializers.CharField(allow_blank=True, help_text="The caption, or how the question begins.")
    section = serializers.CharField(help_text="The section that it points to and that the draft leaves out.")


class PointersOut(Out):
    results = PointerOut(many=True, help_text="All of them, examples first.")


def keys_of(query: Any) -> list[str]:
    return [key for key in query.keys.split(",") if key][:MOST_KEYS]
