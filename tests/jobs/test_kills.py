"""Workers die by SIGKILL in the middle of their work, on PostgreSQL and Redis; others finish it with the same result."""

from __future__ import annotations

import pytest
from celery import Celery

from tests.jobs.world import TEXTS, Lab, Pictures, named_lines
from tests.stack import wait_for

pytestmark = [pytest.mark.services, pytest.mark.slow]
LINES = 5_000


def killed_in_the_middle(lab: Lab, job: str) -> None:
    """The job has succeeded although the worker that held it is no more."""
    worker = lab.kill_holder(job)
    lab.replace(worker)

    assert lab.succeeded(job).attempt > 1


def test_images_arrive_once_though_the_worker_is_killed(served: Lab, cells: Pictures):
    broken, whole = served.project(cells.schema), served.project(cells.schema)
    served.imported(whole, "cells.zip", cells.archive)

    killed_in_the_middle(served, served.start_import(broken, "cells.zip", cells.archive))

    assert served.contents(broken) == served.contents(whole)
    assert len(served.contents(broken)) == cells.images
    assert served.labels(broken) == cells.boxes
    assert served.left_over() == {}


def test_texts_arrive_once_and_become_a_version_though_workers_are_killed(served: Lab):
    broken, whole = served.project(TEXTS), served.project(TEXTS)
    served.imported(whole, "names.jsonl", named_lines(LINES))

    killed_in_the_middle(served, served.start_import(broken, "names.jsonl", named_lines(LINES)))
    first, job = served.start_publication(broken)
    killed_in_the_middle(served, job)
    second = served.published(broken)

    assert served.contents(broken) == served.contents(whole)
    assert served.labels(broken) == len(served.contents(broken)) == LINES * 9 // 10
    assert served.identity(first) == served.identity(second)
    assert served.verified(first)["intact"]
    assert served.left_over() == {}


def test_a_message_delivered_again_and_again_has_one_effect(served: Lab):
    url = served.stack.environment["LABELWRIGHT_REDIS_URL"]
    bell = Celery(broker=url)
    project = served.project(TEXTS)
    queue = bell.connection_for_read().default_channel.client

    job = served.start_import(project, "names.jsonl", named_lines(2_000))
    for _ in range(3):
        bell.send_task("jobs.run", args=[job], queue="labelwright")
    done = served.succeeded(job)
    bell.send_task("jobs.run", args=[job], queue="labelwright")
    wait_for(lambda: not queue.llen("labelwright"), why="the messages were not taken")
    served.imported(served.project(TEXTS), "few.jsonl", named_lines(50))  # both workers had time for them

    assert served.job(job) == done
    assert len(served.contents(project)) == 1_800
    bell.close()
