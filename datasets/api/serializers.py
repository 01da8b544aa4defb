"""What goes in and out about dataset versions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from datasets.models import DatasetLens, DatasetVersion
from datasets.queries.lenses import Lens
from datasets.queries.preview import Preview
from datasets.splits import DEFAULT
from guidelines.api.jobs import JobOut
from labelwright.rest.serializers import In, Out, SaidField

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


AS_SCHEMA_HELP = "Number of the schema version of the project to read it under; by default its own."


class AsSchemaIn(In):
    as_schema = serializers.IntegerField(
        min_value=1, max_value=999_999_999, default=None, help_text=AS_SCHEMA_HELP
    )


class LensIn(In):
    as_schema = serializers.IntegerField(
        min_value=1,
        max_value=999_999_999,
        help_text="Number of the schema version of the project to read the version under.",
    )


class ByNumberIn(AsSchemaIn):
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


class LensPartsOut(Out):
    operation = serializers.CharField(help_text="The operation in words; empty where it is no single one.")
    field = serializers.CharField(help_text="Key of the field.")
    label = serializers.CharField(help_text="Key of the label before it; empty for other answers.")  # type: ignore[assignment]
    outcome = serializers.CharField(
        help_text="`lossless`, `lossy`, `dropped`, or `person`: only a person could decide."
    )
    reason = serializers.CharField(help_text="What was lost, or why.")
    count = serializers.IntegerField(help_text="How many parts.")


class LensReportOut(Out):
    annotations = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="Annotations that are in it by the worst that happened to a part of them: `unchanged`, `lossless`, "
        "`lossy`, `dropped`.",
    )
    without_answer = serializers.IntegerField(
        help_text="Annotations left out because only a person could say what they become."
    )
    refused = serializers.IntegerField(
        help_text="Annotations left out because they are not valid under the version's own schema."
    )
    items_left_out = serializers.IntegerField(help_text="Items of which no annotation is left.")
    parts = LensPartsOut(many=True, help_text="What happened to parts of annotations, and why.")


class LensOut(Out):
    as_schema = SchemaRefOut(source="target", help_text="The schema version that it is read under.")
    operations = serializers.ListField(
        child=SaidField(), help_text="What leads there from the version's own schema, in words."
    )
    plan_hash = serializers.CharField(source="plan.hash", help_text="SHA-256 of these operations.")
    state = serializers.ChoiceField(
        choices=["absent", *DatasetLens.State.values],
        source="written.state",
        default="absent",
        help_text="absent: nobody has asked for its files; then writing, ready or failed.",
    )
    identity = serializers.SerializerMethodField(help_text="SHA-256 of its manifest; null until it is ready.")
    counts = serializers.SerializerMethodField(help_text="What is in it; null until it is ready.")
    report = serializers.SerializerMethodField(
        help_text="What was lost, dropped and had no answer; null until it is ready."
    )
    files = serializers.SerializerMethodField(help_text="How many files it has, and how large they are.")
    job = JobOut(
        source="written.job", default=None, allow_null=True, help_text="The job that writes or wrote it."
    )

    def get_identity(self, lens: Lens) -> str | None:
        return lens.written.manifest_sha256 or None if lens.written else None

    @extend_schema_field(DatasetCountsOut(allow_null=True))
    def get_counts(self, lens: Lens) -> dict[str, Any] | None:
        return lens.written.counts or None if lens.written else None

    @extend_schema_field(LensReportOut(allow_null=True))
    def get_report(self, lens: Lens) -> dict[str, Any] | None:
        return lens.written.report or None if lens.written else None

    @extend_schema_field(FilesOut)
    def get_files(self, lens: Lens) -> dict[str, int]:
        written = lens.written
        return {
            "count": written.file_count if written else 0,
            "bytes": written.file_bytes if written else 0,
        }


class AskedLabelOut(Out):
    field = serializers.CharField(help_text="Key of the field.")
    label = serializers.CharField(help_text="Key of the label or option.")  # type: ignore[assignment]
    name = serializers.CharField(help_text="Its name.")
    count = serializers.IntegerField(help_text="How many questions are about it.")


class DecisionsOut(Out):
    path = serializers.CharField(help_text="The file that holds them, one JSON object a line.")
    sha256 = serializers.CharField(help_text="SHA-256 of the file, which it is downloaded by.")
    size = serializers.IntegerField(help_text="Its size in bytes.")
    count = serializers.IntegerField(help_text="How many questions.")
    outcomes = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="How many by what followed from them; `answered` where nobody has said that.",
    )
    labels = AskedLabelOut(many=True, help_text="The labels that were asked about most, the first the most.")


class DatasetVersionDetailOut(DatasetVersionOut):
    decisions = serializers.SerializerMethodField(
        help_text="Published answers about what is in it; null where there are none, and until it is published."
    )
    lineage = serializers.SerializerMethodField(
        help_text="Schema and guideline versions and causes of its annotations, and the number of annotators."
    )
    verification = serializers.SerializerMethodField(
        help_text="The last job that verified it; null if nobody has asked for one."
    )

    lens = serializers.SerializerMethodField(
        help_text="How it is read under the schema version of `as_schema`; null without that, and where it is its own."
    )

    @extend_schema_field(LensOut(allow_null=True))
    def get_lens(self, version: DatasetVersion) -> dict[str, Any] | None:
        lens = self.context.get("lens")
        return LensOut(lens).data if lens else None

    @extend_schema_field(DecisionsOut(allow_null=True))
    def get_decisions(self, version: DatasetVersion) -> dict[str, Any] | None:
        return version.lineage.get("decisions")

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
        help_text="Annotations that are not under this schema: they wait for a person, are not valid, or no operations lead "
        "here. Those that do not fit are left out."
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
