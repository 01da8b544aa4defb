"""Jobs as a project's people see them. The floor below knows jobs but no projects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.queries.projects import project_for
from guidelines.queries.records import job_for, job_for_change
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import is_still_signed_in
from labelwright.accounts.roles import Can
from labelwright.errors import LabelwrightError, NotSignedIn
from labelwright.jobs import queries as jobs
from labelwright.jobs import services
from labelwright.jobs.models import Job, JobState
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import In, Out, parse, parse_query
from labelwright.rest.views import View

LOOK_EVERY = 1.0  # seconds; what a person sees as live


class JobErrorOut(Out):
    code = serializers.CharField(help_text="A stable name of the reason.")
    detail = serializers.CharField(help_text="The reason in words.")


class JobOut(Out):
    id = serializers.UUIDField(help_text="Identity of the job.")
    kind = serializers.CharField(help_text="What it does, such as exports.import.")
    state = serializers.ChoiceField(choices=JobState.values, help_text="Where it is in its life.")
    done = serializers.IntegerField(help_text="Units done.")
    total = serializers.IntegerField(allow_null=True, help_text="Units in all, where that is known.")
    rate = serializers.SerializerMethodField(help_text="Units a second so far.")
    seconds_left = serializers.SerializerMethodField(help_text="Seconds to its end at this rate.")
    cancel_requested = serializers.BooleanField(
        help_text="Somebody asked it to stop; it does after its present step."
    )
    error = serializers.SerializerMethodField(help_text="Why it failed.")
    retryable = serializers.SerializerMethodField(
        help_text="Whether it has stopped and can be started again."
    )
    report = serializers.DictField(help_text="What it did.")
    created_at = serializers.DateTimeField(help_text="When it was asked for.")
    started_at = serializers.DateTimeField(allow_null=True, help_text="When a worker first took it.")
    finished_at = serializers.DateTimeField(allow_null=True, help_text="When it ended.")
    worker_seen = serializers.SerializerMethodField(
        help_text="False when it waits and no worker was seen for half a minute."
    )

    def get_rate(self, job: Job) -> float | None:
        return jobs.speed_of(job).rate

    def get_seconds_left(self, job: Job) -> float | None:
        return jobs.speed_of(job).seconds_left

    def get_error(self, job: Job) -> dict[str, str] | None:
        return {"code": job.error_code, "detail": job.error_detail} if job.error_code else None

    def get_retryable(self, job: Job) -> bool:
        return services.is_retryable(job)

    def get_worker_seen(self, job: Job) -> bool:
        if job.state != JobState.QUEUED:
            return True
        return _worker_ready(self)


def _worker_ready(out: JobOut) -> bool:
    """Asked once an answer, however many jobs wait in it."""
    root: Any = out.root
    if not hasattr(root, "worker_ready"):
        root.worker_ready = bool(jobs.worker_health()["ready"])
    return bool(root.worker_ready)


class JobFilterIn(PageIn):
    state = serializers.ChoiceField(
        choices=["live", *JobState.values],
        required=False,
        help_text="Only these; `live` is queued or running.",
    )
    kind = serializers.CharField(required=False, help_text="Only jobs of this kind.")


def filtered(rows: Any, state: str | None, kind: str | None) -> Any:
    if state == "live":
        rows = rows.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    elif state:
        rows = rows.filter(state=state)
    return rows.filter(kind=kind) if kind else rows


class ProjectJobs(View):
    permission = SignedIn

    @extend_schema(
        summary="Jobs of a project, newest first", parameters=[JobFilterIn], responses=listing(JobOut)
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.SEE_JOBS)
        query = parse_query(JobFilterIn, request)
        rows = filtered(
            jobs.jobs_of_projects([found.pk]), getattr(query, "state", None), getattr(query, "kind", None)
        )
        return Response(paged(request, rows, query, JobOut))


class OneJob(View):
    permission = SignedIn

    @extend_schema(summary="A job and how far it is", responses=JobOut)
    def get(self, request: Request, job: UUID) -> Response:
        return Response(JobOut(job_for(self.who, job)).data)


class CancelJob(View):
    permission = SignedIn

    @extend_schema(
        summary="Stop a job: at once if it waits, after its present step if it runs",
        request=In,
        responses=JobOut,
    )
    def post(self, request: Request, job: UUID) -> Response:
        found = job_for_change(self.who, job)
        parse(In, request)
        return Response(JobOut(services.cancel_job(found)).data)


class RetryJob(View):
    permission = SignedIn

    @extend_schema(
        summary="Start a failed or cancelled job again where it stopped", request=In, responses=JobOut
    )
    def post(self, request: Request, job: UUID) -> Response:
        found = job_for_change(self.who, job)
        parse(In, request)
        return Response(JobOut(services.retry_job(found)).data)


def _asker(request: HttpRequest) -> Principal:
    user = request.user
    if not (user.is_authenticated and user.is_active):
        raise NotSignedIn
    return Principal(user)  # type: ignore[arg-type]


@sync_to_async
def _newest_jobs(request: HttpRequest, project: UUID) -> bytes:
    """The newest jobs as JSON. Raises what `project_for` raises: access is asked for at every look."""
    who = _asker(request)
    if not is_still_signed_in(who.user, request.session.session_key or ""):
        raise NotSignedIn
    project_for(who, project, Can.SEE_JOBS)
    recent = jobs.jobs_of_projects([project]).order_by("-id")[:20]
    return orjson.dumps(JobOut(recent, many=True).data, default=str)


async def _events(request: HttpRequest, project: UUID, first: bytes) -> AsyncIterator[bytes]:
    last, found = b"", first
    for look in range(max(1, int(settings.EVENT_STREAM_SECONDS / LOOK_EVERY))):
        if look:
            await asyncio.sleep(LOOK_EVERY)
            try:
                found = await _newest_jobs(request, project)
            except LabelwrightError:
                return  # the person lost access: the stream ends, and a new one is refused
        yield b"event: jobs\ndata: " + found + b"\n\n" if found != last else b": still here\n\n"
        last = found


async def stream(request: HttpRequest, project: UUID) -> StreamingHttpResponse:
    """Server-sent events `jobs`: the newest twenty jobs of the project, whenever one of them changes. Browser only.

    It ends after a while; the browser connects again and is then asked again who it is.
    """
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(request.method or "")
    first = await _newest_jobs(request, project)
    return StreamingHttpResponse(
        _events(request, project, first),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
