"""Rehearsing: the plan runs over the project's real labels, and nothing changes but the rehearsal's own row."""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import QuerySet, Sum
from msgspec import Struct, field

from annotation.models import (
    Annotation,
    AnnotationRevision,
    Cause,
    LabelUse,
    Rehearsal,
    RehearsalSample,
    SchemaMigration,
)
from annotation.queries.in_scope import Stored, annotations_in_scope, how_many_in_scope, stored
from annotation.queries.touches import touches_of
from annotation.services.schema_migration.carrying import Fate, fate_of, walk
from annotation.services.schema_migration.gold import gold_fates
from annotation.tallies import PERSON, REFUSED, Tally, bucket, unchanged_flows, worst_changes
from guidelines.lens import hops_between
from guidelines.models import SchemaVersion
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import read_operations, write_operation
from guidelines.queries.projects import require
from guidelines.schema.parse import parse_document, to_document
from guidelines.services.schemas import plan_of
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.database.durability import forgive_power_cuts
from labelwright.errors import Conflict
from labelwright.jobs.handlers import Handler, Step, found_out, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import start_job

KIND = "annotation.rehearse_schema"
AT_ONCE = 500
SAMPLES = 8  # for each kind of thing that happens
LISTED = 100  # of what is not valid under its own schema: that is a list to go through, not an example
SECONDS_A_PART = 8.0  # of a person, as long as nothing was measured


def rehearse_draft(draft: SchemaVersion, *, by: Principal) -> Rehearsal:
    """A rehearsal of the draft's plan, which a job now counts. Raises `PlanErrors`, `SchemaErrors`, `Conflict` for a first version."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    plan = plan_of(draft)
    current = draft.project.current_schema_version_id
    if current is None:
        raise Conflict("There is no version before this one, so there is nothing to rehearse; publish it.")
    return start_rehearsal(plan, draft.project_id, from_version=current, by=by)


def start_rehearsal(
    plan: Plan, project_id: UUID, *, from_version: UUID, by: Principal, reverts: SchemaMigration | None = None
) -> Rehearsal:
    """The row and its job."""
    with transaction.atomic():
        rehearsal = Rehearsal(
            project_id=project_id,
            from_version_id=from_version,
            document=to_document(plan.after),
            operations=[write_operation(operation) for operation in plan.operations],
            plan_hash=plan.hash,
            reverts=reverts,
            as_of=now(),
            created_by=by.user,
        )
        job = start_job(
            KIND,
            by=by,
            organisation=rehearsal.project.organisation_id,
            project_id=project_id,
            params={"rehearsal": str(rehearsal.pk)},
        )
        rehearsal.job_id = job.pk
        rehearsal.save(force_insert=True)
    return rehearsal


def plan_of_rehearsal(rehearsal: Rehearsal) -> Plan:
    """The very plan that was rehearsed."""
    before = parse_document(rehearsal.from_version.document)
    return make_plan(before, read_operations(rehearsal.operations))


class Cursor(Struct):
    """How far the rehearsal is, and what it has seen."""

    after: UUID | None = None
    tally: Tally = field(default_factory=Tally)


@register
class Rehearse(Handler):
    """Params: `rehearsal`."""

    kind = KIND

    def total(self, job: Job) -> int:
        rehearsal, plan = _rehearsal(job)
        return how_many_in_scope(rehearsal.project_id, plan.scope, plan.before)

    def step(self, job: Job, cursor: Any) -> Step:
        forgive_power_cuts()
        rehearsal, plan = _rehearsal(job)
        state = msgspec.convert(cursor, Cursor) if cursor else Cursor()
        ids = annotations_in_scope(
            rehearsal.project_id, plan.scope, plan.before, after=state.after, until=None, limit=AT_ONCE
        )
        if ids:
            _rehearse(rehearsal, plan, ids, state.tally)
            state.after = ids[-1]
        done, finished = len(ids), len(ids) < AT_ONCE
        total = found_out(job, done=done, finished=finished)
        return Step(msgspec.to_builtins(state), done=done, finished=finished, total=total)

    def finish(self, job: Job) -> dict[str, Any]:
        rehearsal, plan = _rehearsal(job)
        state = msgspec.convert(job.cursor, Cursor) if job.cursor else Cursor()
        tally = state.tally
        uses = LabelUse.objects.filter(project=rehearsal.project_id).values_list("field", "label")
        totals = uses.annotate(times=Sum("count")).order_by("field", "label")
        tally.flows = dict(unchanged_flows([(name, label, times) for name, label, times in totals], tally))
        everything = Annotation.objects.filter(project=rehearsal.project_id).count()
        tally.annotations["unchanged"] = everything - sum(
            count for outcome, count in tally.annotations.items() if outcome != "unchanged"
        )
        rehearsal.tally = tally.plain
        gold = gold_fates(rehearsal.project_id, plan, rehearsal.from_version_id)
        rehearsal.touches = {
            **touches_of(rehearsal.project_id, plan),
            "gold_kept": gold.kept,
            "gold_stale": gold.stale,
        }
        effort = _effort(rehearsal.project_id, tally)
        rehearsal.hours, rehearsal.cost = effort.hours, effort.cost
        rehearsal.state = Rehearsal.State.DONE
        rehearsal.save(update_fields=["tally", "touches", "hours", "cost", "state"])
        return {"rehearsal": str(rehearsal.pk), "annotations": tally.annotations, "parts": tally.parts}

    def abandon(self, job: Job) -> None:
        Rehearsal.objects.filter(pk=job.params["rehearsal"]).update(state=Rehearsal.State.FAILED)

    def begin_again(self, job: Job) -> None:
        Rehearsal.objects.filter(pk=job.params["rehearsal"]).update(state=Rehearsal.State.RUNNING)


def _rehearsal(job: Job) -> tuple[Rehearsal, Plan]:
    rehearsal = Rehearsal.objects.select_related("project", "from_version").get(pk=job.params["rehearsal"])
    return rehearsal, plan_of_rehearsal(rehearsal)


def _rehearse(rehearsal: Rehearsal, plan: Plan, ids: list[UUID], tally: Tally) -> None:
    seen: dict[str, list[tuple[str, Stored]]] = defaultdict(list)
    for row in stored(ids, with_text=plan.reads_text):
        fate = rehearsed(plan, row, rehearsal.from_version_id)
        if fate is None:
            tally.waiting += 1
            continue
        if fate.carried is None or fate.before is None:
            tally.refuse()
            kinds = {REFUSED}
        else:
            tally.count(plan, fate.carried)
            kinds = {bucket(change) for change in worst_changes(fate.carried)}
        rank = hashlib.md5(row.annotation.bytes, usedforsecurity=False).hexdigest()
        for kind in kinds:
            seen[kind].append((rank, row))
    _keep_the_first(rehearsal, seen)


def rehearsed(plan: Plan, row: Stored, from_version: UUID) -> Fate | None:
    """What the plan makes of a stored annotation, also of one that stands under an older version.

    None if it still waits for the answer to an older question, or if nothing leads from its version.
    """
    hops = hops_between(row.schema_version, from_version)
    if hops is None:
        return None
    way = walk(hops, row.value, row.material)
    if not way.arrived:
        return None
    return fate_of(plan, row.value if way.value is None else way.value, row.material)


def _keep_the_first(rehearsal: Rehearsal, seen: dict[str, list[tuple[str, Stored]]]) -> None:
    """Of each kind the lowest ranks are kept. A rank is drawn from the annotation alone, so samples are stable."""
    kept: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, rank, pk in rehearsal.samples.values_list("bucket", "rank", "pk"):
        kept[kind][rank] = pk
    gone, new = list[int](), list[RehearsalSample]()
    for kind, rows in seen.items():
        there = kept[kind]
        found = {rank: row for rank, row in rows if rank not in there}
        most = LISTED if kind == REFUSED else SAMPLES
        first = set(heapq.nsmallest(most, [*there, *found]))
        gone += [pk for rank, pk in there.items() if rank not in first]
        new += [_sample(rehearsal, kind, rank, row) for rank, row in found.items() if rank in first]
    if gone:
        RehearsalSample.objects.filter(pk__in=gone).delete()
    RehearsalSample.objects.bulk_create(new)


def _sample(rehearsal: Rehearsal, kind: str, rank: str, row: Stored) -> RehearsalSample:
    return RehearsalSample(
        rehearsal=rehearsal, bucket=kind, rank=rank, annotation_id=row.annotation, revision=row.revision
    )


@dataclass(frozen=True, slots=True)
class Effort:
    """What people's answers take: hours, and money where batches have a price."""

    hours: float
    cost: Decimal | None


def _effort(project_id: UUID, tally: Tally) -> Effort:
    """Hours at the speed at which the project's parts were labelled so far, and cost at what a part of a task cost."""
    questions = tally.parts.get(PERSON, 0)
    seconds, parts, _ = _work_of(
        AnnotationRevision.objects.filter(
            annotation__project=project_id, cause=Cause.HUMAN, number=1, seconds__gt=0
        )
    )
    each = seconds / parts if seconds and parts else SECONDS_A_PART
    _, paid_parts, paid = _work_of(
        AnnotationRevision.objects.filter(
            annotation__project=project_id, number=1, annotation__task__batch__price__isnull=False
        )
    )
    cost = round(questions * paid / paid_parts, 2) if paid is not None and paid_parts else None
    return Effort(round(questions * each / 3600, 2), cost)


def _work_of(made: QuerySet[AnnotationRevision]) -> tuple[int, int, Decimal | None]:
    """Seconds, parts and price of the tasks of these first revisions, together."""
    sums = made.aggregate(seconds=Sum("seconds"), price=Sum("annotation__task__batch__price"))
    parts = LabelUse.objects.filter(annotation__in=made.values("annotation")).aggregate(sum=Sum("count"))[
        "sum"
    ]
    return sums["seconds"] or 0, parts or 0, sums["price"]
