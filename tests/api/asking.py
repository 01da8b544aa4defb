"""Sending one request as somebody, seeing what it wrote, and undoing it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.test import Client

from tests.api.world import World

WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# A refusal may be written down, the browser's session may be renewed, and a key is remembered until the refusal
# rolls it back; nothing else.
ALLOWED_WRITES = re.compile(
    r'"(django_session|rest_rememberedanswer|axes_\w+|accounts_auditevent|accounts_attempts)"', re.IGNORECASE
)

client = Client(enforce_csrf_checks=True, raise_request_exception=False)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    writes: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def anonymous_body(self) -> Any:
        """The body without the id of the request."""
        try:
            body = json.loads(self.body)
        except ValueError:
            return self.body
        return {k: v for k, v in body.items() if k != "instance"} if isinstance(body, dict) else body


@contextmanager
def seen_writes() -> Iterator[list[str]]:
    """The statements that change rows, as they happen."""
    statements: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITE.match(sql) and not ALLOWED_WRITES.search(sql):
            statements.append(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements


def ask(
    world: World,
    principal: str,
    method: str,
    path: str,
    body: Any = None,
    *,
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
) -> Answer:
    """The answer to `principal`; whatever the request did is undone. Unsafe requests carry `{}` unless told."""
    data = "" if method in ("GET", "HEAD", "OPTIONS") else json.dumps({} if body is None else body)
    sent = {**world.headers[principal], **(headers or {})}
    with transaction.atomic(), seen_writes() as writes:
        response = client.generic(
            method,
            path,
            data,
            content_type=content_type,
            headers={name: value for name, value in sent.items() if value is not None},
        )
        content = _content(response)
        transaction.set_rollback(True)
    return Answer(response.status_code, dict(response.headers.items()), content, writes)


def _content(response: Any) -> bytes:
    """The whole body; nothing of a stream of events, which would not end."""
    if not response.streaming:
        return response.content
    if not response.headers.get("Content-Type", "").startswith("text/event-stream"):
        return response.getvalue()
    # What the test client does around every other answer: the end of a request must not close our connection.
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)
    return b""
