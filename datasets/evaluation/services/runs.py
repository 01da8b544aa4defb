"""A run is opened, filled file by file, and completed. From then on it does not change."""

from __future__ import annotations

from django.db import transaction

from datasets.evaluation.errors import PredictionsBeingRead, RunComplete, RunWithoutPredictions
from datasets.evaluation.models import ModelRun, PredictionFile
from datasets.evaluation.queries import schema_of
from datasets.models import DatasetVersion
from guidelines.queries.projects import require
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words


def open_run(
    version: DatasetVersion,
    *,
    by: Principal,
    name: str,
    note: str = "",
    split: str = "",
    schema: int | None = None,
) -> ModelRun:
    """A run on a published version. `schema` numbers the schema version of the predictions, by default the version's own.

    Raises `Invalid` for a split that the version does not have, `UnknownVersion`.
    """
    project = version.dataset.project
    require(by, project, Can.WRITE_PREDICTIONS)
    splits = [each for each, _ in version.shares]
    if split and split not in splits:
        words = Words(
            "Expected one of the version's splits {known}, found {split}.",
            known=", ".join(splits),
            split=split,
        )
        raise Invalid(words, errors=[Fault("/split", words)])
    said_under = version.schema_version if schema is None else schema_of(project, schema, "/schema_version")
    with transaction.atomic():
        run = ModelRun.objects.create(
            project=project,
            version=version,
            name=name,
            note=note,
            split=split,
            schema_version=said_under,
            created_by=by.user,
        )
        audit.record(
            by,
            "model_run.opened",
            run,
            organisation=project.organisation_id,
            project_id=project.pk,
            name=name,
            version=version.number,
        )
    return run


def complete_run(run: ModelRun, *, by: Principal) -> ModelRun:
    """The run takes no more predictions. Complete already, it stays as it is.

    Raises `PredictionsBeingRead`, `RunWithoutPredictions`.
    """
    require(by, run.project, Can.WRITE_PREDICTIONS)
    with transaction.atomic():
        locked = ModelRun.objects.select_for_update().get(pk=run.pk)
        if locked.state == ModelRun.State.COMPLETE:
            return run
        refuse_while_reading(locked)
        if not locked.predictions_count:
            raise RunWithoutPredictions("Send a file of predictions first.")
        locked.state, locked.completed_at = ModelRun.State.COMPLETE, now()
        locked.save(update_fields=["state", "completed_at"])
        audit.record(
            by,
            "model_run.completed",
            locked,
            organisation=run.project.organisation_id,
            project_id=run.project_id,
            predictions=locked.predictions_count,
        )
    run.state, run.completed_at = locked.state, locked.completed_at
    run.predictions_count = locked.predictions_count
    return run


def refuse_when_complete(run: ModelRun) -> None:
    """Nothing, or `RunComplete`."""
    if run.state == ModelRun.State.COMPLETE:
        raise RunComplete("Open a new run for other predictions.")


def refuse_while_reading(run: ModelRun) -> None:
    """Nothing, or `PredictionsBeingRead` while a file of the run is read."""
    reading = PredictionFile.objects.filter(run=run, state=PredictionFile.State.READING).first()
    if reading is not None:
        raise PredictionsBeingRead(
            Words("“{name}” is still being read. Wait for its job, or cancel it.", name=reading.name),
            job=str(reading.job_id) if reading.job_id else None,
        )
