"""A job is a row: what a machine has to do, how far it is, and who holds it. Celery only rings the bell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from labelwright.accounts.models import Organisation
from labelwright.ids import new_id


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


TERMINAL = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    project_id = models.UUIDField(null=True, blank=True)  # projects are on the floor above
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    cancel_requested = models.BooleanField(default=False)
    pause_requested = models.BooleanField(default=False)

    # Who holds it. `attempt` fences: a worker that was given up and comes back finds another number and stops.
    attempt = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    crashes = models.PositiveSmallIntegerField(default=0)

    # How far it is. Written in the transaction of each step's effects.
    cursor = models.JSONField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    report = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True)
    error_detail = models.TextField(blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # "running" without a lease would be nobody's; the sweep could never give it to another worker.
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="running_jobs_have_a_lease"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "paused"]) | Q(finished_at__isnull=False),
                name="ended_jobs_have_an_end",
            ),
        ]
        indexes = [
            # the sweep: what waits, and what was given up
            models.Index(
                fields=["state", "lease_until"],
                condition=Q(state__in=["queued", "running"]),
                name="live_jobs",
            ),
            models.Index(fields=["project_id", "-id"], name="jobs_of_a_project"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def ended(self) -> bool:
        return self.state in TERMINAL


class WorkerSeen(models.Model):
    """When a worker process last said that it lives."""

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
