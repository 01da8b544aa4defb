"""The embedded default, SQLite and a broker of files: its one worker dies, or is not there at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.jobs.world import TEXTS, Lab, named_lines
from tests.stack import wait_for

pytestmark = [pytest.mark.embedded, pytest.mark.slow]


def test_the_only_worker_is_killed_while_it_imports_and_while_it_publishes(embedded: Lab):
    project = embedded.project(TEXTS)

    job = embedded.start_import(project, "names.jsonl", named_lines(3_000))
    embedded.replace(embedded.kill_holder(job))
    embedded.succeeded(job)
    first, job = embedded.start_publication(project)
    embedded.replace(embedded.kill_holder(job))
    embedded.succeeded(job)
    second = embedded.published(project)

    assert embedded.labels(project) == len(embedded.contents(project)) == 2_700
    assert embedded.identity(first) == embedded.identity(second)
    assert embedded.verified(first)["intact"]
    assert embedded.left_over() == {}


@pytest.fixture
def without_worker(embedded: Lab) -> Iterator[Lab]:
    embedded.stack.kill("worker-0")
    yield embedded
    if "worker-0" not in embedded.stack.processes:
        embedded.replace("worker-0")


def test_a_job_without_any_worker_waits_and_says_so_and_runs_when_one_comes(without_worker: Lab):
    lab = without_worker
    project = lab.project(TEXTS)

    job = lab.start_import(project, "few.jsonl", named_lines(20))
    wait_for(lambda: not lab.owner.get(f"/jobs/{job}")["worker_seen"], seconds=10, why="nobody was missed")
    waiting = lab.owner.get(f"/jobs/{job}")
    lab.replace("worker-0")
    lab.succeeded(job)

    assert (waiting["state"], waiting["done"]) == ("queued", 0)
    assert lab.owner.get(f"/jobs/{job}")["worker_seen"]
    assert len(lab.contents(project)) == 18
