"""Putting items into batches: while the curator waits, or by a job."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, QuerySet

from annotation.models import Batch, Item, Task
from annotation.queries.items import items_to_batch
from annotation.queries.training import for_training, not_in_training
from annotation.services.training import slots_needed
from guidelines.models import Project
from labelwright.accounts.principal import Principal
from labelwright.errors import Fault, Invalid, Words
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

INLINE_TASKS = 5_000  # up to this many are made while the curator waits; more by a job
STEP_ITEMS = 500
LAST_POSITION = 2**31 - 1


def fill(batch: Batch, choice: dict[str, Any], by: Principal) -> None:
    """The chosen items are in the batch, or a job puts them there."""
    limit = choice.get("limit")
    if choice.get("ids") is not None:
        _require_all_known(batch.project, choice["ids"])
    chosen = _not_in(batch, _fitting(batch, choice))
    inline = INLINE_TASKS // batch.overlap
    ids = list(chosen.values_list("id", flat=True)[: min(limit or inline + 1, inline + 1)])
    if batch.gives_feedback and len(ids) > inline:
        raise _too_much()
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


def _fitting(batch: Batch, choice: dict[str, Any]) -> QuerySet[Item]:
    """What of the chosen items can be in this kind of batch. Raises `Invalid` where they were named one by one, or a choice is odd.

    A gold answer that people are shown in a training measures nobody: its item is in no work that still has to be done.
    """
    items = items_to_batch(batch.project, choice)
    if batch.gives_feedback:
        if choice.get("ids") is None and not choice.get("gold"):
            raise Invalid(errors=[Fault("/items", "A training takes items with a gold answer.")])
        fitting = for_training(items)
        why = Words("It has no gold answer that counts, or still has to be done in another batch.")
    elif choice.get("gold"):
        raise Invalid(errors=[Fault("/items/gold", "Only a training is made of items with a gold answer.")])
    else:
        fitting = not_in_training(items)
        why = Words("It is in a training, where people see its gold answer.")
    if choice.get("ids") is not None:
        kept = set(fitting.values_list("id", flat=True))
        faults = [
            Fault(f"/items/ids/{index}", why) for index, item in enumerate(choice["ids"]) if item not in kept
        ]
        if faults:
            raise Invalid("Some of the items do not fit this batch.", errors=faults[:100])
    return fitting


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
    ids = list(item_ids)
    tasks = _make_tasks(batch, ids, range(batch.overlap))
    Batch.objects.filter(pk=batch.pk).update(size=F("size") + len(ids))
    batch.size += len(ids)
    return tasks


def _make_tasks(batch: Batch, items: Iterable[UUID], slots: range) -> list[Task]:
    chance = secrets.SystemRandom()
    return Task.objects.bulk_create(
        (
            Task(batch=batch, item_id=item, slot=slot, position=chance.randint(0, LAST_POSITION))
            for item in items
            for slot in slots
        ),
        batch_size=2000,
    )


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
        items = _not_in(batch, not_in_training(items_to_batch(batch.project, job.params["items"])))
        items = items.filter(pk__lte=job.params["until"])
        return items.filter(pk__gt=cursor) if cursor else items

    def _let_go(self, job: Job) -> None:
        Batch.objects.filter(pk=job.params["batch"], filling=job.pk).update(filling=None)


def give_slots(batch: Batch) -> None:
    """Each item of the training has as many tasks as people can want. Raises `Invalid` where that is too much at once."""
    needed = slots_needed(batch)
    if needed * batch.size > INLINE_TASKS:
        raise _too_much()
    if needed <= batch.overlap:
        return
    items = Task.objects.filter(batch=batch).order_by().values_list("item", flat=True).distinct()
    _make_tasks(batch, list(items), range(batch.overlap, needed))
    batch.overlap = needed
    batch.save(update_fields=["overlap"])


def _too_much() -> Invalid:
    words = Words(
        "Items × people are at most {most} in a training. Choose fewer of either.", most=INLINE_TASKS
    )
    return Invalid("The training is too large.", errors=[Fault("/annotators", words)])
