"""Which projects there are for a person, and what they may do in each. Every function begins with who asks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from guidelines.models import GuidelineVersion, Project, ProjectMember, SchemaVersion, VersionState
from labelwright.accounts.models import OrganisationRole
from labelwright.accounts.principal import Principal
from labelwright.accounts.queries import memberships_of
from labelwright.accounts.roles import BLINDED, Can, Role, allowed, roles_that, scope_of
from labelwright.errors import Forbidden, NotFound, Words

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
        raise Forbidden(
            Words("Your roles in {project} do not allow this.", project=project.name), needs=can.value
        )
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
