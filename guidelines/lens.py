"""Which operations lead from one published schema version of a project to another.

Published versions never change, so each way is found once and remembered, save those to versions that this process has
published and not committed: their drafts may change yet, if it comes to nothing.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db import transaction
from msgspec import Struct

from guidelines.models import SchemaVersion, VersionState
from guidelines.operations.errors import Irreversible, PlanErrors
from guidelines.operations.plan import Plan, make_plan, require_arrival
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document


class Hop(Struct, frozen=True):
    """One step of the way: from a schema version to the next, whose id is `target`."""

    source: UUID
    target: UUID
    plan: Plan


class Obstacle(Struct, frozen=True):
    """Why nothing leads from one version to another. `operation` in words led to version `number` and has no reverse.

    Both are empty where no operations were recorded on the way.
    """

    number: int | None = None
    kind: str = ""
    operation: str = ""


def hops_between(source: UUID, target: UUID) -> tuple[Hop, ...] | None:
    """The way forward from one published version to a later one, version by version; None where there is none.

    A version that restores an older one is that one again: what was said under the old one needs no hop.
    """
    if source == target:
        return ()
    return _find_hops(source, target) if _pending.intersection((source, target)) else _hops(source, target)


def plan_between(source: UUID, target: UUID) -> Plan | None:
    """The plan from one published version to another, forward or back; None where nothing leads there.

    Back it leads only as far as every operation has a reverse. A version that restores an older one is that one again.
    """
    if source == target:
        schema = parse_document(_version(source).document)
        return make_plan(schema, ())
    return _find_plan(source, target) if _pending.intersection((source, target)) else _plan(source, target)


_pending: set[UUID] = set()


def forget_until_committed(version: UUID) -> None:
    """Nothing about a version that the caller's transaction publishes is remembered before that has committed."""
    _pending.add(version)
    transaction.on_commit(lambda: _pending.discard(version))


def obstacle_between(source: UUID, target: UUID) -> Obstacle:
    """What stands between two published versions for which `plan_between` is None: the first operation on the way."""
    for hop in reversed(hops_between(target, source) or ()):
        plan = hop.plan
        for operation, schema in zip(reversed(plan.operations), reversed(plan.schemas[:-1]), strict=True):
            try:
                operation.reverse(schema)
            except Irreversible:
                return Obstacle(_version(hop.target).number, operation.kind, operation.describe())
    return Obstacle()


@lru_cache(maxsize=256)
def _plan(source: UUID, target: UUID) -> Plan | None:
    return _find_plan(source, target)


def _find_plan(source: UUID, target: UUID) -> Plan | None:
    forward = hops_between(source, target)
    if forward is not None:
        return _joined(source, forward)
    back = hops_between(target, source)
    try:
        return None if back is None else _joined(target, back).reversed()
    except Irreversible:
        return None


def _joined(source: UUID, hops: tuple[Hop, ...]) -> Plan:
    operations = [operation for hop in hops for operation in hop.plan.operations]
    return make_plan(parse_document(_version(source).document), operations)


@lru_cache(maxsize=256)
def _hops(source: UUID, target: UUID) -> tuple[Hop, ...] | None:
    return _find_hops(source, target)


def _find_hops(source: UUID, target: UUID) -> tuple[Hop, ...] | None:
    begin, found = _version(source), _version(target)
    hops: list[Hop] = []
    while found.pk != begin.pk:
        if found.restores is not None and (found.restores.number or 0) >= (begin.number or 0):
            found = _version(found.restores.pk)
            continue
        if found.parent is None:
            return None
        plan = _plan_to(found)
        if plan is None:
            return None
        hops.insert(0, Hop(found.parent.pk, found.pk, plan))
        found = _version(found.parent.pk)
    return tuple(hops)


def _plan_to(version: SchemaVersion) -> Plan | None:
    """The plan to a version from its parent; None for versions from before there were operations."""
    assert version.parent is not None
    try:
        plan = make_plan(parse_document(version.parent.document), read_operations(version.operations))
        require_arrival(plan, parse_document(version.document))
    except PlanErrors:
        return None
    return plan


def _version(version_id: UUID) -> SchemaVersion:
    return SchemaVersion.objects.select_related("parent", "restores").get(
        pk=version_id, state=VersionState.PUBLISHED
    )
