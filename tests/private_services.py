"""PostgreSQL and Redis of our own: on a free port or a socket, in a folder of their own, gone with their owner.

Never the machine's running services: tests drop databases and kill processes. Standard library only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from labelwright.config.processes import die_with_parent, free_port

START_WITHIN = 30.0  # seconds


class CannotStart(Exception):
    """The service did not come up; the text holds the end of its log."""


def postgresql_binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine; Debian keeps it off the PATH."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: int(path.parent.name), default=None)


class Service:
    """One server process. `folder` must be empty and short: a socket's path has 107 bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """The server has ended; its files stay until the folder goes."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _launch(self, command: list[str], *, ready: Callable[[], bool], user: str | None = None) -> None:
        log = self.folder / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
                user=user,
                extra_groups=[] if user else None,
            )
        limit = time.monotonic() + START_WITHIN
        while not ready():
            if self.process.poll() is not None or time.monotonic() > limit:
                self.stop()
                raise CannotStart(log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)


class PostgreSQL(Service):
    """On a socket only. Unless it is `durable`, nothing survives a power cut, which is what makes it fast."""

    url: str

    def start(self, binaries: Path, *, durable: bool = False) -> PostgreSQL:
        user = unprivileged_user()
        data, log = self.folder / "data", self.folder / "initdb.log"
        if user:
            shutil.chown(self.folder, user)
        options = ["--auth=trust", "--username=labelwright", "--encoding=UTF8", "--no-locale", "--no-sync"]
        with log.open("wb") as out:
            made = subprocess.run(
                [str(binaries / "initdb"), "-D", str(data), *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                user=user,
                extra_groups=[] if user else None,
            )
        if made.returncode:
            raise CannotStart(log.read_text(errors="replace")[-2000:])
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "300",
            "shared_buffers": "128MB",
        }
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        self._launch(
            [str(binaries / "postgres"), "-D", str(data), *(f"--{k}={v}" for k, v in settings.items())],
            ready=lambda: _connects(str(self.folder / ".s.PGSQL.5432")),
            user=user,
        )
        self.url = f"postgresql://labelwright@{quote(str(self.folder), safe='')}/postgres"
        return self


class Redis(Service):
    """On 127.0.0.1, keeping nothing on disk."""

    url: str
    port: int | None = None

    def start(self, binary: str) -> Redis:
        """On a free port; started again, on the same."""
        self.port = port = self.port or free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._launch(
            [binary, *options, "--dir", str(self.folder)], ready=lambda: _connects(("127.0.0.1", port))
        )
        self.url = f"redis://127.0.0.1:{port}/0"
        return self


def unprivileged_user() -> str | None:
    """Whom PostgreSQL runs as where we are root, which it refuses to be; None where we are not."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _connects(address: str | tuple[str, int]) -> bool:
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0
