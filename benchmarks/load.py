"""A load generator that leaves the cores to the server: one process, a thread a person, bytes on plain sockets.

It costs about 0.1 ms of processor time a request (http.client takes three times as much, httpx ten times); what it
took is shown beside the figures.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import orjson

TIMEOUT = 60.0  # seconds


class Refused(Exception):
    """The server did not answer with success."""


class Connection:
    """One kept-alive HTTP/1.1 connection with the same headers on every request."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.common = f"Host: 127.0.0.1:{port}\r\n{lines}".encode()

    def ask(self, method: str, path: str, body: bytes = b"", more: str = "") -> bytes:
        """The body of the answer. Raises `Refused`."""
        head = f"{method} /api/v1{path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n{more}".encode()
        self.socket.sendall(head + self.common + b"\r\n" + body)
        got = self.socket.recv(65536)
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        length = _length(got[:end])
        while len(got) < end + 4 + length:
            got += self._more()
        if got[9:10] != b"2":
            raise Refused(got[:2000].decode(errors="replace"))
        return got[end + 4 :]

    def _more(self) -> bytes:
        piece = self.socket.recv(65536)
        if not piece:
            raise Refused("the server closed the connection")
        return piece

    def close(self) -> None:
        self.socket.close()


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


@dataclass
class Timed:
    """How long each thing took, in milliseconds, by its name; and how long all of it took, in seconds."""

    times: dict[str, list[float]] = field(default_factory=dict)
    wall: float = 0.0
    client_cpu: float = 0.0

    def rate(self, name: str) -> float:
        return len(self.times[name]) / self.wall


def together(people: list[Callable[[Callable[[str, float], None]], None]]) -> Timed:
    """Each of `people` runs in a thread of its own from the same instant on; it calls its argument with what it timed."""
    timed = Timed()
    start = threading.Barrier(len(people) + 1)
    faults: list[Exception] = []

    def run(person: Callable[[Callable[[str, float], None]], None]) -> None:
        own: list[tuple[str, float]] = []
        start.wait()
        try:
            person(lambda name, seconds: own.append((name, seconds * 1000)))
        except Exception as error:  # noqa: BLE001  told to who started the threads
            faults.append(error)
        for name, took in own:
            timed.times.setdefault(name, []).append(took)

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    start.wait()
    begun, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.join()
    timed.wall, timed.client_cpu = time.perf_counter() - begun, time.process_time() - cpu
    if faults:
        raise faults[0]
    return timed


def dumps(value: object) -> bytes:
    return orjson.dumps(value)
