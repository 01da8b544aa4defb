"""What happens to people: tokens here; members, invitations and passwords beside it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Q

from labelwright.accounts.models import ApiToken, Membership
from labelwright.database.clock import now

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Writing on each use would make every pull a database write; a minute is exact enough for people.
USE_RECORDED_EVERY = timedelta(minutes=1)


def hash_secret(text: str) -> str:
    """SHA-256 in hex; enough for secrets with 256 random bits, which nobody can guess."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_token(text: str) -> ApiToken | None:
    """The live token that `text` is the secret of, with its active user; None for anything else."""
    parts = text.split("_")
    if len(parts) != 3 or parts[0] != "lw":
        return None
    instant = now()
    token = (
        ApiToken.objects.select_related("user")
        .filter(prefix=parts[1], revoked_at=None, expires_at__gt=instant, user__is_active=True)
        .first()
    )
    if token is None or not secrets.compare_digest(token.secret_hash, hash_secret(text)):
        return None
    if not Membership.objects.filter(
        organisation=token.organisation_id, user=token.user_id, is_active=True
    ).exists():
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lt=instant - USE_RECORDED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=instant)
    return token
