"""The bridge between the web server and Django, over real connections to a real server."""

from __future__ import annotations

import hashlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from labelwright.config.processes import free_port
from labelwright.config.threads import HELD, Threads
from tests.stack import wait_for

View = Callable[[WSGIRequest], HttpResponseBase]


@contextmanager
def serving(view: View, *, threads: int = 2) -> Iterator[int]:
    """The port of a server that answers with `view`."""

    def application(environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        response = view(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    port = free_port()
    bridge: Any = Threads(application, threads=threads)  # type: ignore[arg-type]
    server = uvicorn.Server(
        uvicorn.Config(bridge, host="127.0.0.1", port=port, log_level="critical", lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_for(lambda: server.started, why="the server did not start")
        yield port
    finally:
        server.should_exit = True
        thread.join()


def ask(
    port: int, method: str = "GET", path: str = "/", body: Any = None, **headers: str
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def told(request: WSGIRequest) -> HttpResponse:
    return HttpResponse(f"{request.method} {request.get_full_path()} {request.body.decode()}", status=201)


def hashed(request: WSGIRequest) -> HttpResponse:
    seen = hashlib.sha256()
    while piece := request.read(10_000):
        seen.update(piece)
    return HttpResponse(seen.hexdigest())


def test_request_and_answer_pass_as_they_are():
    with serving(told) as port:
        found = ask(port, "POST", "/%ED%95%9C?a=1&b=%20", "hello")

    assert found == (201, b"POST /%ED%95%9C?a=1&b=%20 hello")


@pytest.mark.parametrize("size", [0, 1, HELD, HELD + 1, 20 * HELD])
def test_a_body_of_any_size_arrives_whole(size: int):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    with serving(hashed) as port:
        _, found = ask(port, "POST", body=content)

    assert found.decode() == hashlib.sha256(content).hexdigest()


def test_a_streamed_answer_arrives_while_it_is_made():
    go_on = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield b"first"
        assert go_on.wait(20), "the first piece was not seen while the second was awaited"
        yield b"second"

    with serving(lambda _: StreamingHttpResponse(pieces())) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/")
        answer = connection.getresponse()
        first = answer.read(5)
        go_on.set()
        rest = answer.read()
        connection.close()

    assert (first, rest) == (b"first", b"second")


@pytest.mark.parametrize("size", [100, HELD + 100])
def test_a_streamed_answer_of_known_length_arrives_whole(size: int):
    def view(_: WSGIRequest) -> StreamingHttpResponse:
        pieces = (b"p" * 50 for _ in range(size // 50))
        return StreamingHttpResponse(pieces, headers={"Content-Length": str(size // 50 * 50)})

    with serving(view) as port:
        _, found = ask(port)

    assert found == b"p" * (size // 50 * 50)


def test_a_header_with_an_underscore_does_not_pass_for_another():
    def view(request: WSGIRequest) -> HttpResponse:
        return HttpResponse(request.headers.get("X-Forwarded-For", "none"))

    with serving(view) as port:
        forged = ask(port, X_Forwarded_For="10.0.0.1")
        real = ask(port, **{"X-Forwarded-For": "10.0.0.1"})

    assert (forged, real) == ((200, b"none"), (200, b"10.0.0.1"))


def test_a_body_that_is_slow_to_come_holds_no_thread():
    with serving(told, threads=1) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf ")
        other = ask(port, "POST", "/other")
        slow.sendall(b"whole")
        answer = slow.recv(4096)

    assert other == (201, b"POST /other ")
    assert answer.startswith(b"HTTP/1.1 201")


def test_an_application_that_breaks_is_answered_for_and_the_next_request_is_served():
    def view(request: WSGIRequest) -> HttpResponse:
        return HttpResponse(1 // int(request.GET["by"]))

    with serving(view) as port:
        broken = ask(port, path="/?by=0")
        whole = ask(port, path="/?by=1")

    assert broken[0] == 500
    assert whole == (200, b"1")
