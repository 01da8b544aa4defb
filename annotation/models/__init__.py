"""All models of the app; Django looks for them here."""

from annotation.models.canned_answer import CannedAnswer
from annotation.models.check import CheckAnswer, CheckQuestion
from annotation.models.digest import Digest
from annotation.models.example import ExampleUse, GuidelineExample
from annotation.models.gold import LIVE_GOLD, GoldAnswer, GoldState, GoldUse, StaleBecause
from annotation.models.picture import MessagePicture, PublishedPicture
from annotation.models.prediction import ItemPrediction
from annotation.models.recheck import Recheck, RecheckBatch, RecheckTask
from annotation.models.schema_migration import (
    MigrationSlice,
    Rehearsal,
    RehearsalSample,
    RelabelQuestion,
    SchemaMigration,
)
from annotation.models.thread import (
    GuidelineAnswer,
    ItemProblem,
    Mention,
    Message,
    Thread,
    ThreadRead,
    ThreadState,
    ThreadTerm,
)
from annotation.models.training import TrainingAnswer, TrainingRound
from annotation.models.work import (
    Annotation,
    AnnotationRevision,
    AnnotationState,
    Asset,
    Assignment,
    AssignmentState,
    Batch,
    BatchAnnotator,
    BatchState,
    Cause,
    Item,
    LabelUse,
    Review,
    Task,
    TaskState,
)

__all__ = [
    "LIVE_GOLD",
    "Annotation",
    "AnnotationRevision",
    "AnnotationState",
    "Asset",
    "Assignment",
    "AssignmentState",
    "Batch",
    "BatchAnnotator",
    "BatchState",
    "CannedAnswer",
    "Cause",
    "CheckAnswer",
    "CheckQuestion",
    "Digest",
    "ExampleUse",
    "GoldAnswer",
    "GoldState",
    "GoldUse",
    "GuidelineAnswer",
    "GuidelineExample",
    "Item",
    "ItemPrediction",
    "ItemProblem",
    "LabelUse",
    "Mention",
    "Message",
    "MessagePicture",
    "MigrationSlice",
    "PublishedPicture",
    "Recheck",
    "RecheckBatch",
    "RecheckTask",
    "Rehearsal",
    "RehearsalSample",
    "RelabelQuestion",
    "Review",
    "SchemaMigration",
    "StaleBecause",
    "Task",
    "TaskState",
    "Thread",
    "ThreadRead",
    "ThreadState",
    "ThreadTerm",
    "TrainingAnswer",
    "TrainingRound",
]
