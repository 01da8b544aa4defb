"""Drawing labels made under an older rule, and sending them out to be looked at again.

A drawing becomes one batch for each group of makers: whoever labels sees nothing that another vendor's people made.
"""

from __future__ import annotations

import hashlib
import heapq
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from annotation.consequences import proposed_size
from annotation.errors import NothingToRecheck
from annotation.models import (
    Annotation,
    AnnotationRevision,
    Batch,
    BatchAnnotator,
    Recheck,
    RecheckBatch,
    RecheckTask,
    Task,
)
from annotation.queries.consequences import (
    Touched,
    going_out,
    grouped,
    price_of_one,
    to_draw,
    touched_by_version,
)
from annotation.queries.people import colleagues
from annotation.services.batches import Plan, create_batch, move_batch, seat, seatable
from annotation.services.filling import INLINE_TASKS, STEP_ITEMS, add_tasks
from guidelines.models import GuidelineVersion, Project
from guidelines.queries.projects import require
from guidelines.services.projects import require_open
from labelwright.accounts import audit
from labelwright.accounts.models import Membership, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.among import Among
from labelwright.errors import Fault, Invalid, Words
from labelwright.jobs.handlers import Handler, Step, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

Revisions = QuerySet[AnnotationRevision]

SEEDS = 2**31 - 1
SAMPLE, SLICE = Recheck.Purpose.SAMPLE, Recheck.Purpose.SLICE


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look at again: a sample of `size` (None: as many as are needed), those of `labels`, or all."""

    purpose: str
    labels: tuple[str, ...] = ()
    size: int | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Makers:
    """Whose work a batch is about."""

    vendor: Vendor | None = None
    is_imported: bool = False


def start_recheck(
    version: GuidelineVersion, *, by: Principal, wish: Wish, annotators: Collection[UUID] = ()
) -> Recheck:
    """The drawing with its batches: open where somebody of `annotators` may sit in them, drafts where nobody may.

    Of an item that several colleagues labelled one annotation goes out at a time. A large batch fills in a job, and opens then.
    Raises `NothingToRecheck`, `Invalid`.
    """
    project = version.project
    require(by, project, Can.RUN_BATCHES)
    require_open(project)
    touched = _touched(version, wish)
    with transaction.atomic():
        # One after the other: two drawings at once would give the same annotation out twice.
        audit.hold(project.organisation_id)
        found = to_draw(version, touched)
        population = found.count()
        if not population:
            raise NothingToRecheck("No label that is left was made under the older rule.")
        recheck = Recheck.objects.create(
            version=version,
            purpose=wish.purpose,
            labels=list(touched.keys),
            seed=secrets.randbelow(SEEDS) if wish.seed is None else wish.seed,
            population=population,
            created_by=by.user,
        )
        price = price_of_one(version, touched)
        if wish.purpose == SAMPLE:
            size = wish.size or proposed_size(going_out(version, found))
            found = found.filter(Among("annotation", _sample(version, found, recheck, size)))
        for makers in _makers(project, found):
            _send_out(recheck, makers, found, by=by, annotators=annotators, price=price)
        audit.record(
            by,
            "guideline.rechecked",
            version,
            organisation=project.organisation_id,
            project_id=project.pk,
            number=version.number,
            purpose=recheck.purpose,
        )
    return recheck


def _touched(version: GuidelineVersion, wish: Wish) -> Touched:
    touched = touched_by_version(version)
    if wish.purpose != SLICE:
        return touched
    faults = [
        Fault(f"/labels/{index}", Words("The change did not touch {label}.", label=label))
        for index, label in enumerate(wish.labels)
        if label not in touched.keys
    ]
    if faults or not wish.labels:
        faults = faults or [Fault("/labels", "Name at least one label.")]
        raise Invalid("The slice names what the change did not touch.", errors=faults)
    return touched.among(wish.labels)


def _sample(version: GuidelineVersion, found: Revisions, recheck: Recheck, size: int) -> list[UUID]:
    """`size` annotations by chance, of one item and the same makers no two: these would not go out at once."""
    rows = grouped(version, found)
    told = rows.values_list("annotation", "annotation__item", "makers", "is_imported")  # type: ignore[misc]  # added there
    looked_at = size
    while True:
        looked_at = min(2 * looked_at, recheck.population)
        first = set(
            draw(found.values_list("annotation", flat=True).iterator(), seed=recheck.seed, size=looked_at)
        )
        chosen: dict[tuple[object, ...], UUID] = {}
        for annotation, *whose in told.filter(Among("annotation", first)).order_by("annotation"):
            chosen.setdefault(tuple(whose), annotation)
        if len(chosen) >= size or looked_at == recheck.population:
            return draw(chosen.values(), seed=recheck.seed, size=size)


def draw(ids: Iterable[UUID], *, seed: int, size: int) -> list[UUID]:
    """`size` of `ids` by chance, in their order; the same for the same seed, whatever order they come in."""

    def rank(each: UUID) -> bytes:
        return hashlib.sha256(seed.to_bytes(8, "big") + each.bytes).digest()

    return sorted(heapq.nsmallest(size, ids, key=rank))


def _makers(project: Project, found: Revisions) -> list[Makers]:
    """Who made them: vendors by name, then people in house, then nobody."""
    authors = set(found.order_by().values_list("annotation__author", flat=True).distinct())
    known = Membership.objects.filter(organisation=project.organisation_id, user__in=authors - {None})
    vendors = {
        row.vendor for row in known.filter(vendor__isnull=False).select_related("vendor") if row.vendor
    }
    makers = [Makers(vendor) for vendor in sorted(vendors, key=lambda vendor: vendor.name)]
    if known.filter(vendor=None).exists():
        makers.append(Makers())
    return [*makers, Makers(is_imported=True)] if None in authors else makers


def _made_by(makers: Makers, project: Project, found: Revisions) -> Revisions:
    if makers.is_imported:
        return found.filter(annotation__author=None)
    vendor = makers.vendor.pk if makers.vendor else None
    return found.filter(annotation__author__in=colleagues(project.organisation_id, vendor).values("user"))


def _send_out(
    recheck: Recheck,
    makers: Makers,
    found: Revisions,
    *,
    by: Principal,
    annotators: Collection[UUID],
    price: Decimal | None,
) -> None:
    project = recheck.version.project
    plan = Plan(
        _name(recheck, makers),
        kind=Batch.Kind.RECHECK,
        review_policy=Batch.ReviewPolicy.NONE,
        price=price,
    )
    batch = create_batch(project, by=by, plan=plan)
    RecheckBatch.objects.create(
        batch=batch, recheck=recheck, vendor=makers.vendor, is_imported=makers.is_imported
    )
    able = seatable(batch).filter(pk__in=annotators)
    seat(batch, list(able.values_list("pk", flat=True)))
    mine = _made_by(makers, project, found)
    ids = list(mine.order_by("annotation").values_list("annotation", flat=True)[: INLINE_TASKS + 1])
    if len(ids) > INLINE_TASKS:
        until = mine.order_by("-annotation").values_list("annotation", flat=True)[0]
        params = {"recheck": str(recheck.pk), "batch": str(batch.pk), "until": str(until)}
        job = start_job(
            FillRecheck.kind,
            by=by,
            organisation=project.organisation_id,
            project_id=project.pk,
            params=params,
        )
        batch.filling = job.pk
        batch.save(update_fields=["filling"])
        return
    for start in range(0, len(ids), STEP_ITEMS):
        _add_looks(recheck, batch, ids[start : start + STEP_ITEMS])
    _open_if_seated(batch, by)


def _name(recheck: Recheck, makers: Makers) -> str:
    """Of a batch. Its annotators read it, so it says nothing of what comes of it."""
    stem = f"Guideline {recheck.version.number}, second look"
    if makers.vendor:
        stem = f"{stem}, {makers.vendor.name}"[:90]
    rows = Batch.objects.filter(project=recheck.version.project, name__startswith=stem)
    taken = set(rows.values_list("name", flat=True))
    return next(name for name in _numbered(stem) if name not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in count(2):
        yield f"{stem} {number}"


def _open_if_seated(batch: Batch, by: Principal) -> None:
    if BatchAnnotator.objects.filter(batch=batch).exists() and batch.size:
        move_batch(batch, "open", by=by)


def _add_looks(recheck: Recheck, batch: Batch, annotations: Sequence[UUID]) -> int:
    """Tasks for these annotations, one for each item that is not in the batch yet; gives how many."""
    rows = Annotation.objects.filter(Among("pk", annotations)).order_by("pk").values_list("item", "pk")
    items = [item for item, _ in rows]
    there = set(Task.objects.filter(Among("item", items), batch=batch).values_list("item", flat=True))
    chosen: dict[UUID, UUID] = {}
    for item, annotation in rows:
        if item not in there:
            chosen.setdefault(item, annotation)
    touched = touched_by_version(recheck.version).among(recheck.labels)
    used: dict[UUID, list[str]] = defaultdict(list)
    uses = touched.uses().filter(Among("annotation", chosen.values())).order_by("label")
    for annotation, label in uses.values_list("annotation", "label").distinct():
        used[annotation].append(label)
    tasks = add_tasks(batch, chosen)
    RecheckTask.objects.bulk_create(
        RecheckTask(
            task=task, recheck=recheck, annotation_id=chosen[task.item_id], labels=used[chosen[task.item_id]]
        )
        for task in tasks
    )
    return len(tasks)


@register
class FillRecheck(Handler):
    """Params: `recheck`, `batch`, `until`. What it has added when it is cancelled stays; the rest can be drawn again."""

    kind: ClassVar[str] = "annotation.fill_recheck"
    retryable: ClassVar[bool] = False  # what is missing is drawn again

    def total(self, job: Job) -> int | None:
        _, _, found = self._left(job, None)
        return found.count()

    def step(self, job: Job, cursor: Any) -> Step:
        recheck, batch, found = self._left(job, cursor)
        ids = list(found.order_by("annotation").values_list("annotation", flat=True)[:STEP_ITEMS])
        _add_looks(recheck, batch, ids)
        finished = len(ids) < STEP_ITEMS
        return Step(str(ids[-1]) if ids else cursor, done=len(ids), finished=finished)

    def finish(self, job: Job) -> dict[str, Any]:
        batch = self._let_go(job)
        if job.created_by is not None:
            _open_if_seated(batch, Principal(job.created_by))
        return {"items": batch.size}

    def abandon(self, job: Job) -> None:
        self._let_go(job)

    def _left(self, job: Job, cursor: str | None) -> tuple[Recheck, Batch, Revisions]:
        row = RecheckBatch.objects.select_related(
            "batch__project", "recheck__version__project", "recheck__version__parent", "vendor"
        ).get(pk=job.params["batch"])
        version = row.recheck.version
        found = to_draw(version, touched_by_version(version).among(row.recheck.labels))
        found = _made_by(Makers(row.vendor, row.is_imported), version.project, found)
        found = found.filter(annotation__lte=job.params["until"])
        return row.recheck, row.batch, found.filter(annotation__gt=cursor) if cursor else found

    def _let_go(self, job: Job) -> Batch:
        Batch.objects.filter(pk=job.params["batch"], filling=job.pk).update(filling=None)
        return Batch.objects.select_related("project").get(pk=job.params["batch"])
