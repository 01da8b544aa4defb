"""Whole installations for the tests of this folder; starting one takes seconds, so they are shared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import shared_data
from tests.jobs.world import Lab, Pictures, drawn_cells, real_cells
from tests.private_services import Redis
from tests.stack import Stack

SMALL_STEPS = "tests.jobs.small_steps"


@pytest.fixture(scope="session")
def served(services: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """PostgreSQL, Redis and two workers."""
    yield from lab_on(Stack(tmp_path_factory.mktemp("served"), **services, workers=2, include=SMALL_STEPS))


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """SQLite, a broker of files and one worker, which counts as lost after three seconds."""
    variables = {"LABELWRIGHT_WORKER_LOST_SECONDS": "3"}
    yield from lab_on(Stack(tmp_path_factory.mktemp("embedded"), include=SMALL_STEPS, **variables))


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[Redis]:
    """A Redis that may be stopped and started."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("not run: there is no redis-server on this machine")
    (tmp_path / "redis").mkdir()
    redis = Redis(tmp_path / "redis").start(binary)
    yield redis
    redis.stop()


def lab_on(stack: Stack) -> Iterator[Lab]:
    try:
        stack.start()
        stack.found()
        yield Lab(stack)
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def cells() -> Pictures:
    """The real blood cells where they are, else drawn ones."""
    data = shared_data()
    return real_cells(data / "bccd") if data and (data / "bccd").is_dir() else drawn_cells(60)
