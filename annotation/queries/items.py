"""Reading items. Who runs a project sees them all; who works in it sees what their work is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce, Left

from annotation.models import Annotation, Item, ItemProblem, RelabelQuestion, Task
from annotation.queries.annotations import under_review
from annotation.queries.checks import asked_in
from annotation.queries.gold import gold_state_of_item
from guidelines.models import Project
from guidelines.queries.projects import may, project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound

EXCERPT = 280  # characters of a text in lists


def items_of(
    who: Principal,
    project_id: UUID,
    *,
    search: str = "",
    import_id: UUID | None = None,
    problem: bool = False,
) -> QuerySet[Item]:
    """The project's items for those who may see them all; `search` is how the external id or the text begins.

    With `import_id`, those that this import added; with `problem`, those that a question showed to be no good.
    """
    project = project_for(who, project_id, Can.SEE_ITEMS)
    items = Item.objects.filter(project=project)
    if import_id is not None:
        items = items.filter(import_id=import_id)
    if problem:
        items = items.filter(problem__isnull=False)
    if search:
        items = items.filter(Q(external_id__istartswith=search) | Q(text__istartswith=search))
    # Whoever sees all items sees gold, too: tests/guidelines/test_projects.py holds the two roles together.
    told: dict[str, Any] = {"excerpt": Left("text", EXCERPT), "gold_state": gold_state_of_item(), **_work()}
    showed = ItemProblem.objects.filter(item=OuterRef("pk"))
    told["problem_thread"] = Subquery(showed.values("thread"), output_field=UUIDField())
    told["problem_reason"] = Subquery(showed.values("assignment__skip_reason"), output_field=CharField())
    return items.select_related("asset").defer("text").annotate(**told)


def item_for(who: Principal, item_id: UUID, can: Can = Can.SEE_ITEMS) -> Item:
    """The item, for somebody who may see it: all who see the project's items, its annotators, its reviewer.

    With another `can`, that permission is needed beside. How much it is worked on is told only to who sees all items: it
    is other vendors' work as well. Raises `NotFound` or `Forbidden`.
    """
    item = (
        Item.objects.select_related("asset", "project")
        .filter(pk=item_id, project__in=projects_for(who))
        .annotate(**_work())
        .first()
    )
    if item is None:
        raise NotFound
    allowed = may(who, item.project)
    if can is not Can.SEE_ITEMS:
        if Can.SEE_ITEMS not in allowed and not _works_on(who, item, allowed):
            raise NotFound
        project_for(who, item.project_id, can)
        return item
    if can in allowed:
        return item
    if not _works_on(who, item, allowed):
        raise NotFound
    for count in _work():
        setattr(item, count, None)
    return item


def _works_on(who: Principal, item: Item, allowed: frozenset[Can]) -> bool:
    if Can.ANNOTATE in allowed and (
        Task.objects.filter(item=item, annotator=who.user).exists()
        or Annotation.objects.filter(item=item, author=who.user).exists()
    ):
        return True
    # Whoever has to answer a check question about it must see it.
    if Can.ANNOTATE in allowed and asked_in(item.project_id).filter(item=item).exists():
        return True
    # Whoever is asked what became of a region must see it.
    if RelabelQuestion.objects.filter(annotation__item=item, leased_to=who.user, state="open").exists():
        return True
    return Can.REVIEW in allowed and under_review(who, item.project).filter(item=item).exists()


def _work() -> dict[str, Coalesce]:
    def count(**which: object) -> Coalesce:
        tasks = Task.objects.filter(item=OuterRef("pk"), **which).order_by().values("item")
        return Coalesce(Subquery(tasks.annotate(n=Count("*")).values("n")), 0)

    return {"tasks_count": count(), "accepted_count": count(state="accepted")}


def unused(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items in no batch."""
    return items.filter(tasks=None)


def items_to_batch(project: Project, choice: dict[str, object]) -> QuerySet[Item]:
    """The items that `choice` means: `{"all": true}`, `{"ids": […]}` or `{"unbatched": true}`; by id."""
    items = Item.objects.filter(project=project)
    if choice.get("ids") is not None:
        items = items.filter(pk__in=choice["ids"])  # type: ignore[misc]
    if choice.get("unbatched"):
        items = unused(items)
    return items.order_by(F("id"))
