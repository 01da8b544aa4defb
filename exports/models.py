"""The way in from and out to other formats."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from datasets.models import DatasetVersion
from guidelines.models import Project
from labelwright.ids import new_id
from labelwright.jobs.models import Job


class Import(models.Model):
    """Files on their way to becoming items. Files are sent one by one; then a job reads them."""

    class State(models.TextChoices):
        COLLECTING = "collecting"
        READING = "reading"
        DONE = "done"
        FAILED = "failed"  # nothing of it was taken, or only what the report says
        CANCELLED = "cancelled"  # what was taken before stays

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="imports")
    format = models.CharField(max_length=20, default="auto")
    chosen = models.CharField(max_length=20, blank=True)  # what `auto` came to
    options = models.JSONField(default=dict)
    # Whose predictions the labels are: then nobody has said them, and they become no annotations.
    model = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken = models.PositiveIntegerField(default=0)  # new items
    known = models.PositiveIntegerField(default=0)  # items that were there already
    labelled = models.PositiveIntegerField(default=0)  # annotations that came with them
    refused = models.PositiveIntegerField(default=0)  # files, lines and images that did not become items
    report = models.JSONField(default=dict)  # the other counts; see `services.import_job`
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="imports_of_a_project")]

    def __str__(self) -> str:
        return f"import {self.format} {self.state}"


class ImportFile(models.Model):
    """One file as it was sent, under a name that we chose; `path` is only what the sender called it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            # The same file sent twice (a retry) is one file.
            models.UniqueConstraint(fields=["source", "path"], name="one_import_file_per_path"),
        ]

    @property
    def storage_name(self) -> str:
        return f"imports/{self.source_id.hex}/{self.id.hex}"


class ImportProblem(models.Model):
    """What was refused (`error`) or not taken whole (`warning`), where, why, and what to do."""

    class Severity(models.TextChoices):
        ERROR = "error"
        WARNING = "warning"

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    file = models.CharField(max_length=500)
    line = models.PositiveIntegerField(null=True, blank=True)
    severity = models.CharField(max_length=7, choices=Severity.choices, default=Severity.ERROR)
    code = models.CharField(max_length=60)
    detail = models.CharField(max_length=1000)
    count = models.PositiveIntegerField(default=1)  # how often in this place

    class Meta:
        indexes = [models.Index(fields=["source", "id"], name="problems_of_an_import")]


class Export(models.Model):
    """A dataset version written in a public format; the same request finds the same file."""

    class State(models.TextChoices):
        WRITING = "writing"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    options_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITING)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "format", "options_hash"], name="one_export_per_version_format_and_options"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(sha256=""), name="ready_exports_have_bytes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.version}"
