"""What annotators send and get. Nothing in it depends on what the batch is for, but that a training is one."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotation.api.serializers.items import WorkItemOut, work_item
from annotation.api.serializers.training import FeedbackOut, StandingOut, feedback, standing
from annotation.models import AnnotationState, Assignment, AssignmentState, BatchState, RecheckTask
from annotation.queries.work import Handed, OpenBatch, Position, Work
from annotation.services.predictions import ShownPrediction
from annotation.services.submit import Submitted
from labelwright.rest.serializers import In, Out

LONGEST = 24 * 3600


def seconds_field() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=0, max_value=LONGEST, default=0, help_text="Seconds of work so far, idle time left out."
    )


class NextTasksIn(In):
    batch = serializers.UUIDField(
        allow_null=True, default=None, help_text="Only from this batch; null for all of the person's batches."
    )
    count = serializers.IntegerField(
        min_value=1,
        max_value=5,
        default=1,
        help_text="How many assignments the person wants to hold, those they hold already included.",
    )


class PositionOut(Out):
    done = serializers.IntegerField(help_text="Tasks of the batch that the person has done.")
    total = serializers.IntegerField(help_text="Items in the batch.")


class BatchNoteOut(Out):
    id = serializers.UUIDField(help_text="The batch.")
    name = serializers.CharField(help_text="Its name.")
    instructions = serializers.CharField(help_text="What its annotators should know.")


class ReturnedOut(Out):
    reason = serializers.CharField(help_text="Why the reviewer sent it back.")
    regions = serializers.ListField(
        child=serializers.CharField(), help_text="Ids of the regions that the reason is about."
    )


class SecondLookOut(Out):
    number = serializers.IntegerField(help_text="The guideline version that changed the rule.")
    summary = serializers.CharField(help_text="What it changed, in a sentence; may be empty.")
    sections = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the guideline's sections that it changed."
    )


class TrainingNoteOut(Out):
    pass_mark = serializers.IntegerField(help_text="What has to be reached, in percent.")


class PredictionOut(Out):
    model = serializers.CharField(help_text="The model that says it.")
    value = serializers.DictField(help_text="What it says, under `schema_version` of the task.")
    scores = serializers.DictField(
        child=serializers.FloatField(),
        help_text="How sure it is, 0 to 1, by the id of a region or span or the key of a field; what it does not say is left out.",
    )


class AssignmentOut(Out):
    id = serializers.UUIDField(help_text="The assignment: the lease of a task.")
    batch = BatchNoteOut(help_text="The batch that it belongs to.")
    task = serializers.UUIDField(help_text="The task.")
    item = WorkItemOut(help_text="What is to be labelled.")
    schema_version = serializers.UUIDField(
        allow_null=True, help_text="The schema version to work with: that of `value`, or else the newest."
    )
    guideline_version = serializers.UUIDField(
        allow_null=True, help_text="The newest guideline version; null before the first."
    )
    expires_at = serializers.DateTimeField(help_text="When the lease ends unless it is renewed.")
    value = serializers.DictField(
        allow_null=True,
        help_text=(
            "Where to go on: the draft, or else what was returned or is to be looked at again; null for a new task."
        ),
    )
    draft_version = serializers.IntegerField(help_text="For If-Match when saving a draft.")
    draft_seconds = serializers.IntegerField(help_text="Seconds of work that the draft stands for.")
    base_revision = serializers.IntegerField(
        allow_null=True,
        help_text="Send it back on submit: the revision that `value` is; null for a new task.",
    )
    returned = ReturnedOut(allow_null=True, help_text="Why it came back; null for a new task.")
    annotation = serializers.UUIDField(
        allow_null=True, help_text="What was returned or is to be looked at again; null for a new task."
    )
    recheck = SecondLookOut(
        allow_null=True,
        help_text=(
            "Where a rule changed after this was labelled: `value` is to be made right under it, or submitted as it is. "
            "Null for all other tasks."
        ),
    )
    training = TrainingNoteOut(
        allow_null=True,
        help_text="In a training: after it is submitted, the answer says what was meant. Null for all other tasks.",
    )
    prediction = PredictionOut(
        allow_null=True,
        help_text=(
            "What a model says about the item, to be taken over or turned down: `value` has none of it unless somebody took it "
            "over. What is taken over keeps its id. Null where the batch shows none."
        ),
    )
    position = PositionOut(help_text="How far the person is in the batch.")
    question = serializers.UUIDField(
        allow_null=True, help_text="The person's question about it that has an answer now; null for none."
    )


class GuidelineStandingOut(Out):
    current = serializers.UUIDField(
        allow_null=True, help_text="The newest guideline version; null before the first."
    )
    acknowledged = serializers.UUIDField(
        allow_null=True, help_text="The newest that the person has confirmed; send it with what they submit."
    )
    is_to_be_read = serializers.BooleanField(
        help_text="Whether the person is to be shown what changed, and to confirm it, before they begin another task."
    )


class AssignmentsOut(Out):
    assignments = AssignmentOut(
        many=True,
        help_text=(
            "What was put aside and has an answer first, then returned work, what was held, and new; empty when nothing is left."
        ),
    )
    guideline = GuidelineStandingOut(help_text="How the person stands with the guideline.")


def guideline_standing(workplace: Any) -> dict[str, Any]:
    """As `GuidelineStandingOut` describes. Who has read nothing yet reads all of it, whatever kind of change came last."""
    nothing_read = workplace.guideline_id is not None and workplace.read_id is None
    return {
        "current": workplace.guideline_id,
        "acknowledged": workplace.read_id,
        "is_to_be_read": nothing_read or workplace.is_behind,
    }


def position(where: Position) -> dict[str, int]:
    return {"done": where.done, "total": where.total}


def handed(work: Handed, prediction: ShownPrediction | None) -> dict[str, Any]:
    """As `AssignmentOut` describes; built by hand because every task begins with it."""
    assignment, task = work.assignment, work.assignment.task
    return {
        "id": assignment.pk,
        "batch": {
            "id": task.batch_id,
            "name": task.batch.name,
            "instructions": task.batch.instructions,
        },
        "task": task.pk,
        "item": work_item(task.item),
        "schema_version": work.schema_version,
        "guideline_version": work.guideline_version,
        "expires_at": assignment.expires_at,
        "value": work.value,
        "draft_version": assignment.draft_version,
        "draft_seconds": assignment.draft_seconds,
        "base_revision": work.annotation.revision if work.annotation else None,
        "returned": {"reason": work.review.reason, "regions": work.review.regions} if work.review else None,
        "annotation": work.annotation.pk if work.annotation else None,
        "recheck": _second_look(work.recheck) if work.recheck else None,
        "training": {"pass_mark": task.batch.pass_mark} if task.batch.gives_feedback else None,
        "prediction": (
            {"model": prediction.model, "value": prediction.value, "scores": prediction.scores}
            if prediction
            else None
        ),
        "position": position(work.position),
        "question": assignment.parked_for_id if assignment.ready_at else None,
    }


def _second_look(row: RecheckTask) -> dict[str, Any]:
    version = row.recheck.version
    return {
        "number": version.number,
        "summary": version.summary,
        "sections": version.touched_sections or [],
    }


class LeaseOut(Out):
    id = serializers.UUIDField(help_text="The assignment.")
    state = serializers.ChoiceField(AssignmentState.choices, help_text="What became of the lease.")
    expires_at = serializers.DateTimeField(help_text="When the lease ends unless it is renewed.")
    draft_version = serializers.IntegerField(help_text="For If-Match when saving a draft.")


def lease(assignment: Assignment) -> dict[str, Any]:
    return {
        "id": assignment.pk,
        "state": assignment.state,
        "expires_at": assignment.expires_at,
        "draft_version": assignment.draft_version,
    }


class SkipIn(In):
    reason = serializers.CharField(max_length=500, help_text="Why; the curator reads it.")
    flags_item = serializers.BooleanField(
        default=False,
        help_text="Whether the item itself is no good: then it is among those that curators look through.",
    )


class DraftIn(In):
    value = serializers.DictField(help_text="The work so far; it need not be complete.")
    seconds = seconds_field()
    schema_version = serializers.UUIDField(
        allow_null=True, default=None, help_text="The schema version that the value was made with."
    )


class SubmitIn(In):
    value = serializers.DictField(help_text="The finished work, keyed by field key.")
    schema_version = serializers.UUIDField(help_text="The schema version that the value was made with.")
    guideline_version = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text=(
            "The guideline version that the author had confirmed when they did this. Another one does not count: then the newest "
            "that they have confirmed is stored."
        ),
    )
    base_revision = serializers.IntegerField(
        allow_null=True, default=None, min_value=1, help_text="As the assignment gave it."
    )
    seconds = seconds_field()


class SubmittedOut(Out):
    annotation = serializers.UUIDField(
        allow_null=True, help_text="What was stored; null in a training, where nothing is an annotation."
    )
    revision = serializers.IntegerField(allow_null=True, help_text="Its newest revision; null in a training.")
    state = serializers.ChoiceField(
        AnnotationState.choices,
        help_text="`extra`: the task had gone to somebody else; the work is kept but does not count.",
    )
    detail = serializers.CharField(help_text="The same in a sentence.")
    assignment = serializers.UUIDField(help_text="The assignment that this ended.")
    position = PositionOut(help_text="How far the person is in the batch.")
    training = FeedbackOut(
        allow_null=True,
        help_text="In a training: how the answer was, and what was meant. Null for all other work.",
    )


SENTENCES = {
    AnnotationState.SUBMITTED: "Saved. A reviewer will look at it.",
    AnnotationState.ACCEPTED: "Saved.",
    AnnotationState.RETURNED: "Saved; a reviewer has sent it back since.",
    AnnotationState.EXTRA: (
        "Your time for this task was over and somebody else has it now. Your work is kept, but does not count."
    ),
}


def submitted(done: Submitted) -> dict[str, Any]:
    made = done.annotation
    state = AnnotationState(made.state) if made else AnnotationState.ACCEPTED
    return {
        "annotation": made.pk if made else None,
        "revision": made.revision if made else None,
        "state": state.value,
        "detail": SENTENCES[state],
        "assignment": done.assignment.pk,
        "position": position(done.position),
        "training": feedback(done.feedback) if done.feedback else None,
    }


class RequiredTrainingOut(Out):
    id = serializers.UUIDField(help_text="The training.")
    name = serializers.CharField(help_text="Its name.")
    is_open = serializers.BooleanField(help_text="Whether it gives out tasks now.")


class OpenBatchOut(Out):
    id = serializers.UUIDField(help_text="The batch.")
    name = serializers.CharField(help_text="Its name.")
    instructions = serializers.CharField(help_text="What its annotators should know.")
    due_at = serializers.DateTimeField(allow_null=True, help_text="When it should be done.")
    done = serializers.IntegerField(help_text="Tasks that the person has done.")
    returned = serializers.IntegerField(help_text="Tasks that came back to the person.")
    held = serializers.IntegerField(help_text="Tasks that the person holds now.")
    total = serializers.IntegerField(help_text="Items in the batch.")
    available = serializers.BooleanField(help_text="Whether any task is still open.")
    training = StandingOut(
        allow_null=True, help_text="How the person stands in it, if it is a training; else null."
    )
    requires = RequiredTrainingOut(
        allow_null=True,
        help_text="The training that the person has to pass before they get a task of it; null where there is none left.",
    )


class WorkOut(Out):
    batches = OpenBatchOut(many=True, help_text="Batches that the person can work in, soonest due first.")
    today = serializers.IntegerField(help_text="Annotations that the person has made today (UTC).")
    returned = serializers.IntegerField(help_text="Tasks that came back to the person, over all batches.")


def open_batch(row: OpenBatch) -> dict[str, Any]:
    return {
        "id": row.batch.pk,
        "name": row.batch.name,
        "instructions": row.batch.instructions,
        "due_at": row.batch.due_at,
        "done": row.done,
        "returned": row.returned,
        "held": row.held,
        "total": row.batch.size,
        "available": row.available,
        "training": standing(row.standing) if row.standing else None,
        "requires": {
            "id": row.requires.pk,
            "name": row.requires.name,
            "is_open": row.requires.state == BatchState.OPEN,
        }
        if row.requires
        else None,
    }


def work(found: Work) -> dict[str, Any]:
    return {
        "batches": [open_batch(row) for row in found.batches],
        "today": found.today,
        "returned": found.returned,
    }
