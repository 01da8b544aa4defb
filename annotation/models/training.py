"""What people answer in a training, and how that was measured. It is no annotation, so nothing that counts annotations sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models.gold import GoldAnswer
from annotation.models.work import Batch, Item
from guidelines.models import GuidelineVersion, SchemaVersion
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL


class TrainingRound(models.Model):
    """One person's way through all items of a training. Over, it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, db_index=False, on_delete=models.PROTECT, related_name="rounds")
    user = models.ForeignKey(User, db_index=False, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    score = models.FloatField(
        null=True, blank=True
    )  # from 0 to 1; null where no gold answer counted any more
    is_passed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "user", "number"], name="training_rounds_are_numbered"),
            # Also what every next task of a batch that requires the training looks for.
            models.UniqueConstraint(
                fields=["batch", "user"], condition=Q(is_passed=True), name="a_training_is_passed_once"
            ),
            models.UniqueConstraint(
                fields=["batch", "user"], condition=Q(finished_at__isnull=True), name="one_round_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(is_passed=False) | Q(finished_at__isnull=False, score__isnull=False),
                name="what_is_passed_is_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}, round {self.number}"


class TrainingAnswer(models.Model):
    """What somebody said about one item in one round, and how far the gold answer says the same. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(TrainingRound, db_index=False, on_delete=models.PROTECT, related_name="answers")
    user = models.ForeignKey(User, db_index=False, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    # What it was measured by; null, like the score, where no gold answer counted any more.
    gold = models.ForeignKey(GoldAnswer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    guideline_version = models.ForeignKey(
        GuidelineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seconds = models.PositiveIntegerField(default=0)
    score = models.FloatField(null=True, blank=True)
    client_key = models.CharField(
        max_length=100
    )  # the browser's key of this save: sent twice it is one answer
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="an_item_is_answered_once_in_a_round"),
            models.UniqueConstraint(fields=["user", "client_key"], name="one_training_answer_per_save"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(gold__isnull=False), name="scores_have_a_gold_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.round}"
