"""Rows whose id is one of many, asked for with one parameter.

Django's `pk__in` has a parameter for each id, which Django prepares and the driver writes out one by one: with 500 ids that takes
longer than the database takes to find the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Lookup


class Among(Lookup):  # type: ignore[type-arg]  # not generic as it runs
    """`rows.filter(Among("annotation", ids))`: the column, which holds UUIDs, has one of `ids`; nothing for none."""

    prepare_rhs = False

    def __init__(self, name: Any, ids: Iterable[UUID]) -> None:
        super().__init__(F(name) if isinstance(name, str) else name, ids)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::uuid[])", (*params, "{" + ",".join(map(str, self.rhs)) + "}")
        listed = "[" + ",".join(f'"{each.hex}"' for each in self.rhs) + "]"
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, listed)  # noqa: S608  a column of ours
