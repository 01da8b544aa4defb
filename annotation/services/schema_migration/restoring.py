"""One batch of the way back: kept revisions are the newest again, and work done since is carried back or asked about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from annotation.queries.in_scope import Kept, Stored, kept_before, stored
from annotation.queries.relabel import answers_about
from annotation.services.schema_migration.carrying import walk
from annotation.services.schema_migration.step import Carrier, carry_rows, lock_annotations
from annotation.services.schema_migration.writing import Arrived
from annotation.tallies import LOSSLESS, Tally
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.values.value import Value, parse_value


def restore_batch(carrier: Carrier, ids: Collection[UUID], tally: Tally) -> None:
    """Those of the annotations that the migration changed say again what they said before it.

    One that was saved since is carried by the way back's own operations instead. Doing it again changes nothing.
    """
    migration = carrier.migration
    rows = [
        row
        for row in stored(lock_annotations(ids), with_text=True)
        if row.schema_version == migration.from_version_id
    ]
    written = [row for row in rows if row.migration is not None and row.migration == migration.reverts_id]
    done = _restore(carrier, written, tally)
    carry_rows(carrier, [row for row in rows if row.annotation not in done], tally)


def _restore(carrier: Carrier, rows: list[Stored], tally: Tally) -> set[UUID]:
    """Those of the annotations whose kept value came all the way have it again."""
    migration = carrier.migration
    kept = kept_before(rows)
    before = parse_document(migration.from_version.document)
    after = parse_document(migration.to_version.document)
    arrived = [
        Arrived(row, value, parse_value(row.value, before), migration.started_by_id)
        for row in rows
        if (value := _again(carrier, kept[row.annotation], row, after)) is not None
    ]
    carrier.write(arrived)
    tally.annotations[LOSSLESS] = tally.annotations.get(LOSSLESS, 0) + len(arrived)
    return {each.stored.annotation for each in arrived}


def _again(carrier: Carrier, kept: Kept, row: Stored, after: Schema) -> Value | None:
    """What was kept, as it reads under the version that is restored.

    It may be of an older one still: work that came late, or waited for people, was carried over several versions by one
    revision. None if it does not come there: then the way back's own operations have to do.
    """
    hops = carrier.hops(kept.schema_version)
    if hops is None:
        return None
    answers, _ = answers_about(row.annotation, row.revision - 1) if hops else ({}, 0)
    way = walk(hops, kept.value, row.material, answers=answers)
    if not way.arrived:
        return None
    return parse_value(kept.value, after) if way.value is None else way.value
