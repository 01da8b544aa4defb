"""What is new to a person, in answers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotation.queries.news import News, Why
from labelwright.rest.serializers import In, Out

MOST = 50


class NewsIn(In):
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=20, help_text="How many at most.")


class NewsProjectOut(Out):
    id = serializers.UUIDField(help_text="The project.")
    name = serializers.CharField(help_text="Its name.")
    slug = serializers.CharField(help_text="Its name in addresses.")


class NewsRowOut(Out):
    project = NewsProjectOut(help_text="Where it was asked.")
    thread = serializers.UUIDField(
        allow_null=True, help_text="The question; null where the draft of the guideline is meant."
    )
    excerpt = serializers.CharField(
        help_text="How the question begins, or what was said about the draft; may be empty."
    )
    why = serializers.ChoiceField([str(why) for why in Why], help_text="Why it concerns the reader.")
    at = serializers.DateTimeField(help_text="When something was said last, or the reader was asked.")


class NewsOut(Out):
    results = NewsRowOut(many=True, help_text="The newest first.")


def told(news: News) -> dict[str, Any]:
    """As `NewsRowOut` describes."""
    project = news.project
    return {
        "project": {"id": project.pk, "name": project.name, "slug": project.slug},
        "thread": news.thread,
        "excerpt": news.words,
        "why": str(news.why),
        "at": news.at,
    }
