"""Sending work out. Allowed changes of a batch's state, all by a curator:

draft  → open      when it has tasks, enough annotators and a published label schema
open   → paused    nothing new goes out; what is held can be submitted
paused → open
open, paused → closed   as paused, for good
closed → open      more was found to do
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from annotation.errors import BatchNotReady, StaleBatch, WrongBatchState
from annotation.models import (
    Batch,
    BatchAnnotator,
    BatchState,
    Item,
    RecheckBatch,
    Task,
    TaskState,
)
from annotation.queries.items import items_to_batch
from annotation.queries.people import annotators_of, colleagues
from guidelines.models import Project
from guidelines.queries import current_schema
from labelwright.accounts import audit
from labelwright.accounts.errors import NameTaken
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

INLINE_TASKS = 5_000  # up to this many are made while the curator waits; more by a job
STEP_ITEMS = 500
LAST_POSITION = 2**31 - 1

MOVES: dict[str, tuple[BatchState, frozenset[BatchState]]] = {
    "open": (BatchState.OPEN, frozenset({BatchState.DRAFT, BatchState.PAUSED, BatchState.CLOSED})),
    "pause": (BatchState.PAUSED, frozenset({BatchState.OPEN})),
    "close": (BatchState.CLOSED, frozenset({BatchState.OPEN, BatchState.PAUSED})),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch is to be."""

    name: str
    kind: str = Batch.Kind.PRODUCTION
    overlap: int = 1
    review_policy: str = Batch.ReviewPolicy.ALL
    lease_minutes: int = 30
    due_at: datetime | None = None
    instructions: str = ""
    price: Decimal | None = None


def create_batch(
    project: Project,
    *,
    by: Principal,
    plan: Plan,
    annotators: Collection[UUID] = (),
    items: dict[str, Any] | None = None,
) -> Batch:
    """A draft batch with `items` (`{"all": true}`, `{"ids": […]}` or `{"unbatched": true, "limit": n}`).

    A large one fills in a job (`filling` is its id) and cannot be opened before. Raises `NameTaken`, `Invalid`.
    """
    batch = Batch(
        project=project,
        created_by=by.user,
        name=plan.name,
        kind=plan.kind,
        overlap=plan.overlap,
        review_policy=plan.review_policy,
        lease_minutes=plan.lease_minutes,
        due_at=plan.due_at,
        instructions=plan.instructions,
        price=plan.price,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                batch.save(force_insert=True)
        except IntegrityError as error:
            raise NameTaken(Words("There is a batch called {name} already.", name=plan.name)) from error
        seat(batch, annotators)
        if items is not None:
            _fill(batch, items, by)
        _record(by, "batch.created", batch, kind=batch.kind, overlap=batch.overlap, items=batch.size)
    return batch


def add_items_to_batch(batch: Batch, *, by: Principal, items: dict[str, Any]) -> Batch:
    """The items are in the batch too; those that were stay as they are. Raises `WrongBatchState` when it is closed."""
    with transaction.atomic():
        locked = _locked(batch)
        if locked.kind == Batch.Kind.RECHECK:
            raise WrongBatchState("Labels are looked at again here; draw more from the guideline's page.")
        if locked.state == BatchState.CLOSED or locked.filling:
            raise WrongBatchState("Items can be added to a batch that is not closed and not being filled.")
        before = locked.size
        _fill(locked, items, by)
        _record(by, "batch.items_added", locked, items=locked.size - before)
    return locked


def change_batch(
    batch: Batch,
    *,
    by: Principal,
    version: int,
    changes: dict[str, Any],
    annotators: Collection[UUID] | None = None,
) -> Batch:
    """The batch with `changes` (fields of `Plan` but kind and overlap) and these annotators. Raises `StaleBatch`.

    Who leaves keeps what they hold until it is submitted or expires; skipped tasks open again for who joins.
    """
    with transaction.atomic():
        locked = _locked(batch)
        if locked.version != version:
            raise StaleBatch(
                Words(
                    "You read version {started}; version {current} is newer.",
                    started=version,
                    current=locked.version,
                ),
                current=locked.version,
            )
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.version += 1
        try:
            with transaction.atomic():
                locked.save(update_fields=[*changes, "version"])
        except IntegrityError as error:
            raise NameTaken(
                Words("There is a batch called {name} already.", name=changes.get("name"))
            ) from error
        if annotators is not None:
            seat(locked, annotators)
        _record(
            by,
            "batch.changed",
            locked,
            fields=sorted([*changes, *(["annotators"] if annotators is not None else [])]),
        )
    return locked


def move_batch(batch: Batch, move: str, *, by: Principal) -> Batch:
    """The batch in the state that `move` (open, pause, close) leads to. Raises `WrongBatchState`, `BatchNotReady`."""
    target, sources = MOVES[move]
    with transaction.atomic():
        locked = _locked(batch)
        if locked.state not in sources:
            words = Words(
                "It is {state}; only a batch that is {known} can be {target}.",
                state=locked.state,
                known=" or ".join(sorted(sources)),
                target=target,
            )
            raise WrongBatchState(words, state=locked.state)
        if target == BatchState.OPEN:
            _require_ready(locked)
        locked.state = target
        locked.version += 1
        locked.save(update_fields=["state", "version"])
        _record(by, f"batch.{target}", locked)
    return locked


def _require_ready(batch: Batch) -> None:
    missing = []
    if batch.filling:
        missing.append(Words("It is still being filled."))
    elif not batch.size:
        missing.append(Words("It has no items."))
    seats = BatchAnnotator.objects.filter(batch=batch).count()
    if seats < batch.overlap:
        missing.append(
            Words(
                "An overlap of {overlap} needs {overlap} annotators, and it has {count}.",
                overlap=batch.overlap,
                count=seats,
            )
        )
    if current_schema(batch.project) is None:
        missing.append(Words("The project has no published label schema."))
    if missing:
        raise BatchNotReady(reduce(_and_then, missing), missing=missing)


def _and_then(one: Words, other: Words) -> Words:
    return Words("{one} {other}", one=one, other=other)


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).select_related("project").get(pk=batch.pk)


def _record(by: Principal, action: str, batch: Batch, **data: Any) -> None:
    audit.record(
        by,
        action,
        batch,
        organisation=batch.project.organisation_id,
        project_id=batch.project_id,
        name=batch.name,
        **data,
    )


def seatable(batch: Batch) -> QuerySet[User]:
    """Who may sit in the batch: annotators of the project, and where labels are looked at again only colleagues of their makers."""
    able = annotators_of(batch.project)
    if batch.kind != Batch.Kind.RECHECK:
        return able
    limits = RecheckBatch.objects.filter(batch=batch).first()
    if limits is None or limits.is_imported:
        return able
    same = colleagues(batch.project.organisation_id, limits.vendor_id)
    return able.filter(pk__in=same.values("user"))


def seat(batch: Batch, wanted: Collection[UUID]) -> None:
    """Exactly these people are annotators of the batch. Raises `Invalid` naming who cannot be."""
    there = set(BatchAnnotator.objects.filter(batch=batch).values_list("user", flat=True))
    new = set(wanted) - there
    able = set(seatable(batch).filter(pk__in=new).values_list("pk", flat=True))
    why = Words("This person is not an annotator of the project.")
    if batch.kind == Batch.Kind.RECHECK:
        why = Words("Only annotators who are colleagues of those who made the labels look at them again.")
    faults = [
        Fault(f"/annotators/{index}", why)
        for index, user in enumerate(wanted)
        if user in new and user not in able
    ]
    if faults:
        raise Invalid("Some of the annotators cannot work in this project.", errors=faults)
    BatchAnnotator.objects.filter(batch=batch).exclude(user__in=wanted).delete()
    BatchAnnotator.objects.bulk_create(BatchAnnotator(batch=batch, user_id=user) for user in sorted(new))
    if new:
        Task.objects.filter(batch=batch, state=TaskState.SKIPPED).update(
            state=TaskState.OPEN, annotator=None, changed_at=now()
        )


# ---- filling ------------------------------------------------------------------------------------------------


def _fill(batch: Batch, choice: dict[str, Any], by: Principal) -> None:
    """The chosen items are in the batch, or a job puts them there."""
    limit = choice.get("limit")
    chosen = _not_in(batch, items_to_batch(batch.project, choice))
    if choice.get("ids") is not None:
        _require_all_known(batch.project, choice["ids"])
    inline = INLINE_TASKS // batch.overlap
    ids = list(chosen.values_list("id", flat=True)[: min(limit or inline + 1, inline + 1)])
    if len(ids) <= inline:
        add_tasks(batch, ids)
        return
    job = start_job(
        FillBatch.kind,
        by=by,
        organisation=batch.project.organisation_id,
        project_id=batch.project_id,
        params={"batch": str(batch.pk), "items": _plain(choice), "until": str(_last(chosen))},
    )
    batch.filling = job.pk
    batch.save(update_fields=["filling"])


def _plain(choice: dict[str, Any]) -> dict[str, Any]:
    return {key: [str(i) for i in value] if key == "ids" else value for key, value in choice.items()}


def _last(items: QuerySet[Item]) -> UUID | None:
    """The end of what was there when the curator asked: what is imported meanwhile stays out."""
    return items.order_by("-id").values_list("id", flat=True).first()


def _not_in(batch: Batch, items: QuerySet[Item]) -> QuerySet[Item]:
    return items.exclude(pk__in=Task.objects.filter(batch=batch).values("item"))


def _require_all_known(project: Project, ids: list[UUID]) -> None:
    known = set(Item.objects.filter(project=project, pk__in=ids).values_list("id", flat=True))
    faults = [
        Fault(f"/items/ids/{index}", "There is no such item in this project.")
        for index, item in enumerate(ids)
        if item not in known
    ]
    if faults:
        raise Invalid("Some of the items are not there.", errors=faults[:100])


def add_tasks(batch: Batch, item_ids: Iterable[UUID]) -> list[Task]:
    """The new tasks for these items, which must not be in the batch."""
    chance = secrets.SystemRandom()
    ids = list(item_ids)
    tasks = Task.objects.bulk_create(
        (
            Task(batch=batch, item_id=item, slot=slot, position=chance.randint(0, LAST_POSITION))
            for item in ids
            for slot in range(batch.overlap)
        ),
        batch_size=2000,
    )
    Batch.objects.filter(pk=batch.pk).update(size=F("size") + len(ids))
    batch.size += len(ids)
    return tasks


@register
class FillBatch(Handler):
    """Puts the chosen items into a batch, in the order of their ids. What it has added when it is cancelled stays."""

    kind: ClassVar[str] = "annotation.fill_batch"
    retryable: ClassVar[bool] = False  # what is missing is added by asking again

    def total(self, job: Job) -> int | None:
        count = self._left(job, None).count()
        limit = job.params["items"].get("limit")
        return min(count, limit) if limit else count

    def step(self, job: Job, cursor: Any) -> Step:
        limit = job.params["items"].get("limit")
        wanted = min(STEP_ITEMS, limit - job.done) if limit else STEP_ITEMS
        ids = list(self._left(job, cursor).values_list("id", flat=True)[:wanted])
        add_tasks(self._batch(job), ids)
        finished = len(ids) < STEP_ITEMS
        return Step(str(ids[-1]) if ids else cursor, done=len(ids), finished=finished)

    def finish(self, job: Job) -> dict[str, Any]:
        self._let_go(job)
        return {"items": job.done}

    def abandon(self, job: Job) -> None:
        self._let_go(job)

    def _batch(self, job: Job) -> Batch:
        return Batch.objects.select_related("project").get(pk=job.params["batch"])

    def _left(self, job: Job, cursor: str | None) -> QuerySet[Item]:
        batch = self._batch(job)
        items = _not_in(batch, items_to_batch(batch.project, job.params["items"]))
        items = items.filter(pk__lte=job.params["until"])
        return items.filter(pk__gt=cursor) if cursor else items

    def _let_go(self, job: Job) -> None:
        Batch.objects.filter(pk=job.params["batch"], filling=job.pk).update(filling=None)
