"""Annotations carried to the schema version of a migration, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from annotation.models import Annotation, Cause, SchemaMigration
from annotation.queries.in_scope import Stored, stored
from annotation.queries.relabel import vendors_of
from annotation.services.schema_migration.carrying import Way, walk
from annotation.services.schema_migration.writing import (
    Arrived,
    Asked,
    void_questions,
    write_questions,
    write_revisions,
)
from annotation.tallies import Tally
from guidelines.lens import Hop, hops_between
from guidelines.operations.outcome import Change, NeedsPerson, Subject
from guidelines.operations.sentences import in_a_row
from labelwright.database.among import Among
from labelwright.database.clock import now


@dataclass(frozen=True, slots=True)
class Carrier:
    """A migration, on its way on or back, and where it leads."""

    migration: SchemaMigration

    @property
    def target(self) -> UUID:
        return self.migration.to_version_id

    @property
    def cause(self) -> Cause:
        return Cause.REVERT if self.migration.reverts_id else Cause.MIGRATION

    def hops(self, source: UUID) -> tuple[Hop, ...] | None:
        return hops_between(source, self.target)

    @property
    def reads_text(self) -> bool:
        hops = self.hops(self.migration.from_version_id) or ()
        return any(hop.plan.reads_text for hop in hops)

    def write(self, arrived: Sequence[Arrived]) -> None:
        """New revisions under the target, caused by this migration."""
        write_revisions(
            arrived,
            project_id=self.migration.project_id,
            schema_version=self.target,
            migration=self.migration.pk,
            cause=self.cause,
            instant=now(),
        )

    def ask(self, asked: Sequence[Asked]) -> None:
        """Questions of this migration."""
        write_questions(
            asked,
            vendors=vendors_of(self.migration, [each.stored.author for each in asked]),
            project_id=self.migration.project_id,
            migration=self.migration.pk,
        )


def carry_batch(carrier: Carrier, ids: Collection[UUID], tally: Tally) -> None:
    """Those of the annotations that stand under an older version stand under the migration's, or wait for a person.

    What the operations leave as it is gets no revision. Doing it again changes nothing: they are no longer older.
    """
    carry_rows(carrier, stored(lock_annotations(ids), with_text=carrier.reads_text), tally)


def carry_rows(carrier: Carrier, rows: Sequence[Stored], tally: Tally) -> None:
    """As `carry_batch`, for annotations that are locked and read already."""
    arrived, asked = list[Arrived](), list[Asked]()
    ways = {version: carrier.hops(version) for version in {row.schema_version for row in rows}}
    for row in rows:
        hops = ways[row.schema_version]
        if not hops:
            continue  # it is there already, or nothing leads there from a version of before there were operations
        way = walk(hops, row.value, row.material)
        _count(way, tally)
        if way.arrived:
            arrived += carried(way, row, carrier.migration.started_by_id)
        elif way.stopped_at.target == carrier.target:
            asked += questions(way, row, carrier.migration)
    carrier.write(arrived)
    void_questions([each.stored.annotation for each in arrived])
    carrier.ask(asked)


def carried(way: Way, row: Stored, author: UUID | None, seconds: int = 0) -> list[Arrived]:
    """What is to be written of a way that arrived: nothing where nothing changed."""
    before = way.fates[0].before
    if not way.changed or way.value is None or before is None:
        return []
    return [Arrived(row, way.value, before, author, seconds)]


def questions(way: Way, row: Stored, migration: SchemaMigration) -> list[Asked]:
    """What is to be asked of a way that did not arrive."""
    last = way.fates[-1]
    if last.carried is not None:
        return [Asked(row, last.carried.questions)]
    if not migration.ask_refused:
        return []  # it is set aside: it stays as it is, and no dataset version takes it
    reason = in_a_row(*(fault.detail for fault in last.faults[:3]))
    return [Asked(row, (Change(0, Subject(""), orjson.loads(row.value), NeedsPerson(reason)),))]


def migrations_on(hops: Sequence[Hop]) -> dict[UUID, SchemaMigration]:
    """The schema migrations of the way, by the version that they lead to."""
    rows = SchemaMigration.objects.select_related("project")
    return {each.to_version_id: each for each in rows.filter(to_version__in=[hop.target for hop in hops])}


def migration_of(way: Way, migrations: Mapping[UUID, SchemaMigration]) -> SchemaMigration | None:
    """The one of `migrations` that writes or asks what became of the way; None where there is nothing to write.

    A version that touches no annotation may have none: what it left as it was is written by the one before it.
    """
    gone = reversed(way.hops[: len(way.fates)])
    return next((migrations[hop.target] for hop in gone if hop.target in migrations), None)


def lock_annotations(ids: Collection[UUID]) -> list[UUID]:
    """The ids of those annotations that are there, locked in the order of ids, so that two never wait for each other.

    Rows that only point at them (samples, frozen lists, threads) may come meanwhile: their ids do not change.
    """
    rows = Annotation.objects.filter(Among("pk", ids)).select_for_update(no_key=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _count(way: Way, tally: Tally) -> None:
    """Only the last hop is this migration's; what was asked at an older one still waits for that answer."""
    last = way.fates[-1]
    if len(way.fates) < len(way.hops):
        tally.waiting += 1
    elif last.carried is None or last.before is None:
        tally.refuse()
    else:
        tally.count(way.hops[-1].plan, last.carried)
