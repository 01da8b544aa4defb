"""The loop that carries jobs out."""

from __future__ import annotations

from datetime import timedelta
from errno import ENOSPC
from typing import Any

import pytest

from labelwright.database.clock import now
from labelwright.jobs import services
from labelwright.jobs.errors import JobEnded, JobFailed, TooManyJobs
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job, JobState, WorkerSeen
from labelwright.jobs.runner import run_job, worker_name
from tests.factories.accounts import OrganisationFactory, UserFactory, principal
from tests.stack import wait_for

pytestmark = pytest.mark.django_db


@register
class Counting(Handler):
    """Counts to ten, two a step; `fail_at` and `lose_at` in its params make it stumble there."""

    kind = "test.counting"

    def total(self, job: Job) -> int:
        return 10

    def prepare(self, job: Job, cursor: Any) -> None:
        if job.params.get("until_seen"):
            wait_for(WorkerSeen.objects.exists, seconds=20, why="a busy worker was not seen")

    def step(self, job: Job, cursor: Any) -> Step:
        at = (cursor or 0) + 2
        if job.params.get("fail_at") == at:
            raise JobFailed("bad-row", f"row {at} is bad")
        if job.params.get("break_at") == at:
            raise ZeroDivisionError
        if job.params.get("disk_full_at") == at:
            raise OSError(ENOSPC, "No space left on device", "/somewhere/on/the/machine")
        if job.params.get("lose_at") == at:
            Job.objects.filter(pk=job.pk).update(attempt=99)
        return Step(at, done=2, finished=at >= 10)

    def finish(self, job: Job) -> dict[str, Any]:
        return {"counted": job.cursor, "of": job.total}


def start(**params: Any) -> Job:
    return services.start_job("test.counting", by=None, organisation=OrganisationFactory(), params=params)


def test_a_job_runs_to_its_end_and_reports():
    job = start()

    state = run_job(job.pk)

    job.refresh_from_db()
    assert state == JobState.SUCCEEDED
    assert (job.done, job.total, job.report) == (10, 10, {"counted": 10, "of": 10})
    assert job.finished_at is not None


def test_a_job_that_was_done_is_not_done_again():
    job = start()
    run_job(job.pk)

    assert run_job(job.pk) is None
    job.refresh_from_db()
    assert job.done == 10


def test_a_job_goes_back_to_the_queue_after_its_time_slice_and_then_on():
    job = start()

    first = run_job(job.pk, slice_seconds=-1)
    job.refresh_from_db()

    assert (first, job.done) == (JobState.QUEUED, 2)
    assert run_job(job.pk) == JobState.SUCCEEDED
    job.refresh_from_db()
    assert job.done == 10


def test_a_step_that_fails_names_its_reason_and_keeps_what_was_committed():
    job = start(fail_at=6)

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_detail, job.cursor) == (
        "failed",
        "bad-row",
        "row 6 is bad",
        4,
    )


def test_a_step_that_breaks_fails_the_job_without_telling_secrets():
    job = start(break_at=6)

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error_code, job.done) == ("failed", "internal", 4)


def test_a_job_without_its_storage_fails_with_the_reason_and_no_path():
    job = start(disk_full_at=6)

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error_code, job.done) == ("failed", "storage-unavailable", 4)
    assert "No space left on device" in job.error_detail
    assert "/somewhere" not in job.error_detail


def test_only_a_job_that_stopped_can_be_started_again():
    failed, waiting = start(fail_at=6), start()

    run_job(failed.pk)

    failed.refresh_from_db()
    assert services.is_retryable(failed)
    assert not services.is_retryable(waiting)


def test_a_job_of_a_kind_that_is_gone_cannot_be_started_again():
    assert not services.is_retryable(Job(kind="of.another.age", state=JobState.FAILED))


def test_a_worker_that_was_given_up_writes_nothing_more():
    job = start(lose_at=6)

    run_job(job.pk)

    job.refresh_from_db()
    assert (job.cursor, job.done) == (4, 4)


def test_a_job_whose_worker_died_is_taken_over_at_its_cursor():
    job = start()
    run_job(job.pk, slice_seconds=-1)
    services.take_job(job.pk, worker="dead")
    Job.objects.filter(pk=job.pk).update(lease_until=now() - timedelta(seconds=1))

    assert run_job(job.pk) == JobState.SUCCEEDED

    job.refresh_from_db()
    assert (job.done, job.report) == (10, {"counted": 10, "of": 10})


def test_a_job_that_somebody_holds_is_not_taken():
    job = start()
    services.take_job(job.pk, worker="busy")

    assert services.take_job(job.pk, worker="other") is None


def test_a_waiting_job_is_cancelled_at_once():
    job = start()

    services.cancel_job(job)

    assert run_job(job.pk) is None
    with pytest.raises(JobEnded):
        services.cancel_job(job)


def test_a_failed_job_goes_on_where_it_stopped():
    job = start(fail_at=6)
    run_job(job.pk)
    Job.objects.filter(pk=job.pk).update(params={})

    services.retry_job(job)

    assert run_job(job.pk) == JobState.SUCCEEDED
    job.refresh_from_db()
    assert job.done == 10


def test_nobody_can_fill_the_queue():
    organisation, who = OrganisationFactory(), principal(UserFactory())
    for _ in range(services.WAITING_PER_PERSON):
        services.start_job("test.counting", by=who, organisation=organisation)

    with pytest.raises(TooManyJobs):
        services.start_job("test.counting", by=who, organisation=organisation)


def test_an_unknown_kind_fails_at_once():
    with pytest.raises(LookupError):
        services.start_job("no.such.kind", by=None, organisation=OrganisationFactory())


def test_a_broker_that_is_away_is_no_error_of_the_one_who_rings(monkeypatch):
    from celery import current_app
    from kombu.exceptions import OperationalError

    def away(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused")

    job = start()
    monkeypatch.setattr(current_app._get_current_object(), "send_task", away)

    assert services.sweep() == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_busy_with_one_long_step_is_seen(settings):
    settings.JOB_LEASE_SECONDS = 0.3
    job = start(until_seen=True)

    run_job(job.pk)

    assert WorkerSeen.objects.filter(name=worker_name()).exists()


def test_a_job_that_was_handed_back_while_its_pause_was_asked_for_goes_on_when_resumed():
    job = start()
    held = services.take_job(job.pk, worker="a")
    services.pause_jobs([job.pk])
    services.hand_back(held)

    services.resume_jobs([job.pk])

    assert run_job(job.pk) == JobState.SUCCEEDED


def test_a_job_that_is_resumed_before_it_rests_does_not_rest():
    job = start()
    held = services.take_job(job.pk, worker="a")
    services.pause_jobs([job.pk])
    services.resume_jobs([job.pk])

    rested = services.rest_job(held)

    job.refresh_from_db()
    assert (rested, job.state, job.pause_requested) == (False, JobState.RUNNING, False)


def test_jobs_are_paused_whether_they_wait_or_run():
    waiting, running, over = start(), start(), start()
    services.take_job(running.pk, worker="a")
    run_job(over.pk)

    services.pause_jobs([waiting.pk, running.pk, over.pk])

    found = {job.pk: (job.state, job.pause_requested) for job in Job.objects.all()}
    assert found == {
        waiting.pk: (JobState.PAUSED, False),
        running.pk: (JobState.RUNNING, True),
        over.pk: (JobState.SUCCEEDED, False),
    }


def test_jobs_are_stopped_whether_they_wait_or_run():
    waiting, running, over = start(), start(), start()
    services.take_job(running.pk, worker="a")
    run_job(over.pk)

    services.stop_jobs([waiting.pk, running.pk, over.pk])

    found = {job.pk: (job.state, job.cancel_requested, job.ended) for job in Job.objects.all()}
    assert found == {
        waiting.pk: (JobState.CANCELLED, True, True),
        running.pk: (JobState.RUNNING, True, False),
        over.pk: (JobState.SUCCEEDED, False, True),
    }
