"""Django's WSGI application as an ASGI one: each request in a thread of a pool.

A change of threads costs more than a small query. A request whose body is there goes to its thread once, and the
finished answer comes back once; only large bodies and streamed answers are handed over piece by piece.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HELD = 256 * 1024  # bytes: a longer body, or a longer answer that is streamed, is handed over in pieces


class Threads:
    """`application` is Django's: what it answers with knows whether it is streamed, and can be closed."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        held, more = b"", True
        while more and len(held) <= HELD:
            held, more = _joined(held, await receive())
        body = io.BufferedReader(_Rest(held, receive, loop)) if more else io.BytesIO(held)

        def send_now(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()

        context = contextvars.copy_context()
        answer = loop.run_in_executor(
            self._pool, context.run, self._answer, environ_of(scope, body), send_now
        )
        for message in await answer:
            await send(message)

    def _answer(self, environ: dict[str, Any], send_now: Callable[[Message], None]) -> list[Message]:
        """What is left to be sent: the whole answer, or the end of one that was streamed."""
        start: Message = {}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            start.update(
                type="http.response.start",
                status=int(status[:3]),
                headers=[(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers],
            )

        response: Any = self._application(environ, start_response)
        try:
            if not response.streaming or _is_short(start):
                return [start, _body(b"".join(response))]
            send_now(start)
            for chunk in response:
                send_now(_body(chunk, more=True))
            return [_body(b"")]
        finally:
            response.close()


class _Rest(io.RawIOBase):
    """A body of which only the beginning is there; whoever reads on waits for it."""

    def __init__(self, held: bytes, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._held, self._more, self._receive, self._loop = held, True, receive, loop

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._more and not self._held:
            message = asyncio.run_coroutine_threadsafe(_received(self._receive), self._loop).result()
            self._held, self._more = _joined(b"", message)
        count = min(len(buffer), len(self._held))
        buffer[:count], self._held = self._held[:count], self._held[count:]
        return count


async def _received(receive: Receive) -> Message:
    return await receive()


async def _sent(send: Send, message: Message) -> None:
    await send(message)


def _joined(held: bytes, message: Message) -> tuple[bytes, bool]:
    """The body so far and whether more of it will come; after `http.disconnect` nothing comes."""
    piece: bytes = message.get("body", b"")
    return held + piece if held else piece, message.get("more_body", False)


def _is_short(start: Message) -> bool:
    lengths = [int(value) for name, value in start["headers"] if name == b"content-length"]
    return bool(lengths) and lengths[0] <= HELD


def _body(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


def environ_of(scope: dict[str, Any], body: io.BufferedIOBase) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) says it; a header that came twice is one, with commas."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client is not None:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # `X_Forwarded_For` would pass for the proxy's `X-Forwarded-For`
        key, text = _key_of(name), value.decode("latin1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


def _key_of(header: bytes) -> str:
    key = header.decode("latin1").upper().replace("-", "_")
    return key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
