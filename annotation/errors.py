"""What can go wrong with work on items."""

from labelwright.errors import Conflict, Forbidden, Invalid, Stale, TooLarge, Unavailable


class StaleRevision(Stale):
    """A save started from a revision that is no longer the newest; both values come with the error."""

    code = "stale-revision"
    title = "This annotation was saved by somebody else first"


class StaleDraft(Stale):
    """A draft was saved from another window in the meantime; the stored one comes with the error."""

    code = "stale-draft"
    title = "This draft was saved from another window first"


class StaleBatch(Stale):
    """The batch was changed after it was read."""

    code = "stale-batch"
    title = "Somebody changed this batch in the meantime"


class LeaseEnded(Conflict):
    """The assignment is over, so it can be neither renewed, given back nor skipped. Work can still be submitted."""

    code = "lease-ended"
    title = "This assignment has ended"


class TooManyParked(Conflict):
    """A person keeps so many tasks of a batch aside that no more are taken from the others."""

    code = "too-many-parked"
    title = "You have put too many tasks aside"


class WrongThreadState(Conflict):
    """The question's state does not allow this step; the state comes with the error."""

    code = "wrong-thread-state"
    title = "The question is not in a state for this"


class StaleCannedAnswer(Stale):
    """The canned answer was changed or deleted after it was read."""

    code = "stale-canned-answer"
    title = "Somebody changed this canned answer in the meantime"


class WrongOrder(Conflict):
    """An order does not name each canned answer of the project once: one was added or deleted meanwhile."""

    code = "wrong-order"
    title = "The list has changed; read it again"


class StaleThread(Stale):
    """The question was changed after it was read."""

    code = "stale-thread"
    title = "Somebody changed this question in the meantime"


class AlreadySubmitted(Conflict):
    """The work of this assignment was submitted before, by another save."""

    code = "already-submitted"
    title = "This task was submitted already"


class SaveKeyReused(Conflict):
    """The same Idempotency-Key came with another save."""

    code = "save-key-reused"
    title = "This Idempotency-Key belongs to another request"


class NotEditable(Conflict):
    """The annotation is in a state in which this person cannot add a revision."""

    code = "not-editable"
    title = "This annotation can no longer be changed by you"


class OwnWork(Forbidden):
    """Nobody reviews what they made themselves."""

    code = "own-work"
    title = "You cannot review your own work"


class NotReviewable(Conflict):
    """The annotation does not wait for review, or another reviewer has it now."""

    code = "not-reviewable"
    title = "This annotation cannot be reviewed now"


class AlreadyReviewed(Conflict):
    """Another decision on this revision came first; it comes with the error."""

    code = "already-reviewed"
    title = "Somebody reviewed this first"


class FlaggedByQuestion(Conflict):
    """A question showed that the item is no good; opening it again takes that back."""

    code = "flagged-by-question"
    title = "A question showed this"


class ItemInUse(Conflict):
    """An item that work or labels hang on stays."""

    code = "item-in-use"
    title = "This item is in use"


class WrongBatchState(Conflict):
    """The batch's state does not allow this step."""

    code = "wrong-batch-state"
    title = "The batch is not in a state for this"


class BatchNotReady(Conflict):
    """A batch goes out only when everything that its annotators need is there."""

    code = "batch-not-ready"
    title = "The batch is not ready to be opened"


class NothingToRecheck(Conflict):
    """No label is left that was made before the guideline version and uses what it touched."""

    code = "nothing-to-recheck"
    title = "There is nothing to look at again"


class MigrationRunning(Conflict):
    """One schema migration of a project at a time; the running one comes with the error."""

    code = "schema-migration-running"
    title = "A schema migration is running in this project"


class RehearsalOutdated(Conflict):
    """The plan or the labels are no longer those that were rehearsed; what changed comes with the error."""

    code = "rehearsal-outdated"
    title = "This is no longer what was rehearsed"


class NotRevertible(Conflict):
    """Only the newest schema migration can be taken back, once."""

    code = "not-revertible"
    title = "This schema migration cannot be taken back"


class QuestionClosed(Conflict):
    """Somebody answered the question first, or the annotation was saved anew in the meantime."""

    code = "question-closed"
    title = "This question is no longer open"


class CheckUnfit(Conflict):
    """A check question cannot be prepared: there are three already, or its item measures people by a gold answer."""

    code = "check-unfit"
    title = "This check question cannot be asked"


class ChecksOpen(Conflict):
    """A guideline version is confirmed once its check questions are answered rightly; how many are left comes with the error."""

    code = "checks-open"
    title = "Answer the check questions first"


class NotInTraining(Conflict):
    """A training does not allow this: no item is skipped, and another round begins only after one that was not passed."""

    code = "not-in-training"
    title = "A training does not allow this"


class NotForGold(Conflict):
    """Only an annotation that stands can become a gold answer: submitted or accepted, and with no open question about it."""

    code = "not-for-gold"
    title = "This annotation cannot become a gold answer"


class GoldEnded(Conflict):
    """The gold answer was replaced by another or retired before."""

    code = "gold-ended"
    title = "This gold answer is no longer in use"


class UnknownVersion(Invalid):
    """A schema or guideline version that is not a published one of this project."""

    code = "unknown-version"
    title = "This version is not a published version of the project"


class ContentMismatch(Invalid):
    """The bytes are not those that their hash names."""

    code = "content-mismatch"
    title = "The bytes do not match their hash"


class GoldExample(Conflict):
    """The item has a gold answer: shown in the guideline, it would measure nobody."""

    code = "gold-example"
    title = "An item with a gold answer cannot be an example"


class GuidelineTooLong(TooLarge):
    """A PDF of so long a guideline would keep others waiting."""

    code = "guideline-too-long"
    title = "This guideline is too long for a PDF"


class PdfBusy(Unavailable):
    """Another PDF is being made; each takes a core for seconds, so they are made one after the other."""

    code = "pdf-busy"
    title = "Another PDF is being made"
