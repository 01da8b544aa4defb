"""Carrying a job to its end in this process, as a worker would."""

from __future__ import annotations

from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job


def finish(job: Job) -> None:
    while (state := run_job(job.pk)) in (JobState.RUNNING, JobState.QUEUED):
        pass
    job.refresh_from_db()
    if state != JobState.SUCCEEDED:
        raise RuntimeError(f"{job.kind} ended as {state}: {job.error_code} {job.error_detail}")
