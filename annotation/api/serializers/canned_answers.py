"""Canned answers in requests and answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotation.api.serializers.threads import LONGEST
from annotation.models.canned_answer import LONGEST_NAME, MOST_CANNED
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

NAME, BODY = "By which it is found; unique in the project.", "What it puts into an answer, in Markdown."


class CannedAnswersIn(PageIn):
    """In the order that the curators gave them."""


class CannedAnswerIn(In):
    name = serializers.CharField(max_length=LONGEST_NAME, help_text=NAME)
    body = serializers.CharField(max_length=LONGEST, help_text=BODY)


class CannedAnswerChangeIn(In):
    name = serializers.CharField(max_length=LONGEST_NAME, required=False, help_text=NAME)
    body = serializers.CharField(max_length=LONGEST, required=False, help_text=BODY)


class CannedOrderIn(In):
    order = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_CANNED,
        help_text="Each canned answer of the project once, the first one first.",
    )


class CannedAnswerOut(Out):
    id = serializers.UUIDField(help_text="The canned answer.")
    name = serializers.CharField(help_text=NAME)
    body = serializers.CharField(help_text=BODY)
    changed_at = serializers.DateTimeField(help_text="When it was changed last.")
    version = serializers.IntegerField(help_text="For If-Match when it is changed or deleted.")


def told(canned: Any) -> dict[str, Any]:
    """As `CannedAnswerOut` describes."""
    return dict(CannedAnswerOut(canned).data)
