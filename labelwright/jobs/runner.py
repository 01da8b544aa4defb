"""The loop that carries any job out: take, step, commit, look up, step again."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F

from labelwright.jobs import services
from labelwright.jobs.errors import Fenced, JobFailed
from labelwright.jobs.handlers import Handler, handler_of
from labelwright.jobs.models import Job, JobState

log = structlog.get_logger("labelwright.jobs")

PASSING = (OperationalError, InterfaceError)  # lost connection, deadlock, busy database


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def run_job(job_id: UUID, *, slice_seconds: float | None = None) -> JobState | None:
    """Carry the job on for one time slice; gives its state afterwards, None if it was not there to be taken."""
    job = services.take_job(job_id, worker=worker_name())
    if job is None:
        return None
    slice_seconds = settings.JOB_SLICE_SECONDS if slice_seconds is None else slice_seconds
    handler = handler_of(job.kind)
    try:
        if job.crashes > services.CRASHES_ALLOWED:
            raise JobFailed("worker-died", "The worker died at this place again and again.")
        with _heartbeat(job):
            _go_on(job, handler, time.monotonic() + slice_seconds)
    except Fenced:
        log.info("job_fenced", job=str(job.pk), attempt=job.attempt)
    except JobFailed as failure:
        _fail(job, handler, failure.code, failure.detail)
    except PASSING as error:
        log.warning("job_interrupted", job=str(job.pk), error=str(error))
        close_old_connections()
        services.hand_back(job)
    except (
        OSError
    ) as error:  # the disk is full, read-only, not there: for whoever runs the installation to mend
        log.exception("job_without_storage", job=str(job.pk), kind=job.kind)
        reason = error.strerror or type(error).__name__
        _fail(
            job,
            handler,
            "storage-unavailable",
            f"The file storage could not be used ({reason}). Once it works again, start this again.",
        )
    except Exception as error:
        log.exception("job_broke", job=str(job.pk), kind=job.kind)
        _fail(
            job,
            handler,
            "internal",
            f"{type(error).__name__} at {job.cursor!r}; the server's log has the rest.",
        )
    return JobState(Job.objects.values_list("state", flat=True).get(pk=job_id))


def _go_on(job: Job, handler: Handler, deadline: float) -> None:
    if job.cursor is None and job.total is None:
        job.total = handler.total(job)
        _save(job, total=job.total)
    while True:
        asked = (
            Job.objects.filter(services.held(job)).values_list("cancel_requested", "pause_requested").first()
        )
        cancelled, pausing = asked or (False, False)
        if cancelled:
            _end(job, handler, JobState.CANCELLED)
            return
        if pausing and services.rest_job(job):
            return
        finished = _step(job, handler)
        if finished:
            _end(job, handler, JobState.SUCCEEDED)
            return
        if time.monotonic() > deadline:
            services.hand_back(job)
            return


def _step(job: Job, handler: Handler) -> bool:
    handler.prepare(job, job.cursor)
    with transaction.atomic():
        step = handler.step(job, job.cursor)
        known = {} if step.total is None else {"total": step.total}
        _save(job, cursor=step.cursor, done=F("done") + step.done, crashes=0, **known)
    job.cursor = step.cursor
    job.done += step.done
    return step.finished


def _save(job: Job, **fields: object) -> None:
    if not Job.objects.filter(services.held(job)).update(**fields):
        raise Fenced


def _end(job: Job, handler: Handler, state: JobState) -> None:
    with transaction.atomic():
        if state == JobState.SUCCEEDED:
            report = handler.finish(job)
        else:
            handler.abandon(job)
            report = None
        if not services.end_job(job, state, report=report):
            raise Fenced


def _fail(job: Job, handler: Handler, code: str, detail: str) -> None:
    with transaction.atomic():
        if services.end_job(job, JobState.FAILED, code=code, detail=detail):
            job.state, job.error_code, job.error_detail = JobState.FAILED, code, detail
            handler.abandon(job)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease while a long step runs: that a worker lives must not depend on how fast it commits."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                if not services.renew_lease(job):
                    return
                services.say_alive(worker_name())
            except PASSING:
                continue
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=1)
