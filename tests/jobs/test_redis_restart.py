"""Redis goes and comes back: it is the doorbell, so nothing is lost but time."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.conftest import SMALL_STEPS, lab_on
from tests.jobs.world import CONSUMES_AGAIN_WITHIN, TEXTS, Lab, named_lines, restarted, wait_for_quickly
from tests.private_services import Redis
from tests.stack import Stack

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture
def lab(services: dict[str, str], own_redis: Redis, tmp_path: Path) -> Iterator[Lab]:
    folder = tmp_path / "stack"
    folder.mkdir()
    urls = {**services, "redis_url": own_redis.url}
    yield from lab_on(Stack(folder, **urls, include=SMALL_STEPS))


def test_jobs_run_and_wait_through_a_restart_of_redis(lab: Lab, own_redis: Redis):
    running, waiting = lab.project(TEXTS), lab.project(TEXTS)
    first = lab.start_import(running, "names.jsonl", named_lines(5_000))
    wait_for_quickly(lambda: 0 < lab.job(first).share < 0.9)
    own_redis.stop()

    started = time.monotonic()
    second = lab.start_import(waiting, "few.jsonl", named_lines(50))
    took = time.monotonic() - started
    lab.succeeded(first)
    told = lab.job(second)
    own_redis.start(shutil.which("redis-server") or "")
    lab.succeeded(second, seconds=45)

    assert told.state == "queued"
    assert took < 5, "a request waited for the broker"
    assert len(lab.contents(running)) == 4_500
    assert len(lab.contents(waiting)) == 45


def test_a_worker_takes_jobs_again_after_each_of_three_restarts_of_redis(lab: Lab, own_redis: Redis):
    seconds = restarted(lab, own_redis, times=3)

    assert len(seconds) == 3
    assert max(seconds) < CONSUMES_AGAIN_WITHIN
