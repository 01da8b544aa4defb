"""What happened in a project, and what machines do for it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from guidelines.models import Project
from guidelines.queries.projects import may, project_for, projects_for, require
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import audit_of
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound
from labelwright.jobs.models import Job
from labelwright.jobs.queries import jobs_of_projects


def audit_of_project(
    who: Principal, project_id: UUID, *, action: str = "", actor: str = ""
) -> QuerySet[AuditEvent]:
    """What happened in the project; names of who did it only for administrators."""
    project = project_for(who, project_id, Can.SEE_AUDIT)
    names = Can.MANAGE_MEMBERS in may(who, project)
    return audit_of(project.organisation, project_id=project.pk, action=action, actor=actor, names=names)


def job_for(who: Principal, job_id: UUID | str) -> Job:
    """A job of a project whose jobs the person may see. Raises `NotFound`."""
    job = jobs_of_projects(projects_for(who, Can.SEE_JOBS).values("pk")).filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job


def job_for_change(who: Principal, job_id: UUID | str) -> Job:
    """A job that the person may stop or start again: a curator's project, or their own. Raises `NotFound`, `Forbidden`."""
    job = job_for(who, job_id)
    if job.created_by_id != who.user.pk:
        require(who, Project.objects.get(pk=job.project_id), Can.EDIT_PROJECT)  # type: ignore[misc]
    return job
