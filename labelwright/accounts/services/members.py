"""Vendors, and who belongs to an organisation as what."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from labelwright.accounts import audit
from labelwright.accounts.errors import AboveOwnRole, LastOwner, NameTaken
from labelwright.accounts.models import (
    ApiToken,
    Invitation,
    Membership,
    Organisation,
    OrganisationRole,
    Vendor,
)
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.sessions import end_sessions
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Stale, Words

RANK = {OrganisationRole.MEMBER: 0, OrganisationRole.ADMIN: 1, OrganisationRole.OWNER: 2}


def create_vendor(organisation: Organisation, *, by: Principal, name: str) -> Vendor:
    """A new vendor. Raises `NameTaken`."""
    try:
        with transaction.atomic():
            vendor = Vendor.objects.create(organisation=organisation, name=name)
            audit.record(by, "vendor.created", vendor, organisation=organisation, name=name)
    except IntegrityError as error:
        raise NameTaken(Words("There is a vendor called {name} already.", name=name)) from error
    return vendor


def rename_vendor(vendor: Vendor, *, by: Principal, started_from: int, name: str) -> Vendor:
    """The vendor under its new name. Raises `NameTaken` and `Stale`."""
    try:
        with transaction.atomic():
            if not Vendor.objects.filter(pk=vendor.pk, version=started_from).update(
                name=name, version=F("version") + 1
            ):
                raise _stale(vendor, started_from)
            audit.record(by, "vendor.renamed", vendor, organisation=vendor.organisation_id, name=name)
    except IntegrityError as error:
        raise NameTaken(Words("There is a vendor called {name} already.", name=name)) from error
    vendor.refresh_from_db()
    return vendor


def change_member(member: Membership, *, by: Principal, started_from: int, **changes: Any) -> Membership:
    """The member with a changed `role`, `vendor` (None is in house) or `is_active`.

    Who stops being active loses their sessions, the tokens that they made here and the invitations that they sent.
    Their account stays: it is theirs, and it may belong to other organisations.
    Raises `AboveOwnRole`, `LastOwner`, `Stale`, and `Invalid` for a vendor's person who would run the organisation.
    """
    with transaction.atomic():
        # One row serialises all changes of members: two owners who step down side by side would leave none.
        audit.hold(member.organisation_id)
        # Read again behind the lock: who asks may have been demoted while they waited.
        own = role_of(by, member.organisation_id)
        member = Membership.objects.select_related("user", "vendor").get(pk=member.pk)
        if member.version != started_from:
            raise _stale(member, started_from)
        if (
            RANK[OrganisationRole(member.role)] > RANK[own]
            or RANK[changes.get("role", member.role)] > RANK[own]
        ):
            raise AboveOwnRole
        was_owner = member.role == OrganisationRole.OWNER and member.is_active
        was_active = member.is_active
        before = _described(member)
        for name, value in changes.items():
            setattr(member, name, value)
        if member.vendor_id is not None and member.role != OrganisationRole.MEMBER:
            raise Invalid(
                errors=[
                    Fault("/role", "A vendor's person is a member; only people in house run an organisation.")
                ]
            )
        member.version += 1
        member.save(update_fields=[*changes, "version"])
        if was_owner:
            _keep_an_owner(member.organisation_id)
        if was_active and not member.is_active:
            _shut_out(member)
        after = _described(member)
        audit.record(
            by, "member.changed", member, organisation=member.organisation_id, before=before, after=after
        )
    return member


def role_of(who: Principal, organisation_id: Any) -> OrganisationRole:
    """The person's role there, `member` for a stranger: they may give nothing away."""
    role = (
        Membership.objects.filter(user=who.user, organisation=organisation_id, is_active=True)
        .values_list("role", flat=True)
        .first()
    )
    return OrganisationRole(role or OrganisationRole.MEMBER)


def _keep_an_owner(organisation_id: Any) -> None:
    owners = Membership.objects.filter(
        organisation=organisation_id, role=OrganisationRole.OWNER, is_active=True
    )
    if not owners.exists():
        raise LastOwner


def _shut_out(member: Membership) -> None:
    ApiToken.objects.filter(organisation=member.organisation_id, user=member.user_id, revoked_at=None).update(
        revoked_at=now()
    )
    Invitation.objects.filter(
        organisation=member.organisation_id, invited_by=member.user_id, accepted_at=None
    ).delete()
    end_sessions(member.user)


def _described(member: Membership) -> dict[str, Any]:
    vendor = str(member.vendor_id) if member.vendor_id else None
    return {"role": str(member.role), "vendor": vendor, "is_active": member.is_active}


def _stale(row: Vendor | Membership, started_from: int) -> Stale:
    row.refresh_from_db(fields=["version"])
    return Stale(
        Words(
            "You started from version {started}; {current} is newer.",
            started=started_from,
            current=row.version,
        ),
        current=row.version,
    )
