"""Reading people and organisations. Every function begins with who asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value

from labelwright.accounts.models import (
    ApiToken,
    AuditEvent,
    Invitation,
    Membership,
    Organisation,
    OrganisationRole,
    SignIn,
    User,
    Vendor,
)
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Fault, Forbidden, Invalid, NotFound

RUNNING = (OrganisationRole.OWNER, OrganisationRole.ADMIN)


def memberships_of(who: Principal) -> QuerySet[Membership]:
    """Where the person belongs. A token belongs to one organisation, whatever else its user is a member of."""
    memberships = Membership.objects.filter(user=who.user, is_active=True)
    return memberships.filter(organisation=who.token.organisation_id) if who.token else memberships


def organisations_run_by(who: Principal) -> QuerySet[Organisation]:
    """The organisations whose owner or admin the person is; none for a token that is for single projects."""
    organisations = Organisation.objects.filter(
        pk__in=memberships_of(who).filter(role__in=RUNNING).values("organisation")
    )
    return organisations if who.unlimited else organisations.none()


def organisation_run_by(who: Principal, organisation_id: UUID) -> Organisation:
    """The organisation, for its owners and admins.

    Raises `NotFound` for who is no member of it, `Forbidden` for the other members.
    """
    organisation = Organisation.objects.filter(
        pk=organisation_id, pk__in=memberships_of(who).values("organisation")
    ).first()
    if organisation is None:
        raise NotFound
    if not organisations_run_by(who).filter(pk=organisation_id).exists():
        raise Forbidden("This is for the owners and admins of the organisation.")
    return organisation


def vendors_of(organisation: Organisation) -> QuerySet[Vendor]:
    return organisation.vendors.all()


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Everybody who is or was a member, with person and vendor."""
    return organisation.memberships.select_related("user", "vendor")


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations that nobody has accepted, those that have expired among them."""
    return organisation.invitations.filter(accepted_at=None).select_related("vendor", "invited_by")


def vendor_for(who: Principal, vendor_id: UUID) -> Vendor:
    """One vendor of an organisation that the person runs. Raises `NotFound`."""
    vendor = Vendor.objects.filter(pk=vendor_id, organisation__in=organisations_run_by(who)).first()
    if vendor is None:
        raise NotFound
    return vendor


def member_for(who: Principal, membership_id: UUID) -> Membership:
    """One member of an organisation that the person runs. Raises `NotFound`."""
    member = Membership.objects.filter(pk=membership_id, organisation__in=organisations_run_by(who)).first()
    if member is None:
        raise NotFound
    return member


def invitation_for(who: Principal, invitation_id: UUID) -> Invitation:
    """One invitation that nobody has accepted, to an organisation that the person runs. Raises `NotFound`."""
    invitation = Invitation.objects.filter(
        pk=invitation_id, accepted_at=None, organisation__in=organisations_run_by(who)
    ).first()
    if invitation is None:
        raise NotFound
    return invitation


def vendor_in(organisation: Organisation | UUID, vendor_id: UUID | None) -> Vendor | None:
    """The vendor that an input names; None for None. Raises `Invalid` at `/vendor` if it is not this organisation's."""
    if vendor_id is None:
        return None
    vendor = Vendor.objects.filter(pk=vendor_id, organisation=organisation).first()
    if vendor is None:
        raise Invalid(errors=[Fault("/vendor", "This organisation has no such vendor.")])
    return vendor


def own_membership(who: Principal, organisation_id: UUID) -> Membership:
    """The person's own membership that an input names. Raises `Invalid` at `/organisation`."""
    membership = (
        memberships_of(who).select_related("organisation").filter(organisation=organisation_id).first()
    )
    if membership is None:
        raise Invalid(errors=[Fault("/organisation", "You are not a member of such an organisation.")])
    return membership


def own_memberships(who: Principal) -> QuerySet[Membership]:
    """Where the person belongs, with organisation and vendor, by name."""
    return memberships_of(who).select_related("organisation", "vendor").order_by("organisation__name", "pk")


def tokens_for(who: Principal) -> QuerySet[ApiToken]:
    """Tokens that the person made and that are not revoked."""
    return ApiToken.objects.filter(user=who.user, revoked_at=None).select_related("organisation", "user")


def tokens_of(organisation: Organisation) -> QuerySet[ApiToken]:
    """Every live token for the organisation, whoever made it."""
    return organisation.tokens.filter(revoked_at=None).select_related("organisation", "user")


def token_for(who: Principal, token_id: UUID) -> ApiToken:
    """A token of the person's own, or of an organisation that they run. Raises `NotFound`."""
    own = ApiToken.objects.filter(user=who.user)
    run = ApiToken.objects.filter(organisation__in=organisations_run_by(who))
    token = (own | run).filter(pk=token_id, revoked_at=None).first()
    if token is None:
        raise NotFound
    return token


def sign_ins_of(who: Principal) -> QuerySet[SignIn]:
    """Where the person is logged in, and until when that lasts if nothing is asked there any more."""
    live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now())
    rows = SignIn.objects.filter(user=who.user).annotate(expires_at=Subquery(live.values("expire_date")[:1]))
    return rows.filter(expires_at__isnull=False)


def sign_in_for(who: Principal, sign_in_id: UUID) -> SignIn:
    """A log-in of the person's own. Raises `NotFound`."""
    found = sign_ins_of(who).filter(pk=sign_in_id).first()
    if found is None:
        raise NotFound
    return found


def is_still_signed_in(user: User, session_key: str) -> bool:
    """Whether the session is as good as when `user` was read: for who holds a connection open."""
    same = User.objects.filter(pk=user.pk, is_active=True, session_epoch=user.session_epoch)
    return same.exists() and Session.objects.filter(session_key=session_key, expire_date__gt=now()).exists()


def audit_of(
    organisation: Organisation,
    *,
    project_id: UUID | None = None,
    action: str = "",
    actor: str = "",
    names: bool = True,
) -> QuerySet[AuditEvent]:
    """What happened in the organisation, or in one project of it, with the name of who did it if `names`.

    `action` is how the action begins, `actor` a part of the name or the whole pseudonym of who did it. Without
    `names` it is the pseudonym only: a search that finds by name would tell whose it is.
    """
    name: Any = User.objects.filter(pseudonym=OuterRef("actor")).values("name")[:1]
    shown = Subquery(name) if names else Value(None, output_field=CharField(null=True))
    events = organisation.audit_events.annotate(actor_name=shown)
    if project_id is not None:
        events = events.filter(project_id=project_id)
    if action:
        events = events.filter(action__startswith=action)
    if actor:
        events = events.filter(Q(actor=actor) | Q(actor_name__icontains=actor) if names else Q(actor=actor))
    return events
