"""Work that was begun under an older schema version is stored under it, and carried on the way in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from annotation.queries.in_scope import stored
from annotation.services.schema_migration.carrying import walk
from annotation.services.schema_migration.step import Carrier, carried, migration_of, migrations_on, questions
from annotation.services.schema_migration.writing import Arrived, Asked
from guidelines.lens import hops_between


def carry_in(annotations: Collection[UUID], *, source: UUID, current: UUID | None) -> int:
    """These annotations, whose newest revisions were just made under `source`, stand under `current` too, or wait for a person.

    `current` is what `share_current_schema` gave before they were written. They must be locked, or new. Gives how many
    got one more revision; none under the current version, nor where no operations lead there.
    """
    hops = hops_between(source, current) if current is not None else None
    if not hops:
        return 0
    migrations = migrations_on(hops)
    arrived, asked = defaultdict[UUID, list[Arrived]](list), defaultdict[UUID, list[Asked]](list)
    for row in stored(annotations, with_text=any(hop.plan.reads_text for hop in hops)):
        way = walk(hops, row.value, row.material)
        migration = migration_of(way, migrations)
        if migration is None:
            continue
        if way.arrived:
            arrived[migration.to_version_id] += carried(way, row, migration.started_by_id)
        else:
            asked[migration.to_version_id] += questions(way, row, migration)
    for target, migration in migrations.items():
        Carrier(migration).write(arrived[target])
        Carrier(migration).ask(asked[target])
    return sum(map(len, arrived.values()))
