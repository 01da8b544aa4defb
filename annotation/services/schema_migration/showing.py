"""Before and after of one annotation, computed when somebody looks: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotation.models import Annotation, AnnotationRevision, Item, Rehearsal, RehearsalSample
from annotation.queries.in_scope import material_of
from annotation.queries.versions import published_schema
from annotation.services.schema_migration.carrying import Fate, fate_of, walk
from annotation.services.schema_migration.rehearse import plan_of_rehearsal
from annotation.services.schema_migration.writing import plain_part
from annotation.tallies import outcome_of
from guidelines.lens import hops_between
from guidelines.models import Project
from guidelines.operations.outcome import Change, Dropped, Migrated, NeedsPerson
from guidelines.operations.plan import Plan
from guidelines.queries.versions import current_schema
from guidelines.values.value import dump_value, parse_value
from labelwright.errors import Fault


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that a person may give: its key, and the parts that stand there then, as JSON data."""

    key: str
    parts: list[Any]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What became of one part. `reason` says what is lost, why it is dropped or why somebody is asked."""

    step: int
    field: str
    part: str
    label: str
    outcome: str
    reason: str
    before: Any
    after: list[Any]
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value before and after. Without `after` it was refused, for the reasons in `faults`."""

    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    changes: list[ShownChange]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSample:
    """A sample of a rehearsal with its item."""

    sample: RehearsalSample
    item: Item
    shown: Shown


def samples_of(rehearsal: Rehearsal, bucket: str) -> list[ShownSample]:
    """The samples of one kind of outcome (or of all kinds), each carried by the rehearsed plan."""
    rows = RehearsalSample.objects.filter(rehearsal=rehearsal).order_by("bucket", "rank")
    if bucket:
        rows = rows.filter(bucket=bucket)
    found = list(rows.select_related("annotation__item__asset")[:200])
    revisions = _revisions(found)
    plan = plan_of_rehearsal(rehearsal)
    return [
        ShownSample(each, each.annotation.item, _sampled(plan, rehearsal, each, revisions[each.pk]))
        for each in found
        if each.pk in revisions
    ]


def _revisions(samples: Sequence[RehearsalSample]) -> dict[int, AnnotationRevision]:
    rows = AnnotationRevision.objects.filter(annotation__in=[each.annotation_id for each in samples])
    by_key = {(row.annotation_id, row.number): row for row in rows}
    keys = {each.pk: (each.annotation_id, each.revision) for each in samples}
    return {pk: by_key[key] for pk, key in keys.items() if key in by_key}


def _sampled(
    plan: Plan, rehearsal: Rehearsal, sample: RehearsalSample, revision: AnnotationRevision
) -> Shown:
    material = material_of(sample.annotation.item)
    hops = hops_between(revision.schema_version_id, rehearsal.from_version_id) or ()
    way = walk(hops, revision.value, material)
    fate = fate_of(plan, revision.value if way.value is None else way.value, material)
    return shown(fate, revision.value)


def shown(fate: Fate, stored: Mapping[str, Any]) -> Shown:
    """A fate as people see it."""
    if fate.carried is None:
        return Shown(stored, None, [], fate.faults)
    before = stored if fate.before is None else dump_value(fate.before)
    return Shown(
        before, dump_value(fate.carried.value), [shown_change(each) for each in fate.carried.changes]
    )


def shown_change(change: Change) -> ShownChange:
    """A change as people see it."""
    outcome = change.outcome
    reason, after, candidates = "", list[Any](), list[Candidate]()
    if isinstance(outcome, Migrated):
        reason, after = outcome.loss, [plain_part(part) for part in outcome.parts]
    elif isinstance(outcome, Dropped):
        reason = outcome.reason
    elif isinstance(outcome, NeedsPerson):
        reason = outcome.reason
        candidates = [
            Candidate(each.key, [plain_part(part) for part in each.parts]) for each in outcome.candidates
        ]
    subject = change.subject
    return ShownChange(
        change.step,
        subject.field,
        subject.id,
        subject.label,
        outcome_of(change),
        reason,
        plain_part(change.before),
        after,
        candidates,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A stored value as it reads now: under the current schema version, or under its own while it `waits` for a person."""

    schema_version: UUID
    value: Mapping[str, Any]
    waits: bool = False


def read_now(annotation: Annotation, revision: AnnotationRevision) -> Reading:
    """What the revision says in the words of the project's current schema; operations that leave it as it is wrote nothing."""
    stored = Reading(revision.schema_version_id, revision.value)
    current = annotation.project.current_schema_version_id
    hops = hops_between(revision.schema_version_id, current) if current is not None else None
    if not hops or current is None:
        return stored
    way = walk(hops, revision.value, material_of(annotation.item))
    if not way.arrived:
        return Reading(revision.schema_version_id, revision.value, waits=True)
    return Reading(current, revision.value if way.value is None else dump_value(way.value))


@dataclass(frozen=True, slots=True)
class CarriedDraft:
    """Unfinished work under the current schema version, and what became of its parts on the way."""

    schema_version: UUID
    value: Mapping[str, Any]
    changes: list[ShownChange]


def carry_draft(
    project: Project, item: Item, *, value: Mapping[str, Any], schema_version: UUID
) -> CarriedDraft:
    """`value`, which may be half done, as it reads under the project's current schema version; nothing is stored.

    Parts that only a person can decide on are not in the value but among the changes, with what may be answered.
    Raises `UnknownVersion` for a version of another project, `ValueErrors` for a value that is not shaped as it says.
    """
    published_schema(project.pk, schema_version)
    current = current_schema(project)
    if current is None:
        return CarriedDraft(schema_version, value, [])
    changes: list[ShownChange] = []
    carried: Mapping[str, Any] = value
    for hop in hops_between(schema_version, current.pk) or ():
        plan = hop.plan
        result = plan.migrate(parse_value(carried, plan.before), material_of(item), complete=False)
        changes += [shown_change(each) for each in result.changes if each.step < len(plan.operations)]
        carried = dump_value(result.value)
    return CarriedDraft(current.pk, carried, changes)
