"""Agreement and errors by guideline version: for those who run a project and its quality managers, a vendor's lead of their own people."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from annotation.api.serializers.consequences import LookedOut, told_looked
from annotation.services.version_measures import LEAST, OfVersion, Score, VersionMeasures
from guidelines.models import GuidelineVersion
from labelwright.rest.serializers import In, Out


class GuidelineMeasuresIn(In):
    field = serializers.CharField(
        max_length=63, default="", help_text="With `label`: the key of the field that has it."
    )
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=63, default="", help_text="Only what the work says of this label or option, by its key."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["field"]) != bool(attrs["label"]):
            missing = "label" if attrs["field"] else "field"
            raise serializers.ValidationError({missing: "Name both the field and its label, or neither."})
        return attrs


class ScoreOut(Out):
    items = serializers.IntegerField(help_text="Items of which values were compared: the newest.")
    score = serializers.FloatField(
        allow_null=True,
        help_text="2 × correct / (2 × correct + 2 × wrong + missed + extra), from 0 to 1; null where nothing was compared.",
    )
    low = serializers.FloatField(
        help_text="The true score is hardly lower: 95 % Wilson interval, as if each item said one thing."
    )
    high = serializers.FloatField(help_text="Nor higher.")


class AgreementOut(ScoreOut):
    overlapping = serializers.IntegerField(
        help_text="Items that two or more people labelled, all by this version."
    )


class VersionReviewedOut(LookedOut):
    set_aside = serializers.IntegerField(
        help_text="Reviewed after a rule had changed: those count neither as right nor as wrong."
    )


@extend_schema_serializer(component_name="GuidelineMeasureOut")
class GuidelineMeasureOut(Out):
    guideline_version = serializers.UUIDField(
        allow_null=True, help_text="The version; null for work by people who had confirmed none."
    )
    number = serializers.IntegerField(allow_null=True, help_text="Its number.")
    change_kind = serializers.ChoiceField(
        GuidelineVersion.ChangeKind.choices, allow_null=True, help_text="What kind of change it was."
    )
    summary = serializers.CharField(help_text="What it changed; may be empty.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="Since when it is in force.")
    annotations = serializers.IntegerField(
        help_text="Annotations of pilots and production whose author last worked on them by this version."
    )
    agreement = AgreementOut(help_text="How far people who labelled the same item say the same.")
    reviewed = VersionReviewedOut(
        help_text="Of the work that reviewers decided on: how much they fixed or returned."
    )
    on_gold = ScoreOut(
        allow_null=True,
        help_text=(
            "How far work is as the gold answers say that are as old as its rules; stale ones count nowhere. Null for who may "
            "not know of them."
        ),
    )
    looked_again = LookedOut(
        allow_null=True,
        help_text=(
            "Of random samples that were looked at again under a newer rule: how much was changed. It is nobody's error. Null "
            "for a vendor's lead."
        ),
    )


class GuidelineMeasuresOut(Out):
    results = GuidelineMeasureOut(many=True, help_text="The newest 40 versions, oldest first.")
    older = serializers.IntegerField(help_text="Versions that are older than these.")
    least = serializers.IntegerField(help_text="Rates of fewer than so many say nothing.")


def told_measures(found: VersionMeasures) -> dict[str, Any]:
    """As `GuidelineMeasuresOut` describes."""
    return {"results": [_row(each) for each in found.rows], "older": found.older, "least": LEAST}


def _row(row: OfVersion) -> dict[str, Any]:
    version = row.version
    return {
        "guideline_version": version.pk if version else None,
        "number": version.number if version else None,
        "change_kind": version.change_kind if version else None,
        "summary": version.summary if version else "",
        "published_at": version.published_at if version else None,
        "annotations": row.annotations,
        "agreement": {**_score(row.agreement), "overlapping": row.overlapping},
        "reviewed": {**told_looked(row.reviewed.looked), "set_aside": row.reviewed.set_aside},
        "on_gold": _score(row.on_gold) if row.on_gold else None,
        "looked_again": told_looked(row.looked_again) if row.looked_again else None,
    }


def _score(score: Score) -> dict[str, Any]:
    low, high = score.interval
    return {
        "items": score.found,
        "score": round(score.score, 4) if score.found else None,
        "low": round(low, 4),
        "high": round(high, 4),
    }
