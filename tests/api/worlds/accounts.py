"""Vendors, members, invitations, tokens and events of the audit log at each site."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from labelwright.accounts import audit
from labelwright.accounts.models import Invitation, Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.tokens import hash_secret
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
    audit.record(
        Principal(site.admin), "world.built", site.project, organisation=site.organisation, marker=site.marker
    )
