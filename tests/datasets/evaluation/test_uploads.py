"""Files of predictions: what is taken, what is refused and where, and that nothing is taken twice."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from annotation.models import Item
from datasets.evaluation.errors import (
    PredictionsBeingRead,
    PredictionsCutOff,
    RunComplete,
    RunWithoutPredictions,
)
from datasets.evaluation.models import ModelRun, Prediction
from datasets.evaluation.services import reading
from datasets.evaluation.services.runs import complete_run
from datasets.evaluation.services.uploads import add_predictions
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from labelwright.jobs.services import cancel_job
from tests.datasets.evaluation.worlds import lines, modeler_of, opened, send
from tests.datasets.slides import finish
from tests.factories.accounts import token_for
from tests.factories.datasets import labelled_texts, publish
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)


class Texts:
    """Ten texts with an intent each, published in one split."""

    def __init__(self) -> None:
        self.project = labelled_texts(10)
        curator = member(self.project, Role.CURATOR)
        self.version = finish(publish(self.project, curator, splits={"train": 0.5, "test": 0.5}))
        self.by = modeler_of(self.version)
        self.run = opened(self.version, self.by)

    def item(self, number: int) -> Item:
        return Item.objects.get(project=self.project, external_id=f"t{number}")


@pytest.fixture
def texts() -> Texts:
    return Texts()


def greet(name: str, **fields: object) -> dict[str, object]:
    return {"external_id": name, "value": {"intent": {"choice": "greet"}}, **fields}


def test_lines_name_their_items_by_either_id(texts):
    content = lines(
        greet("t0", scores={"intent": 0.75}),
        {"item": str(texts.item(1).pk), "value": {"intent": {"choice": "order"}}},
    )

    file = send(texts.run, texts.by, content)

    first = Prediction.objects.get(run=texts.run, item=texts.item(0))
    assert (file.state, file.taken, file.refused) == ("read", 2, 0)
    assert (first.value, first.scores) == ({"intent": {"choice": "greet"}}, {"intent": 0.75})
    assert texts.run.predictions_count == 2
    assert not default_storage.exists(file.storage_name)


def test_one_bad_line_refuses_the_file_and_says_which(texts):
    content = (
        lines(greet("t0"), greet("t1")) + b'{"external_id": "t2", "value": {"intent": {"choice": "sing"}}}\n'
    )

    file = send(texts.run, texts.by, content)

    job = Job.objects.get(pk=file.job_id)
    assert (file.state, job.error_code) == ("failed", "predictions-refused")
    assert "predictions.jsonl, line 3: /value/intent/choice" in job.error_detail
    assert file.problems[0]["line"] == 3
    assert not Prediction.objects.exists()
    assert texts.run.predictions_count == 0


def test_who_asks_to_keep_the_good_lines_gets_them(texts):
    content = lines(greet("t0"), greet("nobody"), greet("t1"))

    file = send(texts.run, texts.by, content, keep_good=True)

    assert (file.state, file.taken, file.refused) == ("read", 2, 1)
    assert file.problems[0]["line"] == 2
    assert "nobody" in file.problems[0]["detail"]


BAD = {
    "not JSON": b"{",
    "NaN": b'{"external_id": "t0", "value": {"intent": {"choice": "greet"}}, "scores": {"intent": NaN}}',
    "an infinite score": b'{"external_id": "t0", "value": {}, "scores": {"intent": 1e999}}',
    "a score above 1": b'{"external_id": "t0", "value": {"intent": {"choice": "greet"}}, "scores": {"intent": 1.5}}',
    "a score of nothing": b'{"external_id": "t0", "value": {"intent": {"choice": "greet"}}, "scores": {"x": 1}}',
    "an unknown item": b'{"external_id": "t99", "value": {}}',
    "an id that is none": b'{"item": "1; DROP TABLE", "value": {}}',
    "no item": b'{"value": {}}',
    "two items": b'{"external_id": "t0", "item": "t0", "value": {}}',
    "an unknown member": b'{"external_id": "t0", "value": {}, "extra": 1}',
    "a list": b"[]",
    "another field": b'{"external_id": "t0", "value": {"mood": {"choice": "greet"}}}',
    "depth": b'{"external_id": "t0", "value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "depth in a field": b'{"external_id": "t0", "value": {"intent": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "NUL": b'{"external_id": "t0\\u0000", "value": {}}',
    "half a character": b'{"external_id": "\\ud800", "value": {}}',
    "another encoding": '{"external_id": "é", "value": {}}'.encode("latin-1"),
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_a_line_that_is_none_is_told_and_the_others_are_read(line, texts):
    file = send(texts.run, texts.by, line + b"\n" + lines(greet("t1")), keep_good=True)

    assert (file.state, file.taken, file.refused) == ("read", 1, 1)
    assert file.problems[0]["line"] == 1
    assert file.problems[0]["detail"]


def test_a_line_without_end_is_skipped_in_pieces(texts, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST", 1000)
    content = b'{"external_id": "' + b"x" * 10_000 + b'"}\n' + lines(greet("t1"))

    file = send(texts.run, texts.by, content, keep_good=True)

    assert (file.taken, file.refused) == (1, 1)
    assert file.problems[0]["line"] == 1


def test_an_item_is_predicted_once_in_all_files(texts):
    send(texts.run, texts.by, lines(greet("t0")))

    file = send(texts.run, texts.by, lines(greet("t1"), greet("t1"), greet("t0")), keep_good=True)

    assert (file.taken, file.refused) == (1, 2)
    assert [each["line"] for each in file.problems] == [2, 3]


def test_an_item_of_another_split_is_not_what_the_run_is_about(texts):
    run = opened(texts.version, texts.by, split="test")
    content = lines(*(greet(f"t{number}") for number in range(10)))

    file = send(run, texts.by, content, keep_good=True)

    by_split = {each["name"]: each["items"] for each in texts.version.counts["splits"]}
    assert (file.taken, file.refused) == (by_split["test"], by_split["train"])


def test_many_problems_are_counted_and_the_first_told(texts):
    content = lines(*(greet(f"x{number}") for number in range(700)), greet("t0"))

    file = send(texts.run, texts.by, content, keep_good=True)

    assert (file.taken, file.refused, len(file.problems)) == (1, 700, 200)
    assert [each["line"] for each in file.problems] == list(range(1, 201))


def test_the_same_bytes_again_are_the_same_file(texts):
    content = lines(greet("t0"))
    file = send(texts.run, texts.by, content)

    again, is_new = add_predictions(
        texts.run, io.BytesIO(content), by=texts.by, name="other.jsonl", size=len(content)
    )

    assert (again.pk, is_new) == (file.pk, False)
    assert Prediction.objects.count() == 1


def test_a_refused_file_may_come_again(texts):
    content = lines(greet("nobody"), greet("t0"))
    send(texts.run, texts.by, content)

    file = send(texts.run, texts.by, content, keep_good=True)

    assert (file.state, file.taken) == ("read", 1)


def test_bytes_other_than_announced_are_refused(texts):
    with pytest.raises(PredictionsCutOff):
        add_predictions(texts.run, io.BytesIO(b"{}"), by=texts.by, name="a", size=3)
    with pytest.raises(PredictionsCutOff):
        add_predictions(texts.run, io.BytesIO(b"{}"), by=texts.by, name="a", size=2, sha256="0" * 64)

    assert not texts.run.files.exists()


def test_a_step_that_is_delivered_twice_takes_nothing_twice(texts, monkeypatch):
    monkeypatch.setattr(reading, "STEP_LINES", 1)
    content = lines(*(greet(f"t{number}") for number in range(4)))
    file, _ = add_predictions(texts.run, io.BytesIO(content), by=texts.by, name="a", size=len(content))

    for _ in range(20):  # a bell more often than there are steps, each with a time slice of nothing
        run_job(file.job_id, slice_seconds=0)

    file.refresh_from_db()
    assert (file.state, file.taken) == ("read", 4)
    assert Prediction.objects.filter(run=texts.run).count() == 4


def test_a_worker_that_dies_in_a_step_costs_that_step_only(texts, monkeypatch):
    monkeypatch.setattr(reading, "STEP_LINES", 2)
    content = lines(*(greet(f"t{number}") for number in range(4)))
    file, _ = add_predictions(texts.run, io.BytesIO(content), by=texts.by, name="a", size=len(content))
    run_job(file.job_id, slice_seconds=0)
    run_job(file.job_id, slice_seconds=0)
    handler = reading.ReadPredictions()
    job = Job.objects.get(pk=file.job_id)
    handler.prepare(job, job.cursor)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        handler.step(job, job.cursor)
        raise KeyboardInterrupt

    while not Job.objects.get(pk=file.job_id).ended:
        run_job(file.job_id)

    file.refresh_from_db()
    assert (file.state, file.taken, file.refused) == ("read", 4, 0)


def test_a_cancelled_file_leaves_nothing(texts, monkeypatch):
    monkeypatch.setattr(reading, "STEP_LINES", 1)
    content = lines(greet("t0"), greet("t1"))
    file, _ = add_predictions(texts.run, io.BytesIO(content), by=texts.by, name="a", size=len(content))
    run_job(file.job_id, slice_seconds=0)
    run_job(file.job_id, slice_seconds=0)
    assert Prediction.objects.exists()

    cancel_job(Job.objects.get(pk=file.job_id))

    file.refresh_from_db()
    assert Job.objects.get(pk=file.job_id).state == JobState.CANCELLED
    assert (file.state, file.taken) == ("failed", 0)
    assert not Prediction.objects.exists()


def test_a_run_reads_one_file_at_a_time_and_is_not_completed_meanwhile(texts):
    add_predictions(texts.run, io.BytesIO(b"{}"), by=texts.by, name="a", size=2)

    with pytest.raises(PredictionsBeingRead):
        add_predictions(texts.run, io.BytesIO(b"{ }"), by=texts.by, name="b", size=3)
    with pytest.raises(PredictionsBeingRead):
        complete_run(texts.run, by=texts.by)


def test_a_run_without_predictions_is_not_completed(texts):
    with pytest.raises(RunWithoutPredictions):
        complete_run(texts.run, by=texts.by)


def test_a_complete_run_never_changes_not_even_in_the_database(texts):
    send(texts.run, texts.by, lines(greet("t0")))
    complete_run(texts.run, by=texts.by)
    prediction = Prediction.objects.get(run=texts.run)

    with pytest.raises(RunComplete):
        add_predictions(texts.run, io.BytesIO(b"{}"), by=texts.by, name="a", size=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Prediction.objects.filter(run=texts.run).update(value={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Prediction.objects.create(run=texts.run, item=texts.item(1), file=prediction.file, value={})
    with pytest.raises(DatabaseError), transaction.atomic():
        ModelRun.objects.filter(pk=texts.run.pk).update(name="better")

    assert complete_run(texts.run, by=texts.by).completed_at == texts.run.completed_at


def test_a_format_that_there_is_not_is_refused_before_anything_is_stored(texts):
    with pytest.raises(Invalid) as refused:
        add_predictions(texts.run, io.BytesIO(b"{}"), by=texts.by, name="a", size=2, format="voc")

    assert refused.value.errors[0].pointer == "/format"
    assert not texts.run.files.exists()


def test_who_only_reads_sends_nothing(texts):
    curator = member(texts.project, Role.CURATOR)

    with pytest.raises(Forbidden):
        add_predictions(texts.run, io.BytesIO(b"{}"), by=curator, name="a", size=2)


def test_a_token_for_predictions_of_one_project_opens_runs_there_only(texts):
    token, _ = token_for(texts.by.user, texts.project.organisation, f"predictions:write:{texts.project.pk}")
    other = Texts()

    run = opened(texts.version, Principal(texts.by.user, token))

    assert run.state == "open"
    with pytest.raises(Forbidden):
        opened(other.version, Principal(texts.by.user, token))
