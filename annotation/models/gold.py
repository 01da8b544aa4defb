"""Answers that the team trusts, to measure people by. Which items have one never reaches those who label."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models.schema_migration import SchemaMigration
from annotation.models.work import AnnotationRevision, Item
from guidelines.models import Project, SchemaVersion
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL


class GoldState(models.TextChoices):
    CURRENT = "current"
    STALE = "stale"  # a schema migration could not carry it without loss: it counts in no score
    REPLACED = "replaced"  # by a newer answer to the same item
    RETIRED = "retired"


class StaleBecause(models.TextChoices):
    LOSSY = "lossy"  # a part would lose something
    PERSON = "person"  # only a person knows what a part becomes
    DROPPED = "dropped"  # a part would not be there any more
    REFUSED = "refused"  # the answer is not valid under its own schema


LIVE_GOLD = (GoldState.CURRENT, GoldState.STALE)


class GoldAnswer(models.Model):
    """What is true of one item. The answer never changes: another one is another row, and only the state tells them apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="gold")
    item = models.ForeignKey(Item, db_index=False, on_delete=models.PROTECT, related_name="gold")
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    state = models.CharField(max_length=10, choices=GoldState.choices, default=GoldState.CURRENT)
    # What stale answers would suffer on the way to the next schema version, and of which part, as the operation says it.
    stale_because = models.CharField(max_length=10, choices=StaleBecause.choices, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    # The schema migration that carried the answer here from `replaces`, and the one that could not carry it on.
    migration = models.ForeignKey(
        SchemaMigration, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staled_by = models.ForeignKey(
        SchemaMigration, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What it was taken from: also of an answer that a migration carried, whose author nobody measures by it.
    source = models.ForeignKey(
        AnnotationRevision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # Two truths about an item are none. Also finds the answer of an item.
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=["current", "stale"]),
                name="one_live_gold_answer_per_item",
            ),
            models.CheckConstraint(
                condition=~Q(state="stale") | (~Q(stale_because="") & Q(staled_by__isnull=False)),
                name="stale_gold_says_why",
            ),
        ]
        indexes = [
            # the answers of a project, page by page; those that a schema migration has to carry
            models.Index(
                fields=["project", "-id"],
                condition=Q(state__in=["current", "stale"]),
                name="live_gold_of_a_project",
            ),
            models.Index(fields=["item", "-id"], name="gold_of_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.state})"


class GoldUse(models.Model):
    """How often a gold answer uses a label: finds the answers that say something about it."""

    gold = models.ForeignKey(GoldAnswer, db_index=False, on_delete=models.CASCADE, related_name="uses")
    field = models.CharField(max_length=63)
    label = models.CharField(max_length=63)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gold", "field", "label"], name="one_row_per_label_in_gold"),
        ]
