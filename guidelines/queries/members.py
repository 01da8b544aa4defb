"""Who works in a project, and whose name may be seen."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from guidelines.models import Project, ProjectMember
from guidelines.queries.projects import RUNNING_THE_ORGANISATION, may, projects_for
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can, Role, roles_that
from labelwright.errors import NotFound


def members_of(who: Principal, project: Project) -> QuerySet[ProjectMember]:
    """Who works in the project; a vendor lead sees the people of their own vendor.

    Each row says in `is_identified` whether the person asking may see name and address.
    """
    mine = may(who, project)
    members = (
        ProjectMember.objects.filter(project=project)
        .select_related("membership__user", "membership__vendor")
        .annotate(is_identified=_identified(who, project, mine, "membership__"))
    )
    if Can.SEE_MEMBERS in mine:
        return members
    own = Membership.objects.filter(user=who.user, organisation=project.organisation_id).values("vendor")
    return members.filter(membership__vendor__in=own)


def candidates_for(who: Principal, project: Project) -> QuerySet[Membership]:
    """Active members of the organisation, from whom those who may give roles choose; `is_identified` as above."""
    mine = may(who, project)
    return (
        Membership.objects.filter(organisation=project.organisation_id, is_active=True, user__is_active=True)
        .select_related("user", "vendor")
        .annotate(is_identified=_identified(who, project, mine))
    )


def editors_of(who: Principal, project: Project) -> QuerySet[Membership]:
    """Who may edit guidelines in the project, and so review a draft; `is_identified` as above."""
    editing = ProjectMember.objects.filter(project=project, role__in=roles_that(Can.EDIT_SCHEMA))
    found = Q(pk__in=editing.values("membership")) | Q(role__in=RUNNING_THE_ORGANISATION)
    return candidates_for(who, project).filter(found)


def names_in(who: Principal, project: Project, users: Iterable[UUID | None]) -> dict[UUID, Membership]:
    """The people among `users` by id, `is_identified` as above; who left the organisation is known by pseudonym only."""
    rows = candidates_for(who, project).filter(user__in={user for user in users if user})
    return {row.user_id: row for row in rows}


def _identified(who: Principal, project: Project, mine: frozenset[Can], at: str = "") -> Q | Value:
    """Whose name and address may be seen: everybody's by administrators, by a lead those of their own vendor.

    To the others a vendor's people are vendor and pseudonym. So is who labels here, though in house: beside their
    pseudonym, a name would lift the blinding of all their work.
    """
    if Can.MANAGE_MEMBERS in mine or Can.SEE_MEMBERS not in mine:
        return Value(True)
    labels = ProjectMember.objects.filter(
        project=project, role=Role.ANNOTATOR, membership=OuterRef(f"{at}pk")
    )
    in_house = Q(**{f"{at}vendor__isnull": True}) & ~Exists(labels)
    return in_house | Q(**{f"{at}user": who.user})


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
