"""Asking the server, again where that can help."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from labelwright_client.errors import Problem, Unreachable

TRIES = 6
PASSING = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 30.0


class Transport:
    """One server and one token. `pause` waits between tries; tests pass one that does not."""

    def __init__(
        self, url: str, token: str, *, timeout: float = 30.0, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.base = url.rstrip("/")
        self.pause = pause
        # No redirects: the token goes to the server that it was given for, and nowhere else.
        self.client = httpx.Client(
            headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(timeout, connect=10.0),
            follow_redirects=False,
            limits=httpx.Limits(max_connections=32),
        )

    def close(self) -> None:
        self.client.close()

    def get(self, path: str, params: dict[str, str] | None = None) -> httpx.Response:
        """The answer to a GET, tried again while the server is not well. Raises `Problem`, `Unreachable`."""
        for attempt in range(TRIES):
            try:
                response = self.client.get(f"{self.base}/api/v1{path}", params=params)
            except httpx.TransportError as error:
                self.wait(attempt, error)
                continue
            if response.status_code in PASSING and attempt < TRIES - 1:
                self.wait(attempt, Problem.of(response), response)
                continue
            if response.status_code != 200:
                raise Problem.of(response)
            return response
        raise AssertionError("unreachable")

    def send(self, method: str, path: str, body: Any, *, version: int | None = None) -> httpx.Response:
        """The answer to a request that changes something; `version` is that of what is changed, as it was read.

        It bears a key of its own, by which the server knows it again when it is tried again. Raises as `get` does.
        """
        headers = {
            "Idempotency-Key": uuid4().hex,
            **({} if version is None else {"If-Match": f'"{version}"'}),
        }
        for attempt in range(TRIES):
            try:
                response = self.client.request(
                    method, f"{self.base}/api/v1{path}", json=body, headers=headers
                )
            except httpx.TransportError as error:
                self.wait(attempt, error)
                continue
            if response.status_code in PASSING and attempt < TRIES - 1:
                self.wait(attempt, Problem.of(response), response)
                continue
            if not response.is_success:
                raise Problem.of(response)
            return response
        raise AssertionError("unreachable")

    def upload(self, path: str, content: Path, fields: dict[str, str]) -> httpx.Response:
        """The answer to a file that was sent, read from the disk as it goes; the server knows the same bytes again.

        Raises as `get` does.
        """
        for attempt in range(TRIES):
            try:
                with content.open("rb") as file:
                    response = self.client.post(
                        f"{self.base}/api/v1{path}", data=fields, files={"file": (content.name, file)}
                    )
            except httpx.TransportError as error:
                self.wait(attempt, error)
                continue
            if response.status_code in PASSING and attempt < TRIES - 1:
                self.wait(attempt, Problem.of(response), response)
                continue
            if not response.is_success:
                raise Problem.of(response)
            return response
        raise AssertionError("unreachable")

    def json(self, path: str, params: dict[str, str] | None = None) -> Any:
        """The answer as data. Raises also when something else than the server answered."""
        return self.data(self.get(path, params))

    def data(self, response: httpx.Response) -> Any:
        """The body of an answer. Raises `Unreachable` if it is none of ours."""
        try:
            return response.json()
        except ValueError as error:
            raise Unreachable(f"{self.base} does not answer like a Labelwright server.") from error

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        after = ""
        while True:
            page = self.json(path, {"limit": "100", **({"after": after} if after else {})})
            yield from page["results"]
            after = page["next"] or ""
            if not after:
                return

    @contextmanager
    def stream(self, path: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """An answer whose body is read piece by piece; tried once."""
        with self.client.stream("GET", f"{self.base}/api/v1{path}", headers=headers) as response:
            yield response

    def wait(self, attempt: int, error: Exception, response: httpx.Response | None = None) -> None:
        """A pause that doubles, with some chance in it, or as long as the server asks for. Raises after the last try."""
        if attempt >= TRIES - 1:
            if isinstance(error, Problem):
                raise error
            raise Unreachable(f"{self.base} cannot be reached: {error}") from error
        seconds = min(LONGEST_WAIT, 0.5 * 2**attempt) * (0.5 + random.random() / 2)  # noqa: S311  no secret in it
        asked = response.headers.get("Retry-After", "") if response is not None else ""
        if asked.isdigit():
            seconds = min(LONGEST_WAIT, float(asked))
        self.pause(seconds)
