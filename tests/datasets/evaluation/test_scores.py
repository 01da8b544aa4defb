"""Runs scored against the labels of their version: as they are, and through the lens in both directions."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from datasets.evaluation.errors import PredictionsNotReachable, RunNotComplete
from datasets.evaluation.models import ItemScore, RunScore
from datasets.evaluation.queries import run_touches
from datasets.evaluation.services import scoring
from datasets.evaluation.services.ask import request_score
from datasets.evaluation.services.sides import both_sides
from guidelines.models import SchemaVersion
from labelwright import files
from labelwright.jobs.models import Job
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, region
from tests.datasets.evaluation.worlds import (
    complete,
    field_of,
    label_of,
    modeler_of,
    opened,
    scored,
)
from tests.datasets.slides import Slides

pytestmark = pytest.mark.django_db(transaction=True)


def said(annotation, *regions, **scores):
    return {"item": str(annotation.item_id), "value": {"cells": {"regions": list(regions)}}, "scores": scores}


def test_a_run_is_scored_as_it_is_where_both_follow_the_same_schema():
    slides = Slides()
    right = slides.says(region("a", "rbc"))
    wrong = slides.says(region("a", "wbc"))
    slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)
    run = complete(version, by, [said(right, region("p", "rbc")), said(wrong, region("p", "rbc"))])

    score = scored(run, by)

    assert score.state == "ready"
    assert (score.report["items"], score.report["without_prediction"]) == (3, 1)
    assert score.report["lens"] == {"labels": None, "predictions": None}
    counts = label_of(score, "cells", "rbc")
    assert (counts["right"], counts["missed"], counts["extra"]) == (1, 1, 1)
    assert field_of(score, "cells")["pairs"][0]["count"] == 1
    assert {(each.item_id, each.confused, each.missed) for each in score.items.all()} >= {
        (wrong.item_id, 1, 0)
    }
    assert score.items.count() == 2
    assert score.figures[0]["metric"] == "ap"
    assert not default_storage.exists(f"{score.folder}/000000")


def test_predictions_under_the_older_schema_are_carried_to_labels_under_the_newer():
    slides = Slides()
    annotation = slides.says(region("a", "platelet"))
    slides.publish()
    slides.apply(MERGE)
    version = slides.publish()
    by = modeler_of(version)
    run = complete(version, by, [said(annotation, region("p", "platelet"), p=0.9)], schema=1)

    score = scored(run, by)

    assert score.schema_version.number == 2
    assert label_of(score, "cells", "rbc")["right"] == 1
    assert label_of(score, "cells", "rbc")["ap"] == pytest.approx(1)
    assert score.report["lens"]["labels"] is None
    assert score.report["lens"]["predictions"]["annotations"]["lossy"] == 1
    assert len(score.report["lens"]["predictions"]["operations"]) == 1


def test_predictions_under_the_newer_schema_need_the_labels_to_be_carried():
    slides = Slides()
    annotation = slides.says(region("a", "platelet"))
    version = slides.publish()
    slides.apply(MERGE)
    by = modeler_of(version)
    run = complete(version, by, [said(annotation, region("p", "rbc"))], schema=2)

    with pytest.raises(PredictionsNotReachable) as refused:
        request_score(run, by=by)
    score = scored(run, by, as_schema=2)

    assert refused.value.data["kind"] == "merge_labels/1"
    assert label_of(score, "cells", "rbc")["right"] == 1
    assert score.report["lens"]["predictions"] is None
    assert score.report["lens"]["labels"]["annotations"]["lossy"] == 1
    both = both_sides(score, annotation.item_id)
    assert both.labels.answers["cells"].regions[0].label == "rbc"


def test_what_the_lens_leaves_out_counts_in_no_figure():
    slides = Slides()
    clear = slides.says(region("a", "wbc", lobes="one"))
    unclear = slides.says(region("a", "wbc"))
    unsaid = slides.says(region("a", "wbc", lobes="two"))
    version = slides.publish()
    slides.apply(*NEW_LABELS, SPLIT)
    by = modeler_of(version)
    rows = [
        said(clear, region("p", "wbc", lobes="one")),
        said(unclear, region("p", "wbc", lobes="one")),
        said(unsaid, region("p", "wbc")),
    ]
    run = complete(version, by, rows)

    score = scored(run, by, as_schema=2)

    assert (score.report["items"], score.report["left_out"]) == (1, 2)
    assert label_of(score, "cells", "single")["right"] == 1
    assert label_of(score, "cells", "lobed")["labelled"] == 0
    assert score.report["lens"]["labels"]["without_answer"] == 1
    assert score.report["lens"]["predictions"]["without_answer"] == 1
    assert not score.items.exists()


def test_only_the_split_of_the_run_counts():
    slides = Slides()
    annotations = [slides.says(region("a", "rbc")) for _ in range(12)]
    version = slides.publish()
    by = modeler_of(version)
    by_split = {each["name"]: each["items"] for each in version.counts["splits"]}
    whole = complete(version, by, [said(each, region("p", "rbc")) for each in annotations])

    score = scored(whole, by)

    assert score.report["items"] == sum(by_split.values()) == 12
    run = opened(version, by, split="train")
    assert scoring.ScoreRun().total(_job_of(run, by)) == by_split["train"]


def _job_of(run, by):
    score = RunScore.objects.create(
        run=run, schema_version=run.schema_version, threshold=0.5, created_by=by.user
    )
    return Job(params={"run_score": str(score.pk)})


def test_the_same_request_finds_the_same_score_and_another_threshold_another():
    slides = Slides()
    annotation = slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)
    run = complete(version, by, [said(annotation, region("p", "rbc"), p=0.6)])
    first = scored(run, by)

    again, is_new = request_score(run, by=slides.curator)
    other = scored(run, by, threshold=0.7)

    assert (again.pk, is_new) == (first.pk, False)
    assert label_of(first, "cells", "rbc")["right"] == 1
    assert label_of(other, "cells", "rbc")["right"] == 0
    assert label_of(other, "cells", "rbc")["ap"] == pytest.approx(1)
    assert other.inputs_sha256 != first.inputs_sha256


def test_the_same_inputs_have_the_same_hash_and_another_prediction_another():
    slides = Slides()
    annotation = slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)
    rows = [said(annotation, region("p", "rbc"), p=0.6)]
    one, same = complete(version, by, rows), complete(version, by, rows)
    other = complete(version, by, [said(annotation, region("p", "rbc"), p=0.7)])

    hashes = [scored(each, by).inputs_sha256 for each in (one, same, other)]

    assert hashes[0] == hashes[1] != hashes[2]


def test_what_may_still_change_has_no_score():
    slides = Slides()
    slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)

    with pytest.raises(RunNotComplete):
        request_score(opened(version, by), by=by)


def test_a_worker_that_dies_while_it_counts_counts_nothing_twice(monkeypatch):
    slides = Slides()
    annotation = slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)
    run = complete(version, by, [said(annotation, region("p", "wbc"))])
    score, _ = request_score(run, by=by)
    job, handler = Job.objects.get(pk=score.job_id), scoring.ScoreRun()
    handler.prepare(job, None)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        handler.step(job, None)
        raise KeyboardInterrupt

    for _ in range(8):  # each bell a time slice of nothing, some of them after the end
        run_job(score.job_id, slice_seconds=0)

    score.refresh_from_db()
    assert score.state == "ready"
    assert score.report["items"] == 1
    assert ItemScore.objects.filter(score=score).count() == 1


def test_a_lost_file_of_the_version_fails_the_score_and_it_can_be_asked_for_again():
    slides = Slides()
    annotation = slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)
    run = complete(version, by, [said(annotation, region("p", "rbc"))])
    file = version.files.get(path__startswith="data/annotations")
    content = default_storage.open(file.storage_name).read()
    default_storage.delete(file.storage_name)
    failed = scored(run, by)
    assert (failed.state, Job.objects.get(pk=failed.job_id).error_code) == ("failed", "file-lost")
    files.put(file.storage_name, content)

    again = scored(run, by)

    assert (again.pk, again.state) == (failed.pk, "ready")


def test_a_schema_change_tells_which_runs_the_operations_still_lead_from():
    slides = Slides()
    annotation = slides.says(region("a", "rbc"))
    version = slides.publish()
    by = modeler_of(version)
    complete(version, by, [said(annotation, region("p", "rbc"))])
    slides.apply(MERGE)
    current = SchemaVersion.objects.get(project=slides.project, number=2)

    touches = run_touches(slides.project, current)

    assert (touches.runs, touches.predictions, touches.reachable) == (1, 1, 1)
    assert run_touches(slides.project, None).reachable == 0
