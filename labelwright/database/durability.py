"""How soon a commit must be on disk."""

from __future__ import annotations

from django.db import connection


def forgive_power_cuts() -> None:
    """The caller's transaction need not be on disk when its commit returns: a power cut may undo it, as a whole.

    For what is then done again from where it was, as a step of a job, whose cursor is in the same transaction. Whatever
    builds on it and must last makes it last, too: the log of PostgreSQL is written in order.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
