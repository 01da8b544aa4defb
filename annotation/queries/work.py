"""What an annotator sees of their work: the batches that are open to them, and the tasks they hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from annotation.models import (
    Annotation,
    AnnotationState,
    Assignment,
    AssignmentState,
    Batch,
    BatchAnnotator,
    BatchState,
    RecheckTask,
    Review,
    Task,
    TaskState,
)
from annotation.queries.annotations import newest_revisions
from annotation.queries.handing_out import DONE, with_newest_versions, workplaces
from annotation.queries.training import Standing, standings_in
from guidelines.models import Project
from guidelines.queries.projects import project_for, projects_for
from guidelines.queries.reading import with_reading
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import NotFound

HOLDING = (AssignmentState.ACTIVE, AssignmentState.PARKED)


def workplace_for(who: Principal, project_id: UUID) -> Project:
    """The project for somebody who labels in it, with `schema_id` and `guideline_id`, the newest published ones, and with
    `read_id` and `is_behind` (see `with_reading`).

    One query where it is allowed, because every task begins with it. Raises `NotFound` or `Forbidden`.
    """

    found = (
        list(
            with_reading(
                with_newest_versions(projects_for(who, Can.ANNOTATE).filter(pk=project_id)), who.user.pk
            )
        )
        if who.token
        else workplaces(who.user.pk, project_id)
    )
    if not found:
        project_for(who, project_id, Can.ANNOTATE)  # says why not
        raise NotFound
    return found[0]


def assignments_for(who: Principal) -> QuerySet[Assignment]:
    """The person's own assignments in projects where they still label."""
    return Assignment.objects.filter(
        user=who.user, task__batch__project__in=projects_for(who, Can.ANNOTATE).order_by().values("pk")
    )


def require_own(who: Principal, assignment_id: UUID) -> None:
    """Nothing, or `NotFound` when the assignment is not the person's."""
    if not assignments_for(who).filter(pk=assignment_id).exists():
        raise NotFound


@dataclass(frozen=True, slots=True)
class Position:
    """How far the person is in a batch: tasks they have done, and items there are to do at most."""

    done: int
    total: int


def position_in(who: Principal, batch: Batch) -> Position:
    """How far the person is in the batch."""
    return Position(Task.objects.filter(annotator=who.user, batch=batch, state__in=DONE).count(), batch.size)


@dataclass(frozen=True, slots=True)
class Handed:
    """An assignment with all that a browser needs to start: `value` is the draft, or else what was returned, or what is to
    be looked at again since a rule changed (`recheck`).
    """

    assignment: Assignment
    schema_version: UUID | None
    guideline_version: UUID | None
    value: dict[str, Any] | None
    annotation: Annotation | None
    review: Review | None
    position: Position
    recheck: RecheckTask | None


def handed_out(who: Principal, workplace: Project, assignments: Sequence[Assignment]) -> list[Handed]:
    """What goes to the browser for these assignments, as `next_tasks` gives them: with all that is loaded there."""
    if not assignments:
        return []
    returned = [a.task_id for a in assignments if a.task.state == TaskState.RETURNED]
    annotations, revisions, reviews = _returned_work(returned) if returned else ({}, {}, {})
    again = [a.task_id for a in assignments if a.task.batch.kind == Batch.Kind.RECHECK]
    rechecks = _to_recheck(again) if again else {}
    for task_id, recheck in rechecks.items():
        annotations[task_id] = recheck.annotation
    if again:
        revisions |= newest_revisions([recheck.annotation for recheck in rechecks.values()])
    told = []
    for assignment in assignments:
        annotation = annotations.get(assignment.task_id)
        revision = revisions.get(annotation.pk) if annotation else None
        schema_version, value = workplace.schema_id, None  # type: ignore[attr-defined]
        if assignment.draft is not None:
            schema_version, value = assignment.draft_schema_version_id or schema_version, assignment.draft
        elif revision is not None:
            schema_version, value = revision.schema_version_id, revision.value
        told.append(
            Handed(
                assignment,
                schema_version,
                workplace.guideline_id,  # type: ignore[attr-defined]
                value,
                annotation,
                reviews.get(annotation.pk) if annotation else None,
                Position(assignment.task.batch.asker_done, assignment.task.batch.size),  # type: ignore[attr-defined]
                rechecks.get(assignment.task_id),
            )
        )
    return told


def _returned_work(tasks: list[UUID]) -> tuple[dict[UUID, Annotation], dict[UUID, Any], dict[UUID, Review]]:
    annotations = {
        a.task_id: a
        for a in Annotation.objects.filter(task__in=tasks).exclude(state=AnnotationState.EXTRA)
        if a.task_id
    }
    mine = list(annotations.values())
    reviews = Review.objects.filter(annotation__in=mine, decision=Review.Decision.RETURNED).order_by(
        "revision"
    )
    return annotations, newest_revisions(mine), {review.annotation_id: review for review in reviews}


def _to_recheck(tasks: list[UUID]) -> dict[UUID, RecheckTask]:
    rows = RecheckTask.objects.filter(task__in=tasks).select_related("annotation", "recheck__version")
    return {row.task_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch as its annotator sees it. Whether it is a pilot or measures people shows nowhere.

    `standing` is how they stand in it, of a training; `requires` is the training that they have to pass before.
    """

    batch: Batch
    done: int
    returned: int
    held: int
    available: bool  # whether any task is still open for them
    standing: Standing | None = None
    requires: Batch | None = None


@dataclass(frozen=True, slots=True)
class Work:
    batches: list[OpenBatch]
    today: int
    returned: int


def work_of(who: Principal, project_id: UUID, *, instant: datetime | None = None) -> Work:
    """The person's open batches in the project, soonest due first, and what they have done today (UTC)."""
    project = workplace_for(who, project_id)
    seats = BatchAnnotator.objects.filter(user=who.user, batch=OuterRef("pk"))
    open_tasks = Task.objects.filter(batch=OuterRef("pk"), state=TaskState.OPEN)
    batches = list(
        Batch.objects.filter(Exists(seats), project=project, state=BatchState.OPEN)
        .annotate(available=Exists(open_tasks))
        .select_related("training")
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )
    trainings: dict[UUID, Batch] = {each.pk: each for each in batches if each.gives_feedback}
    trainings |= {each.training.pk: each.training for each in batches if each.training is not None}
    standings = standings_in(who.user.pk, list(trainings.values())) if trainings else {}
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    rows = Task.objects.filter(annotator=who.user, batch__in=batches).order_by()
    for batch_id, state, n in rows.values_list("batch", "state").annotate(n=Count("*")):
        counts[batch_id][state] = n
    midnight = (instant or now()).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Annotation.objects.filter(
        project=project, author=who.user, task__isnull=False, created_at__gte=midnight
    )
    return Work(
        [_open_batch(batch, counts[batch.pk], standings) for batch in batches],
        today.count(),
        sum(c[TaskState.RETURNED] for c in counts.values()),
    )


def _open_batch(batch: Batch, counts: Counter[str], standings: dict[UUID, Standing]) -> OpenBatch:
    standing = standings.get(batch.pk)
    done = sum(counts[state] for state in DONE)
    required = batch.training
    missing = required is not None and not standings[required.pk].is_passed
    # In a training there are tasks for everybody; what is left for a person is what they have not done of their round.
    left = standing is None or (done < batch.size and not standing.is_over)
    return OpenBatch(
        batch,
        done=done,
        returned=counts[TaskState.RETURNED],
        held=counts[TaskState.LEASED],
        available=batch.available and left and not missing,  # type: ignore[attr-defined]
        standing=standing,
        requires=required if missing else None,
    )


def has_active(task_id: UUID) -> bool:
    """Whether somebody holds the task: a lease of it, or put aside until a question is answered."""
    return Assignment.objects.filter(task=task_id, state__in=HOLDING).exists()
