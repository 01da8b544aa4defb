"""Small facts about processes and ports that the supervisor and the test runner share. Standard library only."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Run in the child between fork and exec: the kernel kills it when the thread that forked it ends.

    SIGKILL, because nothing is left to wait for a gentle end; jobs and saves survive it (RELIABILITY of the Job row).
    Only Linux has this; elsewhere a supervisor that is killed leaves its children.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def free_port(host: str = "127.0.0.1") -> int:
    """A port on which nobody listens; somebody may take it before you do."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class AlreadyRunning(Exception):
    """Another supervisor holds the data folder. `pid` and `port` are what it wrote; None if it has not yet."""

    def __init__(self, pid: int | None, port: int | None) -> None:
        self.pid, self.port = pid, port
        where = f" at http://127.0.0.1:{port}" if port else ""
        super().__init__(f"Labelwright is already running on this data{where} (process {pid or 'unknown'}).")


class DataLock:
    """One supervisor a data folder. The kernel lets go of the lock when its holder dies, however it dies."""

    def __init__(self, data: Path) -> None:
        self._path = data / "supervisor.lock"
        self._file: IO[Any] | None = None

    def take(self, port: int) -> None:
        """Hold the lock until this process ends. Raises `AlreadyRunning`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(*self._holder()) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "port": port}))
        file.flush()
        self._file = file

    def check(self) -> None:
        """Raises `AlreadyRunning` if another process holds it; leaves no trace otherwise."""
        if not self._path.exists():
            return
        with self._path.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(*self._holder()) from None

    def _holder(self) -> tuple[int | None, int | None]:
        try:
            held = json.loads(self._path.read_text())
        except (OSError, ValueError):
            return None, None
        return held.get("pid"), held.get("port")
