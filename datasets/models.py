"""What is frozen for modelers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidelines.models import GuidelineVersion, Project, SchemaVersion
from labelwright.ids import new_id
from labelwright.jobs.models import Job


class Dataset(models.Model):
    """A curated set over time. `split_salt` fixes which group falls into which split, for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="dataset")
    split_salt = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)


class DatasetVersion(models.Model):
    """Published: its bytes never change. Its identity is the SHA-256 of its manifest."""

    class State(models.TextChoices):
        BUILDING = "building"
        PUBLISHED = "published"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=10)  # accepted, submitted
    splits = models.JSONField()  # name → share
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    guideline_version = models.ForeignKey(
        GuidelineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    manifest_size = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # items, annotations, regions per label and split
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_dataset_version_per_number"),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(manifest_sha256="") & Q(published_at__isnull=False)),
                name="published_versions_have_an_identity",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class DatasetFile(models.Model):
    """A file of a version: its name in the version, and the hash that names its bytes in the storage."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="one_file_per_path_of_a_version"),
        ]
        indexes = [models.Index(fields=["version", "sha256"], name="files_by_hash")]
