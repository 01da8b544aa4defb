"""Gold answers, and how people do on them. Never part of an answer to somebody who labels."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from annotation.agreement.counts import Counts
from annotation.api.serializers.batches import PersonOut
from annotation.api.serializers.items import NamedItemRowOut
from annotation.models import GoldAnswer, StaleBecause
from annotation.services.gold_scores import PersonOnGold
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

LIVE = ["current", "stale"]


class GoldIn(PageIn):
    state = serializers.ChoiceField(LIVE, default="", help_text="Only those that count, or only stale ones.")
    uses = serializers.CharField(
        default="", max_length=63, help_text="Only those that use this label or option, by its key."
    )
    item = serializers.UUIDField(default=None, help_text="Only that of this item.")


class GoldUseOut(Out):
    field = serializers.CharField(help_text="The field's key.")
    label = serializers.CharField(help_text="The label or option that is used.")  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="How often.")


class GoldAnswerOut(Out):
    id = serializers.UUIDField(help_text="The gold answer.")
    item = NamedItemRowOut(help_text="What it is the answer to.")
    state = serializers.ChoiceField(LIVE, help_text="Whether it counts; stale ones count in no score.")
    stale_because = serializers.ChoiceField(
        StaleBecause.choices,
        allow_null=True,
        help_text="What the newer schema version would do to it; null where it counts.",
    )
    reason = serializers.CharField(
        help_text="Of which parts, as the operation says it; empty where it counts."
    )
    stale_since = serializers.IntegerField(
        source="staled_by.to_version.number",
        default=None,
        allow_null=True,
        help_text="The schema version to which it could not be carried; null where it counts.",
    )
    schema_version = serializers.UUIDField(
        source="schema_version_id", help_text="What the answer was given under."
    )
    schema_number = serializers.IntegerField(
        source="schema_version.number", help_text="The number of that version."
    )
    uses = GoldUseOut(many=True, help_text="Labels and options that it uses.")
    annotation = serializers.UUIDField(
        source="source.annotation_id",
        default=None,
        allow_null=True,
        help_text="The annotation that it was taken from.",
    )
    revision = serializers.IntegerField(
        source="source.number", default=None, allow_null=True, help_text="Its revision at that time."
    )
    carried = serializers.SerializerMethodField(
        help_text="Whether a schema migration carried it from an older answer."
    )
    author = serializers.CharField(
        source="author.pseudonym", help_text="Who made it a gold answer, as a pseudonym."
    )
    created_at = serializers.DateTimeField(help_text="When it was made or carried.")

    @extend_schema_field(serializers.BooleanField())
    def get_carried(self, gold: GoldAnswer) -> bool:
        return gold.migration_id is not None

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        told["stale_because"] = told["stale_because"] or None
        return told


class NewGoldIn(In):
    annotation = serializers.UUIDField(help_text="The annotation whose newest value is the answer.")


class CountsOnGoldOut(Out):
    score = serializers.FloatField(
        help_text="2 × correct / (2 × correct + 2 × wrong + missed + extra), from 0 to 1; 1 where there was nothing to see."
    )
    correct = serializers.IntegerField(help_text="Regions, spans and answers that are as in the gold answer.")
    wrong = serializers.IntegerField(help_text="In the right place with the wrong label, or another answer.")
    missed = serializers.IntegerField(help_text="In the gold answer only.")
    extra = serializers.IntegerField(help_text="In the person's work only.")


class LabelOnGoldOut(CountsOnGoldOut):
    field = serializers.CharField(help_text="The field's key.")
    label = serializers.CharField(help_text="The label or option; empty for an answer that is none.")  # type: ignore[assignment]


@extend_schema_serializer(component_name="PersonOnGoldOut")
class PersonOnGoldOut(PersonOut):
    tasks = serializers.IntegerField(help_text="Tasks of theirs on items with a gold answer that counts.")
    whole = CountsOnGoldOut(help_text="All labels together.")
    by_label = LabelOnGoldOut(many=True, help_text="The same label by label; whatever is worst comes first.")


class OnGoldOut(Out):
    answers = serializers.IntegerField(help_text="Gold answers that count.")
    stale = serializers.IntegerField(help_text="Gold answers that do not.")
    in_training = serializers.IntegerField(
        help_text="Gold answers that people are shown in trainings: by these nobody is measured."
    )
    people = PersonOnGoldOut(many=True, help_text="Annotators with such tasks; who does worst comes first.")


def told_person(row: PersonOnGold) -> dict[str, Any]:
    """As `PersonOnGoldOut` describes."""
    by_label = [
        {"field": field, "label": label, **_told(counts)}
        for (field, label), counts in row.found.by_label.items()
    ]
    by_label.sort(key=lambda each: (each["score"], each["field"], each["label"]))
    return {
        **PersonOut(row.person).data,
        "tasks": row.tasks,
        "whole": _told(row.found.counts),
        "by_label": by_label,
    }


def _told(counts: Counts) -> dict[str, Any]:
    return {
        "score": round(counts.score, 4),
        "correct": counts.correct,
        "wrong": counts.wrong,
        "missed": counts.missed,
        "extra": counts.extra,
    }
