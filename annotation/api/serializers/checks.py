"""Check questions as curators write them, and as those see them who answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from annotation.api.serializers.items import NamedItemRowOut, WorkItemOut, work_item
from annotation.models import CheckQuestion
from annotation.models.check import MOST_ANSWERS
from annotation.queries.checks import Asked, FirstAnswers, Given, given_answers
from annotation.services.checks import Verdict
from guidelines.api.reading import ReaderOut
from labelwright.rest.serializers import In, Out

LONGEST = 2000
LONGEST_ANSWER = 200


class CheckIn(In):
    item = serializers.UUIDField(
        help_text=(
            "The item that it shows. Everybody who labels in the project sees it once the version is published, so it must "
            "have no gold answer."
        )
    )
    region = serializers.DictField(
        allow_null=True, default=None, help_text="What it points at, as in a value; null for the whole item."
    )
    field = serializers.CharField(
        max_length=63, allow_blank=True, default="", help_text="The field of the region."
    )
    schema_version = serializers.UUIDField(
        allow_null=True, default=None, help_text="The schema version that the region was drawn with."
    )
    keeps_region = serializers.BooleanField(
        default=False, help_text="On changing: it goes on to point at the region that it has."
    )
    section = serializers.CharField(
        max_length=64,
        allow_blank=True,
        default="",
        help_text="Key of the section that has the answer; it is shown after a wrong one.",
    )
    question = serializers.CharField(max_length=LONGEST, help_text="What is asked, as Markdown.")
    answers = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_ANSWER),
        min_length=2,
        max_length=MOST_ANSWERS,
        help_text="The answers to choose from, in words.",
    )
    right = serializers.IntegerField(
        min_value=0, max_value=MOST_ANSWERS - 1, help_text="Place of the right one, from 0."
    )
    explanation = serializers.CharField(
        max_length=LONGEST, help_text="Why it is right, as Markdown; shown to who answered."
    )


class PointedOut(Out):
    """A place on the item. Without a label: that could be the answer."""

    id = serializers.CharField(help_text="The region.")
    kind = serializers.ChoiceField(
        ["regions", "spans", "segments"], help_text="Of which kind of field it is."
    )
    geometry = serializers.DictField(required=False, help_text="Where it is; of a region.")
    start = serializers.IntegerField(required=False, help_text="Its first character; of a span.")
    end = serializers.IntegerField(required=False, help_text="Behind its last character; of a span.")


class CheckOut(Out):
    """With its answer, for those who run the project."""

    id = serializers.UUIDField(help_text="The question.")
    guideline_version = serializers.UUIDField(
        source="guideline_version_id", help_text="The version it is of."
    )
    position = serializers.IntegerField(help_text="1, 2 or 3.")
    item = NamedItemRowOut(help_text="The item that it shows.")
    work_item = serializers.SerializerMethodField(help_text="The same, as those see it who answer.")
    region = PointedOut(allow_null=True, help_text="What it points at; null for the whole item.")
    section = serializers.CharField(help_text="Key of the section that has the answer; may be empty.")
    question = serializers.CharField(help_text="What is asked, as Markdown.")
    answers = serializers.ListField(child=serializers.CharField(), help_text="The answers, in words.")
    right = serializers.IntegerField(help_text="Place of the right one, from 0.")
    explanation = serializers.CharField(help_text="Why it is right, as Markdown.")
    version = serializers.IntegerField(help_text="For If-Match.")

    @extend_schema_field(WorkItemOut)
    def get_work_item(self, question: CheckQuestion) -> Mapping[str, Any]:
        return work_item(question.item)


class ChecksOut(Out):
    results = CheckOut(many=True, help_text="The questions, in their order.")


class GivenAnswerOut(Out):
    first = serializers.IntegerField(help_text="People who chose it at first.")
    tries = serializers.IntegerField(help_text="How often it was chosen, at first or again.")


class GivenOut(Out):
    """How people answered a question."""

    people = serializers.IntegerField(help_text="Who has answered it.")
    right_at_first = serializers.IntegerField(help_text="Of these, who was right the first time.")
    passed = serializers.IntegerField(help_text="Of these, who is right by now.")
    answers = GivenAnswerOut(many=True, help_text="The same answer by answer, in their order.")


class AnsweredCheckOut(CheckOut):
    given = GivenOut(help_text="How people answered it.")


class AnsweredChecksOut(Out):
    results = AnsweredCheckOut(many=True, help_text="The questions, in their order.")


def answered_checks(questions: Iterable[CheckQuestion]) -> dict[str, Any]:
    """As `AnsweredChecksOut` describes."""
    rows = list(questions)
    given = given_answers(rows)
    return {"results": [{**CheckOut(each).data, "given": _given(given[each.pk])} for each in rows]}


def _given(given: Given) -> dict[str, Any]:
    return {
        "people": given.people,
        "right_at_first": given.right_at_first,
        "passed": given.passed,
        "answers": [
            {"first": first, "tries": tries} for first, tries in zip(given.first, given.tries, strict=True)
        ],
    }


class AskedOut(Out):
    """As who has to answer sees it."""

    id = serializers.UUIDField(help_text="The question.")
    item = WorkItemOut(help_text="The item that it is about.")
    region = PointedOut(allow_null=True, help_text="What it points at; null for the whole item.")
    section = serializers.CharField(help_text="Key of the section that has the answer; may be empty.")
    question = serializers.CharField(help_text="What is asked, as Markdown.")
    answers = serializers.ListField(
        child=serializers.CharField(), help_text="The answers to choose from, in words."
    )
    tries = serializers.IntegerField(help_text="How often the person has answered it.")
    is_right = serializers.BooleanField(help_text="Whether they have answered it rightly by now.")


class MyChecksOut(Out):
    guideline_version = serializers.UUIDField(
        allow_null=True, help_text="The version to be confirmed; null before the first."
    )
    questions = AskedOut(
        many=True, help_text="What is to be answered rightly before that; empty where nothing is."
    )


def asked(row: Asked) -> dict[str, Any]:
    question = row.question
    return {
        "id": question.pk,
        "item": work_item(question.item),
        "region": question.region,
        "section": question.section,
        "question": question.question,
        "answers": question.answers,
        "tries": row.tries,
        "is_right": row.is_right,
    }


class CheckAnswerIn(In):
    choice = serializers.IntegerField(
        min_value=0, max_value=MOST_ANSWERS - 1, help_text="Place of the answer, from 0."
    )


class VerdictOut(Out):
    is_right = serializers.BooleanField(help_text="Whether that is right.")
    is_first = serializers.BooleanField(help_text="Whether it was the person's first answer to it.")
    explanation = serializers.CharField(help_text="Why, as Markdown.")
    section = serializers.CharField(help_text="Key of the section that has the answer; may be empty.")


def verdict(found: Verdict) -> dict[str, Any]:
    return {
        "is_right": found.is_right,
        "is_first": found.is_first,
        "explanation": found.question.explanation,
        "section": found.question.section,
    }


class FirstAnswersOut(Out):
    guideline_version = serializers.UUIDField(help_text="The version whose questions they are.")
    number = serializers.IntegerField(help_text="Its number.")
    answered = serializers.IntegerField(help_text="How many of its questions the person has answered.")
    right_at_first = serializers.IntegerField(help_text="How many of those rightly the first time.")


@extend_schema_serializer(component_name="GuidelineReaderOut")
class CheckedReaderOut(ReaderOut):
    checks = serializers.SerializerMethodField(
        help_text="How they did on check questions at first, newest version first."
    )

    @extend_schema_field(FirstAnswersOut(many=True))
    def get_checks(self, reader: Any) -> Any:
        known: dict[UUID, list[FirstAnswers]] = self.context["checks"]
        return FirstAnswersOut(known.get(reader.membership.user_id, []), many=True).data
