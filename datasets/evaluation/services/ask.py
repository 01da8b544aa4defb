"""Asking for a score: counted once, then found again by everybody who asks for the same."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from datasets.evaluation.errors import RunNotComplete
from datasets.evaluation.models import ModelRun, RunScore
from datasets.evaluation.queries import target_of, ways_to
from datasets.evaluation.services.scoring import KIND
from guidelines.queries.projects import require
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.jobs.services import start_job

THRESHOLD = 0.5


def request_score(
    run: ModelRun, *, by: Principal, as_schema: int | None = None, threshold: float = THRESHOLD
) -> tuple[RunScore, bool]:
    """The score of a complete run under schema version `as_schema`, and whether it was asked for now.

    By default under the schema of the dataset version. Finished or running ones are found again, failed ones begin anew.
    Raises `RunNotComplete`, `UnknownVersion`, `SchemaNotReachable`, `PredictionsNotReachable`.
    """
    require(by, run.project, Can.PULL_DATASETS)
    if run.state != ModelRun.State.COMPLETE:
        raise RunNotComplete("Complete it first: what may still change has no score.")
    target = target_of(run, as_schema)
    ways_to(run, target)
    wanted = {"run": run, "schema_version": target, "threshold": threshold}
    try:
        with transaction.atomic():
            return _begin(wanted, by)
    except IntegrityError:  # somebody asked for the same in this moment
        return RunScore.objects.select_related("schema_version", "job").get(**wanted), False


def _begin(wanted: dict[str, object], by: Principal) -> tuple[RunScore, bool]:
    rows = RunScore.objects.select_related("schema_version", "job").select_for_update(of=("self",))
    score = rows.filter(**wanted).first()
    if score is not None and score.state != RunScore.State.FAILED:
        return score, False
    if score is None:
        score = RunScore.objects.create(**wanted, created_by=by.user)
    run = score.run
    score.state = RunScore.State.COUNTING
    score.job = start_job(
        KIND,
        by=by,
        organisation=run.project.organisation_id,
        project_id=run.project_id,
        params={"run_score": str(score.pk)},
    )
    score.save(update_fields=["state", "job"])
    audit.record(
        by,
        "model_run.score_requested",
        score,
        organisation=run.project.organisation_id,
        project_id=run.project_id,
        as_schema=score.schema_version.number,
    )
    return score, True
