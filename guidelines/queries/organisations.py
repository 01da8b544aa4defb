"""Organisations in which a person may make projects."""

from __future__ import annotations

from uuid import UUID

from labelwright.accounts.models import Membership, Organisation
from labelwright.accounts.principal import Principal
from labelwright.errors import Forbidden, NotFound


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
