"""One clock for all processes: the database's. Leases compared by two machines' own clocks would overlap."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils import timezone


class Instant(Func):
    """As `now()`, in a query that is asked anyway. On SQLite it is NULL: ask `now()` instead, which costs no query."""

    function = "clock_timestamp"
    arity = 0
    output_field = DateTimeField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        return "NULL", ()


def now() -> datetime:
    """The present instant in UTC, as the database sees it (SQLite has no clock of its own: the machine's)."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (instant,) = cursor.fetchone()
    return instant
