"""The project roles that an invitation brings with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from guidelines.models import InvitedRole, ProjectMember
from guidelines.queries.projects import projects_for
from labelwright.accounts import audit
from labelwright.accounts.models import Invitation, Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can, Role
from labelwright.errors import Fault, Invalid

FOR_VENDORS = (Role.ANNOTATOR, Role.REVIEWER, Role.VENDOR_LEAD)


@dataclass(frozen=True, slots=True)
class RoleInProject:
    project: UUID
    role: Role


def set_invited_roles(
    invitation: Invitation, *, by: Principal, roles: Sequence[RoleInProject]
) -> list[InvitedRole]:
    """The invitation brings exactly `roles`. Raises `Invalid` with every project that is not there to be given."""
    roles = list(dict.fromkeys(roles))
    given = projects_for(by, Can.MANAGE_MEMBERS).filter(
        organisation=invitation.organisation_id, pk__in=[role.project for role in roles]
    )
    projects = set(given.values_list("pk", flat=True))
    faults = [
        Fault(f"/roles/{index}/project", "There is no such project in this organisation.")
        for index, role in enumerate(roles)
        if role.project not in projects
    ]
    faults += [
        Fault(f"/roles/{index}/role", "A vendor's person can be annotator, reviewer or vendor lead.")
        for index, role in enumerate(roles)
        if invitation.vendor_id is not None and role.role not in FOR_VENDORS
    ]
    if faults:
        raise Invalid(errors=faults)
    with transaction.atomic():
        InvitedRole.objects.filter(invitation=invitation).delete()
        rows = InvitedRole.objects.bulk_create(
            InvitedRole(invitation=invitation, project_id=role.project, role=role.role) for role in roles
        )
        audit.record(
            by,
            "invitation.roles_set",
            invitation,
            organisation=invitation.organisation_id,
            roles=[[str(role.project), role.role.value] for role in roles],
        )
    return rows


def give_invited_roles(invitation_id: UUID) -> None:
    """Who accepted the invitation has its roles in its projects. Giving them twice changes nothing."""
    invitation = Invitation.objects.select_related("accepted_by").get(pk=invitation_id)
    if invitation.accepted_by is None:
        return
    membership = Membership.objects.get(
        organisation=invitation.organisation_id, user=invitation.accepted_by, is_active=True
    )
    with transaction.atomic():
        for role in InvitedRole.objects.filter(invitation=invitation).order_by("pk"):
            member, created = ProjectMember.objects.get_or_create(
                project_id=role.project_id, membership=membership, role=role.role
            )
            if created:
                audit.record(
                    Principal(invitation.accepted_by),
                    "member.role_given",
                    member,
                    organisation=invitation.organisation_id,
                    project_id=role.project_id,
                    role=role.role,
                    person=invitation.accepted_by.pseudonym,
                    invitation=str(invitation.pk),
                )
