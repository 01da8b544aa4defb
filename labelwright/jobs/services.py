"""The life of a job. Allowed changes of state, and who causes them:

    queued  → running     a worker takes it
    running → queued      a worker hands it back after its time slice, or the sweep takes it from a dead one
    running → succeeded   the last step is done
    running → failed      a step says why it cannot go on, or its worker died too often
    queued, running, paused → cancelled   a person asks; a running one stops between two steps
    queued, running → paused   what it is a part of is paused; a running one stops between two steps
    paused → queued       what it is a part of goes on
    failed, cancelled → queued    a person starts it again, where the kind allows it

Each change is one conditional UPDATE: whoever changes no row has lost the race and stops.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from labelwright.accounts.models import Organisation
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Words
from labelwright.jobs.errors import JobEnded, NotCancellable, NotRetryable, TooManyJobs
from labelwright.jobs.handlers import handler_of
from labelwright.jobs.models import TERMINAL, Job, JobState, WorkerSeen

log = structlog.get_logger("labelwright.jobs")

WAITING_PER_PERSON = 20
CRASHES_ALLOWED = 5
STOPPED = (JobState.FAILED, JobState.CANCELLED)


def start_job(
    kind: str,
    *,
    by: Principal | None,
    organisation: Organisation | UUID,
    project_id: UUID | None = None,
    params: dict[str, Any] | None = None,
) -> Job:
    """A queued job, whose bell rings when the caller's transaction commits.

    Raises `TooManyJobs` when the person has too many waiting, `LookupError` for an unknown kind.
    """
    handler_of(kind)
    if by is not None:
        waiting = Job.objects.filter(created_by=by.user, state=JobState.QUEUED).count()
        if waiting >= WAITING_PER_PERSON:
            raise TooManyJobs(
                Words("{waiting} of your jobs are waiting; let some of them end first.", waiting=waiting)
            )
    job = Job.objects.create(
        kind=kind,
        organisation_id=getattr(organisation, "pk", organisation),
        project_id=project_id,
        created_by=by.user if by else None,
        params=params or {},
    )
    ring(job.pk)
    return job


def ring(job_id: UUID) -> None:
    """Wake a worker once the transaction has committed. A bell that nobody hears is rung again by the sweep."""
    transaction.on_commit(lambda: _ring_now(job_id), robust=True)


def _ring_now(job_id: UUID) -> None:
    from celery import current_app  # the broker is only needed by who rings
    from kombu.exceptions import KombuError

    try:
        current_app.send_task("jobs.run", args=[str(job_id)], retry=False)
    except (OSError, KombuError) as error:  # the row is there; the sweep rings again
        log.warning("job_bell_not_rung", job=str(job_id), error=type(error).__name__)


def cancel_job(job: Job) -> Job:
    """The job is cancelled now if it waits, and after its present step if it runs. Raises `JobEnded`, `NotCancellable`."""
    if not handler_of(job.kind).cancellable:
        raise NotCancellable("It is a part of something larger; stop that instead.")
    with transaction.atomic():
        if Job.objects.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.PAUSED]).update(
            state=JobState.CANCELLED, cancel_requested=True, finished_at=now(), lease_until=None
        ):
            job.refresh_from_db()
            handler_of(job.kind).abandon(job)
            return job
        if not Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True):
            raise JobEnded
    job.refresh_from_db()
    return job


def pause_jobs(ids: Collection[UUID]) -> None:
    """Those of the jobs that wait are paused now, those that run after their present step; what has ended stays so."""
    # One statement: between two, a running job could be handed back and be seen by neither.
    Job.objects.filter(pk__in=ids, state__in=[JobState.QUEUED, JobState.RUNNING]).update(
        pause_requested=Case(When(state=JobState.RUNNING, then=True), default=F("pause_requested")),
        state=Case(When(state=JobState.QUEUED, then=Value(JobState.PAUSED)), default=F("state")),
    )


def stop_jobs(ids: Collection[UUID]) -> None:
    """Those of the jobs that have not ended are cancelled: now, or after their present step."""
    running = Q(state=JobState.RUNNING)
    Job.objects.filter(pk__in=ids).exclude(state__in=TERMINAL).update(
        cancel_requested=True,
        state=Case(When(running, then=F("state")), default=Value(JobState.CANCELLED)),
        finished_at=Case(When(running, then=F("finished_at")), default=Value(now())),
        lease_until=Case(When(running, then=F("lease_until")), default=None),
    )


def resume_jobs(ids: Collection[UUID]) -> None:
    """Those of the jobs that are paused, or were about to be, go on. One that failed meanwhile can be started again."""
    with transaction.atomic():
        Job.objects.filter(pk__in=ids).update(
            pause_requested=False,
            state=Case(When(state=JobState.PAUSED, then=Value(JobState.QUEUED)), default=F("state")),
        )
        for job_id in ids:
            ring(job_id)


def is_retryable(job: Job) -> bool:
    """Whether `retry_job` would take it now."""
    if job.state not in STOPPED:
        return False
    try:
        return handler_of(job.kind).retryable
    except LookupError:  # a kind that this release no longer knows
        return False


def retry_job(job: Job) -> Job:
    """A job that failed or was cancelled goes on from its cursor. Raises `NotRetryable`."""
    handler = handler_of(job.kind)
    if not handler.retryable:
        raise NotRetryable
    with transaction.atomic():
        changed = Job.objects.filter(pk=job.pk, state__in=STOPPED).update(
            state=JobState.QUEUED,
            cancel_requested=False,
            crashes=0,
            error_code="",
            error_detail="",
            finished_at=None,
            lease_until=None,
        )
        if not changed:
            raise NotRetryable
        handler.begin_again(job)
        ring(job.pk)
    job.refresh_from_db()
    return job


@transaction.atomic
def take_job(job_id: UUID, *, worker: str) -> Job | None:
    """The job with a fresh lease and attempt number, or None if it is not there to be taken.

    In one transaction: read after it, the attempt number could already be that of the worker that took over.
    """
    instant = now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=instant)
    crashed = Job.objects.filter(pk=job_id, state=JobState.RUNNING, lease_until__lt=instant).exists()
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        worker=worker,
        attempt=F("attempt") + 1,
        crashes=F("crashes") + int(crashed),
        lease_until=instant + timedelta(seconds=settings.JOB_LEASE_SECONDS),
    )
    if not taken:
        return None
    Job.objects.filter(pk=job_id, started_at=None).update(started_at=instant)
    return Job.objects.get(pk=job_id)


def held(job: Job) -> Q:
    """The condition under which this very attempt may still write."""
    return Q(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def renew_lease(job: Job) -> bool:
    """Whether the attempt still holds the job; if so its lease is fresh."""
    until = now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return bool(Job.objects.filter(held(job)).update(lease_until=until))


def tell(job: Job, *, done: int) -> bool:
    """How far a long `prepare` is; False if it must stop, because the job was cancelled or is another's now."""
    Job.objects.filter(held(job), done__lt=done).update(done=done)
    return Job.objects.filter(held(job), cancel_requested=False).exists()


def hand_back(job: Job) -> None:
    """After its time slice a job goes back to the queue, so that short jobs need not wait for long ones."""
    with transaction.atomic():
        if Job.objects.filter(held(job)).update(state=JobState.QUEUED, lease_until=None):
            ring(job.pk)


def rest_job(job: Job) -> bool:
    """A running job whose pause is asked for is paused; false where somebody resumed it in the last moment."""
    resting = Job.objects.filter(held(job), pause_requested=True)
    return bool(resting.update(state=JobState.PAUSED, pause_requested=False, lease_until=None))


def end_job(
    job: Job, state: JobState, *, report: dict[str, Any] | None = None, code: str = "", detail: str = ""
) -> bool:
    """One of the terminal states, if the attempt still holds the job; False if another has it."""
    assert state in TERMINAL
    fields: dict[str, Any] = {"error_code": code, "error_detail": detail}
    if report is not None:
        fields["report"] = report
    ended = Job.objects.filter(held(job)).update(
        state=state, finished_at=now(), lease_until=None, worker="", **fields
    )
    return bool(ended)


def say_alive(name: str) -> None:
    """A worker process is there."""
    WorkerSeen.objects.update_or_create(name=name, defaults={"at": now()})


def sweep() -> int:
    """Ring for every job that waits or was given up; gives how many."""
    instant = now()
    waiting = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=instant)
    ids = list(Job.objects.filter(waiting).order_by("id").values_list("id", flat=True)[:100])
    for job_id in ids:
        _ring_now(job_id)
    WorkerSeen.objects.filter(at__lt=instant - timedelta(days=1)).delete()
    return len(ids)
