"""What models say about the items of a published version, and how well that fits its labels."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models import Item
from datasets.models import DatasetVersion
from guidelines.models import Project, SchemaVersion
from labelwright.ids import new_id
from labelwright.jobs.models import Job


class ModelRun(models.Model):
    """One model's predictions on a split of a published version. Once complete it never changes."""

    class State(models.TextChoices):
        OPEN = "open"  # files of predictions are taken
        COMPLETE = "complete"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="model_runs")
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="model_runs")
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=2000, blank=True)
    split = models.CharField(max_length=50, blank=True)  # empty: every split of the version
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    predictions_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="complete") | Q(completed_at__isnull=False, predictions_count__gt=0),
                name="complete_runs_have_predictions",
            ),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="runs_of_a_project")]

    def __str__(self) -> str:
        return self.name


class PredictionFile(models.Model):
    """A file of predictions as it was sent; a job reads it into the run."""

    class State(models.TextChoices):
        READING = "reading"
        READ = "read"
        FAILED = "failed"  # nothing of it is in the run

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ModelRun, db_index=False, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)
    format = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    keep_good = models.BooleanField(default=False)  # else one bad line refuses the whole file
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # the first of them: line, pointer, detail
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # The same file sent twice (a retry) is one file; after it failed it may come again.
            models.UniqueConstraint(
                fields=["run", "sha256"], condition=~Q(state="failed"), name="one_prediction_file_per_content"
            ),
            # Two that name the same item would race for it.
            models.UniqueConstraint(
                fields=["run"], condition=Q(state="reading"), name="one_file_of_a_run_read_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["run", "-id"], name="files_of_a_run")]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where its bytes are while it is read."""
        return f"predictions/{self.pk.hex}"

    @property
    def storage_name(self) -> str:
        return f"{self.folder}/sent"

    @property
    def lines_name(self) -> str:
        """What another format was rewritten to: one line per item."""
        return f"{self.folder}/lines"


class Prediction(models.Model):
    """What a run says about one item, by the keys of the run's schema version."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ModelRun, db_index=False, on_delete=models.CASCADE, related_name="predictions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(PredictionFile, on_delete=models.CASCADE, related_name="+")
    value = models.JSONField()
    scores = models.JSONField(default=dict)  # by the id of a region or span, or the key of a field

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "item"], name="one_prediction_per_run_and_item"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} on {self.item_id}"


class RunScore(models.Model):
    """How well a run fits the labels of its version, both read under `schema_version`. The same request finds the same one."""

    class State(models.TextChoices):
        COUNTING = "counting"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(ModelRun, db_index=False, on_delete=models.CASCADE, related_name="scores")
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    threshold = models.FloatField()  # parts with a lower score count as not predicted, except in AP
    state = models.CharField(max_length=10, choices=State.choices, default=State.COUNTING)
    figures = models.JSONField(default=list)  # the first figure of each field, for lists
    report = models.JSONField(default=dict)
    inputs_sha256 = models.CharField(max_length=64, blank=True)  # of all that the report depends on
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # two that ask at once get the same one
            models.UniqueConstraint(
                fields=["run", "schema_version", "threshold"], name="one_score_per_run_schema_and_threshold"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(inputs_sha256=""), name="ready_scores_say_what_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} under {self.schema_version}"

    @property
    def folder(self) -> str:
        """Where the pieces of a score are while it is counted."""
        return f"scores/{self.pk.hex}"


class ItemScore(models.Model):
    """An item on which a run was wrong, and how often."""

    id = models.BigAutoField(primary_key=True)
    score = models.ForeignKey(RunScore, db_index=False, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    errors = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    extra = models.PositiveIntegerField()
    confused = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["score", "item"], name="one_item_score_per_score"),
        ]
        indexes = [models.Index(fields=["score", "-errors", "id"], name="worst_items_of_a_score")]

    def __str__(self) -> str:
        return f"{self.errors} errors"
