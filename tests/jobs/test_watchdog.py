"""A worker that lives but is given nothing any more: it ends itself, and its successor does the work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelwright.config.install import ROOT
from labelwright.jobs.watchdog import STUCK
from tests.jobs.conftest import lab_on
from tests.jobs.world import TEXTS, Lab, named_lines
from tests.stack import Stack, wait_for

pytestmark = pytest.mark.slow
IMPATIENT = {"LABELWRIGHT_WORKER_STUCK_SECONDS": "4"}


@pytest.fixture
def on_files(tmp_path: Path) -> Iterator[Lab]:
    yield from lab_on(Stack(tmp_path, **IMPATIENT))


@pytest.fixture
def on_redis(services: dict[str, str], tmp_path: Path) -> Iterator[Lab]:
    yield from lab_on(Stack(tmp_path, **services, **IMPATIENT))


@pytest.mark.embedded
def test_a_stuck_worker_on_files_ends_and_the_next_one_takes_the_job(on_files: Lab):
    _stuck_and_started_again(on_files)


@pytest.mark.services
def test_a_stuck_worker_on_redis_ends_and_the_next_one_takes_the_job(on_redis: Lab):
    _stuck_and_started_again(on_redis)


def _stuck_and_started_again(lab: Lab) -> None:
    project, worker = lab.project(TEXTS), lab.stack.processes["worker-0"]
    _stop_consuming(lab)
    job = lab.start_import(project, "names.jsonl", named_lines(50))

    code = wait_for(worker.poll, seconds=60, why="the stuck worker went on")
    waited, said = lab.job(job).state, lab.stack.logs()
    lab.stack.start_worker(0)
    lab.succeeded(job, seconds=60)

    assert (code, waited) == (STUCK, "queued")
    assert "worker_stuck" in said
    assert len(lab.contents(project)) == 45


def _stop_consuming(lab: Lab) -> None:
    """The worker goes on living, connected to its broker, and no message reaches it."""
    command = [
        "celery",
        "--app",
        "labelwright.config.celery",
        "control",
        "--timeout",
        "20",
        "cancel_consumer",
    ]
    told = subprocess.run(
        [sys.executable, "-m", *command, "labelwright"],
        cwd=ROOT,
        env=lab.stack.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "no longer consuming" in told.stdout, told.stdout + told.stderr
