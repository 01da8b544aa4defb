"""Reading batches and tasks, for those who run them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from annotation.models import (
    Annotation,
    AnnotationState,
    Assignment,
    AssignmentState,
    Batch,
    BatchAnnotator,
    Task,
    TaskState,
)
from annotation.queries.people import Person, people
from guidelines.queries.projects import may, project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with its people and how far it is; `tasks` is the number of tasks by state."""

    batch: Batch
    annotators: list[Person]
    tasks: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Share:
    """What of a batch one person has: the number of their tasks by state."""

    person: Person
    tasks: Counter[str]


def batches_of(who: Principal, project_id: UUID) -> QuerySet[Batch]:
    """The batches of a project."""
    project = project_for(who, project_id, Can.SEE_BATCHES)
    return Batch.objects.filter(project=project).select_related("project", "training")


def batch_for(who: Principal, batch_id: UUID, can: Can = Can.SEE_BATCHES) -> Batch:
    """The batch, for somebody who sees batches and may do `can` in its project.

    Raises `Forbidden`, and `NotFound` for who sees none: it may be another vendor's.
    """
    rows = Batch.objects.select_related("project", "training")
    batch = rows.filter(pk=batch_id, project__in=projects_for(who, Can.SEE_BATCHES)).first()
    if batch is None:
        raise NotFound
    project_for(who, batch.project_id, can)
    return batch


def views_of(who: Principal, batches: Iterable[Batch]) -> list[BatchView]:
    """The batches (of one project) with people and progress, in three queries however many there are."""
    batches = list(batches)
    if not batches:
        return []
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    rows = Task.objects.filter(batch__in=batches).values("batch", "state").annotate(n=Count("*")).order_by()
    for row in rows:
        counts[row["batch"]][row["state"]] = row["n"]
    seats: dict[UUID, list[UUID]] = defaultdict(list)
    for batch_id, user_id in (
        BatchAnnotator.objects.filter(batch__in=batches).order_by("id").values_list("batch", "user")
    ):
        seats[batch_id].append(user_id)
    project = batches[0].project
    names = Can.MANAGE_MEMBERS in may(who, project)
    known = people(project.organisation_id, {u for users in seats.values() for u in users}, names=names)
    return [
        BatchView(batch, [known[user] for user in seats[batch.pk] if user in known], counts[batch.pk])
        for batch in batches
    ]


def shares_of(who: Principal, batch_id: UUID) -> list[Share]:
    """Each annotator of the batch, and who worked in it and has left, with their tasks by state; most work first."""
    batch = batch_for(who, batch_id)
    tasks: dict[UUID, Counter[str]] = defaultdict(Counter)
    for user in BatchAnnotator.objects.filter(batch=batch).values_list("user", flat=True):
        tasks[user] = Counter()
    held = Task.objects.filter(batch=batch, annotator__isnull=False).order_by()
    for user, state, n in held.values_list("annotator", "state").annotate(n=Count("*")):
        tasks[user][state] = n
    names = Can.MANAGE_MEMBERS in may(who, batch.project)
    known = people(batch.project.organisation_id, tasks, names=names)
    shares = [Share(known[user], counts) for user, counts in tasks.items() if user in known]
    return sorted(shares, key=lambda share: (-share.tasks.total(), share.person.pseudonym))


def tasks_of(who: Principal, batch_id: UUID, *, state: str = "") -> QuerySet[Task]:
    """The tasks of a batch with whoever holds them, and why they were skipped."""
    batch = batch_for(who, batch_id)
    tasks = Task.objects.filter(batch=batch)
    if state:
        tasks = tasks.filter(state=state)
    skipped = Assignment.objects.filter(state=AssignmentState.SKIPPED).select_related("user").order_by("id")
    counting = Annotation.objects.exclude(state=AnnotationState.EXTRA)
    return tasks.select_related("item", "annotator", "recheck").prefetch_related(
        Prefetch("assignments", queryset=skipped, to_attr="skips"),
        Prefetch("annotations", queryset=counting, to_attr="counting"),
    )


# In this order they are told everywhere.
TASK_STATES = tuple(state.value for state in TaskState)
