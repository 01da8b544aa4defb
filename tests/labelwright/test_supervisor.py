"""The embedded default as one command: real processes on a free port, found by the pids that they started with."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from labelwright.config.install import ROOT
from labelwright.config.processes import AlreadyRunning, DataLock, die_with_parent, free_port, port_is_free
from tests.stack import copy_tables

pytestmark = [pytest.mark.slow, pytest.mark.embedded]

PR_SET_CHILD_SUBREAPER = 36


def wait_for(what: Callable[[], Any], *, seconds: float) -> Any:
    """The first true answer of `what`; False when time is up."""
    limit = time.monotonic() + seconds
    while not (answer := what()) and time.monotonic() < limit:
        time.sleep(0.05)
    return answer


class Serving:
    """A supervisor that a test started, and what it started."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        outside = {name: value for name, value in os.environ.items() if not name.startswith("LABELWRIGHT_")}
        self.process = subprocess.Popen(
            [
                sys.executable,
                "manage.py",
                "serve",
                "--no-demo",
                "--port",
                str(self.port),
                "--data",
                str(data),
            ],
            cwd=ROOT,
            env=outside,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=die_with_parent,
        )
        self.seen: dict[int, psutil.Process] = {}

    def health(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return dict(json.load(answer))
        except OSError:
            return {}

    def wait_until_a_worker_is_seen(self) -> None:
        ready = wait_for(
            lambda: self.health().get("worker", {}).get("ready"), seconds=180
        )  # machines can be busy
        assert ready, self.stop()
        self.remember_children()

    def remember_children(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.seen |= {child.pid: child for child in children}
        return children

    def left(self) -> list[psutil.Process]:
        """Which of the processes that were seen still run; a dead one that nobody has reaped does not."""
        return [child for child in self.seen.values() if _lives(child)]

    def stop(self) -> str:
        """Everything has ended, however; gives what it said."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            said, _ = self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            said, _ = self.process.communicate()
        for child in self.left():
            child.kill()
        return said


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def _reaping() -> Iterator[None]:
    """Orphans come to this process and are buried here: not every container has a process 1 that does it."""
    if sys.platform != "linux":
        pytest.skip("not run: only Linux ends the children of a killed process")
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """On data that has its tables, which saves a quarter of a minute."""
    (tmp_path / "data").mkdir()
    copy_tables(tmp_path / "data")
    yield from _until_the_end(Serving(tmp_path / "data"))


@pytest.fixture
def serving_first(tmp_path: Path) -> Iterator[Serving]:
    """On no data at all."""
    yield from _until_the_end(Serving(tmp_path / "data"))


def _until_the_end(serving: Serving) -> Iterator[Serving]:
    yield serving
    serving.stop()


def test_everything_comes_up_and_sigterm_ends_all_of_it_within_six_seconds(serving_first: Serving):
    serving_first.wait_until_a_worker_is_seen()
    assert len(serving_first.seen) == 3
    assert {name for name, part in serving_first.health().items() if part is True or part["ready"]} == {
        "ready",
        "database",
        "worker",
        "storage",
    }

    serving_first.process.terminate()
    started = time.monotonic()
    said, _ = serving_first.process.communicate(timeout=15)

    assert time.monotonic() - started < 6
    assert serving_first.process.returncode == 0
    assert serving_first.left() == []
    assert port_is_free(serving_first.port)
    assert f"http://127.0.0.1:{serving_first.port}" in said
    assert "create_owner" in said


@pytest.mark.usefixtures("_reaping")
def test_a_supervisor_that_is_killed_leaves_nothing_running_and_the_next_start_works(serving: Serving):
    serving.wait_until_a_worker_is_seen()

    serving.process.kill()
    serving.process.wait()

    assert wait_for(lambda: not serving.left(), seconds=6)
    for pid in serving.seen:
        os.waitpid(pid, 0)
    again = Serving(serving.data)
    try:
        again.wait_until_a_worker_is_seen()
    finally:
        again.stop()


def test_a_child_that_dies_is_started_again(serving: Serving):
    serving.wait_until_a_worker_is_seen()
    (web,) = (child for child in serving.seen.values() if "uvicorn" in child.cmdline())

    web.kill()

    assert wait_for(lambda: not _lives(web), seconds=5)
    assert wait_for(serving.health, seconds=30)
    assert len(serving.remember_children()) == 3
    assert "starting it again" in serving.stop()
    assert serving.left() == []


def test_a_second_start_on_the_same_data_says_who_has_it(serving: Serving):
    assert wait_for(serving.health, seconds=180)

    second = Serving(serving.data)
    said = second.stop() if second.process.wait(timeout=30) else ""

    assert second.process.returncode == 1
    assert f"already running on this data at http://127.0.0.1:{serving.port}" in said
    assert str(serving.process.pid) in said
    assert serving.health()["ready"]


def test_a_taken_port_is_said_before_anything_is_done(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = subprocess.run(
            [sys.executable, "run", "--port", str(port), "--data", str(tmp_path / "data")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=10,
        )

    assert result.returncode == 1
    assert f"Port {port} is taken" in result.stderr
    assert not (tmp_path / "data").exists()


def test_a_lock_left_by_a_dead_process_is_not_in_the_way(tmp_path: Path):
    (tmp_path / "supervisor.lock").write_text(json.dumps({"pid": os.getpid(), "port": 1}))

    DataLock(tmp_path).check()
    held = DataLock(tmp_path)
    held.take(8000)

    with pytest.raises(AlreadyRunning) as error:
        DataLock(tmp_path).check()
    assert (error.value.pid, error.value.port) == (os.getpid(), 8000)


def test_ctrl_c_while_it_gets_ready_stops_it(tmp_path: Path):
    serving = Serving(tmp_path / "data")
    assert wait_for((tmp_path / "data" / "supervisor.lock").exists, seconds=20)
    assert wait_for(serving.remember_children, seconds=20)

    serving.process.send_signal(signal.SIGINT)

    serving.process.wait(timeout=6)
    said = serving.stop()
    assert "Labelwright has stopped" in said
    assert serving.left() == []
