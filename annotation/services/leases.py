"""Handing out tasks. A task is a slot; whoever holds it stands in its row, and their lease is an assignment.

    open      → leased      next_tasks gives it to a person
    leased    → open        the lease expires, or its holder gives it back
    leased    → skipped     its holder skips it and nobody else is left who could do it
    leased    → submitted   its holder submits (accepted at once where nobody reviews)
    returned  → submitted   its annotator submits again
    submitted → accepted, returned   a reviewer decides
    returned  → open        its annotator is gone, or skips it: the old work is kept as extra
    skipped   → open        annotators join the batch

A task that is put aside for a question stays `leased` (or `returned`) and its holder's, and runs out no more: its
assignment is `parked`. Once there is an answer it is the first that they are given.
A returned task stays `returned` and its annotator's while they hold a new lease of it: nobody else can take it.
Locks are taken in one order everywhere: seat (BatchAnnotator), assignment, task, annotation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.errors import AlreadySubmitted, LeaseEnded, NotInTraining, StaleDraft, TooManyParked
from annotation.models import (
    Annotation,
    AnnotationState,
    Assignment,
    AssignmentState,
    Batch,
    BatchAnnotator,
    ItemProblem,
    Task,
    TaskState,
    Thread,
)
from annotation.queries.handing_out import (
    REFUSED,
    locked_seats,
    open_tasks,
    own_assignments,
    own_leases,
    past_of,
    standings,
)
from annotation.queries.versions import published_schema
from annotation.queries.work import HOLDING, assignments_for, has_active
from guidelines.models import Project
from guidelines.values.value import dump_value, parse_value
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.database.compiled import compiled_update, insert
from labelwright.errors import Busy, NotFound, Words

HELD_AT_MOST = 5  # leases of one person in one batch: enough to prefetch, too few to hoard
PARKED_AT_MOST = 20  # of one person in one batch: nobody else can have them meanwhile
EXPIRED_AT_ONCE = 500
REFUSED_AT_ONCE = 8
TRIES = 3


def next_tasks(
    who: Principal, project: Project, *, count: int = 1, batch_id: UUID | None = None
) -> list[Assignment]:
    """Up to `count` leases that the person holds now: returned work, what they held before, then new tasks.

    Asking again gives the same leases until they are submitted, so that neither a crash nor a lost answer loses one.
    Empty when there is nothing for this person; of a batch that requires a training, until they have passed that. Each comes with its task, batch, item and asset loaded.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _hand_out(who, project, count, batch_id)
        except IntegrityError:  # the database has the last word on who holds what; look again
            continue
    raise Busy("Too many people ask at once; ask again.")


def _hand_out(who: Principal, project: Project, count: int, batch_id: UUID | None) -> list[Assignment]:
    batches = _open_batches(who, project, batch_id)
    if not batches:
        return []
    # Only now that the seats are locked: another request of the same person may have been at it.
    standing, instant = standings(who.user.pk, tuple(batches))
    past = _history(who, batches) if any(row.past for row in standing.values()) else NO_PAST
    held = _own_leases(who, batches, instant) if past.holds else []
    returned = any(row.returned for row in standing.values())
    fresh = _returned_tasks(who, batches, held, past.parked, count) if returned else []
    still = count - len(held) - len(fresh)
    if still > 0:
        taken = _open_tasks(who, batches, held, past.refused, still)
        if len(taken) < still and expire_leases(batches=batches, instant=instant):
            taken += _open_tasks(
                who, batches, held, past.refused | {t.item_id for t in taken}, still - len(taken), taken
            )
        if taken:
            _take_tasks(who.user.pk, tuple(task.pk for task in taken), instant)
        fresh += taken
    leases = held + _lease(who, fresh, batches, past.drafts, instant)
    for lease in leases:
        lease.task.batch = batches[lease.task.batch_id]
        lease.task.batch.asker_done = standing[lease.task.batch_id].done  # type: ignore[attr-defined]
    leases.sort(
        key=lambda a: (not a.ready_at, a.task.state != TaskState.RETURNED, a.leased_at, a.task.position)
    )
    return leases[:count]


def _open_batches(who: Principal, project: Project, batch_id: UUID | None) -> dict[UUID, Batch]:
    """The person's open batches, soonest due first. Their seats stay locked: two requests of one person take turns."""
    seats = locked_seats(who.user.pk, project.pk, batch_id)
    if batch_id is not None and not seats:
        theirs = BatchAnnotator.objects.filter(user=who.user, batch__project=project, batch=batch_id)
        if not theirs.exists():
            raise NotFound
    return {seat.batch_id: seat.batch for seat in seats}


@compiled_update
def _take_tasks(
    user: UUID, tasks: tuple[UUID, ...], instant: datetime
) -> tuple[QuerySet[Task], dict[str, Any]]:
    holding = {"state": TaskState.LEASED, "annotator": user, "changed_at": instant}
    return Task.objects.filter(pk__in=tasks), holding


def _own_leases(who: Principal, batches: dict[UUID, Batch], instant: datetime) -> list[Assignment]:
    """What the person holds. A lease of theirs that has run out unnoticed is simply theirs again, and so is what they
    put aside for a question that has an answer now.
    """
    held = own_leases(who.user.pk, tuple(batches))
    for lease in held:
        if lease.state == AssignmentState.PARKED or lease.expires_at <= instant:
            lease.state = AssignmentState.ACTIVE
            lease.expires_at = instant + timedelta(minutes=batches[lease.task.batch_id].lease_minutes)
            lease.save(update_fields=["state", "expires_at"])
    return held


def _returned_tasks(
    who: Principal, batches: dict[UUID, Batch], held: list[Assignment], parked: frozenset[UUID], count: int
) -> list[Task]:
    """Work that reviewers sent back and that the person does not hold yet, longest waiting first."""
    tasks = Task.objects.filter(annotator=who.user, batch__in=batches, state=TaskState.RETURNED)
    tasks = tasks.exclude(pk__in=parked.union(lease.task_id for lease in held)).select_for_update(
        of=("self",), skip_locked=True
    )
    return list(tasks.select_related("item__asset").order_by("changed_at")[:count])


@dataclass(frozen=True, slots=True)
class _History:
    """Whether the person holds leases, items that they are not to be given again, tasks of which they left a draft,
    tasks that they put aside.
    """

    holds: bool
    refused: frozenset[UUID]
    drafts: frozenset[UUID]
    parked: frozenset[UUID]


NO_PAST = _History(False, frozenset(), frozenset(), frozenset())


def _history(who: Principal, batches: dict[UUID, Batch]) -> _History:
    rows = past_of(who.user.pk, tuple(batches))
    return _History(
        any(state in HOLDING for _, _, state in rows),
        frozenset(item for item, _, state in rows if state in REFUSED),
        frozenset(task for _, task, state in rows if state not in (*HOLDING, *REFUSED)),
        frozenset(task for _, task, state in rows if state == AssignmentState.PARKED),
    )


def _open_tasks(
    who: Principal,
    batches: dict[UUID, Batch],
    held: list[Assignment],
    refused: frozenset[UUID],
    wanted: int,
    taken: Iterable[Task] = (),
) -> list[Task]:
    """Up to `wanted` open tasks in the order of their positions, each locked and of another item."""
    found: list[Task] = []
    # Few different texts are kept: nobody refuses so much that the list is worth a text for each length.
    but = tuple(refused)
    but += but[-1:] * (-len(but) % REFUSED_AT_ONCE)
    for batch in batches.values():
        room = HELD_AT_MOST - sum(lease.task.batch_id == batch.pk for lease in held)
        room -= sum(task.batch_id == batch.pk for task in taken)
        need = min(wanted - len(found), room)
        if need <= 0:
            continue
        if batch.overlap == 1:
            found += open_tasks(batch.pk, but, None, need)
            continue
        chosen: list[Task] = []
        # One by one: the next few may be slots of one item, and what is locked in vain is hidden from everybody else.
        while len(chosen) < need:
            more = open_tasks(batch.pk, but + tuple(t.item_id for t in chosen), who.user.pk, 1)
            if not more:
                break
            chosen += more
        found += chosen
    return found


def _lease(
    who: Principal,
    tasks: list[Task],
    batches: dict[UUID, Batch],
    drafts: frozenset[UUID],
    instant: datetime,
) -> list[Assignment]:
    """New leases of `tasks`, each with the draft that the same person left on it before."""
    leases = []
    for task in tasks:
        minutes = batches[task.batch_id].lease_minutes
        if task.state != TaskState.RETURNED:
            task.state = TaskState.LEASED
        lease = Assignment(
            task=task, user=who.user, leased_at=instant, expires_at=instant + timedelta(minutes=minutes)
        )
        if task.pk in drafts:
            _carry_draft(lease)
        leases.append(lease)
    if leases:
        insert(*leases)
    return leases


def _carry_draft(lease: Assignment) -> None:
    left = (
        Assignment.objects.filter(task=lease.task_id, user=lease.user_id, draft_version__gt=0)
        .exclude(state=AssignmentState.SUBMITTED)
        .order_by("-id")
        .first()
    )
    if left is not None:
        lease.draft, lease.draft_version = left.draft, left.draft_version
        lease.draft_schema_version_id = left.draft_schema_version_id
        lease.draft_seconds = left.draft_seconds


def expire_leases(*, batches: Collection[UUID] | None = None, instant: datetime | None = None) -> int:
    """Leases that have run out are over and their tasks are open again; gives how many. Drafts stay on them."""
    instant = instant or now()
    with transaction.atomic():
        over = Assignment.objects.filter(state=AssignmentState.ACTIVE, expires_at__lt=instant)
        if batches is not None:
            over = over.filter(task__batch__in=list(batches))
        rows = list(
            over.select_for_update(of=("self",), skip_locked=True)
            .order_by("expires_at")
            .values_list("id", "task")[:EXPIRED_AT_ONCE]
        )
        if not rows:
            return 0
        Assignment.objects.filter(pk__in=[pk for pk, _ in rows]).update(
            state=AssignmentState.EXPIRED, ended_at=instant
        )
        Task.objects.filter(pk__in=[task for _, task in rows], state=TaskState.LEASED).update(
            state=TaskState.OPEN, annotator=None, changed_at=instant
        )
    return len(rows)


def reopen_orphans(*, instant: datetime | None = None) -> int:
    """Returned tasks and those put aside whose annotator has left go to others; gives how many. Old work is kept as extra."""
    instant = instant or now()
    active = Membership.objects.filter(
        user=OuterRef("annotator"),
        organisation=OuterRef("batch__project__organisation"),
        is_active=True,
        user__is_active=True,
    )
    seated = BatchAnnotator.objects.filter(batch=OuterRef("batch"), user=OuterRef("annotator"))
    with transaction.atomic():
        parked = Assignment.objects.filter(state=AssignmentState.PARKED).values("task")
        kept = Q(state=TaskState.RETURNED) | Q(state=TaskState.LEASED, pk__in=parked)
        orphans = Task.objects.filter(kept).exclude(Exists(active) & Exists(seated))
        ids = list(
            orphans.select_for_update(of=("self",), skip_locked=True)
            .order_by("id")
            .values_list("id", flat=True)[:EXPIRED_AT_ONCE]
        )
        give_up_tasks(ids, instant=instant)
    return len(ids)


def give_up_tasks(task_ids: Collection[UUID], *, instant: datetime) -> None:
    """The tasks are open to others; what was made for them is kept, but does not count."""
    Assignment.objects.filter(task__in=task_ids, state__in=HOLDING).update(
        state=AssignmentState.EXPIRED, ended_at=instant
    )
    Annotation.objects.filter(task__in=task_ids).update(
        state=AnnotationState.EXTRA, reviewer=None, review_until=None
    )
    Task.objects.filter(pk__in=task_ids).update(state=TaskState.OPEN, annotator=None, changed_at=instant)


def renew_lease(assignment_id: UUID, *, by: Principal) -> Assignment:
    """The lease lasts its full time from now. Raises `LeaseEnded` if it is over."""
    with transaction.atomic():
        assignment = own_assignment(by, assignment_id)
        _require_active(assignment)
        assignment.expires_at = now() + timedelta(minutes=assignment.task.batch.lease_minutes)
        assignment.save(update_fields=["expires_at"])
    return assignment


def park_task(assignment: Assignment, thread: Thread) -> None:
    """The task, whose assignment is locked, is put aside until `thread` has an answer; it stays with its holder.

    Raises `LeaseEnded`, and `TooManyParked` where a person would keep too much of a batch from the others.
    """
    _require_active(assignment)
    others = Assignment.objects.filter(
        user=assignment.user_id, state=AssignmentState.PARKED, task__batch=assignment.task.batch_id
    )
    if others.count() >= PARKED_AT_MOST:
        raise TooManyParked(
            Words(
                "You have put {most} tasks of this batch aside already; go on with this one.",
                most=PARKED_AT_MOST,
            )
        )
    assignment.state, assignment.parked_for, assignment.ready_at = AssignmentState.PARKED, thread, None
    assignment.save(update_fields=["state", "parked_for", "ready_at"])


def wake_tasks(thread: Thread, instant: datetime) -> None:
    """What was put aside for `thread` is the next that its holder gets."""
    waiting = Assignment.objects.filter(parked_for=thread, state=AssignmentState.PARKED, ready_at=None)
    waiting.update(ready_at=instant)


def unpark_task(assignment_id: UUID, *, by: Principal) -> Assignment:
    """What was put aside is in hand again though nobody has answered. Once more changes nothing. Raises `LeaseEnded`."""
    with transaction.atomic():
        assignment = own_assignment(by, assignment_id)
        if assignment.state == AssignmentState.PARKED:
            instant = now()
            assignment.state, assignment.ready_at = AssignmentState.ACTIVE, instant
            assignment.expires_at = instant + timedelta(minutes=assignment.task.batch.lease_minutes)
            assignment.save(update_fields=["state", "ready_at", "expires_at"])
        _require_active(assignment)
    return assignment


def release_task(assignment_id: UUID, *, by: Principal) -> Assignment:
    """The person has given the task back, and it is open again; returned work stays theirs."""
    with transaction.atomic():
        assignment = own_assignment(by, assignment_id)
        _require_active(assignment)
        instant = now()
        _end(assignment, AssignmentState.RELEASED, instant)
        if assignment.task.state == TaskState.LEASED:
            _set_task(assignment.task, TaskState.OPEN, instant)
    return assignment


def skip_task(assignment_id: UUID, *, by: Principal, reason: str, flags_item: bool = False) -> Assignment:
    """The task goes to somebody who has not skipped its item; with nobody left it waits for the curator.

    With `flags_item` the item is one of those that are no good, for this reason, unless it is one already.

    Raises `LeaseEnded`, and `NotInTraining` where everybody answers every item.
    """
    with transaction.atomic():
        assignment = own_assignment(by, assignment_id)
        _require_active(assignment)
        if assignment.task.batch.gives_feedback:
            raise NotInTraining(
                "In a training every item is answered: do what you can, and see what was meant."
            )
        instant = now()
        task = Task.objects.select_for_update().get(pk=assignment.task_id)
        assignment.skip_reason = reason
        _end(assignment, AssignmentState.SKIPPED, instant)
        if task.state == TaskState.RETURNED:
            give_up_tasks([task.pk], instant=instant)
        _set_task(task, TaskState.OPEN if _somebody_left(task) else TaskState.SKIPPED, instant)
        if flags_item:
            ItemProblem.objects.get_or_create(
                item_id=task.item_id,
                defaults={"assignment": assignment, "flagged_by": by.user, "created_at": instant},
            )
        assignment.task = task
    return assignment


def _somebody_left(task: Task) -> bool:
    """Whether anybody of the batch has neither skipped the item nor holds another slot of it."""
    said_no = Assignment.objects.filter(
        task__batch=task.batch_id, task__item=task.item_id, state__in=REFUSED
    ).values("user")
    others = Task.objects.filter(batch=task.batch_id, item=task.item_id, annotator__isnull=False)
    others = others.exclude(pk=task.pk).values("annotator")  # type: ignore[assignment]
    active = Membership.objects.filter(
        organisation=task.batch.project.organisation_id, is_active=True, user__is_active=True
    )
    seats = BatchAnnotator.objects.filter(batch=task.batch_id, user__in=active.values("user"))
    return seats.exclude(user__in=said_no).exclude(user__in=others).exists()


def save_draft(
    assignment_id: UUID,
    *,
    by: Principal,
    version: int,
    value: object,
    seconds: int,
    schema_version_id: UUID | None = None,
) -> Assignment:
    """The draft is kept on the assignment, also after its lease ended; a live lease lasts its full time again.

    Only the shape of the value is checked: half done work is worth keeping. It is never a revision.
    Raises `StaleDraft` if another window saved since `version`, `AlreadySubmitted` after submitting.
    """
    with transaction.atomic():
        assignment = own_assignment(by, assignment_id)
        if assignment.state in (AssignmentState.SUBMITTED, AssignmentState.EXTRA):
            raise AlreadySubmitted("The work was submitted; a draft cannot replace it.")
        if assignment.draft_version != version:
            raise StaleDraft(
                Words(
                    "You started from draft {started}; draft {current} is newer.",
                    started=version,
                    current=assignment.draft_version,
                ),
                base=version,
                current=assignment.draft_version,
                current_value=assignment.draft,
            )
        if schema_version_id is None:
            assignment.draft = value if isinstance(value, dict) else None
        else:
            schema = published_schema(assignment.task.batch.project_id, schema_version_id)
            assignment.draft = dump_value(parse_value(value, schema))
        assignment.draft_schema_version_id = schema_version_id or assignment.draft_schema_version_id
        assignment.draft_seconds = seconds
        assignment.draft_version += 1
        if assignment.state == AssignmentState.ACTIVE:
            assignment.expires_at = now() + timedelta(minutes=assignment.task.batch.lease_minutes)
        assignment.save(
            update_fields=["draft", "draft_schema_version", "draft_seconds", "draft_version", "expires_at"]
        )
    return assignment


def own_assignment(by: Principal, assignment_id: UUID) -> Assignment:
    """The person's own assignment, locked, with task, batch, item and asset. Raises `NotFound`."""
    if by.token is None:
        found = own_assignments(by.user.pk, assignment_id)
    else:
        allowed = assignments_for(by).filter(pk=assignment_id).values("pk")
        found = own_assignments(by.user.pk, assignment_id) if allowed else []
    if not found:
        raise NotFound
    return found[0]


def _require_active(assignment: Assignment) -> None:
    if assignment.state != AssignmentState.ACTIVE:
        raise LeaseEnded(
            "Your time for this task is over or it was given back. What you did can still be submitted.",
            state=assignment.state,
            taken=has_active(assignment.task_id),
        )


def _end(assignment: Assignment, state: AssignmentState, instant: datetime) -> None:
    assignment.state, assignment.ended_at = state, instant
    assignment.save(update_fields=["state", "ended_at", "skip_reason"])


def _set_task(task: Task, state: TaskState, instant: datetime) -> None:
    task.state, task.annotator, task.changed_at = state, None, instant
    task.save(update_fields=["state", "annotator", "changed_at"])
