"""Reading gold answers: for those who run a project and its quality managers. To everybody else there are none."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from annotation.models import LIVE_GOLD, GoldAnswer, GoldUse
from guidelines.queries.projects import project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound


def gold_of(
    who: Principal, project_id: UUID, *, state: str = "", label: str = "", item: UUID | None = None
) -> QuerySet[GoldAnswer]:
    """The live gold answers of a project; those of one state, those that use a label, or that of one item."""
    project = project_for(who, project_id, Can.SEE_GOLD)
    rows = GoldAnswer.objects.filter(project=project, state__in=[state] if state else LIVE_GOLD)
    if label:
        rows = rows.filter(Exists(GoldUse.objects.filter(gold=OuterRef("pk"), label=label)))
    if item is not None:
        rows = rows.filter(item=item)
    return told_gold(rows)


def gold_for(who: Principal, gold_id: UUID, can: Can = Can.SEE_GOLD) -> GoldAnswer:
    """The gold answer, for somebody who may do `can` in its project. Raises `NotFound` or `Forbidden`."""
    rows = GoldAnswer.objects.filter(pk=gold_id, project__in=projects_for(who, Can.SEE_GOLD))
    found = told_gold(rows).first()
    if found is None:
        raise NotFound
    project_for(who, found.project_id, can)
    return found


def told_gold(rows: QuerySet[GoldAnswer]) -> QuerySet[GoldAnswer]:
    """With what a list shows of each."""
    related = (
        "item__asset",
        "schema_version",
        "source",
        "author",
        "migration__to_version",
        "staled_by__to_version",
    )
    return rows.select_related(*related).prefetch_related("uses")


def gold_state_of_item() -> Subquery:
    """Whether the live answer of an item (the outer query's) is current or stale; null where it has none.

    For lists that only those see who may see gold.
    """
    rows = GoldAnswer.objects.filter(item=OuterRef("pk"), state__in=LIVE_GOLD)
    return Subquery(rows.values("state")[:1])
