from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import work as told
from annotation.queries.work import handed_out, require_own, work_of, workplace_for
from annotation.services import leases
from annotation.services.predictions import shown_predictions
from annotation.services.revisions import Save
from annotation.services.submit import submit_work
from labelwright.accounts.principal import Principal
from labelwright.errors import Invalid, MissingPrecondition
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import NothingIn, parse
from labelwright.rest.views import View

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="One for each save, made by the browser: the same save sent twice is stored once.",
)
LONGEST_KEY = 100


def save_key(request: Request) -> str | None:
    """The Idempotency-Key of a save, which the save itself remembers. Raises `Invalid`."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not key.isascii() or (key and not key.isprintable()):
        raise Invalid("An Idempotency-Key has 1 to 100 printable ASCII characters.")
    return key or None


@contextmanager
def _unless_foreign(who: Principal, assignment: UUID) -> Iterator[None]:
    """A faulty request about somebody else's assignment is answered as one about none. Costs nothing when it is good."""
    try:
        yield
    except Invalid:
        require_own(who, assignment)
        raise


class Work(View):
    permission = SignedIn

    @extend_schema(summary="My open batches and what I did today", responses=told.WorkOut)
    def get(self, request: Request, project: UUID) -> Response:
        return Response(told.work(work_of(self.who, project)))


class NextTasks(View):
    permission = SignedIn
    keeps_answers = False  # asking again gives what is held, which a remembered answer would not

    @extend_schema(
        summary="The next tasks",
        description=(
            "Leases tasks until the person holds `count`. Asking again gives the same ones until they are submitted; "
            "returned work comes first. An empty list means that nothing is left for this person now."
        ),
        request=told.NextTasksIn,
        responses=told.AssignmentsOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        workplace = workplace_for(self.who, project)
        data = parse(told.NextTasksIn, request)
        found = leases.next_tasks(self.who, workplace, count=data.count, batch_id=data.batch)
        rows = handed_out(self.who, workplace, found)
        predicted = shown_predictions(workplace, rows)
        return Response(
            {
                "assignments": [told.handed(row, predicted.get(row.assignment.task.item_id)) for row in rows],
                "guideline": told.guideline_standing(workplace),
            }
        )


class Renew(View):
    permission = SignedIn
    keeps_answers = False

    @extend_schema(summary="Keep a task for its full time again", request=None, responses=told.LeaseOut)
    def post(self, request: Request, assignment: UUID) -> Response:
        with _unless_foreign(self.who, assignment):
            parse(NothingIn, request)
        return Response(told.lease(leases.renew_lease(assignment, by=self.who)))


class Unpark(View):
    permission = SignedIn
    keeps_answers = False

    @extend_schema(
        summary="Go on with a task that was put aside for a question", request=None, responses=told.LeaseOut
    )
    def post(self, request: Request, assignment: UUID) -> Response:
        with _unless_foreign(self.who, assignment):
            parse(NothingIn, request)
        return Response(told.lease(leases.unpark_task(assignment, by=self.who)))


class Release(View):
    permission = SignedIn

    @extend_schema(summary="Give a task back", request=None, responses=told.LeaseOut)
    def post(self, request: Request, assignment: UUID) -> Response:
        with _unless_foreign(self.who, assignment):
            parse(NothingIn, request)
        return Response(told.lease(leases.release_task(assignment, by=self.who)))


class Skip(View):
    permission = SignedIn

    @extend_schema(summary="Leave a task to somebody else", request=told.SkipIn, responses=told.LeaseOut)
    def post(self, request: Request, assignment: UUID) -> Response:
        with _unless_foreign(self.who, assignment):
            data = parse(told.SkipIn, request)
        skipped = leases.skip_task(assignment, by=self.who, reason=data.reason, flags_item=data.flags_item)
        return Response(told.lease(skipped))


class Draft(View):
    permission = SignedIn
    needs_if_match = ("PUT",)

    @extend_schema(summary="Keep unfinished work", request=told.DraftIn, responses=told.LeaseOut)
    def put(self, request: Request, assignment: UUID) -> Response:
        with _unless_foreign(self.who, assignment):
            version = if_match(request)
            data = parse(told.DraftIn, request)
        saved = leases.save_draft(
            assignment,
            by=self.who,
            version=version,
            value=data.value,
            seconds=data.seconds,
            schema_version_id=data.schema_version,
        )
        return versioned(told.lease(saved), saved.draft_version)


class Submit(View):
    permission = SignedIn
    keeps_answers = False  # the revision itself carries the key

    @extend_schema(
        summary="Submit finished work",
        description=(
            "Stored exactly once for each Idempotency-Key. Work whose lease has run out counts if the task is still "
            "open; if somebody else has it, it is kept with the state `extra`."
        ),
        parameters=[KEY],
        request=told.SubmitIn,
        responses={201: told.SubmittedOut},
    )
    def post(self, request: Request, assignment: UUID) -> Response:
        with _unless_foreign(self.who, assignment):
            key = save_key(request)
            data = parse(told.SubmitIn, request)
            if key is None:
                raise MissingPrecondition("Send an Idempotency-Key, so that the work is stored exactly once.")
        save = Save(
            value=data.value,
            schema_version=data.schema_version,
            guideline_version=data.guideline_version,
            seconds=data.seconds,
            client_key=key,
        )
        done = submit_work(assignment, by=self.who, save=save, base=data.base_revision)
        return Response(told.submitted(done), status=201)
