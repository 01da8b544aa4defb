"""The way in from and out to other formats."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

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
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="imports")
    format = models.CharField(max_length=20, default="auto")
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken = models.PositiveIntegerField(default=0)  # new items
    known = models.PositiveIntegerField(default=0)  # items that were there already
    labelled = models.PositiveIntegerField(default=0)  # annotations that came with them
    refused = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"import {self.format} {self.state}"


class ImportFile(models.Model):
    """One file as it was sent, under a name that we chose; `path` is only what the sender called it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            # The same file sent twice (a retry) is one file.
            models.UniqueConstraint(fields=["source", "path"], name="one_import_file_per_path"),
        ]

    @property
    def storage_name(self) -> str:
        return f"imports/{self.source_id.hex}/{self.id.hex}"


class ImportProblem(models.Model):
    """What was refused, where, and why."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    file = models.CharField(max_length=500)
    line = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=60)
    detail = models.CharField(max_length=500)


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
