"""Imported by the workers of a test that looks at a schema migration on its way (`Stack(include=…)`): small steps, and orders.

Told to, a worker stands still between two steps of a job or breaks off there. No transaction is open then, so that on SQLite
too everybody else can go on writing: pause, take back, publish. It goes on only when the test says so.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings

from annotation.services.schema_migration import rehearse, run
from labelwright.jobs.handlers import handler_of
from labelwright.jobs.models import Job
from tests.jobs.orders import BREAK_OFF, STEP, order, standing

run.AT_ONCE = STEP  # type: ignore[misc]
rehearse.AT_ONCE = STEP  # type: ignore[misc]


def _obeying(kind: str, prepare: Callable[[Job, Any], None]) -> Callable[[Job, Any], None]:
    """The same preparation of a step, before which an order is carried out once the job has done something."""

    def prepared(job: Job, cursor: Any) -> None:
        if job.done:
            with suppress(FileNotFoundError):
                still = standing(settings.DATA_DIR, kind)
                # Renaming is how one worker takes the order: the next one does not find it.
                order(settings.DATA_DIR, kind).rename(still)
                if still.read_text() == BREAK_OFF:
                    still.unlink()
                    raise OSError(errno.ENOSPC, "No space left on device")
                while still.exists():
                    time.sleep(0.05)
        prepare(job, cursor)

    return prepared


for _kind in (run.KIND, rehearse.KIND):
    _handler = handler_of(_kind)
    _handler.prepare = _obeying(_kind, _handler.prepare)  # type: ignore[method-assign]
