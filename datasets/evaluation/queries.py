"""Reading model runs and their scores. Every function begins with who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Count, Prefetch, Q, QuerySet

from annotation.errors import UnknownVersion
from datasets.errors import SchemaNotReachable
from datasets.evaluation.errors import PredictionsNotReachable
from datasets.evaluation.lines import VersionImage
from datasets.evaluation.models import ItemScore, ModelRun, Prediction, PredictionFile, RunScore
from datasets.models import DatasetVersion
from datasets.queries.contents import item_rows_of
from guidelines.lens import obstacle_between, plan_between
from guidelines.models import Project, SchemaVersion, VersionState
from guidelines.operations.plan import Plan
from guidelines.queries.projects import project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, LabelwrightError, NotFound, Words


def runs_for(who: Principal, can: Can = Can.PULL_DATASETS) -> QuerySet[ModelRun]:
    """The runs in projects in which the person may do `can`."""
    projects = projects_for(who, can).order_by().values("pk")
    return ModelRun.objects.filter(project__in=projects).select_related(
        "project", "version__dataset__project", "version__schema_version", "schema_version", "created_by"
    )


def runs_of(who: Principal, project_id: UUID, *, version: UUID | None = None) -> QuerySet[ModelRun]:
    """The runs of a project with their scores, for a list. Raises `NotFound`, `Forbidden`."""
    project = project_for(who, project_id, Can.PULL_DATASETS)
    rows = runs_for(who).filter(project=project)
    if version is not None:
        rows = rows.filter(version=version)
    return with_scores(rows)


def with_scores(rows: QuerySet[ModelRun]) -> QuerySet[ModelRun]:
    """The same runs with their scores, newest first, without the reports."""
    scores = RunScore.objects.select_related("schema_version", "job").defer("report").order_by("-id")
    return rows.prefetch_related(Prefetch("scores", queryset=scores))


def run_for(who: Principal, run_id: UUID, can: Can = Can.PULL_DATASETS) -> ModelRun:
    """A run that the person may see, for somebody who may do `can`. Raises `NotFound`, `Forbidden`."""
    run = with_scores(runs_for(who)).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    if can is not Can.PULL_DATASETS:
        project_for(who, run.project_id, can)
    return run


def files_of(run: ModelRun) -> QuerySet[PredictionFile]:
    """The files that were sent to a run that the caller has found, newest first."""
    return PredictionFile.objects.filter(run=run).select_related("job", "created_by")


def score_for(who: Principal, score_id: UUID) -> RunScore:
    """A score that the person may see. Raises `NotFound`."""
    score = (
        RunScore.objects.filter(run__in=runs_for(who).values("pk"), pk=score_id)
        .select_related(
            "run__project",
            "run__version__dataset__project",
            "run__version__schema_version",
            "run__schema_version",
            "schema_version",
            "job",
        )
        .first()
    )
    if score is None:
        raise NotFound
    return score


def scores_of(run: ModelRun) -> QuerySet[RunScore]:
    """The scores of a run that the caller has found, without their reports."""
    return RunScore.objects.filter(run=run).select_related("schema_version", "job").defer("report")


def worst_items(score: RunScore) -> QuerySet[ItemScore]:
    """The items on which the run was wrong, most errors first by `("-errors", "id")`."""
    return ItemScore.objects.filter(score=score).select_related("item__asset")


def prediction_of(run: ModelRun, item_id: UUID) -> Prediction | None:
    """What the run says about the item."""
    return Prediction.objects.filter(run=run, item=item_id).first()


def target_of(run: ModelRun, number: int | None) -> SchemaVersion:
    """The schema version `number` of the run's project, by default that of the dataset version. Raises `UnknownVersion`."""
    if number is None:
        return run.version.schema_version
    return schema_of(run.project, number, "/as_schema")


def schema_of(project: Project, number: int, pointer: str) -> SchemaVersion:
    """The published schema version with this number. Raises `UnknownVersion`, which names those that there are."""
    published = SchemaVersion.objects.filter(project=project, state=VersionState.PUBLISHED).order_by("number")
    found = published.filter(number=number).first()
    if found is None:
        known = ", ".join(str(each) for each in published.values_list("number", flat=True))
        words = Words(
            "Expected one of the project's schema versions {known}, found {number}.",
            known=known,
            number=number,
        )
        raise UnknownVersion(words, errors=[Fault(pointer, words)])
    return found


@dataclass(frozen=True, slots=True)
class Ways:
    """How labels and predictions come to be under the same schema version."""

    target: SchemaVersion
    labels: Plan
    predictions: Plan


def ways_to(run: ModelRun, target: SchemaVersion) -> Ways:
    """Both plans. Raises `SchemaNotReachable` for the labels, `PredictionsNotReachable` for the predictions."""
    return Ways(
        target,
        _plan(run.version.schema_version, target, SchemaNotReachable),
        _plan(run.schema_version, target, PredictionsNotReachable),
    )


def _plan(source: SchemaVersion, target: SchemaVersion, kind: type[LabelwrightError]) -> Plan:
    plan = plan_between(source.pk, target.pk)
    if plan is not None:
        return plan
    obstacle = obstacle_between(source.pk, target.pk)
    if obstacle.operation:
        words = Words(
            "Between schema versions {target} and {home} stands one that has no reverse: {operation} (of version {number}).",
            target=target.number,
            home=source.number,
            operation=obstacle.operation,
            number=obstacle.number,
        )
    else:
        words = Words(
            "No operations were recorded that lead from schema version {home} to {target}.",
            home=source.number,
            target=target.number,
        )
    raise kind(
        words,
        operation=obstacle.operation or None,
        kind=obstacle.kind or None,
        schema_version=obstacle.number,
    )


def images_of(version: DatasetVersion, split: str) -> Iterator[VersionImage]:
    """The images of a split (of all with an empty name), numbered as our exports number them."""
    number = 0
    for row in item_rows_of(version):
        if row["kind"] == "image" and (not split or row["split"] == split):
            number += 1
            metadata: dict[str, Any] = orjson.loads(row["metadata"])
            yield VersionImage(number, row["item_id"], metadata, row["width"], row["height"])


@dataclass(frozen=True, slots=True)
class RunTouches:
    """Model runs of a project, and how many of them the operations lead to the current schema."""

    runs: int
    predictions: int
    reachable: int


def run_touches(project: Project, current: SchemaVersion | None) -> RunTouches:
    """How many runs there are, and how many of them can be scored under the current schema, through the lens or as they are."""
    rows = (
        ModelRun.objects.filter(project=project)
        .values_list("schema_version", "version__schema_version")
        .annotate(runs=Count("*"))
    )
    runs = reachable = 0
    for said, labelled, count in rows.order_by():
        runs += count
        if current is not None and plan_between(said, current.pk) and plan_between(labelled, current.pk):
            reachable += count
    predictions = Prediction.objects.filter(run__project=project).count()
    return RunTouches(runs, predictions, reachable)


def version_counts(project: Project) -> dict[str, int]:
    """How many published versions the project has, and how many others read them under another schema."""
    published = Q(state=DatasetVersion.State.PUBLISHED)
    counts: dict[str, int] = DatasetVersion.objects.filter(published, dataset__project=project).aggregate(
        versions=Count("pk", distinct=True), lenses=Count("lenses", distinct=True)
    )
    return counts
