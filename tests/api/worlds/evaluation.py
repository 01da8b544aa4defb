"""A complete model run with a score at each site."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from annotation.models import Item
from datasets.evaluation.models import ItemScore, ModelRun, Prediction, PredictionFile, RunScore
from datasets.models import DatasetVersion


def build(world: Any) -> None:
    for site in world.sites:
        version = DatasetVersion.objects.get(pk=site["dataset_version"])
        run = ModelRun.objects.create(
            project=site.project,
            version=version,
            name=f"run {site.marker}",
            schema_version=version.schema_version,
            created_by=site.admin,
        )
        file = PredictionFile.objects.create(
            run=run,
            name=site.marker,
            format="jsonl",
            sha256="0" * 64,
            size=1,
            state="read",
            created_by=site.admin,
        )
        item = Item.objects.get(pk=site["item"])
        Prediction.objects.create(run=run, item=item, file=file, value={})
        ModelRun.objects.filter(pk=run.pk).update(
            state="complete", completed_at=timezone.now(), predictions_count=1
        )
        score = RunScore.objects.create(
            run=run,
            schema_version=version.schema_version,
            threshold=0.5,
            state="ready",
            inputs_sha256="0" * 64,
            created_by=site.admin,
        )
        ItemScore.objects.create(score=score, item=item, errors=1, right=0, missed=1, extra=0, confused=0)
        site["model_run"] = run.pk
        site["run_score"] = score.pk
