"""Gold answers: made from an annotation that a curator trusts, made anew, and retired. Nobody who labels learns of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from annotation.errors import GoldEnded, NotForGold
from annotation.models import LIVE_GOLD, Annotation, AnnotationState, CheckQuestion, GoldAnswer, GoldState
from annotation.queries.annotations import annotation_for, newest_revision
from annotation.queries.examples import is_example
from annotation.queries.gold import gold_for
from annotation.services.gold_rows import lock_items, replace_gold
from annotation.services.schema_migration.showing import read_now
from guidelines.models import Project
from guidelines.queries.projects import require
from guidelines.queries.versions import share_current_schema
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid

TRUSTED = (AnnotationState.SUBMITTED, AnnotationState.ACCEPTED)


def make_gold(project: Project, annotation_id: UUID, *, by: Principal) -> GoldAnswer:
    """What the annotation says now, under the current schema version, is the answer that its item is measured by.

    An answer that the item had, stale or not, is replaced by it. The same again is the answer that there is.
    Raises `NotForGold` for an annotation that was returned, came too late, or waits for a person, and for an item that
    everybody may see: one that a check question shows, or an example.
    """
    require(by, project, Can.SET_GOLD)
    found = annotation_for(by, annotation_id)
    if found.project_id != project.pk:
        raise Invalid(
            "There is no such annotation.",
            errors=[Fault("/annotation", "Name an annotation of the project.")],
        )
    with transaction.atomic():
        current = share_current_schema(project.pk)
        item = lock_items([found.item_id])[0]
        if is_example(item.pk):
            raise NotForGold("It is an example in the guideline: everybody has seen it. Choose another item.")
        annotation = Annotation.objects.select_related("project", "item__asset").get(pk=annotation_id)
        if annotation.state not in TRUSTED:
            raise NotForGold("Choose one that was submitted or accepted.", state=annotation.state)
        revision = newest_revision(annotation)
        annotation.project.current_schema_version_id = current
        reading = read_now(annotation, revision)
        if reading.waits:
            raise NotForGold("It waits for a person since the schema changed. Answer its questions first.")
        if CheckQuestion.objects.filter(item=item).exists():
            raise NotForGold(
                "A check question of the guideline shows its item, so everybody learns the answer."
            )
        before = GoldAnswer.objects.filter(item=item, state__in=LIVE_GOLD).first()
        if before is not None and _is_the_same(before, revision.pk, reading.schema_version):
            return before
        gold = replace_gold(
            before,
            GoldAnswer(
                project=project,
                item=item,
                schema_version_id=reading.schema_version,
                value=dict(reading.value),
                source=revision,
                author=by.user,
            ),
        )
        _record(by, "gold.made", gold)
    return gold


def retire_gold(gold_id: UUID, *, by: Principal) -> GoldAnswer:
    """Nobody is measured by the answer any more. Raises `GoldEnded` if it was replaced or retired before."""
    found = gold_for(by, gold_id, Can.SET_GOLD)
    with transaction.atomic():
        lock_items([found.item_id])
        gold = GoldAnswer.objects.select_related("project").get(pk=gold_id)
        if gold.state not in LIVE_GOLD:
            raise GoldEnded("Look at the list again: somebody was first.", state=gold.state)
        gold.state, gold.stale_because, gold.reason, gold.staled_by = GoldState.RETIRED, "", "", None
        gold.save(update_fields=["state", "stale_because", "reason", "staled_by"])
        _record(by, "gold.retired", gold)
    return gold


def _is_the_same(gold: GoldAnswer, revision: UUID, version: UUID) -> bool:
    return (gold.state, gold.source_id, gold.schema_version_id) == (GoldState.CURRENT, revision, version)


def _record(by: Principal, action: str, gold: GoldAnswer) -> None:
    """Without the item: who labels in a project and also reads its log must not learn which items have a gold answer."""
    organisation = gold.project.organisation_id
    audit.record(by, action, gold, organisation=organisation, project_id=gold.project_id)
