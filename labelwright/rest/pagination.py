"""Pages by key: each page costs the same, however far down the list it is, and nothing is counted."""

from __future__ import annotations

import base64
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from labelwright.errors import Fault, Invalid
from labelwright.rest.serializers import In

LARGEST_PAGE = 500


class PageIn(In):
    """Query parameters that every list takes."""

    limit = serializers.IntegerField(
        min_value=1, max_value=LARGEST_PAGE, default=50, help_text="How many rows at most."
    )
    after = serializers.CharField(
        default="", allow_blank=True, help_text="The `next` of the page before; empty for the first."
    )


def page(rows: QuerySet[Any], query: Any, *, by: tuple[str, ...] = ("-id",)) -> tuple[list[Any], str | None]:
    """One page of `rows` in the order `by` (the last name must be unique), and the key of the next page or None.

    `query` has `limit` and `after`. Raises `Invalid` for a key that this list did not give out.
    """
    rows = rows.order_by(*by)
    if query.after:
        key = _decode(query.after, len(by))
        try:
            found = list(rows.filter(_beyond(by, key))[: query.limit + 1])
        except (
            ValueError,
            TypeError,
            ValidationError,
        ) as error:  # the right shape, but not this list's types
            raise _foreign_key_of_page() from error
    else:
        found = list(rows[: query.limit + 1])
    if len(found) <= query.limit:
        return found, None
    last = found[query.limit - 1]
    return found[: query.limit], _encode([_read(last, name) for name in by])


def paged(
    request: Request, rows: QuerySet[Any], query: Any, out: Any, *, by: tuple[str, ...] = ("-id",)
) -> dict[str, Any]:
    """The body of a list answer: `results` through the output serializer `out`, and `next`."""
    found, key = page(rows, query, by=by)
    return {"results": out(found, many=True, context={"request": request}).data, "next": key}


def _read(row: Any, name: str) -> Any:
    for part in name.lstrip("-").split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def _beyond(by: tuple[str, ...], key: list[Any]) -> Q:
    """Rows behind `key` in lexicographic order: (a > x) or (a = x and b > y) …"""
    condition = Q()
    for index, name in enumerate(by):
        equal = {by[i].lstrip("-"): key[i] for i in range(index)}
        compare = "lt" if name.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name.lstrip('-')}__{compare}": key[index]})
    return condition


def _encode(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key, default=str)).decode().rstrip("=")


def _decode(text: str, length: int) -> list[Any]:
    try:
        key = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        key = None
    if (
        not isinstance(key, list)
        or len(key) != length
        or not all(isinstance(k, str | int | float) for k in key)
    ):
        raise _foreign_key_of_page()
    return key


def _foreign_key_of_page() -> Invalid:
    return Invalid(
        "This page key is not one of ours.", errors=[Fault("/after", "Pass back `next` as it was given.")]
    )
