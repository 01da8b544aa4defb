"""When a worker counts as stuck. tests/jobs has a real one that is."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from labelwright.jobs.watchdog import Watchdog


@dataclass
class World:
    """What the watchdog sees, in the hands of the test."""

    now: float = 0.0
    jobs_wait: bool = True
    broker_answers: bool = True

    def watchdog(self) -> Watchdog:
        return Watchdog(
            patience=60,
            jobs_wait=lambda: self.jobs_wait,
            broker_answers=lambda: self.broker_answers,
            clock=lambda: self.now,
        )

    def looks_until(self, watchdog: Watchdog, end: float) -> list[bool]:
        found = []
        while self.now < end:
            self.now += 5
            found.append(watchdog.is_stuck())
        return found


@pytest.fixture
def world() -> World:
    return World()


def test_a_worker_that_takes_nothing_for_a_minute_while_jobs_wait_is_stuck(world: World):
    looks = world.looks_until(world.watchdog(), 60)

    assert looks == [False] * 11 + [True]


def test_a_worker_without_anything_to_do_is_not_stuck(world: World):
    world.jobs_wait = False

    assert not any(world.looks_until(world.watchdog(), 600))


def test_a_worker_that_is_busy_with_one_long_job_is_not_stuck(world: World):
    watchdog = world.watchdog()
    watchdog.begins()

    assert not any(world.looks_until(watchdog, 600))


def test_the_minute_begins_when_the_last_work_ends(world: World):
    watchdog = world.watchdog()
    watchdog.begins()
    world.looks_until(watchdog, 600)
    watchdog.ends()

    assert world.looks_until(watchdog, 655) == [False] * 11
    assert world.looks_until(watchdog, 660) == [True]


def test_time_without_a_broker_does_not_count(world: World):
    watchdog = world.watchdog()
    world.broker_answers = False
    away = world.looks_until(watchdog, 600)
    world.broker_answers = True

    assert not any(away)
    assert world.looks_until(watchdog, 655) == [False] * 11
