"""Vendors, members, invitations, tokens and events of the audit log at each site."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from labelwright.accounts import audit
from labelwright.accounts.models import Invitation, Membership, SignIn
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.tokens import hash_secret
from labelwright.accounts.session_store import SessionStore
from tests.api.world import Site, World
from tests.factories.accounts import token_for


def build(world: World) -> None:
    # The other project is in the same organisation: its objects of this floor are the home organisation's.
    for site in (world.home, world.foreign):
        _people(site)


def _people(site: Site) -> None:
    site["vendor"] = site.vendor.pk
    site["member"] = Membership.objects.get(organisation=site.organisation, user=site.curator).pk
    site["invitation"] = Invitation.objects.create(
        organisation=site.organisation,
        email=f"new@{site.marker.lower()}.test",
        token_hash=hash_secret(site.name),
        invited_by=site.admin,
        expires_at=timezone.now() + timedelta(days=7),
    ).pk
    token, _ = token_for(site.admin, site.organisation, "read")
    token.name = f"token {site.marker}"
    token.save(update_fields=["name"])
    site["token"] = token.pk
    site["sign_in"] = _sign_in(site).pk
    audit.record(
        Principal(site.admin), "world.built", site.project, organisation=site.organisation, marker=site.marker
    )


def _sign_in(site: Site) -> SignIn:
    """Another browser of the site's annotator."""
    store = SessionStore()
    store.save()
    return SignIn.objects.create(
        user=site.annotator,
        session_key=store.session_key,
        agent=site.marker,
        network="192.0.2.1",
        started_at=timezone.now(),
        seen_at=timezone.now(),
    )
