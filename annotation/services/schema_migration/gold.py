"""Gold answers carried to the schema version of a migration, or marked stale: a truth that lost something is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from annotation.models import GoldAnswer, GoldState, SchemaMigration, StaleBecause
from annotation.queries.in_scope import material_of
from annotation.services.gold_rows import lock_items, replace_gold
from annotation.services.schema_migration.carrying import Way, walk
from annotation.services.schema_migration.step import Carrier
from annotation.tallies import LOSSLESS, OUTCOMES, outcome_of
from guidelines.lens import Hop, hops_between
from guidelines.operations.outcome import Change, Migrated
from guidelines.operations.plan import Plan
from guidelines.values.value import dump_value

LONGEST_REASON = 1000
REASONS = 3  # how many are told of the same kind


@dataclass(frozen=True, slots=True)
class Staleness:
    """Why an answer cannot be carried without loss."""

    because: StaleBecause
    reason: str


def staleness_of(way: Way) -> Staleness | None:
    """The worst that would become of a part of the answer; None where nothing is lost."""
    last = way.fates[-1] if way.fates else None
    if last is not None and last.carried is None:
        return _stale(StaleBecause.REFUSED, [str(fault.detail) for fault in last.faults])
    outcomes = [(outcome_of(change), change) for change in way.changes]
    worst = max((outcome for outcome, _ in outcomes), key=OUTCOMES.index, default=LOSSLESS)
    if worst == LOSSLESS:
        return None
    return _stale(StaleBecause(worst), [_why(change) for outcome, change in outcomes if outcome == worst])


def _stale(because: StaleBecause, reasons: Sequence[str]) -> Staleness:
    return Staleness(because, "; ".join(list(dict.fromkeys(reasons))[:REASONS])[:LONGEST_REASON])


def _why(change: Change) -> str:
    outcome = change.outcome
    reason = outcome.loss if isinstance(outcome, Migrated) else outcome.reason
    return f"{change.subject.label or change.subject.field}: {reason}"


def carry_gold(carrier: Carrier, ids: Sequence[UUID]) -> None:
    """Those of the answers that are current and of an older version are carried, or stale. Doing it again changes nothing.

    What the operations leave as it is reads the same under the new version and stays, as annotations do.
    """
    for gold in _locked(ids).filter(state=GoldState.CURRENT):
        hops = carrier.hops(gold.schema_version_id)
        if hops:
            _carry(carrier.migration, gold, hops)


def restore_gold(carrier: Carrier, ids: Sequence[UUID]) -> None:
    """What the migration that is taken back made of the answers is undone; newer answers are carried back, or stale."""
    undone = carrier.migration.reverts_id
    carried = list[UUID]()
    for gold in _locked(ids):
        if gold.state == GoldState.STALE and gold.staled_by_id == undone:
            _revive(gold)
        elif gold.migration_id == undone and gold.replaces is not None and gold.state == GoldState.CURRENT:
            gold.state = GoldState.REPLACED
            gold.save(update_fields=["state"])
            _revive(gold.replaces)
        else:
            carried.append(gold.pk)
    carry_gold(carrier, carried)


def gold_after(project_id: UUID, *, after: UUID | None, limit: int) -> list[UUID]:
    """The live answers of a project behind `after`, in the order of their ids."""
    rows = GoldAnswer.objects.filter(project=project_id, state__in=[GoldState.CURRENT, GoldState.STALE])
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class GoldFates:
    """How many current answers a plan would carry, those that it leaves as they are among them, and how many go stale."""

    kept: int
    stale: int


def gold_fates(project_id: UUID, plan: Plan, from_version: UUID) -> GoldFates:
    """What the plan would make of the project's answers; nothing changes."""
    kept = stale = 0
    rows = GoldAnswer.objects.filter(project=project_id, state=GoldState.CURRENT)
    for gold in rows.select_related("item__asset").iterator(chunk_size=200):
        way = _way(
            gold, (*(hops_between(gold.schema_version_id, from_version) or ()), _hop(plan, from_version))
        )
        if staleness_of(way) is None:
            kept += 1
        else:
            stale += 1
    return GoldFates(kept, stale)


def _hop(plan: Plan, source: UUID) -> Hop:
    return Hop(source, source, plan)


def _way(gold: GoldAnswer, hops: tuple[Hop, ...]) -> Way:
    return walk(hops, msgspec.json.encode(gold.value), material_of(gold.item))


def _locked(ids: Sequence[UUID]) -> QuerySet[GoldAnswer]:
    """The answers, whose items nobody else gives another one now."""
    lock_items(list(GoldAnswer.objects.filter(pk__in=ids).values_list("item", flat=True)))
    rows = GoldAnswer.objects.filter(pk__in=ids).select_related("item__asset", "replaces")
    return rows.order_by("pk")


def _carry(migration: SchemaMigration, gold: GoldAnswer, hops: tuple[Hop, ...]) -> None:
    way = _way(gold, hops)
    stale = staleness_of(way)
    if stale is not None:
        gold.state, gold.staled_by = GoldState.STALE, migration
        gold.stale_because, gold.reason = stale.because, stale.reason
        gold.save(update_fields=["state", "staled_by", "stale_because", "reason"])
    elif way.changed and way.value is not None:
        new = GoldAnswer(
            project_id=gold.project_id,
            item_id=gold.item_id,
            schema_version_id=migration.to_version_id,
            value=dump_value(way.value),
            source_id=gold.source_id,
            migration=migration,
            author_id=gold.author_id,
        )
        replace_gold(gold, new)


def _revive(gold: GoldAnswer) -> None:
    gold.state, gold.stale_because, gold.reason, gold.staled_by = GoldState.CURRENT, "", "", None
    gold.save(update_fields=["state", "stale_because", "reason", "staled_by"])
