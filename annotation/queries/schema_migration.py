"""Reading rehearsals and schema migrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from annotation.models import AnnotationRevision, Item, Rehearsal, SchemaMigration
from annotation.queries.items import item_for
from annotation.queries.relabel import counts_of
from guidelines.models import Project
from guidelines.queries.projects import project_for, projects_for
from labelwright.accounts.models import Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid, NotFound
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.queries import Speed, speed_of


def item_in(who: Principal, project: Project, item_id: UUID) -> Item:
    """The item of the project, for somebody who may see it. Raises `NotFound`."""
    item = item_for(who, item_id)
    if item.project_id != project.pk:
        raise NotFound
    return item


def rehearsals_of(who: Principal, project_id: UUID) -> QuerySet[Rehearsal]:
    """The rehearsals of a project, for those who see its drafts."""
    project = project_for(who, project_id, Can.SEE_DRAFTS)
    return Rehearsal.objects.filter(project=project).select_related("project", "from_version", "created_by")


def rehearsal_for(who: Principal, rehearsal_id: UUID) -> Rehearsal:
    """The rehearsal, for somebody who sees the drafts of its project. Raises `NotFound`."""
    found = (
        Rehearsal.objects.filter(pk=rehearsal_id, project__in=projects_for(who, Can.SEE_DRAFTS))
        .select_related("project", "from_version", "created_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def schema_migrations_of(who: Principal, project_id: UUID) -> QuerySet[SchemaMigration]:
    """The schema migrations of a project, for those who see its drafts."""
    project = project_for(who, project_id, Can.SEE_DRAFTS)
    return _told(SchemaMigration.objects.filter(project=project))


def schema_migration_for(who: Principal, migration_id: UUID) -> SchemaMigration:
    """The schema migration, for somebody who sees the drafts of its project. Raises `NotFound`."""
    rows = SchemaMigration.objects.filter(pk=migration_id, project__in=projects_for(who, Can.SEE_DRAFTS))
    found = _told(rows).first()
    if found is None:
        raise NotFound
    return found


def _told(rows: QuerySet[SchemaMigration]) -> QuerySet[SchemaMigration]:
    reverted = SchemaMigration.objects.filter(reverts=OuterRef("pk"))
    return rows.select_related(
        "project", "from_version", "to_version", "started_by", "reverts", "vendor"
    ).annotate(is_reverted=Exists(reverted))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the jobs of a schema migration are, together; `failed` are those that cannot go on."""

    done: int
    total: int | None
    rate: float | None
    seconds_left: float | None
    jobs: tuple[UUID, ...]
    failed: tuple[UUID, ...]


def progress_of(migrations: Sequence[SchemaMigration]) -> dict[UUID, Progress]:
    """The progress of each migration by its id, in two queries."""
    slices: dict[UUID, list[UUID]] = {migration.pk: [] for migration in migrations}
    rows = SchemaMigration.objects.filter(pk__in=slices, slices__isnull=False)
    for pk, job in rows.values_list("pk", "slices__job_id"):
        slices[pk].append(job)
    jobs = Job.objects.in_bulk([job for ids in slices.values() for job in ids])
    return {pk: _progress([jobs[job] for job in ids if job in jobs]) for pk, ids in slices.items()}


def _progress(jobs: Sequence[Job]) -> Progress:
    totals = [job.total for job in jobs]
    done = sum(job.done for job in jobs)
    total = sum(each or 0 for each in totals) if None not in totals else None
    rate = sum(_rate(speed_of(job)) for job in jobs if job.state == JobState.RUNNING) or None
    left = (total - done) / rate if total is not None and rate else None
    failed = tuple(job.pk for job in jobs if job.state == JobState.FAILED)
    return Progress(done, total, rate, left, tuple(job.pk for job in jobs), failed)


def _rate(speed: Speed) -> float:
    return speed.rate or 0.0


def questions_left(migrations: Sequence[SchemaMigration]) -> dict[UUID, dict[str, int]]:
    """Questions of each migration by state."""
    return counts_of([migration.pk for migration in migrations])


@dataclass(frozen=True, slots=True)
class WayBack:
    """What taking a migration back would do: annotations that get their kept revision again, and those saved since."""

    restored: int
    since: int


def way_back_of(migration: SchemaMigration) -> WayBack:
    """Counted now; people who go on labelling change it."""
    newest = AnnotationRevision.objects.filter(
        schema_version=migration.to_version_id, number=F("annotation__revision")
    )
    counts = newest.aggregate(restored=Count("pk", filter=Q(migration=migration)), all=Count("pk"))
    return WayBack(counts["restored"], counts["all"] - counts["restored"])


def vendor_for(project_organisation: UUID, vendor_id: UUID | None) -> Vendor | None:
    """The vendor of the organisation, or None for people in house. Raises `Invalid` for one of another organisation."""
    if vendor_id is None:
        return None
    found = Vendor.objects.filter(pk=vendor_id, organisation=project_organisation).first()
    if found is None:
        raise Invalid(
            "There is no such vendor.", errors=[Fault("/vendor", "Name a vendor of the organisation.")]
        )
    return found
