"""Carrying a schema migration out: applied as it was rehearsed, in slices side by side, paused, and taken back."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from msgspec import Struct, field

from annotation.errors import MigrationRunning, NotRevertible
from annotation.models import (
    MigrationSlice,
    Rehearsal,
    RelabelQuestion,
    SchemaMigration,
)
from annotation.queries.in_scope import (
    annotations_in_scope,
    borders,
    how_many_in_scope,
    spoken_borders,
    spoken_under,
)
from annotation.services.schema_migration.freshness import look_since, require_as_rehearsed
from annotation.services.schema_migration.gold import carry_gold, gold_after, restore_gold
from annotation.services.schema_migration.rehearse import plan_of_rehearsal
from annotation.services.schema_migration.restoring import restore_batch
from annotation.services.schema_migration.step import Carrier, carry_batch
from annotation.tallies import Tally, read_tally
from guidelines.lens import hops_between
from guidelines.models import Project, SchemaVersion
from guidelines.operations.plan import Plan
from guidelines.queries.projects import require
from guidelines.services.schemas import plan_to, publish_with_plan, restore_schema_version
from labelwright.accounts import audit
from labelwright.accounts.models import Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.database.durability import forgive_power_cuts
from labelwright.database.locks import share
from labelwright.jobs.handlers import Handler, Step, found_out, register
from labelwright.jobs.models import Job
from labelwright.jobs.services import pause_jobs, resume_jobs, start_job, stop_jobs

KIND = "annotation.migrate_schema"
GOLD_KIND = "annotation.migrate_gold"
AT_ONCE = 500
GOLD_AT_ONCE = 100  # each may be a new row, and its item is held meanwhile
SLICED_FROM = 5000  # annotations; below that one job is as fast

LIVE = (SchemaMigration.State.RUNNING, SchemaMigration.State.PAUSED)


def apply_rehearsal(
    rehearsal: Rehearsal,
    draft: SchemaVersion,
    *,
    by: Principal,
    expected: int,
    note: str,
    vendor: Vendor | None = None,
    by_makers: bool = True,
    ask_refused: bool = False,
) -> SchemaMigration:
    """The draft is the current schema version, and jobs carry the annotations to it.

    `vendor` answers what a machine cannot (None: people in house), or with `by_makers` whoever made the annotation.
    `ask_refused`: people are also asked about values that are not valid under their own schema, which otherwise are set aside.
    Raises `RehearsalOutdated` with what has changed, `MigrationRunning`, and what publishing raises.
    """
    project = draft.project
    require(by, project, Can.EDIT_SCHEMA)
    # Nobody can save while the project is locked, so what takes its time comes before; any cuts will do.
    cuts = _cuts(project.pk, plan_of_rehearsal(rehearsal))
    since = look_since(rehearsal)
    with transaction.atomic():
        audit.hold(project.organisation_id)
        locked = Project.objects.select_for_update().get(pk=project.pk)
        refuse_a_second(locked)
        draft.project = locked
        require_as_rehearsed(rehearsal, draft, since)
        version = publish_with_plan(draft, by=by, expected=expected, note=note)
        migration = SchemaMigration(
            project=locked,
            from_version_id=rehearsal.from_version_id,
            to_version=version,
            rehearsal=rehearsal,
            vendor=vendor,
            by_makers=by_makers,
            ask_refused=ask_refused,
            started_by=by.user,
            started_at=now(),
        )
        return _start(migration, plan_to(version), by, cuts)


def revert_migration(migration: SchemaMigration, *, by: Principal, note: str = "") -> SchemaMigration:
    """The schema is again what it was, and jobs bring the kept revisions back; work done since is carried back or asked about.

    A migration that still runs stops and is taken back as far as it came. Raises `NotRevertible`.
    """
    require(by, migration.project, Can.EDIT_SCHEMA)
    # As on the way on, what takes its time comes before anything is locked.
    cuts = spoken_borders(migration.to_version_id, slices=settings.SCHEMA_MIGRATION_SLICES, least=SLICED_FROM)
    with transaction.atomic():
        audit.hold(migration.project.organisation_id)
        # The migration first: its steps hold it until they commit, and then look at the project. Not so firmly that a save
        # that points at it would wait, which holds the project already.
        found = SchemaMigration.objects.select_for_update(no_key=True).get(pk=migration.pk)
        project = Project.objects.select_for_update().get(pk=migration.project_id)
        _require_revertible(project, found)
        if found.state in LIVE:
            _stop(found)
        version = restore_schema_version(found.from_version, by=by, note=note)
        back = SchemaMigration(
            project=project,
            from_version=found.to_version,
            to_version=version,
            reverts=found,
            vendor=found.vendor,
            by_makers=found.by_makers,
            ask_refused=found.ask_refused,
            started_by=by.user,
            started_at=now(),
        )
        # What was still asked is under the old version, which holds again: nobody needs the answer.
        RelabelQuestion.objects.filter(migration=found, state=RelabelQuestion.State.OPEN).update(
            state=RelabelQuestion.State.VOID, leased_to=None, leased_until=None
        )
        return _start(back, plan_to(version), by, cuts)


def _require_revertible(project: Project, migration: SchemaMigration) -> None:
    if SchemaMigration.objects.filter(reverts=migration).exists():
        raise NotRevertible("It was taken back before.")
    if project.current_schema_version_id != migration.to_version_id:
        raise NotRevertible("A newer schema version was published since; take that back first.")


def refuse_a_second(project: Project) -> None:
    """Nothing, or `MigrationRunning` with the one that runs in the project."""
    running = SchemaMigration.objects.filter(project=project, state__in=LIVE).first()
    if running is not None:
        raise MigrationRunning(
            "Wait until it is done, or cancel it.", schema_migration=str(running.pk), state=running.state
        )


def _stop(migration: SchemaMigration) -> None:
    """Its jobs do nothing more. The row is locked, so no step is under way, and the next one sees that it is over."""
    stop_jobs(_jobs_of(migration))
    whole = Tally()
    for cursor in Job.objects.filter(pk__in=_jobs_of(migration), cursor__isnull=False).values_list(
        "cursor", flat=True
    ):
        whole.add(msgspec.convert(cursor, Cursor).tally)
    SchemaMigration.objects.filter(pk=migration.pk).update(
        state=SchemaMigration.State.STOPPED, tally=whole.plain, finished_at=now()
    )


def pause_migration(migration: SchemaMigration, *, by: Principal) -> SchemaMigration:
    """Its jobs stop after their present step. Nothing changes if it is not running."""
    return _switch(migration, by, SchemaMigration.State.RUNNING, SchemaMigration.State.PAUSED)


def resume_migration(migration: SchemaMigration, *, by: Principal) -> SchemaMigration:
    """Its jobs go on where they stopped. Nothing changes if it is not paused."""
    return _switch(migration, by, SchemaMigration.State.PAUSED, SchemaMigration.State.RUNNING)


def _switch(migration: SchemaMigration, by: Principal, before: str, after: str) -> SchemaMigration:
    require(by, migration.project, Can.EDIT_SCHEMA)
    with transaction.atomic():
        if SchemaMigration.objects.filter(pk=migration.pk, state=before).update(state=after):
            change = pause_jobs if after == SchemaMigration.State.PAUSED else resume_jobs
            change(_jobs_of(migration))
    migration.refresh_from_db()
    return migration


def _jobs_of(migration: SchemaMigration) -> list[UUID]:
    return list(migration.slices.values_list("job_id", flat=True))


def _start(
    migration: SchemaMigration, plan: Plan, by: Principal, cuts: Sequence[UUID] = ()
) -> SchemaMigration:
    """The migration and its slices; one that touches nothing is done at once."""
    try:
        with transaction.atomic():
            migration.save(force_insert=True)
    except IntegrityError:  # the constraint saw somebody whom we did not
        refuse_a_second(migration.project)
        raise
    audit.record(
        by,
        "schema_migration.started",
        migration,
        organisation=migration.project.organisation_id,
        project_id=migration.project_id,
        to=migration.to_version.number,
        reverts=str(migration.reverts_id or ""),
    )
    if migration.reverts_id is None and plan.scope.is_empty:
        migration.state, migration.finished_at = SchemaMigration.State.DONE, migration.started_at
        migration.save(update_fields=["state", "finished_at"])
        return migration
    edges: list[UUID | None] = [None, *cuts, None]
    orders: list[tuple[str, dict[str, Any]]] = [
        (KIND, {"after": str(after) if after else None, "until": str(until) if until else None})
        for after, until in itertools.pairwise(edges)
    ]
    if gold_after(migration.project_id, after=None, limit=1):
        orders.append((GOLD_KIND, {}))
    for number, (kind, params) in enumerate(orders):
        job = start_job(
            kind,
            by=None,
            organisation=migration.project.organisation_id,
            project_id=migration.project_id,
            params={"migration": str(migration.pk), **params},
        )
        MigrationSlice.objects.create(migration=migration, number=number, job_id=job.pk)
    return migration


def _cuts(project_id: UUID, plan: Plan) -> list[UUID]:
    return borders(
        project_id, plan.scope, plan.before, slices=settings.SCHEMA_MIGRATION_SLICES, least=SLICED_FROM
    )


class Cursor(Struct):
    """How far a slice is, and what it did."""

    after: UUID | None = None
    tally: Tally = field(default_factory=Tally)


@register
class MigrateSlice(Handler):
    """Params: `migration`; `after` and `until`, the ids of annotations between which it works."""

    kind = KIND
    cancellable = False  # the migration is cancelled, which takes back what was done

    def total(self, job: Job) -> int | None:
        migration = _migration(job)
        if migration.reverts_id is not None:
            return None
        plan = _plan(migration)
        after, until = _edges(job)
        return how_many_in_scope(migration.project_id, plan.scope, plan.before, after=after, until=until)

    def step(self, job: Job, cursor: Any) -> Step:
        forgive_power_cuts()
        migration = _migration(job, lock=True)
        after, until = _edges(job)
        state = msgspec.convert(cursor, Cursor) if cursor else Cursor(after=after)
        if migration.state != SchemaMigration.State.RUNNING:
            # It was stopped while this step was on its way: what comes next is the way back's.
            return Step(msgspec.to_builtins(state), finished=migration.state == SchemaMigration.State.STOPPED)
        if migration.reverts_id is not None:
            ids = spoken_under(migration.from_version_id, after=state.after, until=until, limit=AT_ONCE)
            restore_batch(Carrier(migration), ids, state.tally)
        else:
            plan = _plan(migration)
            ids = annotations_in_scope(
                migration.project_id, plan.scope, plan.before, after=state.after, until=until, limit=AT_ONCE
            )
            carry_batch(Carrier(migration), ids, state.tally)
        if ids:
            state.after = ids[-1]
        done, finished = len(ids), len(ids) < AT_ONCE
        total = found_out(job, done=done, finished=finished)
        return Step(msgspec.to_builtins(state), done=done, finished=finished, total=total)

    def finish(self, job: Job) -> dict[str, Any]:
        state = _finish_slice(job)
        return {"migration": job.params["migration"], "annotations": state.tally.annotations}


@register
class MigrateGold(Handler):
    """The slice of a migration that carries the project's gold answers. Params: `migration`."""

    kind = GOLD_KIND
    cancellable = False

    def step(self, job: Job, cursor: Any) -> Step:
        forgive_power_cuts()
        migration = _migration(job, lock=True)
        state = msgspec.convert(cursor, Cursor) if cursor else Cursor()
        if migration.state != SchemaMigration.State.RUNNING:
            return Step(msgspec.to_builtins(state), finished=migration.state == SchemaMigration.State.STOPPED)
        ids = gold_after(migration.project_id, after=state.after, limit=GOLD_AT_ONCE)
        carry = carry_gold if migration.reverts_id is None else restore_gold
        carry(Carrier(migration), ids)
        if ids:
            state.after = ids[-1]
        done, finished = len(ids), len(ids) < GOLD_AT_ONCE
        total = found_out(job, done=done, finished=finished)
        return Step(msgspec.to_builtins(state), done=done, finished=finished, total=total)

    def finish(self, job: Job) -> dict[str, Any]:
        _finish_slice(job)
        return {"migration": job.params["migration"]}


def _finish_slice(job: Job) -> Cursor:
    """The slice is done, and with the last one the migration."""
    state = msgspec.convert(job.cursor, Cursor) if job.cursor else Cursor()
    migration = SchemaMigration.objects.select_for_update(no_key=True).get(pk=job.params["migration"])
    MigrationSlice.objects.filter(job_id=job.pk).update(tally=state.tally.plain, done=True)
    if migration.state == SchemaMigration.State.RUNNING and not migration.slices.filter(done=False).exists():
        _finish(migration)
    return state


def _finish(migration: SchemaMigration) -> None:
    whole = Tally()
    for plain in migration.slices.values_list("tally", flat=True):
        whole.add(read_tally(plain))
    migration.tally = whole.plain
    migration.state, migration.finished_at = SchemaMigration.State.DONE, now()
    migration.save(update_fields=["tally", "state", "finished_at"])


def _migration(job: Job, *, lock: bool = False) -> SchemaMigration:
    """With `lock`, the steps share the row, and its state stays as it is until they have committed."""
    if lock:
        share(SchemaMigration, job.params["migration"], "state", strength="SHARE")
    rows = SchemaMigration.objects.select_related("project", "from_version", "to_version")
    return rows.get(pk=job.params["migration"])


def _plan(migration: SchemaMigration) -> Plan:
    hops = hops_between(migration.from_version_id, migration.to_version_id)
    assert hops is not None, "a migration follows the operations of its version"
    return hops[-1].plan


def _edges(job: Job) -> tuple[UUID | None, UUID | None]:
    after, until = (job.params[name] for name in ("after", "until"))
    return UUID(after) if after else None, UUID(until) if until else None
