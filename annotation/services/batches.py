"""Sending work out. Allowed changes of a batch's state, all by a curator:

draft  → open      when it has tasks, enough annotators and a published label schema
open   → paused    nothing new goes out; what is held can be submitted
paused → open
open, paused → closed   as paused, for good
closed → open      more was found to do
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

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
from annotation.queries.people import annotators_of, colleagues
from annotation.queries.training import (
    REAL,
    training_tasks,
    trainings_of,
    work_left_on,
)
from annotation.services.filling import fill, give_slots
from guidelines.models import Project
from guidelines.queries.projects import require
from guidelines.queries.versions import current_schema
from labelwright.accounts import audit
from labelwright.accounts.errors import NameTaken
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words

PASS_MARK = 80  # percent

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
    pass_mark: int | None = None  # of a training; PASS_MARK where nobody says
    training: UUID | None = None  # what has to be passed before anybody gets a task
    shows_predictions: bool = False


def create_batch(
    project: Project,
    *,
    by: Principal,
    plan: Plan,
    annotators: Collection[UUID] = (),
    items: dict[str, Any] | None = None,
) -> Batch:
    """A draft batch with `items` (`{"all": true}`, `{"ids": […]}`, `{"unbatched": true, "limit": n}` or, for a training,
    `{"gold": true, "limit": n}`).

    A large one fills in a job (`filling` is its id) and cannot be opened before. In a training everybody does every item, nobody
    reviews, and its items have a gold answer that counts. Raises `NameTaken`, `Invalid`.
    """
    is_training = plan.kind == Batch.Kind.TRAINING
    if is_training:
        require(by, project, Can.SEE_GOLD)
    batch = Batch(
        project=project,
        created_by=by.user,
        name=plan.name,
        kind=plan.kind,
        overlap=max(1, len(set(annotators))) if is_training else plan.overlap,
        review_policy=Batch.ReviewPolicy.NONE if is_training else plan.review_policy,
        lease_minutes=plan.lease_minutes,
        due_at=plan.due_at,
        instructions=plan.instructions,
        price=plan.price,
        pass_mark=(plan.pass_mark or PASS_MARK) if is_training else None,
        training=_training(project, plan.kind, plan.training),
        shows_predictions=plan.shows_predictions,
    )
    _require_real_work(batch, plan.shows_predictions)
    if plan.pass_mark is not None and not is_training:
        raise Invalid(errors=[Fault("/pass_mark", "Only a training has a pass mark.")])
    with transaction.atomic():
        try:
            with transaction.atomic():
                batch.save(force_insert=True)
        except IntegrityError as error:
            raise NameTaken(Words("There is a batch called {name} already.", name=plan.name)) from error
        seat(batch, annotators)
        if items is not None:
            fill(batch, items, by)
        _record(by, "batch.created", batch, kind=batch.kind, overlap=batch.overlap, items=batch.size)
    return batch


def _training(project: Project, kind: str, training_id: UUID | None) -> Batch | None:
    """The training that a batch of this kind requires. Raises `Invalid`."""
    if training_id is None:
        return None
    if kind not in REAL:
        raise Invalid(errors=[Fault("/training", "Only pilots and production batches require a training.")])
    found = trainings_of(project).filter(pk=training_id).first()
    if found is None:
        raise Invalid(errors=[Fault("/training", "Name a training of this project.")])
    return found


def add_items_to_batch(batch: Batch, *, by: Principal, items: dict[str, Any]) -> Batch:
    """The items are in the batch too; those that were stay as they are. Raises `WrongBatchState` when it is closed."""
    with transaction.atomic():
        locked = _locked(batch)
        if locked.kind == Batch.Kind.RECHECK:
            raise WrongBatchState("Labels are looked at again here; draw more from the guideline's page.")
        if locked.gives_feedback:
            require(by, locked.project, Can.SEE_GOLD)
            if locked.state != BatchState.DRAFT:
                raise WrongBatchState(
                    "A training that was opened keeps its items: people are measured by all of them."
                )
        if locked.state == BatchState.CLOSED or locked.filling:
            raise WrongBatchState("Items can be added to a batch that is not closed and not being filled.")
        before = locked.size
        fill(locked, items, by)
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

    Who leaves keeps what they hold until it is submitted or expires; skipped tasks open again for who joins. Which training is
    required is settled before the batch is opened. Raises `Invalid`.
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
        _require_changeable(locked, changes)
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


def _require_changeable(batch: Batch, changes: dict[str, Any]) -> None:
    """`changes` with the training itself in the place of its id, if all of them fit this kind of batch. Raises `Invalid`."""
    if "training" in changes:
        changes["training"] = _training(batch.project, batch.kind, changes["training"])
        if changes["training"] != batch.training and batch.state != BatchState.DRAFT:
            raise WrongBatchState("Which training is required is settled before a batch is opened.")
    if "pass_mark" in changes and (changes["pass_mark"] is not None) != batch.gives_feedback:
        raise Invalid(errors=[Fault("/pass_mark", "A training has a pass mark, and nothing else has one.")])
    _require_real_work(batch, changes.get("shows_predictions", False))
    if batch.gives_feedback and "review_policy" in changes:
        changes["review_policy"] = Batch.ReviewPolicy.NONE


def _require_real_work(batch: Batch, shows_predictions: bool) -> None:
    if shows_predictions and batch.kind not in REAL:
        words = Words(
            "Only pilots and production batches show predictions: elsewhere people say what they think themselves."
        )
        raise Invalid(errors=[Fault("/shows_predictions", words)])


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
    if batch.gives_feedback:
        if not seats:
            missing.append(Words("It has no annotators."))
    elif seats < batch.overlap:
        missing.append(
            Words(
                "An overlap of {overlap} needs {overlap} annotators, and it has {count}.",
                overlap=batch.overlap,
                count=seats,
            )
        )
    if current_schema(batch.project) is None:
        missing.append(Words("The project has no published label schema."))
    missing += _about_training(batch)
    if missing:
        raise BatchNotReady(reduce(_and_then, missing), missing=missing)


def _about_training(batch: Batch) -> list[Words]:
    """What keeps gold answers that people are shown out of the work that they are measured by, looked at once more on opening."""
    missing = []
    own = Item.objects.filter(pk__in=Task.objects.filter(batch=batch).values("item"))
    if batch.gives_feedback and own.filter(Exists(work_left_on(OuterRef("pk")))).exists():
        missing.append(Words("Some of its items still have to be done in another batch."))
    if batch.kind in REAL:
        left = Task.objects.filter(batch=batch).exclude(state=TaskState.ACCEPTED)
        if left.filter(Exists(training_tasks(OuterRef("item")))).exists():
            missing.append(Words("Some of its items are in a training, where people see their gold answers."))
    if batch.training is not None and batch.training.state != BatchState.OPEN:
        missing.append(Words("The training {name} is not open.", name=batch.training.name))
    return missing


def _and_then(one: Words, other: Words) -> Words:
    return Words("{one} {other}", one=one, other=other)


def _locked(batch: Batch) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("project", "training")
    return rows.get(pk=batch.pk)


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
    if batch.gives_feedback:
        give_slots(batch)
    if batch.training is not None:
        _seat_in_training(batch.training, wanted)


def _seat_in_training(training: Batch, users: Collection[UUID]) -> None:
    """Whoever needs the training for other work can do it."""
    locked = _locked(training)
    there = set(BatchAnnotator.objects.filter(batch=locked).values_list("user", flat=True))
    if not there.issuperset(users):
        seat(locked, sorted(there.union(users)))
