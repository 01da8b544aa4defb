"""Identities of rows: random enough to be public, ordered by time so that indexes stay compact."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A fresh UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    return compat.uuid7()
