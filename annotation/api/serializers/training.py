"""Trainings: what people are told about their own answers, and how everybody does, for those who run them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotation.agreement.compare import Found
from annotation.queries.training import Standing
from annotation.services.training import Feedback
from labelwright.rest.serializers import Out


class StandingOut(Out):
    round = serializers.IntegerField(help_text="Which round the person is in, or was in last; from 1.")
    done = serializers.IntegerField(help_text="How many items of it are answered.")
    total = serializers.IntegerField(help_text="How many items there are.")
    score = serializers.FloatField(
        allow_null=True, help_text="The mean of their scores, from 0 to 1; null before the first."
    )
    pass_mark = serializers.IntegerField(help_text="What has to be reached, in percent.")
    is_over = serializers.BooleanField(help_text="Whether the round is over.")
    is_passed = serializers.BooleanField(help_text="Whether the training is passed, for good.")
    passed_at = serializers.DateTimeField(allow_null=True, help_text="Since when; null before.")
    may_go_again = serializers.BooleanField(help_text="Whether another round can be begun.")


def standing(found: Standing) -> dict[str, Any]:
    """As `StandingOut` describes."""
    return {
        "round": found.round,
        "done": found.done,
        "total": found.total,
        "score": None if found.score is None else round(found.score, 4),
        "pass_mark": found.pass_mark,
        "is_over": found.is_over,
        "is_passed": found.is_passed,
        "passed_at": found.passed_at,
        "may_go_again": found.may_go_again,
    }


class UnitOut(Out):
    field = serializers.CharField(help_text="The field's key.")
    label = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True,
        help_text="The label that it should have, or that an extra one was given; empty for an answer that names none.",
    )
    found = serializers.ChoiceField(
        [each.value for each in Found],
        help_text="`wrong`: in the right place with the wrong label, or another answer; `missed`: only in the gold answer.",
    )
    gold = serializers.CharField(allow_null=True, help_text="The part of `gold` that it is; or null.")
    own = serializers.CharField(allow_null=True, help_text="The part of `own` that it is; or null.")


class FeedbackOut(Out):
    score = serializers.FloatField(
        allow_null=True,
        help_text="2 × correct / (2 × correct + 2 × wrong + missed + extra); null where no gold answer counts any more.",
    )
    schema_version = serializers.UUIDField(help_text="The schema version that both answers are shown under.")
    own = serializers.DictField(help_text="What the person said.")
    gold = serializers.DictField(
        allow_null=True, help_text="The gold answer; null where none counts any more."
    )
    units = UnitOut(many=True, help_text="Everything that there was to see, and how it was answered.")
    standing = StandingOut(help_text="How the person stands now.")


def feedback(found: Feedback) -> dict[str, Any]:
    """As `FeedbackOut` describes."""
    return {
        "score": None if found.score is None else round(found.score, 4),
        "schema_version": found.schema_version,
        "own": found.own,
        "gold": found.gold,
        "units": [
            {
                "field": unit.field,
                "label": unit.label,
                "found": unit.found.value,
                "gold": unit.trusted,
                "own": unit.other,
            }
            for unit in found.units
        ],
        "standing": standing(found.standing),
    }
