"""What goes in and out about model runs and their scores."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from datasets.api.serializers import FREE_JSON, LensReportOut, SchemaRefOut, VersionRefOut
from datasets.evaluation.models import ModelRun, PredictionFile, RunScore
from datasets.evaluation.services.ask import THRESHOLD
from datasets.evaluation.services.sides import Both
from guidelines.api.jobs import JobOut
from guidelines.values.value import dump_value
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

LARGEST = 999_999_999


class ModelRunIn(In):
    dataset_version = serializers.UUIDField(help_text="The published version that is predicted.")
    name = serializers.CharField(max_length=200, help_text="What the model is called.")
    note = serializers.CharField(
        max_length=2000, default="", allow_blank=True, help_text="What is worth knowing about it."
    )
    split = serializers.CharField(
        max_length=50,
        default="",
        allow_blank=True,
        help_text="The split that is predicted; empty for the whole version.",
    )
    schema_version = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST,
        allow_null=True,
        default=None,
        help_text="Number of the schema version of the predictions; by default the dataset version's own.",
    )


class ModelRunsIn(PageIn):
    dataset_version = serializers.UUIDField(
        required=False, default=None, help_text="Only the runs on this version."
    )


class FigureOut(Out):
    field = serializers.CharField(help_text="Key of the field.")
    name = serializers.CharField(help_text="Its name.")
    metric = serializers.CharField(help_text="`ap`, `f1` or `accuracy`.")
    value = serializers.FloatField(
        allow_null=True, help_text="0 to 1; null where there was nothing to count."
    )


class RunScoreOut(Out):
    id = serializers.UUIDField(help_text="The score.")
    as_schema = SchemaRefOut(
        source="schema_version",
        help_text="The schema version that labels and predictions were compared under.",
    )
    threshold = serializers.FloatField(
        help_text="Regions and spans with a lower score count in average precision only."
    )
    state = serializers.ChoiceField(choices=RunScore.State.values, help_text="Where it is in its life.")
    figures = FigureOut(many=True, help_text="The first figure of each field; empty until it is ready.")
    job = JobOut(allow_null=True, help_text="The job that counts it.")
    created_at = serializers.DateTimeField(help_text="When it was first asked for.")


class ModelRunOut(Out):
    id = serializers.UUIDField(help_text="The run.")
    project = serializers.UUIDField(source="project_id", help_text="Its project.")
    dataset_version = VersionRefOut(source="version", help_text="The version that it predicts.")
    dataset_schema = SchemaRefOut(source="version.schema_version", help_text="The schema of that version.")
    name = serializers.CharField(help_text="What the model is called.")
    note = serializers.CharField(help_text="What is worth knowing about it.")
    split = serializers.CharField(help_text="The split that it predicts; empty for the whole version.")
    schema_version = SchemaRefOut(help_text="The schema version of the predictions.")
    state = serializers.ChoiceField(
        choices=ModelRun.State.values, help_text="open: it takes predictions; complete: it never changes."
    )
    predictions = serializers.IntegerField(source="predictions_count", help_text="Items that it predicts.")
    scores = RunScoreOut(source="scores.all", many=True, help_text="What it was scored under, newest first.")
    created_by = serializers.CharField(
        source="created_by.pseudonym", help_text="Who opened it, by pseudonym."
    )
    created_at = serializers.DateTimeField(help_text="When it was opened.")
    completed_at = serializers.DateTimeField(allow_null=True, help_text="When it was completed.")


class PredictionFileIn(In):
    """multipart/form-data, one file a request. The same bytes again are the same file."""

    file = serializers.FileField(help_text="Lines of JSON, or COCO results.")
    name = serializers.CharField(
        max_length=300,
        required=False,
        help_text="What it is called in problems; the file's name if it is left out.",
    )
    format = serializers.CharField(
        max_length=20,
        default="jsonl",
        help_text="`jsonl`: a line per item, with `item` or `external_id`, `value` by the keys of the schema, and "
        "`scores` by the ids of regions and spans; or `coco`: COCO results.",
    )
    image_ids = serializers.CharField(
        max_length=20,
        required=False,
        help_text="For `coco`, what image_id is: `export`, the number in our COCO export of this version and split; or "
        "`imported`, the id in the COCO file that the items came from.",
    )
    on_error = serializers.ChoiceField(
        choices=["refuse", "skip"],
        default="refuse",
        help_text="A prediction that does not fit refuses the whole file, or is left out and told.",
    )
    size = serializers.IntegerField(
        required=False, min_value=0, help_text="Bytes that you sent: a file that was cut off is refused."
    )
    sha256 = serializers.RegexField(
        r"^[0-9a-f]{64}$", required=False, help_text="Hash of what you sent; another one is refused."
    )


class PredictionProblemOut(Out):
    line = serializers.IntegerField(allow_null=True, help_text="The line of the file.")
    pointer = serializers.CharField(help_text="Where it is in a file that is not made of lines.")
    detail = serializers.CharField(help_text="What is wrong with it.")


class PredictionFileOut(Out):
    id = serializers.UUIDField(help_text="The file.")
    name = serializers.CharField(help_text="What it is called.")
    format = serializers.CharField(help_text="What it was read as.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(help_text="Hash of its bytes.")
    state = serializers.ChoiceField(
        choices=PredictionFile.State.values,
        help_text="reading, read, or failed: nothing of it is in the run.",
    )
    taken = serializers.IntegerField(help_text="Predictions of it that are in the run.")
    refused = serializers.IntegerField(help_text="Predictions of it that do not fit.")
    problems = PredictionProblemOut(many=True, help_text="The first 200 of them, and why.")
    job = JobOut(allow_null=True, help_text="The job that reads it.")
    created_at = serializers.DateTimeField(help_text="When it was sent.")


class ScoreIn(In):
    as_schema = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST,
        allow_null=True,
        default=None,
        help_text="Number of the schema version to compare under; by default the dataset version's own.",
    )
    threshold = serializers.FloatField(
        min_value=0,
        max_value=1,
        default=THRESHOLD,
        help_text="Regions and spans with a lower score count in average precision only.",
    )


class LabelFiguresOut(Out):
    label = serializers.CharField(help_text="Key of the label or option.")  # type: ignore[assignment]
    name = serializers.CharField(help_text="Its name.")
    labelled = serializers.IntegerField(help_text="How often people used it.")
    predicted = serializers.IntegerField(help_text="How often it was predicted.")
    right = serializers.IntegerField(help_text="How often it was predicted where it is.")
    missed = serializers.IntegerField(help_text="How often it was not predicted where it is.")
    extra = serializers.IntegerField(help_text="How often it was predicted where it is not.")
    unscored = serializers.IntegerField(
        help_text="Lines and points that people drew; they have no area to compare."
    )
    precision = serializers.FloatField(
        allow_null=True, help_text="The share of its predictions that is right."
    )
    recall = serializers.FloatField(allow_null=True, help_text="The share of its labels that was predicted.")
    f1 = serializers.FloatField(allow_null=True, help_text="Both in one.")
    ap = serializers.FloatField(
        allow_null=True, help_text="COCO's average precision; null for other than regions."
    )
    ap50 = serializers.FloatField(allow_null=True, help_text="The same at an overlap of one half.")


class PairOut(Out):
    label = serializers.CharField(  # type: ignore[assignment]
        help_text="Key of what it is; empty where nothing is."
    )
    predicted = serializers.CharField(help_text="Key of what was predicted; empty where nothing was.")
    count = serializers.IntegerField(help_text="How often.")


class FieldFiguresOut(Out):
    field = serializers.CharField(help_text="Key of the field.")
    name = serializers.CharField(help_text="Its name.")
    type = serializers.CharField(help_text="Its type.")
    headline = serializers.CharField(help_text="Which of the figures comes first.")
    figures = serializers.DictField(
        child=serializers.FloatField(allow_null=True),
        help_text="`ap`, `ap50`, `ap75`, `precision`, `recall`, `f1`, `accuracy`, `mean_absolute_error`, where the type "
        "has them.",
    )
    labels = LabelFiguresOut(many=True, help_text="Each label or option, in the order of the schema.")
    answered = serializers.IntegerField(help_text="Items whose whole-item answer was compared.")
    silent = serializers.IntegerField(help_text="Those of them that were not predicted.")
    pairs = PairOut(many=True, help_text="What was taken for what, the most frequent first.")


class ScoreLensOut(LensReportOut):
    operations = serializers.ListField(child=serializers.CharField(), help_text="What was done, in words.")


class ScoreLensesOut(Out):
    labels = ScoreLensOut(allow_null=True, help_text="How the labels were carried; null where they were not.")
    predictions = ScoreLensOut(
        allow_null=True, help_text="How the predictions were carried; null where they were not."
    )


class ScoreReportOut(Out):
    items = serializers.IntegerField(help_text="Items that were compared.")
    without_prediction = serializers.IntegerField(
        help_text="Those of them without a prediction: all was missed."
    )
    several_annotations = serializers.IntegerField(
        help_text="Those of them with several annotations; the first accepted one counts."
    )
    left_out = serializers.IntegerField(help_text="Items that the lens left out; they count in no figure.")
    lens = ScoreLensesOut(help_text="What carrying labels and predictions did to them.")
    fields = FieldFiguresOut(many=True, help_text="Each field, in the order of the schema.")  # type: ignore[assignment]
    inputs_sha256 = serializers.CharField(help_text="Hash of all that the report depends on.")


class RunScoreDetailOut(RunScoreOut):
    run = serializers.UUIDField(source="run_id", help_text="The run.")
    report = serializers.SerializerMethodField(help_text="All figures; null until it is ready.")

    @extend_schema_field(ScoreReportOut(allow_null=True))
    def get_report(self, score: RunScore) -> dict[str, Any] | None:
        return dict(score.report) if score.state == RunScore.State.READY else None


class ScoredItemOut(Out):
    item = serializers.UUIDField(source="item_id", help_text="The item.")
    external_id = serializers.CharField(
        source="item.external_id", allow_null=True, help_text="What it is called outside."
    )
    kind = serializers.CharField(source="item.kind", help_text="image or text.")
    errors = serializers.IntegerField(help_text="How much was wrong on it.")  # type: ignore[assignment]
    right = serializers.IntegerField(help_text="How much was right.")
    missed = serializers.IntegerField(help_text="What was not predicted.")
    extra = serializers.IntegerField(help_text="What was predicted where nothing is.")
    confused = serializers.IntegerField(help_text="What was predicted as something else.")


class ComparedItemOut(Out):
    id = serializers.CharField(source="item.item_id", help_text="The item.")
    external_id = serializers.CharField(
        source="item.external_id", allow_null=True, help_text="What it is called outside."
    )
    kind = serializers.CharField(source="item.kind", help_text="image or text.")
    text = serializers.CharField(source="item.text", allow_null=True, help_text="The text of a text item.")
    width = serializers.IntegerField(
        source="item.width", allow_null=True, help_text="Pixels of the upright image."
    )
    height = serializers.IntegerField(source="item.height", allow_null=True, help_text="The same.")
    media_url = serializers.SerializerMethodField(help_text="Where the image is; null for a text.")
    labels = serializers.SerializerMethodField(
        help_text="What people said, as the score reads it; null where the lens leaves it out."
    )
    prediction = serializers.SerializerMethodField(
        help_text="What the model says, as the score reads it; null where there is nothing."
    )
    scores = serializers.SerializerMethodField(help_text="How sure the model is, by the id of the part.")

    def get_media_url(self, both: Both) -> str | None:
        sha256 = both.item["media_sha256"]
        version = self.context["version"]
        return f"/api/v1/dataset-versions/{version}/files/{sha256}" if sha256 else None

    @extend_schema_field({**FREE_JSON, "nullable": True})
    def get_labels(self, both: Both) -> dict[str, Any] | None:
        return None if both.labels is None else dump_value(both.labels)

    @extend_schema_field({**FREE_JSON, "nullable": True})
    def get_prediction(self, both: Both) -> dict[str, Any] | None:
        return None if both.prediction is None else dump_value(both.prediction.value)

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "number"}})
    def get_scores(self, both: Both) -> dict[str, float]:
        return dict(both.prediction.scores) if both.prediction else {}
