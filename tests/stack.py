"""A whole installation of real processes for tests: web server, workers and scheduler, that can be killed one by one."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from labelwright.config.install import ROOT
from labelwright.config.processes import die_with_parent, free_port

OWNER = "owner@example.test"
PASSWORD = "a long password for tests"
DATABASE = "labelwright.sqlite3"
LEASE_SECONDS = 4  # short, so that a test need not wait a minute for a dead worker's job


def wait_for(
    what: Callable[[], Any], *, seconds: float = 60, why: str = "it did not happen", every: float = 0.05
) -> Any:
    """The first true answer of `what`, asked `every` so many seconds; fails the test when time is up."""
    limit = time.monotonic() + seconds
    while True:
        if answer := what():
            return answer
        if time.monotonic() > limit:
            raise AssertionError(f"{why} within {seconds} s")
        time.sleep(every)


class Stack:
    """An installation with its own data folder, database and ports. `database_url` empty: SQLite and files."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        redis_url: str = "",
        workers: int = 1,
        include: str = "",
        **variables: str,
    ) -> None:
        """`include`: a module that each worker imports as it starts. `variables`: more of its environment."""
        self.folder, self.port = folder, free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.workers, self.include = workers, include
        self.server_url = database_url
        self._connection: Any = None
        outside = {name: value for name, value in os.environ.items() if not name.startswith("LABELWRIGHT_")}
        self.environment = {
            **outside,
            "LABELWRIGHT_DATA": str(folder),
            "LABELWRIGHT_JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "LABELWRIGHT_SWEEP_SECONDS": "1",
            "PYTHONUNBUFFERED": "1",
            **variables,
        }
        if database_url:
            self.environment["LABELWRIGHT_DATABASE_URL"] = _own_database(database_url)
        if redis_url:
            self.environment["LABELWRIGHT_REDIS_URL"] = _own_redis(redis_url)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # ---- life -------------------------------------------------------------------------------------------
    def start(self) -> Stack:
        self.migrate()
        self._spawn(
            "web",
            "uvicorn",
            "labelwright.config.asgi:application",
            "--port",
            str(self.port),
            "--log-level",
            "warning",
        )
        self._spawn("scheduler", *self._celery("beat", "--schedule", str(self.folder / "beat-schedule")))
        for number in range(self.workers):
            self.start_worker(number)
        ready = "worker" if self.workers else "database"
        try:
            wait_for(lambda: self.health().get(ready, {}).get("ready"), seconds=180)  # machines can be busy
        except AssertionError as error:
            raise AssertionError(f"no {ready} was ready\n{self.logs()}") from error
        return self

    def migrate(self) -> None:
        """The tables are there."""
        if self.server_url:
            self.manage("migrate", "--verbosity", "0")
        elif not (self.folder / DATABASE).exists():
            copy_tables(self.folder)

    def start_worker(self, number: int) -> None:
        name = f"worker-{number}"
        options = ["--pool", "threads", "--concurrency", "1"]
        if self.include:
            options += ["--include", self.include]
        self._spawn(name, *self._celery("worker", "--hostname", f"{name}@test", *options))

    def kill(self, name: str) -> None:
        """The process gets no chance to say good-bye."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=6)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        self._drop()

    def _drop(self) -> None:
        """The database on the server is gone; one of files goes with its folder."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self.server_url:
            import psycopg

            name = urlsplit(self.environment["LABELWRIGHT_DATABASE_URL"]).path.lstrip("/")
            with psycopg.connect(self.server_url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _celery(self, *arguments: str) -> list[str]:
        return ["celery", "--app", "labelwright.config.celery", *arguments, "--loglevel", "WARNING"]

    def _spawn(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent,
            )

    # ---- asking -----------------------------------------------------------------------------------------
    def manage(self, *arguments: str, **environment: str) -> str:
        """The output of `manage.py`; fails the test with its errors."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, past the API. `%s` stands for each value; ids are given and come as 32 hex digits."""
        if not self.server_url:
            query = query.replace("%s", "?")
            with sqlite3.connect(self.folder / DATABASE, timeout=20) as connection:
                found = connection.execute(query, values).fetchall()
            connection.close()
            return found
        if self._connection is None:
            import psycopg

            url = self.environment["LABELWRIGHT_DATABASE_URL"]
            self._connection = psycopg.connect(url, autocommit=True)
        rows = self._connection.execute(query, values).fetchall()
        return [tuple(cell.hex if isinstance(cell, UUID) else cell for cell in row) for row in rows]

    def found(self, organisation: str = "Test lab") -> None:
        """The first organisation, owned by OWNER with PASSWORD."""
        arguments = ("--organisation", organisation, "--email", OWNER, "--name", "Olive Owner")
        self.manage("create_owner", *arguments, LABELWRIGHT_OWNER_PASSWORD=PASSWORD)

    def seed_demo(self) -> None:
        """The demo's projects and people; their password is `demo_password`."""
        self.manage("seed_demo")

    @property
    def demo_password(self) -> str:
        return (self.folder / "demo-password").read_text().strip()

    def health(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return dict(json.load(answer))
        except OSError:
            return {}

    def logs(self, lines: int = 20) -> str:
        """The ends of all logs, for the message of a failing test."""
        tails = []
        for path in sorted(self.folder.glob("*.log")):
            tails += [f"== {path.name}", *path.read_text(errors="replace").splitlines()[-lines:]]
        return "\n".join(tails)


def copy_tables(folder: Path) -> None:
    """The folder has an SQLite database with all tables, made once: migrating takes most of a first start."""
    shutil.copy(_migrated(), folder / DATABASE)


@cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="labelwright-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Stack(folder).manage("migrate", "--verbosity", "0")
    return folder / DATABASE


def _own_database(url: str) -> str:
    """A database of this stack's own on the server of `url`."""
    import psycopg  # only where PostgreSQL is tested

    name = f"stack_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    parts = urlsplit(url)
    return parts._replace(path=f"/{name}").geturl()


def _own_redis(url: str) -> str:
    """A numbered database of the Redis server, in turn, so that two stacks do not take each other's bells."""
    import redis  # only where Redis is tested

    with redis.Redis.from_url(url) as server:
        number = 1 + int(server.incr("labelwright-tests:stacks")) % 15
    return urlsplit(url)._replace(path=f"/{number}").geturl()
