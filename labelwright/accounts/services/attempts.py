"""Counting tries, of passwords above all. A try is counted before it is looked at, so that parallel tries count too."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from labelwright.accounts.errors import TooManyAttempts
from labelwright.accounts.models import Attempts
from labelwright.database.clock import now

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_NETWORK = 10
# An office behind one address is many people; this stops only who tries many accounts.
PER_NETWORK = 100


def count_attempt(account: str, network: str) -> None:
    """One more try for `account` from `network`. Raises `TooManyAttempts` when it is one too many.

    The count is committed at once, whatever becomes of the try. The limit is for the pair, so that nobody can lock
    a colleague out from elsewhere, and it passes by itself.
    """
    _count(_pair(account, network), PER_ACCOUNT_AND_NETWORK)
    _count(_key("network", network), PER_NETWORK)


def forget_attempts(account: str, network: str) -> None:
    """The tries of `account` from `network` no longer count: the password was right."""
    Attempts.objects.filter(key=_pair(account, network)).delete()
    Attempts.objects.filter(key=_key("network", network), count__gt=0).update(count=F("count") - 1)


def count_use(*what: str, most: int, window: timedelta) -> int:
    """One more of `what`. Gives 0, or when it is one too many, in how many seconds there may be another."""
    return _counted(_key(*what), most, window)


def _count(key: str, limit: int) -> None:
    seconds = _counted(key, limit, WINDOW)
    if seconds:
        raise TooManyAttempts(retry_after=seconds)


def _counted(key: str, limit: int, window: timedelta) -> int:
    instant = now()
    with transaction.atomic():
        # The row lock makes parallel tries queue here: each of them sees the count of the one before.
        row, created = Attempts.objects.select_for_update().get_or_create(
            key=key, defaults={"count": 0, "until": instant + window}
        )
        if row.until <= instant:
            row.count, row.until = 0, instant + window
        row.count += 1
        row.save(update_fields=["count", "until"])
        if created:
            Attempts.objects.filter(until__lt=instant - WINDOW).delete()
    return max(1, int((row.until - instant).total_seconds())) if row.count > limit else 0


def _pair(account: str, network: str) -> str:
    return _key("account", account.strip().lower(), network)


def _key(*parts: str) -> str:
    """A hash: the table names nobody and no address."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
