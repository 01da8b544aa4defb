"""What is frozen for modelers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models import Annotation, AnnotationRevision, Asset, Item
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from labelwright.ids import new_id
from labelwright.jobs.models import Job


class Dataset(models.Model):
    """A curated set over time. `split_salt` fixes which group falls into which split, for ever."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="dataset")
    split_salt = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.project)

    def storage_name(self, sha256: str) -> str:
        """Where a file that we wrote is in the storage: by content, so that versions share what they have in common."""
        return f"datasets/{self.pk.hex}/{sha256}"


class DatasetVersion(models.Model):
    """Published: its bytes never change. Its identity is the SHA-256 of its manifest."""

    class State(models.TextChoices):
        BUILDING = "building"
        PUBLISHED = "published"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(null=True, blank=True)  # what failed gives its number back
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=10)  # accepted, submitted
    splits = models.JSONField()  # [[name, share], …] in their order, which JSON objects lose in PostgreSQL
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    guideline_version = models.ForeignKey(
        GuidelineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    manifest_size = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # items, annotations, labels; by split
    lineage = models.JSONField(default=dict)  # schema and guideline versions, causes, number of annotators
    file_count = models.PositiveIntegerField(default=0)
    file_bytes = models.PositiveBigIntegerField(default=0)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_dataset_version_per_number"),
            # Two publications at once would race for the number, and show a person two half-done versions.
            models.UniqueConstraint(
                fields=["dataset"], condition=Q(state="building"), name="one_publication_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="failed", number__isnull=True)
                | Q(state__in=["building", "published"], number__isnull=False),
                name="failed_versions_have_no_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(manifest_sha256="") & Q(published_at__isnull=False)),
                name="published_versions_have_an_identity",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number or 'failed'}"

    @property
    def shares(self) -> tuple[tuple[str, float], ...]:
        return tuple((name, share) for name, share in self.splits)

    @property
    def manifest_name(self) -> str:
        """Where the manifest is in the storage."""
        return self.dataset.storage_name(self.manifest_sha256)


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

    def __str__(self) -> str:
        return self.path

    @property
    def storage_name(self) -> str:
        """Where the bytes are. Media are the items' own assets, not copies of them."""
        dataset = self.version.dataset
        if self.path.startswith("media/"):
            return Asset(organisation_id=dataset.project.organisation_id, sha256=self.sha256).storage_name
        return dataset.storage_name(self.sha256)


class DatasetLens(models.Model):
    """A published version read under another schema version of its project: files and a manifest of its own.

    The version does not change by it. The same version and schema give the same bytes, so that one lens serves everybody.
    """

    class State(models.TextChoices):
        WRITING = "writing"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        DatasetVersion, db_index=False, on_delete=models.PROTECT, related_name="lenses"
    )
    schema_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITING)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    manifest_size = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # as those of a version
    report = models.JSONField(default=dict)  # what was lost, dropped, and had no answer
    file_count = models.PositiveIntegerField(default=0)
    file_bytes = models.PositiveBigIntegerField(default=0)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # the cache: two that ask at once get the same one
            models.UniqueConstraint(
                fields=["version", "schema_version"], name="one_lens_per_version_and_schema"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(manifest_sha256=""), name="ready_lenses_have_an_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} as {self.schema_version}"

    def storage_name(self, sha256: str) -> str:
        """Where a file that we wrote is. Apart from those of versions: what fails here takes nothing of theirs away."""
        return f"lenses/{self.pk.hex}/{sha256}"

    @property
    def manifest_name(self) -> str:
        """Where the manifest is in the storage."""
        return self.storage_name(self.manifest_sha256)


class LensFile(models.Model):
    """A file of a lens, as `DatasetFile` is one of a version."""

    lens = models.ForeignKey(DatasetLens, db_index=False, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lens", "path"], name="one_file_per_path_of_a_lens"),
        ]
        indexes = [models.Index(fields=["lens", "sha256"], name="files_of_a_lens_by_hash")]

    def __str__(self) -> str:
        return self.path

    @property
    def storage_name(self) -> str:
        """Where the bytes are. Media are the items' own assets here too."""
        if self.path.startswith("media/"):
            organisation = self.lens.version.dataset.project.organisation_id
            return Asset(organisation_id=organisation, sha256=self.sha256).storage_name
        return self.lens.storage_name(self.sha256)


class FrozenAnnotation(models.Model):
    """What a version that is being written consists of, in its order; gone once the version is there or has failed."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.CASCADE, related_name="frozen")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    annotation = models.ForeignKey(Annotation, on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.ForeignKey(
        AnnotationRevision, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    annotator = models.PositiveIntegerField()  # a number instead of the person, from 1
    state = models.CharField(max_length=10)  # at the moment of freezing

    class Meta:
        constraints = [
            # also the index by which the job reads on after a position
            models.UniqueConstraint(fields=["version", "position"], name="frozen_annotations_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"
