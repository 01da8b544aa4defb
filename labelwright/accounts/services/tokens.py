"""API tokens: made in the browser, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from labelwright.accounts import audit
from labelwright.accounts.errors import NoTokensForVendors
from labelwright.accounts.models import ApiToken, Membership, Scope
from labelwright.accounts.principal import Principal
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Writing on each use would make every pull a database write; a minute is exact enough for people.
USE_RECORDED_EVERY = timedelta(minutes=1)
LONGEST_LIFE = timedelta(days=366)


def hash_secret(text: str) -> str:
    """SHA-256 in hex; enough for secrets with 256 random bits, which nobody can guess."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_token(text: str) -> ApiToken | None:
    """The live token that `text` is the secret of, with its active user; None for anything else."""
    parts = text.split("_")
    if len(parts) != 3 or parts[0] != "lw" or not text.isascii() or not text.isprintable():
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
    if token.last_used_at is None or token.last_used_at < instant - USE_RECORDED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=instant)
    return token


def make_token(
    membership: Membership, *, by: Principal, name: str, scopes: Sequence[str], expires_at: datetime
) -> tuple[ApiToken, str]:
    """A new token of the person, and its secret, which nobody can read again.

    Project ids in scopes are checked for their form only: a token never allows more than its user may do, so a
    scope for a project that they cannot see grants nothing, and the answer does not say whether it exists.
    Raises `Invalid` with all faults, and `NoTokensForVendors`: a vendor's people work in the browser.
    """
    if membership.vendor_id is not None:
        raise NoTokensForVendors
    faults = [*_faulty_scopes(scopes), *_faulty_expiry(expires_at)]
    if faults:
        raise Invalid(errors=faults)
    prefix, secret = _random_text(8), _random_text(43)
    text = f"lw_{prefix}_{secret}"
    with transaction.atomic():
        token = ApiToken.objects.create(
            organisation=membership.organisation,
            user=by.user,
            name=name,
            prefix=prefix,
            secret_hash=hash_secret(text),
            scopes=list(dict.fromkeys(scopes)),
            expires_at=expires_at,
        )
        audit.record(
            by,
            "token.made",
            token,
            organisation=membership.organisation,
            scopes=token.scopes,
            expires_at=expires_at.isoformat(),
        )
    return token, text


def revoke_token(token: ApiToken, *, by: Principal) -> None:
    """The token is refused from now on. Revoking it again changes nothing."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now()):
            audit.record(by, "token.revoked", token, organisation=token.organisation_id)


def _random_text(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _faulty_scopes(scopes: Sequence[str]) -> list[Fault]:
    return [
        Fault(
            f"/scopes/{index}",
            Words(
                "{scope!r} is no scope; expected one of {known}, or one of them with :<project id> behind it.",
                scope=scope[:80],
                known=", ".join(Scope.NAMES),
            ),
        )
        for index, scope in enumerate(scopes)
        if not _is_scope(scope)
    ]


def _is_scope(text: str) -> bool:
    name, project = Scope(text).partition_scope()
    if not name or text.endswith(":"):
        return False
    try:
        return not project or str(UUID(project)) == project
    except ValueError:
        return False


def _faulty_expiry(expires_at: datetime) -> list[Fault]:
    instant = now()
    if expires_at <= instant:
        return [Fault("/expires_at", "A token has to expire in the future.")]
    if expires_at > instant + LONGEST_LIFE:
        return [Fault("/expires_at", "A token lives for a year at most.")]
    return []
