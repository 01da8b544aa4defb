"""What goes in and out about dataset versions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from datasets.models import DatasetVersion
from datasets.queries.preview import Preview
from datasets.splits import DEFAULT
from guidelines.api.jobs import JobOut
from labelwright.rest.serializers import In, Out

SOURCES = ("accepted", "submitted")
SOURCE_HELP = "Which annotations: `accepted`, or `submitted` for those and what still waits for review."
FREE_JSON = {"type": "object", "additionalProperties": True}


class PublishIn(In):
    note = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="What is new, for those who pull it."
    )
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=SOURCES, default="accepted", help_text=SOURCE_HELP
    )
    splits = serializers.DictField(
        child=serializers.FloatField(),
        default=lambda: dict(DEFAULT),
        help_text="Name of each split and its share; together 1.",
    )


class PreviewIn(In):
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=SOURCES, default="accepted", help_text=SOURCE_HELP
    )
    splits = serializers.CharField(
        default="", help_text="Shares such as `train:0.8,val:0.1,test:0.1`, which is the default."
    )


class ByNumberIn(In):
    organisation = serializers.SlugField(
        default="", help_text="Slug of the organisation, where several of yours have such a project."
    )


class VersionRefOut(Out):
    id = serializers.UUIDField(help_text="Identity of the version.")
    number = serializers.IntegerField(help_text="Its number in the project.")


class SchemaRefOut(VersionRefOut):
    identity = serializers.CharField(help_text="SHA-256 of what the schema says, without cosmetic parts.")


class SplitCountOut(Out):
    name = serializers.CharField(help_text="Name of the split.")
    items = serializers.IntegerField(help_text="Items in it.")
    annotations = serializers.IntegerField(help_text="Annotations of these items.")


class LabelCountOut(Out):
    field = serializers.CharField(help_text="Key of the field.")
    label = serializers.CharField(help_text="Key of the label or option.")  # type: ignore[assignment]
    name = serializers.CharField(help_text="Its name.")
    count = serializers.IntegerField(help_text="How often it was used.")
    splits = serializers.DictField(
        child=serializers.IntegerField(), help_text="How often in each split, by the split's name."
    )


class DatasetCountsOut(Out):
    items = serializers.IntegerField(help_text="Items.")
    annotations = serializers.IntegerField(help_text="Annotations of these items.")
    splits = SplitCountOut(many=True, help_text="Each split in its order.")
    labels = LabelCountOut(many=True, help_text="Each label and option, in the order of the schema.")


class FilesOut(Out):
    count = serializers.IntegerField(help_text="Number of files, the manifest among them.")
    bytes = serializers.IntegerField(help_text="Size of all of them together.")


class ShareOut(Out):
    name = serializers.CharField(help_text="Name of the split.")
    share = serializers.FloatField(help_text="Its share of the items.")


class DatasetVersionOut(Out):
    id = serializers.UUIDField(
        help_text="Identity of the row; the version's own identity is its manifest's hash."
    )
    project = serializers.UUIDField(source="dataset.project_id", help_text="The project it was made from.")
    slug = serializers.CharField(
        source="dataset.project.slug", help_text="Short name of the project, as in `<slug>@<number>`."
    )
    number = serializers.IntegerField(allow_null=True, help_text="Its number; null where publishing failed.")
    state = serializers.ChoiceField(
        choices=DatasetVersion.State.values, help_text="building, published for ever, or failed."
    )
    note = serializers.CharField(help_text="What is new in it.")
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Which annotations it was made of."
    )
    splits = serializers.SerializerMethodField(help_text="The splits and their shares, in order.")
    schema_version = SchemaRefOut(help_text="The label schema that its values follow.")
    guideline_version = VersionRefOut(allow_null=True, help_text="The guideline that it carries.")
    identity = serializers.SerializerMethodField(help_text="SHA-256 of the manifest; null until published.")
    counts = serializers.SerializerMethodField(help_text="What is in it; null until published.")
    files = serializers.SerializerMethodField(help_text="How many files it has, and how large they are.")
    job = serializers.UUIDField(
        source="job_id", allow_null=True, help_text="The job that writes or wrote it."
    )
    created_at = serializers.DateTimeField(help_text="When publishing was asked for.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="When it was published.")
    published_by = serializers.CharField(
        source="created_by.pseudonym", help_text="Who asked for it, by pseudonym."
    )

    @extend_schema_field(ShareOut(many=True))
    def get_splits(self, version: DatasetVersion) -> list[dict[str, Any]]:
        return [{"name": name, "share": share} for name, share in version.shares]

    def get_identity(self, version: DatasetVersion) -> str | None:
        return version.manifest_sha256 or None

    @extend_schema_field(DatasetCountsOut(allow_null=True))
    def get_counts(self, version: DatasetVersion) -> dict[str, Any] | None:
        return version.counts or None

    @extend_schema_field(FilesOut)
    def get_files(self, version: DatasetVersion) -> dict[str, int]:
        return {"count": version.file_count, "bytes": version.file_bytes}


class DatasetVersionDetailOut(DatasetVersionOut):
    lineage = serializers.SerializerMethodField(
        help_text="Schema and guideline versions and causes of its annotations, and the number of annotators."
    )
    verification = serializers.SerializerMethodField(
        help_text="The last job that verified it; null if nobody has asked for one."
    )

    @extend_schema_field(FREE_JSON)
    def get_lineage(self, version: DatasetVersion) -> dict[str, Any]:
        return dict(version.lineage)

    @extend_schema_field(JobOut(allow_null=True))
    def get_verification(self, version: DatasetVersion) -> dict[str, Any] | None:
        job = self.context.get("verification")
        return JobOut(job).data if job else None


class DatasetPreviewOut(Out):
    number = serializers.IntegerField(help_text="The number that the version would get.")
    schema_version = SchemaRefOut(allow_null=True, help_text="The current schema; null: publish one first.")
    guideline_version = VersionRefOut(allow_null=True, help_text="The current guideline.")
    splits = serializers.SerializerMethodField(help_text="The splits and their shares, in order.")
    counts = serializers.SerializerMethodField(help_text="What would be in it; null without a schema.")
    other_schema = serializers.IntegerField(
        help_text="Annotations saved under another schema version; those that do not fit this one are left out."
    )
    running = serializers.UUIDField(
        source="running.job_id",
        default=None,
        allow_null=True,
        help_text="The job of a publication that runs now.",
    )

    @extend_schema_field(ShareOut(many=True))
    def get_splits(self, preview: Preview) -> list[dict[str, Any]]:
        return [{"name": name, "share": share} for name, share in preview.splits]

    @extend_schema_field(DatasetCountsOut(allow_null=True))
    def get_counts(self, preview: Preview) -> dict[str, Any] | None:
        return preview.counts
