"""Identities of rows: random enough to be public, ordered by time so that indexes stay compact."""

from datetime import datetime
from uuid import UUID

from uuid_utils import compat


def first_id_of(instant: datetime) -> UUID:
    """The lowest id that a row made at `instant` can have."""
    return UUID(int=int(instant.timestamp() * 1000) << 80)


def new_id() -> UUID:
    """A fresh UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    return compat.uuid7()
