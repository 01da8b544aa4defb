"""What every task of every annotator begins and ends with: few queries, built once (`labelwright.database.compiled`).

For the browser only, where a person's roles are all that counts; with a token `projects_for` says more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from annotation.models import (
    Assignment,
    AssignmentState,
    BatchAnnotator,
    BatchState,
    Task,
    TaskState,
    TrainingRound,
)
from guidelines.models import Acknowledgement, GuidelineVersion, Project, SchemaVersion, VersionState
from guidelines.queries.projects import projects_for
from guidelines.queries.reading import with_reading
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import Instant, now
from labelwright.database.compiled import compiled

DONE = (TaskState.SUBMITTED, TaskState.ACCEPTED)
# What a person should not be given again: they have said no, or done it too late to count.
REFUSED = (AssignmentState.SKIPPED, AssignmentState.EXTRA)


def with_newest_versions(projects: QuerySet[Project]) -> QuerySet[Project]:
    """The projects with `schema_id` and `guideline_id`, the newest published ones."""

    def newest(model: type[SchemaVersion] | type[GuidelineVersion]) -> Subquery:
        published = model._default_manager.filter(project=OuterRef("pk"), state=VersionState.PUBLISHED)
        return Subquery(published.order_by("-number").values("pk")[:1])

    return projects.annotate(schema_id=newest(SchemaVersion), guideline_id=newest(GuidelineVersion))


@compiled
def workplaces(user: UUID, project_id: UUID) -> QuerySet[Project]:
    """The project, if the person labels in it."""
    return with_reading(with_newest_versions(_workplaces_of(user).filter(pk=project_id)), user)


def _workplaces_of(user: UUID) -> QuerySet[Project]:
    return projects_for(Principal(User(pk=user)), Can.ANNOTATE).order_by()


@compiled
def locked_seats(user: UUID, project_id: UUID, batch_id: UUID | None) -> QuerySet[BatchAnnotator]:
    """The person's seats in open batches (or in this one), locked, with the batches, soonest due first.

    Without batches that require a training which the person has not passed: a condition here, so that it costs no query.
    """
    passed = TrainingRound.objects.filter(batch=OuterRef("batch__training"), user=user, is_passed=True)
    seats = BatchAnnotator.objects.filter(
        Q(batch__training__isnull=True) | Exists(passed),
        user=user,
        batch__project=project_id,
        batch__state=BatchState.OPEN,
    )
    if batch_id is not None:
        seats = seats.filter(batch=batch_id)
    return (
        seats.select_for_update(of=("self",))
        .select_related("batch")
        .order_by(F("batch__due_at").asc(nulls_last=True), "batch_id")
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands in a batch: tasks they have done, whether any came back, whether the past matters."""

    done: int
    returned: bool
    past: bool


def standings(user: UUID, batches: tuple[UUID, ...]) -> tuple[dict[UUID, Standing], datetime]:
    """The person's standing in each of the batches, where they have seats, and the present instant."""
    rows = _standings(user, batches)
    instant = rows[0][-1] if rows else None
    return {
        batch: Standing(done, returned, past) for batch, done, returned, past, _ in rows
    }, instant or now()


@compiled
def _standings(
    user: UUID, batches: tuple[UUID, ...]
) -> QuerySet[BatchAnnotator, tuple[UUID, int, bool, bool, datetime]]:
    mine = Task.objects.filter(batch=OuterRef("batch"), annotator=user)
    return (
        BatchAnnotator.objects.filter(user=user, batch__in=batches)
        .annotate(
            done=_count(mine.filter(state__in=DONE)),
            returned=Exists(mine.filter(state=TaskState.RETURNED)),
            past=Exists(_past(user).filter(task__batch=OuterRef("batch"))),
            instant=Instant(),
        )
        .values_list("batch", "done", "returned", "past", "instant")
    )


def _count(tasks: QuerySet[Task]) -> Coalesce:
    """How many, as a value within another query."""
    return Coalesce(Subquery(tasks.order_by().values("batch").annotate(n=Count("*")).values("n")), 0)


def _past(user: UUID) -> QuerySet[Assignment]:
    """What matters of the person's assignments so far; rarely more than a few rows."""
    return Assignment.objects.filter(user=user).filter(
        Q(state__in=[AssignmentState.ACTIVE, AssignmentState.PARKED, *REFUSED])
        | Q(state__in=[AssignmentState.EXPIRED, AssignmentState.RELEASED], draft_version__gt=0)
    )


@compiled
def past_of(user: UUID, batches: tuple[UUID, ...]) -> QuerySet[Assignment, tuple[UUID, UUID, str]]:
    """(item, task, state) of the assignments that matter for what the person is given next."""
    rows = _past(user).filter(task__batch__in=batches)
    return rows.values_list("task__item", "task", "state")


@compiled
def own_leases(user: UUID, batches: tuple[UUID, ...]) -> QuerySet[Assignment]:
    """What the person holds, and what they put aside and can go on with; locked, with task, item and asset."""
    here = Q(state=AssignmentState.ACTIVE) | Q(state=AssignmentState.PARKED, ready_at__isnull=False)
    rows = Assignment.objects.filter(here, user=user, task__batch__in=batches)
    return rows.select_for_update(of=("self",)).select_related("task__item__asset")


@compiled
def open_tasks(batch: UUID, but: tuple[UUID, ...], but_of: UUID | None, wanted: int) -> QuerySet[Task]:
    """The first open tasks of a batch by position, locked, with item and asset.

    None of the items in `but`, and none of which the person `but_of` has another slot; None where items have one slot.
    What others have locked this moment is passed over instead of waited for.
    """
    tasks = Task.objects.filter(batch=batch, state=TaskState.OPEN).order_by("position")
    tasks = tasks.select_related("item__asset").select_for_update(of=("self",), skip_locked=True)
    if but:
        tasks = tasks.exclude(item__in=but)
    if but_of is not None:
        theirs = Task.objects.filter(batch=batch, item=OuterRef("item"), annotator=but_of)
        tasks = tasks.exclude(Exists(theirs))
    return tasks[:wanted]


@compiled
def own_assignments(user: UUID, assignment_id: UUID) -> QuerySet[Assignment]:
    """The assignment, locked, if it is the person's and they still label there; with task, batch, item and asset.

    `instant` is the present, None on SQLite; `done` are the tasks of the batch that the person has done so far; `read_id` is
    the newest guideline version of the project that they have acknowledged.
    """
    read = Acknowledgement.objects.filter(project=OuterRef("task__batch__project"), user=user)
    mine = Task.objects.filter(batch=OuterRef("task__batch"), annotator=user, state__in=DONE)
    return (
        Assignment.objects.filter(
            pk=assignment_id, user=user, task__batch__project__in=_workplaces_of(user).values("pk")
        )
        .annotate(
            done=_count(mine),
            instant=Instant(),
            read_id=Subquery(read.order_by("-number").values("version")[:1], output_field=UUIDField()),
        )
        .select_for_update(of=("self",))
        .select_related("task__batch", "task__item__asset")
    )
