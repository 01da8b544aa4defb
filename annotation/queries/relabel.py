"""Questions that schema migrations left for people, and who may answer which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from annotation.models import RelabelQuestion, SchemaMigration
from annotation.queries.people import isolation_of
from guidelines.models import Project
from guidelines.queries.projects import may, project_for
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Forbidden, NotFound, Words


def vendors_of(
    migration: SchemaMigration, authors: Collection[UUID | None]
) -> dict[UUID | None, UUID | None]:
    """Whose people are asked about the work of each author: the vendor's, or None for people in house."""
    if not authors:
        return {}
    if not migration.by_makers:
        return dict.fromkeys(authors, migration.vendor_id)
    rows = Membership.objects.filter(
        organisation=migration.project.organisation_id, user__in={author for author in authors if author}
    )
    return dict(rows.values_list("user", "vendor"))


def questions_for(who: Principal, project: Project) -> QuerySet[RelabelQuestion]:
    """The questions that the person may answer: all of them for curators, for others those of their own vendor."""
    allowed = may(who, project)
    every = RelabelQuestion.objects.filter(project=project)
    if Can.RUN_BATCHES in allowed:
        return every
    require_worker(who, project)
    return every.filter(vendor=isolation_of(who, project).vendor)


def require_worker(who: Principal, project: Project) -> None:
    """Nothing, or `Forbidden` for those who neither label nor review nor run batches in the project."""
    if not may(who, project) & {Can.ANNOTATE, Can.REVIEW, Can.RUN_BATCHES}:
        raise Forbidden(
            Words("Your roles in {project} do not allow this.", project=project.name),
            needs=Can.ANNOTATE.value,
        )


def open_questions(who: Principal, project_id: UUID) -> tuple[Project, QuerySet[RelabelQuestion]]:
    """The project, and what is still to be answered there by the person or their colleagues."""
    project = project_for(who, project_id)
    return project, questions_for(who, project).filter(state=RelabelQuestion.State.OPEN)


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to answer: `open` in all, by `labels` (field, label, open), and what the person has `answered`."""

    open: int
    answered: int
    labels: list[dict[str, Any]]


def relabel_overview(who: Principal, project_id: UUID) -> Overview:
    """What the person and their colleagues can answer in the project."""
    project, found = open_questions(who, project_id)
    rows = found.order_by("field", "label").values("field", "label").annotate(open=Count("pk"))
    labels: list[dict[str, Any]] = [dict(row) for row in rows]
    answered = RelabelQuestion.objects.filter(project=project, answered_by=who.user).count()
    return Overview(sum(row["open"] for row in labels), answered, labels)


def question_for(who: Principal, question_id: UUID) -> RelabelQuestion:
    """A question that the person may answer. Raises `NotFound`."""
    found = (
        RelabelQuestion.objects.select_related("project", "annotation__item__asset", "migration__to_version")
        .filter(pk=question_id)
        .first()
    )
    if found is None:
        raise NotFound
    project = project_for(who, found.project_id)
    try:
        mine = questions_for(who, project).filter(pk=question_id).exists()
    except Forbidden as error:
        raise NotFound from error
    if not mine:
        raise NotFound
    return found


def answers_about(
    annotation_id: UUID, revision: int
) -> tuple[dict[UUID, dict[tuple[int, str, str], str]], int]:
    """What people have answered about a revision, by the schema version that it was asked for; and their seconds."""
    answers: dict[UUID, dict[tuple[int, str, str], str]] = defaultdict(dict)
    told = RelabelQuestion.objects.filter(
        annotation=annotation_id, revision=revision, state=RelabelQuestion.State.ANSWERED
    )
    seconds = 0
    for step, field, part, answer, target, spent in told.values_list(
        "step", "field", "part", "answer", "migration__to_version", "seconds"
    ):
        answers[target][step, field, part] = answer
        seconds += spent
    return answers, seconds


def revisable_among(
    who: Principal, project: Project, questions: Collection[RelabelQuestion]
) -> frozenset[UUID]:
    """The questions whose annotation the person may open and change: their own work, or any where they curate."""
    curates = Can.RUN_BATCHES in may(who, project)
    return frozenset(each.pk for each in questions if curates or each.annotation.author_id == who.user.pk)


def counts_of(migrations: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many questions of each migration are open, answered and void."""
    rows = (
        RelabelQuestion.objects.filter(migration__in=migrations)
        .values_list("migration")
        .annotate(
            open=Count("pk", filter=Q(state=RelabelQuestion.State.OPEN)),
            answered=Count("pk", filter=Q(state=RelabelQuestion.State.ANSWERED)),
            void=Count("pk", filter=Q(state=RelabelQuestion.State.VOID)),
        )
    )
    return {pk: {"open": opened, "answered": answered, "void": void} for pk, opened, answered, void in rows}
