"""What the author of a job writes: a few small methods over a cursor. The loop around them is in `runner`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from labelwright.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did. `cursor` is JSON; `finished` says that there is nothing behind it.

    `total`, where a step has found out how many units there will be.
    """

    cursor: Any
    done: int = 0
    finished: bool = False
    total: int | None = None


def found_out(job: Job, *, done: int, finished: bool) -> int | None:
    """The `total` of a step that did `done` more units, where the count at the start has turned out wrong.

    People go on working: there may be more units than were counted, or fewer at the end.
    """
    so_far = job.done + done
    return so_far if finished or (job.total is not None and so_far > job.total) else None


class Handler:
    """The work of one kind of job. A handler holds no state: another process may take over after any step.

    `step` runs in one transaction together with the new cursor, so that dying anywhere costs at most one step;
    effects outside the database (files) must be safe to repeat. Aim at a second per step, 500 rows at most.
    """

    kind: ClassVar[str]
    retryable: ClassVar[bool] = True
    # Whether it can be cancelled by itself; one of several jobs of a larger thing is stopped by stopping that.
    cancellable: ClassVar[bool] = True

    def total(self, job: Job) -> int | None:
        """How many units there will be, if that is cheap to know. Called once, before the first step."""
        return None

    def prepare(self, job: Job, cursor: Any) -> None:
        """The slow part of the next step that needs no transaction: reading, decoding, hashing. Raises as `step` does.

        On SQLite a transaction keeps everybody else from writing, so nothing slow belongs into `step`.
        """

    def step(self, job: Job, cursor: Any) -> Step:
        """Do the next batch after `cursor` (None at the start). Raises `JobFailed` with a reason for people."""
        raise NotImplementedError

    def finish(self, job: Job) -> dict[str, Any]:
        """Make the result visible, in the transaction that ends the job; gives the report."""
        return {}

    def abandon(self, job: Job) -> None:
        """Take back what is half done, after failure or cancelling, in the transaction that ends the job."""

    def begin_again(self, job: Job) -> None:
        """What `abandon` marked as ended is under way again, in the transaction that starts the job again."""


_handlers: dict[str, Handler] = {}


def register(handler: type[Handler]) -> type[Handler]:
    """Class decorator: make the kind known. Two handlers of one kind are a mistake in the code."""
    if handler.kind in _handlers:
        raise ValueError(f"job kind {handler.kind} is registered twice")
    _handlers[handler.kind] = handler()
    return handler


def handler_of(kind: str) -> Handler:
    """The handler of `kind`. Raises `LookupError` for a kind that nobody registered."""
    return _handlers[kind]
