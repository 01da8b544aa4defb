"""What a guideline version means for labels made before it. Only for those who run a project and its quality managers."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotation.consequences import Decision, Looked, Recommendation
from annotation.models import BatchState, Recheck
from annotation.queries.consequences import Consequences, Effort, OneRecheck
from guidelines.models import GuidelineVersion
from labelwright.rest.serializers import In, Out

LARGEST_SAMPLE = 5000


class OldLabelOut(Out):
    field = serializers.CharField(help_text="The field's key.")
    label = serializers.CharField(help_text="The label or option that the change touched.")  # type: ignore[assignment]
    annotations = serializers.IntegerField(help_text="Annotations made before that use it.")


class OldVersionOut(Out):
    number = serializers.IntegerField(
        allow_null=True, help_text="The guideline version that they go by; null for none."
    )
    annotations = serializers.IntegerField(help_text="How many.")


class OldMakersOut(Out):
    vendor = serializers.CharField(
        allow_null=True, help_text="Whose people made them; null in house and for what was imported."
    )
    is_imported = serializers.BooleanField(help_text="Whether nobody here made them.")
    annotations = serializers.IntegerField(help_text="How many.")


class LookedOut(Out):
    seen = serializers.IntegerField(help_text="Annotations that somebody looked at again.")
    changed = serializers.IntegerField(help_text="Of these, how many had to be changed.")
    rate = serializers.FloatField(help_text="Their share, from 0 to 1.")
    low = serializers.FloatField(help_text="The true share is hardly lower (95 % Wilson interval).")
    high = serializers.FloatField(help_text="Nor higher.")


class LookedAtLabelOut(LookedOut):
    label = serializers.CharField(help_text="The label or option.")  # type: ignore[assignment]


class InReviewOut(LookedOut):
    number = serializers.IntegerField(
        allow_null=True, help_text="The guideline version that the work was made by; null for none."
    )


class EffortOut(Out):
    annotations = serializers.IntegerField(help_text="How many are to be looked at.")
    hours = serializers.FloatField(
        allow_null=True, help_text="Of people, at the speed measured here; null where nothing was."
    )
    cost = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        allow_null=True,
        help_text="At the price of the batches that they were made in; null where none has one.",
    )


class RecommendationOut(Out):
    decision = serializers.ChoiceField(
        [(each.value, each.value) for each in Decision],
        help_text=(
            "`none`: nothing was looked at yet; `keep`: surely few are wrong; `slice`: do those again that use `labels`; `all`; "
            "`more`: the sample leaves it open."
        ),
    )
    labels = serializers.ListField(child=serializers.CharField(), help_text="Of a slice, which.")
    whole = LookedOut(help_text="What the samples have shown.")
    by_label = LookedAtLabelOut(many=True, help_text="The same label by label.")
    rest = LookedOut(
        allow_null=True, help_text="Of a slice: what was seen of annotations that use none of its labels."
    )
    effort = EffortOut(help_text="What doing as recommended takes.")


class RecheckBatchOut(Out):
    id = serializers.UUIDField(source="batch_id", help_text="The batch.")
    name = serializers.CharField(source="batch.name", help_text="Its name.")
    state = serializers.ChoiceField(
        BatchState.choices, source="batch.state", help_text="A draft has nobody who may do it."
    )
    filling = serializers.UUIDField(
        source="batch.filling", allow_null=True, help_text="The job that still fills it; null when done."
    )
    vendor = serializers.CharField(
        source="vendor.name", default=None, allow_null=True, help_text="Whose work it is about; else null."
    )
    is_imported = serializers.BooleanField(help_text="Whether it is about imported labels.")


class RecheckOut(Out):
    id = serializers.UUIDField(source="recheck.id", help_text="The drawing.")
    purpose = serializers.ChoiceField(
        Recheck.Purpose.choices, source="recheck.purpose", help_text="A sample, a slice, or all."
    )
    labels = serializers.ListField(
        child=serializers.CharField(), source="recheck.labels", help_text="Labels that it was drawn by."
    )
    seed = serializers.IntegerField(
        source="recheck.seed", help_text="Draws the same again from the same annotations."
    )
    population = serializers.IntegerField(
        source="recheck.population", help_text="Annotations that it was drawn from."
    )
    tasks = serializers.IntegerField(help_text="How many were drawn.")
    looked = serializers.IntegerField(help_text="How many somebody has looked at.")
    changed = serializers.IntegerField(help_text="How many of these were changed.")
    left = serializers.IntegerField(help_text="How many are still to be done.")
    batches = RecheckBatchOut(many=True, help_text="One for each group of people who made the labels.")
    created_at = serializers.DateTimeField(source="recheck.created_at", help_text="When it was drawn.")


class ConsequencesOut(Out):
    guideline_version = serializers.UUIDField(help_text="The version that changed the rules.")
    number = serializers.IntegerField(help_text="Its number.")
    change_kind = serializers.ChoiceField(
        GuidelineVersion.ChangeKind.choices, help_text="What kind of change it was."
    )
    summary = serializers.CharField(help_text="What it changed; may be empty.")
    labels = serializers.ListField(
        child=serializers.CharField(), help_text="Labels and options that it touched."
    )
    annotations = serializers.IntegerField(
        help_text="Annotations of these labels whose newest revision goes by an older version, or by none."
    )
    waiting = serializers.IntegerField(help_text="How many of them are being looked at again already.")
    by_label = OldLabelOut(many=True, help_text="By label, in the order of the schema.")
    by_version = OldVersionOut(many=True, help_text="By the guideline version that they go by.")
    by_makers = OldMakersOut(many=True, help_text="By who made them, most first.")
    proposed = serializers.IntegerField(
        help_text="How large a sample tells the rate to ±10 points, whatever it is."
    )
    in_review = InReviewOut(
        many=True,
        help_text="Of reviewed work with these labels: how much was fixed or returned, by guideline version, oldest first.",
    )
    rechecks = RecheckOut(many=True, help_text="What was drawn so far, newest first.")
    recommendation = RecommendationOut(help_text="What the samples recommend.")
    all = EffortOut(help_text="What looking at all that is left takes.")


class NewRecheckIn(In):
    purpose = serializers.ChoiceField(
        Recheck.Purpose.choices, help_text="`sample`, `slice` for some labels, or `all`."
    )
    labels = serializers.ListField(
        child=serializers.CharField(max_length=63),
        default=list,
        max_length=200,
        help_text="Of a slice: labels and options that the change touched.",
    )
    size = serializers.IntegerField(
        allow_null=True,
        default=None,
        min_value=1,
        max_value=LARGEST_SAMPLE,
        help_text="Of a sample: how many; null for what is proposed.",
    )
    annotators = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=1000,
        default=list,
        help_text="User ids. Each is given only what colleagues made, or what was imported.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["labels"] and attrs["purpose"] != Recheck.Purpose.SLICE:
            raise serializers.ValidationError({"labels": "Only goes with a slice."})
        if attrs["size"] is not None and attrs["purpose"] != Recheck.Purpose.SAMPLE:
            raise serializers.ValidationError({"size": "Only goes with a sample."})
        return attrs


def told_recheck(row: OneRecheck) -> Any:
    return RecheckOut(row).data


def told_consequences(found: Consequences) -> dict[str, Any]:
    """As `ConsequencesOut` describes."""
    return {
        "guideline_version": found.version.pk,
        "number": found.version.number,
        "change_kind": found.version.change_kind,
        "summary": found.version.summary,
        "labels": list(found.labels),
        "annotations": found.annotations,
        "waiting": found.waiting,
        "by_label": OldLabelOut(found.by_label, many=True).data,
        "by_version": OldVersionOut(found.by_version, many=True).data,
        "by_makers": OldMakersOut(found.by_makers, many=True).data,
        "proposed": found.proposed,
        "in_review": [{"number": row.number, **told_looked(row.looked)} for row in found.in_review],
        "rechecks": RecheckOut(found.rechecks, many=True).data,
        "recommendation": _recommendation(found.recommendation, found.effort),
        "all": EffortOut(found.effort_of_all).data,
    }


def _recommendation(found: Recommendation, effort: Effort) -> dict[str, Any]:
    return {
        "decision": found.decision.value,
        "labels": list(found.labels),
        "whole": told_looked(found.whole),
        "by_label": [{"label": label, **told_looked(looked)} for label, looked in found.by_label.items()],
        "rest": told_looked(found.rest) if found.rest else None,
        "effort": EffortOut(effort).data,
    }


def told_looked(looked: Looked) -> dict[str, Any]:
    """As `LookedOut` describes."""
    low, high = looked.interval
    return {
        "seen": looked.seen,
        "changed": looked.changed,
        "rate": round(looked.rate, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }
