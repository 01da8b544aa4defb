"""Reading projects and versions. Every function begins with who asks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from guidelines.models import GuidelineVersion, Project, ProjectMember, SchemaVersion, VersionState
from labelwright.accounts.models import Membership, Organisation, OrganisationRole
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import memberships_of
from labelwright.accounts.roles import BLINDED, Can, Role, allowed, roles_that, scope_of
from labelwright.errors import Forbidden, NotFound
from labelwright.jobs.models import Job
from labelwright.jobs.queries import jobs_of_projects

RUNNING_THE_ORGANISATION = (OrganisationRole.OWNER, OrganisationRole.ADMIN)


def projects_for(who: Principal, can: Can = Can.SEE_PROJECT) -> QuerySet[Project]:
    """The projects in which the person may do `can`; with a token, only those that it is for."""
    roles = roles_that(can)
    member = memberships_of(who)
    through_role = ProjectMember.objects.filter(membership__in=member, role__in=roles).values("project")
    allowed_here = Q(pk__in=through_role)
    if Role.ADMINISTRATOR in roles:
        allowed_here |= Q(
            organisation__in=member.filter(role__in=RUNNING_THE_ORGANISATION).values("organisation")
        )
    projects = Project.objects.filter(allowed_here)
    if can in BLINDED:
        labelling = ProjectMember.objects.filter(membership__in=member, role=Role.ANNOTATOR).values("project")
        projects = projects.exclude(pk__in=labelling)
    limit = who.only_projects(scope_of(can))
    return projects if limit is None else projects.filter(pk__in=limit)


def project_for(who: Principal, project_id: UUID | str, can: Can = Can.SEE_PROJECT) -> Project:
    """The project, for somebody who may do `can` in it.

    Raises `NotFound` if they may not know of it, `Forbidden` if they may see it but not do this.
    """
    project = projects_for(who).select_related("organisation").filter(pk=project_id).first()
    if project is None:
        raise NotFound
    if can is not Can.SEE_PROJECT:
        require(who, project, can)
    return project


def require(who: Principal, project: Project, can: Can) -> None:
    """Nothing, or `Forbidden` when the person may not do `can` in the project."""
    if can not in may(who, project):
        raise Forbidden(f"Your roles in {project.name} do not allow this.", needs=can.value)
    limit = who.only_projects(scope_of(can))
    if limit is not None and str(project.pk) not in limit:
        raise NotFound


def roles_in(who: Principal, project: Project) -> frozenset[Role]:
    """All the roles of the person in the project."""
    membership = (
        memberships_of(who)
        .filter(organisation=project.organisation_id)
        .prefetch_related(
            Prefetch("project_roles", queryset=ProjectMember.objects.filter(project=project), to_attr="here")
        )
        .first()
    )
    if membership is None:
        return frozenset()
    roles = {Role(row.role) for row in membership.here}  # type: ignore[attr-defined]
    if membership.role in RUNNING_THE_ORGANISATION:
        roles.add(Role.ADMINISTRATOR)
    return frozenset(roles)


def may(who: Principal, project: Project) -> frozenset[Can]:
    """All that the person may do in the project."""
    return allowed(roles_in(who, project))


def roles_by_project(who: Principal, projects: Iterable[Project]) -> dict[UUID, frozenset[Role]]:
    """The person's roles in each of `projects`, in two queries however many there are."""
    projects = list(projects)
    roles: dict[UUID, set[Role]] = {project.pk: set() for project in projects}
    member = memberships_of(who)
    rows = ProjectMember.objects.filter(membership__in=member, project__in=projects)
    for project_id, role in rows.values_list("project", "role"):
        roles[project_id].add(Role(role))
    run = set(member.filter(role__in=RUNNING_THE_ORGANISATION).values_list("organisation", flat=True))
    for project in projects:
        if project.organisation_id in run:
            roles[project.pk].add(Role.ADMINISTRATOR)
    return {key: frozenset(value) for key, value in roles.items()}


def schema_versions_for(who: Principal) -> QuerySet[SchemaVersion]:
    """Published schema versions of the person's projects."""
    return SchemaVersion.objects.filter(project__in=projects_for(who), state=VersionState.PUBLISHED)


def schema_drafts_for(who: Principal) -> QuerySet[SchemaVersion]:
    """Schema drafts, for those who may see what is not published."""
    return SchemaVersion.objects.filter(
        project__in=projects_for(who, Can.SEE_DRAFTS), state=VersionState.DRAFT
    )


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


def current_guideline(project: Project) -> GuidelineVersion | None:
    """The newest published guideline version."""
    return project.guideline_versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()


def project_rows(who: Principal, projects: QuerySet[Project]) -> QuerySet[Project]:
    """`projects` with what a list shows: the newest published versions, in one query."""

    def newest(model: type[SchemaVersion] | type[GuidelineVersion]) -> Subquery:
        rows = model.objects.filter(project=OuterRef("pk"), state=VersionState.PUBLISHED).order_by("-number")
        return Subquery(rows.values("pk")[:1])

    return projects.annotate(
        schema_version_id=newest(SchemaVersion), guideline_version_id=newest(GuidelineVersion)
    )


def with_asker(who: Principal, projects: Iterable[Project]) -> list[Project]:
    """The same rows, each knowing the asker's roles in it (`asker_roles`) and what they allow (`asker_may`)."""
    rows = list(projects)
    roles = roles_by_project(who, rows)
    for project in rows:
        project.asker_roles = roles[project.pk]  # type: ignore[attr-defined]
        project.asker_may = allowed(roles[project.pk])  # type: ignore[attr-defined]
    return rows


def organisation_for(who: Principal, organisation_id: UUID | str) -> Organisation:
    """An organisation that the person is an active member of. Raises `NotFound`."""
    found = Organisation.objects.filter(
        pk=organisation_id, memberships__user=who.user, memberships__is_active=True
    ).first()
    if found is None or not who.unlimited:
        raise NotFound
    return found


def organisation_to_make_projects_in(who: Principal, organisation_id: UUID | str) -> Organisation:
    """As `organisation_for`, for people in house. Raises `Forbidden` for a vendor's person."""
    found = organisation_for(who, organisation_id)
    if Membership.objects.filter(user=who.user, organisation=found, vendor__isnull=False).exists():
        raise Forbidden("People of a vendor do not make projects.")
    return found


def members_of(who: Principal, project: Project) -> QuerySet[ProjectMember]:
    """Who works in the project; a vendor lead sees the people of their own vendor."""
    members = ProjectMember.objects.filter(project=project).select_related(
        "membership__user", "membership__vendor"
    )
    if Can.SEE_MEMBERS in may(who, project):
        return members
    own = Membership.objects.filter(user=who.user, organisation=project.organisation_id).values("vendor")
    return members.filter(membership__vendor__in=own)


def project_member_for(who: Principal, member_id: UUID | str) -> ProjectMember:
    """A role of somebody in a project whose members the person may see. Raises `NotFound`."""
    member = (
        ProjectMember.objects.filter(pk=member_id, project__in=projects_for(who, Can.SEE_MEMBERS))
        .select_related("project", "membership__user")
        .first()
    )
    if member is None:
        raise NotFound
    return member


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
