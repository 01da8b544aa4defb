from labelwright.errors import Busy, Conflict


class TooManyJobs(Busy):
    """A person has queued more work than is fair to the others."""

    code = "too-many-jobs"
    title = "You have too many jobs waiting"


class JobEnded(Conflict):
    """The job has ended; nothing about it can change any more."""

    code = "job-ended"
    title = "This job has ended"


class NotCancellable(Conflict):
    """A job that is a part of something larger, which is to be stopped instead."""

    code = "job-not-cancellable"
    title = "This job cannot be cancelled by itself"


class NotRetryable(Conflict):
    """Only a job that failed or was cancelled, and whose kind allows it, can be started again."""

    code = "not-retryable"
    title = "This job cannot be started again"


class JobFailed(Exception):
    """Raised by a step to end its job with a reason that people can read. Its transaction is rolled back."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


class Fenced(Exception):
    """Another worker has the job now, or it has been ended; this one must stop at once and write nothing."""
