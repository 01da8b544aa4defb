"""Published versions with model runs on them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import orjson

from datasets.evaluation.models import ModelRun, PredictionFile, RunScore
from datasets.evaluation.services.ask import request_score
from datasets.evaluation.services.runs import complete_run, open_run
from datasets.evaluation.services.uploads import add_predictions
from datasets.models import DatasetVersion
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.jobs.models import Job
from labelwright.jobs.runner import run_job
from tests.factories.guidelines import member


def modeler_of(version: DatasetVersion) -> Principal:
    return member(version.dataset.project, Role.MODELER)


def opened(version: DatasetVersion, by: Principal, **fields: Any) -> ModelRun:
    return open_run(version, by=by, **{"name": "net", **fields})


def lines(*rows: dict[str, Any]) -> bytes:
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def send(run: ModelRun, by: Principal, content: bytes, **fields: Any) -> PredictionFile:
    """The file when its job has ended, well or not."""
    file, _ = add_predictions(
        run, io.BytesIO(content), by=by, **{"name": "predictions.jsonl", "size": len(content), **fields}
    )
    to_the_end(file.job_id)
    file.refresh_from_db()
    run.refresh_from_db()
    return file


def to_the_end(job_id: Any) -> Job:
    while not Job.objects.get(pk=job_id).ended:
        run_job(job_id)
    return Job.objects.get(pk=job_id)


def complete(
    version: DatasetVersion, by: Principal, rows: Iterable[dict[str, Any]], **fields: Any
) -> ModelRun:
    """A complete run with these lines."""
    run = opened(version, by, **fields)
    file = send(run, by, lines(*rows))
    assert file.state == "read", file.problems
    return complete_run(run, by=by)


def scored(run: ModelRun, by: Principal, **fields: Any) -> RunScore:
    """The score when its job has ended."""
    score, _ = request_score(run, by=by, **fields)
    to_the_end(score.job_id)
    return RunScore.objects.get(pk=score.pk)


def field_of(score: RunScore, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in score.report["fields"] if each["field"] == key)
    return found


def label_of(score: RunScore, field: str, label: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in field_of(score, field)["labels"] if each["label"] == label)
    return found
