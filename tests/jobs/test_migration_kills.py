"""Workers die by SIGKILL in the middle of schema migrations and of the way back; what is there at the end is the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from tests.jobs.conftest import SMALL_STEPS, lab_on
from tests.jobs.migrations import (
    Changing,
    Inside,
    Killer,
    all_succeeded,
    differences,
    twice_or_for_nothing,
    undisturbed,
)
from tests.jobs.world import Lab
from tests.private_services import Redis
from tests.stack import Stack

SEED = 11
COUNTED = 0.8  # these tests count their kills, so each must find a job that is not over
MANY, FEW = 1_600, 400  # annotations, on the server and in the embedded mode


@pytest.fixture
def lab(services: dict[str, str], own_redis: Redis, tmp_path: Path) -> Iterator[Lab]:
    """PostgreSQL, a Redis that may go, and two workers."""
    folder = tmp_path / "stack"
    folder.mkdir()
    urls = {**services, "redis_url": own_redis.url}
    yield from lab_on(Stack(folder, **urls, workers=2, include=SMALL_STEPS))


@pytest.fixture
def inside(lab: Lab) -> Iterator[Inside]:
    process = Inside(lab.stack)
    yield process
    process.close()


@pytest.fixture
def inside_embedded(embedded: Lab) -> Iterator[Inside]:
    process = Inside(embedded.stack)
    yield process
    process.close()


def ring_again(lab: Lab, jobs: list[str]) -> None:
    """Every message is delivered three times in all."""
    bell = Celery(broker=lab.stack.environment["LABELWRIGHT_REDIS_URL"])
    for job in [*jobs, *jobs]:
        bell.send_task("jobs.run", args=[job], queue="labelwright")
    bell.close()


def same(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert differences(found, wanted) == {}
    assert twice_or_for_nothing(found) == {}


@pytest.mark.services
@pytest.mark.slow
def test_a_migration_and_its_way_back_end_the_same_though_workers_die_and_redis_restarts(
    lab: Lab, inside: Inside, own_redis: Redis
):
    there, back = undisturbed(lab, inside, MANY)
    changing, killer = Changing(inside, MANY), Killer(lab, SEED, latest=COUNTED)

    killer.disturb(changing.rehearse(), 1)
    jobs = changing.apply()
    ring_again(lab, jobs)
    own_redis.stop()
    own_redis.start(shutil.which("redis-server") or "")
    killer.disturb(jobs, 4)
    ring_again(lab, jobs)
    disturbed_there = changing.state()
    killer.disturb(changing.revert(), 3)

    same(disturbed_there, there)
    same(changing.state(), back)
    assert killer.kills >= 6


@pytest.mark.services
@pytest.mark.slow
def test_one_that_is_paused_and_then_taken_back_in_its_middle_leaves_what_was_there(lab: Lab, inside: Inside):
    changing, killer = Changing(inside, MANY), Killer(lab, SEED, latest=COUNTED)
    all_succeeded(lab, changing.rehearse())
    before = said(changing.state())
    jobs = changing.apply()
    killer.kill_at(jobs, 0.3, 0.0)
    changing.switch("paused")
    changing.switch("running")
    killer.kill_at(jobs, 0.5, 0.0)

    all_succeeded(lab, changing.revert())

    after = changing.state()
    assert said(after) == before
    assert twice_or_for_nothing(after) == {}
    assert {row[-1] for row in after["questions"]} <= {"void"}


@pytest.mark.embedded
@pytest.mark.slow
def test_the_only_worker_dies_in_a_migration_and_in_its_way_back(embedded: Lab, inside_embedded: Inside):
    there, back = undisturbed(embedded, inside_embedded, FEW)
    changing, killer = Changing(inside_embedded, FEW), Killer(embedded, SEED, latest=COUNTED)
    all_succeeded(embedded, changing.rehearse())

    killer.disturb(changing.apply(), 2)
    disturbed_there = changing.state()
    killer.disturb(changing.revert(), 1)

    same(disturbed_there, there)
    same(changing.state(), back)
    assert killer.kills >= 2


def said(state: dict[str, Any]) -> dict[str, Any]:
    """What the newest revision of each item says, and the labels that are counted."""
    newest = {item: value for item, _, _, _, _, value in state["revisions"]}
    return {"values": newest, "uses": state["uses"]}
