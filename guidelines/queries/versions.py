"""Published versions and drafts of label schemas and guidelines."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from guidelines.markdown.render import pictures
from guidelines.models import GuidelineVersion, Picture, Project, SchemaVersion, VersionState
from guidelines.queries.projects import project_for, projects_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.locks import share
from labelwright.errors import NotFound


def schema_versions_for(who: Principal) -> QuerySet[SchemaVersion]:
    """Published schema versions of the person's projects."""
    return SchemaVersion.objects.filter(project__in=projects_for(who), state=VersionState.PUBLISHED)


def schema_drafts_for(who: Principal) -> QuerySet[SchemaVersion]:
    """Schema drafts, for those who may see what is not published."""
    return SchemaVersion.objects.filter(
        project__in=projects_for(who, Can.SEE_DRAFTS), state=VersionState.DRAFT
    )


def draft_for(who: Principal, project_id: UUID, can: Can) -> SchemaVersion:
    """The schema draft of the project, for somebody who may do `can` there. Raises `NotFound` if there is none."""
    found = project_for(who, project_id, can)
    draft = schema_drafts_for(who).filter(project=found).select_related("project", "parent").first()
    if draft is None:
        raise NotFound("This project has no schema draft; start one with POST.")
    return draft


def guideline_versions_for(who: Principal) -> QuerySet[GuidelineVersion]:
    """Published guideline versions of the person's projects."""
    return GuidelineVersion.objects.filter(project__in=projects_for(who), state=VersionState.PUBLISHED)


def guideline_drafts_for(who: Principal) -> QuerySet[GuidelineVersion]:
    """Guideline drafts, for those who may see what is not published."""
    return GuidelineVersion.objects.filter(
        project__in=projects_for(who, Can.SEE_DRAFTS), state=VersionState.DRAFT
    )


def current_schema(project: Project) -> SchemaVersion | None:
    """The newest published schema version."""
    return project.schema_versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()


def share_current_schema(project_id: UUID) -> UUID | None:
    """The id of the newest published schema version, which stays so until the caller's transaction ends.

    Many may hold it at once; publishing waits for all of them. So whoever writes an annotation and then asks here either
    sees a new version, or is seen by the schema migration that it brings.
    """
    found = share(Project, project_id, "current_schema_version", strength="KEY SHARE")
    return None if found is None else UUID(str(found))


def current_guideline(project: Project) -> GuidelineVersion | None:
    """The newest published guideline version."""
    return project.guideline_versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()


def pictures_shown(version: GuidelineVersion) -> list[Picture]:
    """The pictures that the text of a version shows, in the language that it is written in; by their keys."""
    named = pictures(version.markdown)
    return list(Picture.objects.filter(uses__version=version, key__in=named).order_by("key")) if named else []
