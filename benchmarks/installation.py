"""An installation of our own to measure: the served mode on PostgreSQL and Redis, or the embedded one on SQLite."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from labelwright.config.install import ROOT
from labelwright.config.processes import die_with_parent, free_port
from tests.private_services import PostgreSQL, Redis, Service, postgresql_binaries

WEB_PROCESSES = 2  # as docker-compose.yml serves
READY_WITHIN = 60.0  # seconds


class Installation:
    """Databases and an environment. `database_url` is a PostgreSQL server, `sqlite`, or empty for a server of our own."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.services: list[Service] = []
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("LABELWRIGHT_")
        }
        self.environment |= {"LABELWRIGHT_DATA": str(folder / "data"), "PYTHONUNBUFFERED": "1"}
        (folder / "data").mkdir()
        binaries = postgresql_binaries()
        if database_url == "sqlite" or not (database_url or binaries):
            self.kind = "embedded mode, SQLite"
            return
        if not database_url:
            assert binaries is not None
            database_url = self._own(PostgreSQL, "pg").start(binaries, durable=True).url
        self.kind = "served mode, PostgreSQL (fsync on)"
        self._served(_own_database(database_url))

    def _served(self, database_url: str) -> None:
        redis_server = shutil.which("redis-server")
        redis = self._own(Redis, "redis").start(redis_server).url if redis_server else "redis://127.0.0.1:9/0"
        self.environment |= {
            "LABELWRIGHT_MODE": "served",
            "LABELWRIGHT_SECRET_KEY": secrets.token_urlsafe(60),
            "LABELWRIGHT_HOSTS": "127.0.0.1",
            "LABELWRIGHT_DATABASE_URL": database_url,
            "LABELWRIGHT_REDIS_URL": redis,
        }

    def _own(self, kind: type, name: str) -> Service:
        folder = self.folder / name
        folder.mkdir()
        service = kind(folder)
        self.services.append(service)
        return service

    def migrate(self) -> None:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=self.environment,
            check=True,
        )

    def stop(self) -> None:
        for service in reversed(self.services):
            service.stop()


def _own_database(url: str) -> str:
    """A database of this run's own on the server, so that nobody's data is touched."""
    import psycopg  # not needed for SQLite

    name = f"benchmark_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


class Web:
    """Web server processes on the installation of this process's environment; ends with the `with` block."""

    def __init__(self, processes: int = WEB_PROCESSES) -> None:
        self.port, self.wanted = free_port(), processes

    def __enter__(self) -> Web:
        log = Path(os.environ["LABELWRIGHT_DATA"]) / "web.log"
        command = ["uvicorn", "labelwright.config.asgi:application", "--host", "127.0.0.1"]
        quiet = ["--log-level", "warning", "--no-access-log", "--timeout-keep-alive", "75"]
        quiet += ["--workers", str(self.wanted)]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command, "--port", str(self.port), *quiet],
                cwd=ROOT,
                env={**os.environ},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )
        limit = time.monotonic() + READY_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(log.read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        time.sleep(1)  # the other processes
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pids(self) -> list[int]:
        """The processes that answer requests: with several, the first one only looks after them."""
        found = [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _parent(entry) == self.process.pid
        ]
        serving = [
            pid for pid in found if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return serving or [self.process.pid]

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True  # it answers that there is no worker
        except OSError:
            return False


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
