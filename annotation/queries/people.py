"""How people are called where work is shown: by pseudonym, and with their vendor for those who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from guidelines.models import Project, ProjectMember
from labelwright.accounts.models import Membership, OrganisationRole, User
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can, Role, roles_that


@dataclass(frozen=True, slots=True)
class Person:
    """`name` only for those who may see real identities."""

    id: UUID
    pseudonym: str
    vendor: str | None
    name: str | None = None


def people(
    organisation_id: UUID, user_ids: Iterable[UUID | None], *, names: bool = False
) -> dict[UUID, Person]:
    """The people by id, in one query."""
    rows = Membership.objects.filter(organisation_id=organisation_id, user__in=[u for u in user_ids if u])
    return {
        user: Person(user, pseudonym, vendor, name if names else None)
        for user, pseudonym, vendor, name in rows.values_list(
            "user", "user__pseudonym", "vendor__name", "user__name"
        )
    }


def annotators_of(project: Project) -> QuerySet[User]:
    """Active people who may label in the project."""
    active = Membership.objects.filter(
        organisation=project.organisation_id, is_active=True, user__is_active=True
    )
    rows = ProjectMember.objects.filter(project=project, role=Role.ANNOTATOR, membership__in=active)
    return User.objects.filter(pk__in=rows.values("membership__user"))


def members_who(project: Project, can: Can) -> QuerySet[Membership]:
    """Active memberships that have a role which allows `can` in the project; whoever labels there too is not left out."""
    roles = roles_that(can)
    through = ProjectMember.objects.filter(project=project, role__in=roles).values("membership")
    able = Q(pk__in=through)
    if Role.ADMINISTRATOR in roles:
        able |= Q(role__in=(OrganisationRole.OWNER, OrganisationRole.ADMIN))
    active = Membership.objects.filter(
        organisation=project.organisation_id, is_active=True, user__is_active=True
    )
    return active.filter(able)


@dataclass(frozen=True, slots=True)
class Isolation:
    """Whose work a reviewer may look at: everybody's, or only that of their own vendor (None: in house)."""

    everybody: bool
    vendor: UUID | None


def isolation_of(who: Principal, project: Project) -> Isolation:
    """A vendor's reviewer sees that vendor's work; a reviewer who also labels here stays blind to other vendors'."""
    labels = ProjectMember.objects.filter(project=project, role=Role.ANNOTATOR, membership=OuterRef("pk"))
    membership = (
        Membership.objects.filter(user=who.user, organisation=project.organisation_id, is_active=True)
        .annotate(labels=Exists(labels))
        .first()
    )
    if membership is None:
        return Isolation(everybody=False, vendor=None)
    return Isolation(membership.vendor_id is None and not membership.labels, membership.vendor_id)


def colleagues(organisation_id: UUID, vendor: UUID | None) -> QuerySet[Membership]:
    """Memberships of the same vendor; None for the organisation's own people."""
    same = Q(vendor__isnull=True) if vendor is None else Q(vendor=vendor)
    return Membership.objects.filter(same, organisation=organisation_id)
