"""Reading canned answers: only those who answer questions have any."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from annotation.models import CannedAnswer
from guidelines.queries.projects import project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound

IN_ORDER = ("position", "id")


def canned_answers_of(who: Principal, project_id: UUID) -> QuerySet[CannedAnswer]:
    """Those of a project. Raises `NotFound`, or `Forbidden` for those who do not answer there."""
    project = project_for(who, project_id, Can.ANSWER_THREADS)
    return CannedAnswer.objects.filter(project=project)


def canned_answer_for(who: Principal, canned_answer_id: UUID) -> CannedAnswer:
    """One of a project in which the person answers. Raises `NotFound`."""
    mine = projects_for(who, Can.ANSWER_THREADS)
    found = CannedAnswer.objects.filter(pk=canned_answer_id, project__in=mine).first()
    if found is None:
        raise NotFound
    return found
