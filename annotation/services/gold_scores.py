"""How people do on items of which the answer is known. Computed when somebody looks: nothing of it is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef, Subquery

from annotation.agreement.compare import compare
from annotation.agreement.counts import Comparison, together
from annotation.models import (
    Annotation,
    AnnotationRevision,
    AnnotationState,
    Cause,
    GoldAnswer,
    GoldState,
)
from annotation.queries.in_scope import material_of
from annotation.queries.people import Person, people
from annotation.queries.training import training_tasks
from annotation.queries.versions import published_schema
from annotation.services.schema_migration.carrying import walk
from annotation.services.schema_migration.gold import staleness_of
from guidelines.lens import hops_between
from guidelines.models import Project
from guidelines.operations.base import Material
from guidelines.queries.projects import may, project_for
from guidelines.schema.document import Schema
from guidelines.values.errors import ValueErrors
from guidelines.values.value import Value, parse_value
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can

LOOKED_AT = 2000  # annotations on items with a gold answer, newest first: some seconds of comparing


@dataclass(frozen=True, slots=True)
class PersonOnGold:
    """One annotator on the tasks whose item has a current gold answer."""

    person: Person
    tasks: int
    found: Comparison


@dataclass(frozen=True, slots=True)
class OnGold:
    """`answers` gold answers count; `stale` ones do not, and neither do those `in_training`, which people were shown.
    `people` best last: who needs help comes first.
    """

    answers: int
    stale: int
    in_training: int
    people: list[PersonOnGold]


def people_on_gold(who: Principal, project_id: UUID) -> OnGold:
    """How each annotator's own work agrees with the current gold answers of a project.

    Their newest own revision is measured, not what a reviewer or a schema migration made of it. Gold answer and work are
    carried to the current schema version; where either does not come there without loss, the task does not count. Nobody is
    measured by an answer that was taken from their own work, or that people were shown in a training. The 2000 newest
    annotations are looked at.
    """
    project = project_for(who, project_id, Can.SEE_GOLD)
    gold, in_training = counting_gold(project)
    stale = GoldAnswer.objects.filter(project=project, state=GoldState.STALE).count()
    current = project.current_schema_version_id
    by_author: dict[UUID, list[Comparison]] = defaultdict(list)
    if gold and current is not None:
        by_author = _measured(project.pk, gold, current)
    names = Can.MANAGE_MEMBERS in may(who, project)
    known = people(project.organisation_id, by_author, names=names)
    told = [
        PersonOnGold(known[author], len(each), together(each))
        for author, each in by_author.items()
        if author in known
    ]
    told.sort(key=lambda row: (row.found.score, row.person.pseudonym))
    return OnGold(len(gold), stale, in_training, told)


def counting_gold(project: Project) -> tuple[dict[UUID, GoldAnswer], int]:
    """The gold answers by which people are measured, by item; and how many are not, because trainings show them."""
    rows = GoldAnswer.objects.filter(project=project, state=GoldState.CURRENT)
    rows = rows.annotate(is_shown=Exists(training_tasks(OuterRef("item"))))
    found = list(rows.select_related("source__annotation"))
    gold: dict[UUID, GoldAnswer] = {each.item_id: each for each in found if not each.is_shown}
    return gold, len(found) - len(gold)


def _measured(
    project_id: UUID, gold: Mapping[UUID, GoldAnswer], current: UUID
) -> dict[UUID, list[Comparison]]:
    schema = published_schema(project_id, current)
    work = [each for each in _work_on(project_id, gold) if not is_from_own_work(gold[each.item_id], each)]
    revisions = AnnotationRevision.objects.in_bulk([each.own for each in work])  # type: ignore[attr-defined]
    trusted: dict[UUID, Value | None] = {}
    found = defaultdict[UUID, list[Comparison]](list)
    for each in work:
        material = material_of(each.item)
        answer = gold[each.item_id]
        if answer.pk not in trusted:
            trusted[answer.pk] = carried_value(
                answer.value, answer.schema_version_id, current, schema, material
            )
        revision = revisions[each.own]  # type: ignore[attr-defined]
        said = carried_value(revision.value, revision.schema_version_id, current, schema, material)
        true = trusted[answer.pk]
        if true is not None and said is not None and each.author_id is not None:
            found[each.author_id].append(compare(true, said, schema))
    return found


def _work_on(project_id: UUID, items: Collection[UUID]) -> list[Annotation]:
    """What people handed in about these items, and the id of the newest revision of their own in `own`."""
    own = AnnotationRevision.objects.filter(
        annotation=OuterRef("pk"), author=OuterRef("author"), cause=Cause.HUMAN
    ).order_by("-number")
    rows = Annotation.objects.filter(
        project=project_id, item__gold__state=GoldState.CURRENT, task__isnull=False, author__isnull=False
    ).exclude(state=AnnotationState.EXTRA)
    found = rows.annotate(own=Subquery(own.values("pk")[:1])).filter(own__isnull=False)
    return [
        each
        for each in found.select_related("item__asset").order_by("-id")[:LOOKED_AT]
        if each.item_id in items
    ]


def is_from_own_work(gold: GoldAnswer, annotation: Annotation) -> bool:
    """Whether the answer was taken from what the annotation's author made: nobody is measured by that."""
    source = gold.source
    return source is not None and annotation.author_id in (source.annotation.author_id, source.author_id)


def carried_value(
    stored: object, version: UUID, current: UUID, schema: Schema, material: Material
) -> Value | None:
    """A stored value under the current schema version; None where it does not come there without loss."""
    hops = hops_between(version, current)
    if hops is None:
        return None
    try:
        if not hops:
            return parse_value(stored, schema)
        way = walk(hops, msgspec.json.encode(stored), material)
    except ValueErrors:
        return None
    return way.value if staleness_of(way) is None else None
