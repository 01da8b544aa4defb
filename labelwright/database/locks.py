"""Locks that many may hold at once, against one who wants the row for themselves."""

from __future__ import annotations

from typing import Any, Literal

from django.db import connection
from django.db.models import Model


def share(model: type[Model], key: Any, field: str, *, strength: Literal["SHARE", "KEY SHARE"]) -> Any:
    """The present value of `field` of the row, which stays so until the caller's transaction ends.

    `KEY SHARE` waits only for who holds the row with `select_for_update`, `SHARE` for every change of it. Django knows
    neither. SQLite has one writer at a time anyway. The row must be there.
    """
    meta: Any = model._meta
    quote, column = connection.ops.quote_name, meta.get_field(field).column
    lock = f" FOR {strength}" if connection.vendor == "postgresql" else ""
    statement = f"SELECT {quote(column)} FROM {quote(meta.db_table)} WHERE {quote(meta.pk.column)} = %s{lock}"  # noqa: S608  our names
    with connection.cursor() as cursor:
        cursor.execute(statement, [meta.pk.get_db_prep_value(key, connection)])
        (found,) = cursor.fetchone()
    return found
