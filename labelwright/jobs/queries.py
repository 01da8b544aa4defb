"""Reading jobs. Who may see the jobs of a project is decided on the floor that knows projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from labelwright.database.clock import now
from labelwright.jobs.models import Job, JobState, WorkerSeen


def jobs_of_projects(project_ids: Any) -> QuerySet[Job]:
    """The jobs of these projects, newest first by id."""
    return Job.objects.filter(project_id__in=project_ids)


def worker_health() -> dict[str, Any]:
    """Whether any worker was seen lately, and how long ago."""
    last = WorkerSeen.objects.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return {"ready": False, "seen_seconds_ago": None}
    ago = now() - last
    lost_after = timedelta(seconds=settings.WORKER_LOST_SECONDS)
    return {"ready": ago < lost_after, "seen_seconds_ago": round(max(0.0, ago.total_seconds()), 1)}


@dataclass(frozen=True, slots=True)
class Speed:
    """`rate` in units a second since the start; `seconds_left` only where the total is known."""

    rate: float | None
    seconds_left: float | None


def speed_of(job: Job) -> Speed:
    """How fast the job has gone so far."""
    if job.started_at is None or not job.done:
        return Speed(None, None)
    elapsed = ((job.finished_at or now()) - job.started_at).total_seconds()
    rate = job.done / elapsed if elapsed > 0 else None
    left = None
    if rate and job.total and job.state == JobState.RUNNING:
        left = max(0.0, (job.total - job.done) / rate)
    return Speed(round(rate, 2) if rate else None, round(left, 1) if left is not None else None)
