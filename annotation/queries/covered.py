"""Which annotations a schema migration left behind, told without reading a single value. Nobody asks here."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from annotation.models import AnnotationRevision, RelabelQuestion, SchemaMigration
from annotation.queries.in_scope import uses_in_scope
from annotation.tallies import read_tally
from guidelines.lens import Hop, hops_between


def how_many_left_behind(
    project_id: UUID, revisions: QuerySet[AnnotationRevision], source: UUID, target: UUID, *, total: int
) -> int:
    """How many of `revisions`, `total` newest ones of the project under `source`, do not stand under `target` as well.

    A schema migration writes no revision for what its operations leave as it is, so those do. Left behind are the ones that
    a migration under way has yet to reach, those that wait for a person's answer, and those set aside as not valid: of
    these only the number is kept, so there are at most so many.
    """
    hops = hops_between(source, target)
    if hops is None:
        return total
    hops = tuple(hop for hop in hops if hop.plan.operations)
    if not hops:
        return 0
    touched = revisions.filter(_touched_by(project_id, hops))
    migrations = SchemaMigration.objects.filter(to_version__in=[hop.target for hop in hops])
    if migrations.filter(state__in=[SchemaMigration.State.RUNNING, SchemaMigration.State.PAUSED]).exists():
        return touched.count()
    asked = RelabelQuestion.objects.filter(migration__in=migrations, state=RelabelQuestion.State.OPEN)
    waiting = touched.filter(annotation__in=asked.values("annotation")).count()
    refused = sum(
        read_tally(each).annotations.get("refused", 0) for each in migrations.values_list("tally", flat=True)
    )
    return min(touched.count(), waiting + refused) if refused else waiting


def _touched_by(project_id: UUID, hops: Sequence[Hop]) -> Q:
    """In the scope of one of the hops. What none before it changed still uses what it used."""
    condition = Q(pk__in=[])
    for hop in hops:
        if hop.plan.scope.everything:
            return Q()
        if not hop.plan.scope.is_empty:
            uses = uses_in_scope(project_id, hop.plan.scope, hop.plan.before)
            condition |= Q(annotation__in=uses.values("annotation"))
    return condition
