"""An import whose worker dies at any step, or is fenced off, ends with the same items, each once."""

import json

import pytest

from annotation.models import Annotation, Item, LabelUse
from exports.models import Import, ImportProblem
from exports.services import import_job, staging
from labelwright.jobs import runner, services
from labelwright.jobs.errors import Fenced, JobFailed
from labelwright.jobs.models import Job, JobState
from tests.exports.imports import boxes_of, packed, png, project_with, spans_of, started

pytestmark = pytest.mark.django_db(transaction=True)


def lines(count):
    """JSONL with a line that is no JSON and one whose label is unknown among every ten."""

    def line(number):
        if number % 10 == 7:
            return "{no json"
        label = "Nobody" if number % 10 == 3 else "PS"
        return json.dumps({"id": f"a{number}", "text": f"text number {number}", "label": [[0, 4, label]]})

    return "\n".join(line(number) for number in range(count))


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(import_job, "STEP_ITEMS", 20)
    monkeypatch.setattr(import_job, "WINDOW", 2)
    monkeypatch.setattr(staging, "PIECE_READS", 50)
    monkeypatch.setattr(import_job, "STEP_SECONDS", 0.0)


def state_of(source):
    source.refresh_from_db()
    problems = ImportProblem.objects.filter(source=source).order_by("id")
    return {
        "state": source.state,
        "counts": (source.taken, source.known, source.labelled, source.refused),
        "report": source.report,
        "items": list(
            Item.objects.filter(project=source.project).values_list("external_id", "text", "source")
        ),
        "labels": Annotation.objects.filter(project=source.project).count(),
        "uses": list(LabelUse.objects.filter(project=source.project).values_list("label", "count")),
        "problems": list(problems.values_list("file", "line", "severity", "code", "detail", "count")),
    }


def die_after_each_step(job):
    """Run the job one step a process: what this process knew is forgotten after each."""
    steps = 0
    while Job.objects.get(pk=job.pk).state == JobState.QUEUED:
        runner.run_job(job.pk, slice_seconds=0)
        import_job._forget(job)
        steps += 1
    return steps


def test_dying_after_every_step_changes_nothing(run_jobs, small_steps):
    project, curator = project_with(spans_of("PS"))
    whole, _ = started(project, curator, {"a.jsonl": lines(130)})
    run_jobs()
    other, someone = project_with(spans_of("PS"))
    broken, job = started(other, someone, {"a.jsonl": lines(130)})

    steps = die_after_each_step(job)

    assert steps > 8
    assert state_of(broken) == state_of(whole)
    assert state_of(whole)["counts"] == (117, 0, 104, 13)


def test_dying_within_a_step_changes_nothing(run_jobs, small_steps, monkeypatch):
    project, curator = project_with(spans_of("PS"))
    whole, _ = started(project, curator, {"a.jsonl": lines(130)})
    run_jobs()
    other, someone = project_with(spans_of("PS"))
    broken, job = started(other, someone, {"a.jsonl": lines(130)})
    save, calls = runner._save, []

    def dies(*args, **fields):
        calls.append(fields)
        if "cursor" in fields and len(calls) % 2:
            raise KeyboardInterrupt
        save(*args, **fields)

    with monkeypatch.context() as patched:
        patched.setattr(runner, "_save", dies)
        for _ in range(200):
            Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
                state=JobState.QUEUED, lease_until=None
            )
            if Job.objects.get(pk=job.pk).state != JobState.QUEUED:
                break
            try:
                runner.run_job(job.pk, slice_seconds=0)
            except KeyboardInterrupt:
                import_job._forget(job)

    assert state_of(broken) == state_of(whole)


@pytest.mark.parametrize("content", [lines(30), "\n"])
def test_dying_between_the_last_step_and_the_end_changes_nothing(run_jobs, monkeypatch, content):
    project, curator = project_with(spans_of("PS"))
    whole, _ = started(project, curator, {"a.jsonl": content})
    run_jobs()
    other, someone = project_with(spans_of("PS"))
    broken, job = started(other, someone, {"a.jsonl": content})

    def dies(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(runner, "_end", dies)
        runner.run_job(job.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
    import_job._forget(job)
    run_jobs()

    assert Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED
    assert state_of(broken) == state_of(whole)


def test_a_worker_that_was_given_up_writes_nothing_more(small_steps, run_jobs):
    project, curator = project_with(spans_of("PS"))
    source, job = started(project, curator, {"a.jsonl": lines(60)})
    runner.run_job(job.pk, slice_seconds=0)
    stale = services.take_job(job.pk, worker="lost")
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
    run_jobs()
    before = state_of(source)

    with pytest.raises((Fenced, JobFailed, FileNotFoundError)):
        runner._step(stale, import_job.ImportHandler())

    assert state_of(source) == before
    assert before["state"] == "done"


def test_images_arrive_once_though_the_worker_dies(small_steps, run_jobs):
    project, curator = project_with(boxes_of("x"))
    archive = packed({f"{number}.png": png(number) for number in range(60)})

    source, job = started(project, curator, {"a.zip": archive})
    steps = die_after_each_step(job)

    assert steps > 20
    assert state_of(source)["counts"] == (60, 0, 0, 0)
    assert Item.objects.count() == 60


def test_a_cancelled_import_keeps_what_it_took_and_says_so(small_steps, files):
    project, curator = project_with(spans_of("PS"))
    source, job = started(project, curator, {"a.jsonl": lines(130)})
    while not Item.objects.exists():
        runner.run_job(job.pk, slice_seconds=0)

    services.cancel_job(Job.objects.get(pk=job.pk))
    runner.run_job(job.pk)

    found = state_of(source)
    assert found["state"] == "cancelled"
    assert 0 < found["counts"][0] < 117
    assert found["counts"][0] == Item.objects.count()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_an_import_cancelled_before_it_began_takes_nothing(files):
    project, curator = project_with(spans_of("PS"))
    source, job = started(project, curator, {"a.jsonl": lines(30)})

    services.cancel_job(job)

    assert state_of(source)["state"] == "cancelled"
    assert not Item.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_what_was_read_is_not_read_again_by_the_next_worker(small_steps, monkeypatch):
    project, curator = project_with(spans_of("PS"))
    _, job = started(project, curator, {"a.jsonl": lines(130)})
    while Job.objects.get(pk=job.pk).total is None:
        runner.run_job(job.pk, slice_seconds=0)
    import_job._forget(job)
    monkeypatch.setattr(import_job, "read_source", None)  # would raise if it were called

    die_after_each_step(job)

    assert Job.objects.get(pk=job.pk).state == JobState.SUCCEEDED
    assert Import.objects.get().taken == 117
