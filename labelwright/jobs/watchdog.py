"""A worker that lives but takes nothing ends itself; whoever started it (supervisor, container) starts it again.

After its broker went away and came back, a worker can be connected and still never be given a message again. Nobody
outside sees that: the process is there, and other workers may be busy for good reasons. The worker itself does know
that it is idle, that jobs wait, and that the broker can be reached.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import structlog
from celery import Celery, signals
from django.conf import settings
from django.db import Error, connection
from kombu.exceptions import KombuError

from labelwright.jobs.models import Job, JobState

log = structlog.get_logger("labelwright.jobs")

STUCK = 70  # exit code, EX_SOFTWARE


class Watchdog:
    """Whether the worker owes us something: since when it has been idle while jobs waited."""

    def __init__(
        self,
        *,
        patience: float,
        jobs_wait: Callable[[], bool],
        broker_answers: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._patience, self._clock = patience, clock
        self._jobs_wait, self._broker_answers = jobs_wait, broker_answers
        self._lock = threading.Lock()
        self._busy = 0
        self._fine_at = clock()

    def begins(self) -> None:
        """A message was taken."""
        with self._lock:
            self._busy += 1
            self._fine_at = self._clock()

    def ends(self) -> None:
        """What was taken is done."""
        with self._lock:
            self._busy -= 1
            self._fine_at = self._clock()

    def is_stuck(self) -> bool:
        """Whether jobs have waited for all of our patience, the broker answers, and nothing was taken.

        Without a broker nothing can be taken: another start would change nothing, and the time does not count.
        """
        if self._busy or not self._jobs_wait() or not self._broker_answers():
            self._fine_at = self._clock()
            return False
        return self._clock() - self._fine_at >= self._patience


def watch_over(app: Celery) -> None:
    """A thread of this worker process looks after it from now on."""
    watchdog = Watchdog(
        patience=settings.WORKER_STUCK_SECONDS, jobs_wait=_jobs_wait, broker_answers=lambda: _answers(app)
    )
    signals.task_prerun.connect(lambda **_: watchdog.begins(), weak=False)
    signals.task_postrun.connect(lambda **_: watchdog.ends(), weak=False)
    threading.Thread(target=_watch, args=(watchdog,), name="watchdog", daemon=True).start()


def _watch(watchdog: Watchdog) -> None:
    while not watchdog.is_stuck():
        time.sleep(settings.WORKER_STUCK_SECONDS / 12)
    log.error("worker_stuck", pid=os.getpid(), seconds=settings.WORKER_STUCK_SECONDS)
    # At once and whatever the other threads do: what is stuck does not end gently. Jobs go on at their last step.
    os._exit(STUCK)


def _jobs_wait() -> bool:
    try:
        return Job.objects.filter(state=JobState.QUEUED).exists()
    except Error:  # without the database nothing can be taken either
        return False
    finally:
        connection.close()


def _answers(app: Celery) -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.connect()
    except (OSError, KombuError):
        return False
    return True
