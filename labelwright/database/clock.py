"""One clock for all processes: the database's. Leases compared by two machines' own clocks would overlap."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """The present instant in UTC, as the database sees it (SQLite has no clock of its own: the machine's)."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
    return instant
