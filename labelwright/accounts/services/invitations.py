"""Inviting people by a link that somebody passes on. No mail is sent; only the hash of the link's token is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from labelwright.accounts import audit
from labelwright.accounts.errors import AboveOwnRole, AlreadyMember, InvitationGone
from labelwright.accounts.models import Invitation, Membership, Organisation, OrganisationRole, User, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.members import RANK, role_of
from labelwright.accounts.services.sessions import check_password, password_faults, start_session
from labelwright.accounts.services.tokens import hash_secret
from labelwright.accounts.signals import invitation_accepted
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words

GOOD_FOR = timedelta(days=7)


def invite(
    organisation: Organisation, *, by: Principal, email: str, role: str, vendor: Vendor | None
) -> tuple[Invitation, str]:
    """A new invitation, and the token of its link, which nobody can read again.

    An older invitation of the same address that nobody used stops being good: one person, one link.
    Raises `AboveOwnRole`, `AlreadyMember`, and `Invalid` for a vendor's person who would run the organisation.
    """
    email = email.strip().lower()
    if RANK[OrganisationRole(role)] > RANK[role_of(by, organisation.pk)]:
        raise AboveOwnRole
    if vendor is not None and role != OrganisationRole.MEMBER:
        raise Invalid(
            errors=[
                Fault("/role", "A vendor's person is a member; only people in house run an organisation.")
            ]
        )
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        _refuse_member(organisation.pk, email)
        Invitation.objects.filter(organisation=organisation, email=email, accepted_at=None).delete()
        invitation = Invitation.objects.create(
            organisation=organisation,
            vendor=vendor,
            email=email,
            role=role,
            token_hash=hash_secret(token),
            invited_by=by.user,
            expires_at=now() + GOOD_FOR,
        )
        audit.record(by, "invitation.sent", invitation, organisation=organisation, role=role)
    return invitation, token


def withdraw_invitation(invitation: Invitation, *, by: Principal) -> None:
    """The link is no longer good. Raises `InvitationGone` when it was used in the meantime."""
    with transaction.atomic():
        audit.record(by, "invitation.withdrawn", invitation, organisation=invitation.organisation_id)
        deleted, _ = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
        if not deleted:
            raise InvitationGone


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link. Raises `InvitationGone` for a link that is not, or no longer, good."""
    invitation = (
        Invitation.objects.select_related("organisation", "vendor")
        .filter(token_hash=hash_secret(token), accepted_at=None, expires_at__gt=now())
        .first()
    )
    if invitation is None:
        raise InvitationGone
    return invitation


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address belongs to a person who is here already."""
    return User.objects.filter(email=invitation.email).exists()


def accept_invitation(
    request: HttpRequest, token: str, *, signed_in: User | None, name: str, password: str, network: str
) -> User:
    """The invited person is a member, with the roles of the invitation, and signed in.

    A new person gives a name and a password. One who has an account is signed in with it or gives its password: the
    link alone, which others have seen, must not open an account. Raises `InvitationGone`, `AlreadyMember`,
    `WrongCredentials`, `TooManyAttempts`, or `Invalid` with all faults of name and password.
    """
    invitation = open_invitation(token)
    known = User.objects.filter(email=invitation.email).first()
    if known is not None and known != signed_in:
        _prove(request, known, password=password, network=network)
    with transaction.atomic():
        instant = now()
        if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=instant):
            raise InvitationGone
        user = known or _new_person(invitation.email, name=name, password=password)
        _join(invitation, user)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
        audit.record(
            Principal(user),
            "invitation.accepted",
            invitation,
            organisation=invitation.organisation_id,
            role=invitation.role,
        )
        # Not on commit: a process that ends in between would leave a member without the roles (decision 13).
        invitation_accepted.send(Invitation, invitation_id=invitation.pk)
        if user != signed_in:
            start_session(request, user, network=network)
    return user


def _prove(request: HttpRequest, known: User, *, password: str, network: str) -> None:
    """Nothing, if `password` is that of `known`."""
    if not password:
        raise Invalid(
            errors=[Fault("/password", "You have an account here: sign in first, or give its password.")]
        )
    check_password(request, email=known.email, password=password, network=network)


def _new_person(email: str, *, name: str, password: str) -> User:
    person = User(email=email, name=name)
    faults = [] if name else [Fault("/name", "Say how you are called.")]
    faults += password_faults(password, person, "/password")
    if faults:
        raise Invalid(errors=faults)
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name)
    except IntegrityError as error:  # the same address accepted another organisation's link just now
        raise Invalid(
            errors=[Fault("/password", "You have an account here by now: give its password.")]
        ) from error


def _join(invitation: Invitation, user: User) -> None:
    audit.hold(invitation.organisation_id)
    _refuse_member(invitation.organisation_id, user.email)
    Membership.objects.update_or_create(
        organisation=invitation.organisation,
        user=user,
        defaults={"vendor": invitation.vendor, "role": invitation.role, "is_active": True},
    )


def _refuse_member(organisation_id: UUID, email: str) -> None:
    members = Membership.objects.filter(organisation=organisation_id, user__email=email, is_active=True)
    if members.exists():
        raise AlreadyMember(Words("{email} is a member here already.", email=email))
