"""Imported by the workers of a test that kills them (`Stack(include=…)`): told to, a worker stands still in the middle of a job.

It stands inside the transaction of a step, with all that the step wrote and nothing of it committed: the worst place to
die at, and always the same, where waiting for a moment that lasts a few milliseconds would be luck. It goes on only when
the test says so; the test kills it instead.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings

from datasets.contents import shards
from datasets.services import publish
from exports.services import import_job
from labelwright.jobs.handlers import Step, handler_of
from labelwright.jobs.models import Job
from tests.jobs.orders import order, standing

# Few enough that a dozen items make several steps.
import_job.STEP_ITEMS = 4  # type: ignore[misc]
shards.ROWS = 4  # type: ignore[misc]


def _standing_still(kind: str, step: Callable[[Job, Any], Step]) -> Callable[[Job, Any], Step]:
    """The same step; in the middle of the job it waits at its end if it was told to."""

    def stepped(job: Job, cursor: Any) -> Step:
        done = step(job, cursor)
        if job.done:
            with suppress(FileNotFoundError):
                # Renaming is how one worker takes the order: the next one does not find it.
                order(settings.DATA_DIR, kind).rename(standing(settings.DATA_DIR, kind))
                while standing(settings.DATA_DIR, kind).exists():
                    time.sleep(0.05)
        return done

    return stepped


for _kind in (import_job.KIND, publish.KIND):
    _handler = handler_of(_kind)
    _handler.step = _standing_still(_kind, _handler.step)  # type: ignore[method-assign]
