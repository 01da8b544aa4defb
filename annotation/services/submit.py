"""Submitting work, and saving it again. Whatever arrives is kept: late, twice, or after somebody else was faster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from annotation.errors import AlreadySubmitted, NotEditable, SaveKeyReused
from annotation.models import (
    Annotation,
    AnnotationRevision,
    AnnotationState,
    Assignment,
    AssignmentState,
    Batch,
    BatchState,
    Cause,
    Task,
    TaskState,
    TrainingAnswer,
)
from annotation.queries.annotations import newest_revision, revisable_for
from annotation.queries.work import HOLDING, Position, position_in
from annotation.services.leases import own_assignment
from annotation.services.rechecks.looking import begin_look, end_look
from annotation.services.revisions import (
    Checked,
    Save,
    by_what_was_read,
    check,
    require_newest,
    saved_before,
    write_revision,
)
from annotation.services.training import Feedback, answer_in_training, answered_before, feedback_on
from guidelines.queries.projects import may
from guidelines.queries.reading import newest_read
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.database.compiled import compiled_update, insert

LIVE = (TaskState.LEASED, TaskState.RETURNED)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of the work. `annotation.state` is `extra` when the task had gone to somebody else.

    In a training there is `feedback` instead of an annotation.
    """

    annotation: Annotation | None
    assignment: Assignment
    position: Position
    feedback: Feedback | None = None


def submit_work(assignment_id: UUID, *, by: Principal, save: Save, base: int | None = None) -> Submitted:
    """The work is stored, exactly once for each `save.client_key`; sent again it gives the same answer.

    `base` is the revision that the work started from: None for a new task, a number for returned work.
    In a training it is measured by the gold answer, and is no annotation.
    A lease that ran out is taken up again if the task, or another task of its item, is still open; otherwise the work
    is kept as extra. Raises `StaleRevision` with both values, `AlreadySubmitted`, `ValueErrors`, `SaveKeyReused`.
    """
    try:
        with transaction.atomic():
            return _submit(by, own_assignment(by, assignment_id), save, base)
    except IntegrityError as error:
        if (
            saved_before(by.user, save.client_key) is None
            and answered_before(by.user, save.client_key) is None
        ):
            raise
        raise SaveKeyReused("Use a new key for each new save.") from error


def _submit(by: Principal, assignment: Assignment, save: Save, base: int | None) -> Submitted:
    project_id = assignment.task.batch.project_id
    is_training = assignment.task.batch.gives_feedback
    if assignment.state != AssignmentState.ACTIVE and is_training:
        answered = answered_before(by.user, save.client_key)
        if answered is not None:
            return _answered_again(by, assignment, answered, check(project_id, assignment.task.item, save))
    elif assignment.state != AssignmentState.ACTIVE:
        sent = saved_before(by.user, save.client_key)
        if sent is not None:
            return _again(by, assignment, sent, check(project_id, assignment.task.item, save))
    checked = by_what_was_read(
        check(project_id, assignment.task.item, save),
        by.user.pk,
        assignment.read_id,  # type: ignore[attr-defined]
    )
    instant = assignment.instant or now()  # type: ignore[attr-defined]
    task = assignment.task if assignment.state == AssignmentState.ACTIVE else _take_back(assignment, instant)
    if is_training:
        return _train(by, assignment, task, checked, instant)
    before = None
    if task is None:
        annotation = _new_annotation(assignment.task, by, AnnotationState.EXTRA)
        end, task_state = AssignmentState.EXTRA, None
    elif assignment.task.batch.kind == Batch.Kind.RECHECK:
        annotation, before = begin_look(task, base, save.value)
        end, task_state = AssignmentState.SUBMITTED, TaskState.ACCEPTED
    else:
        annotation = _counting(task, by, base, save.value)
        annotation.state = _submitted_state(assignment.task.batch)
        end, task_state = AssignmentState.SUBMITTED, TaskState(annotation.state)
    if annotation._state.adding:
        insert(annotation)
    else:
        annotation.save()
    revision = write_revision(
        annotation, checked, author=by.user, cause=Cause.HUMAN if before is None else Cause.RECHECK
    )
    if task is not None and before is not None:
        end_look(task, before, checked, revision)
    if task is not None:
        _put_task(task.pk, task_state, by.user.pk, instant)
    assignment.state, assignment.ended_at = end, instant
    _end_assignment(assignment.pk, end, instant)
    done = assignment.done + (task is not None)  # type: ignore[attr-defined]  # it was not done before: it was ours
    return Submitted(annotation, assignment, Position(done, assignment.task.batch.size))


def _train(
    by: Principal, assignment: Assignment, task: Task | None, checked: Checked, instant: datetime
) -> Submitted:
    """As for other work, but what is written is an answer of the training."""
    key = checked.save.client_key or str(assignment.pk)
    if task is None:  # the person has answered the item in this round through another lease
        _refuse_second(assignment, assignment.task)
    task.batch, task.item = assignment.task.batch, assignment.task.item
    answer = answer_in_training(task, checked, user=by.user, instant=instant, client_key=key)
    _put_task(task.pk, TaskState.ACCEPTED, by.user.pk, instant)
    assignment.state, assignment.ended_at = AssignmentState.SUBMITTED, instant
    _end_assignment(assignment.pk, AssignmentState.SUBMITTED, instant)
    batch = assignment.task.batch
    done = assignment.done + 1  # type: ignore[attr-defined]
    return Submitted(None, assignment, Position(done, batch.size), feedback_on(answer, batch))


def _answered_again(
    by: Principal, assignment: Assignment, answer: TrainingAnswer, checked: Checked
) -> Submitted:
    """The answer to a save in a training that was stored before, if it is really the same one."""
    if answer.item_id != assignment.task.item_id or answer.value != checked.value:
        raise SaveKeyReused("Use a new key for each new save.")
    batch = assignment.task.batch
    return Submitted(None, assignment, position_in(by, batch), feedback_on(answer, batch))


@compiled_update
def _put_task(
    task: UUID, state: TaskState | None, annotator: UUID, instant: datetime
) -> tuple[QuerySet[Task], dict[str, Any]]:
    return Task.objects.filter(pk=task), {"state": state, "annotator": annotator, "changed_at": instant}


@compiled_update
def _end_assignment(
    assignment: UUID, state: AssignmentState, instant: datetime
) -> tuple[QuerySet[Assignment], dict[str, Any]]:
    return Assignment.objects.filter(pk=assignment), {"state": state, "ended_at": instant}


def _submitted_state(batch: Batch) -> AnnotationState:
    reviewed = batch.review_policy != Batch.ReviewPolicy.NONE
    return AnnotationState.SUBMITTED if reviewed else AnnotationState.ACCEPTED


def _new_annotation(task: Task, by: Principal, state: AnnotationState) -> Annotation:
    return Annotation(
        project_id=task.batch.project_id, item_id=task.item_id, task_id=task.pk, author=by.user, state=state
    )


def _counting(task: Task, by: Principal, base: int | None, value: object) -> Annotation:
    """The annotation of the task with the number of its next revision; a new one unless the task was returned."""
    if task.state != TaskState.RETURNED:
        return _new_annotation(task, by, AnnotationState.SUBMITTED)
    annotation = (
        Annotation.objects.select_for_update(no_key=True)
        .exclude(state=AnnotationState.EXTRA)
        .get(task_id=task.pk)
    )
    require_newest(annotation, base, value)
    annotation.revision += 1
    annotation.reviewer = annotation.review_until = None
    return annotation


def _again(by: Principal, assignment: Assignment, sent: AnnotationRevision, checked: Checked) -> Submitted:
    """The answer to a save that was stored before, if it is really the same one."""
    same = sent.annotation.item_id == assignment.task.item_id and sent.value == checked.value
    if not same:
        raise SaveKeyReused("Use a new key for each new save.")
    return Submitted(sent.annotation, assignment, position_in(by, assignment.task.batch))


def _take_back(assignment: Assignment, instant: datetime) -> Task | None:
    """The task that late work counts for; None if there is none left. Raises when the work was submitted before."""
    task = Task.objects.select_for_update().get(pk=assignment.task_id)
    if task.annotator_id == assignment.user_id:
        if task.state not in LIVE:
            _refuse_second(assignment, task)
        # The person has the task again through a newer lease: this submit ends that one too.
        newer = Assignment.objects.filter(task=task, user=assignment.user_id, state__in=HOLDING).exclude(
            pk=assignment.pk
        )
        newer.update(state=AssignmentState.SUBMITTED, ended_at=instant)
        return task
    if assignment.state in (AssignmentState.SUBMITTED, AssignmentState.EXTRA):
        _refuse_second(assignment, task)
    mine = Task.objects.filter(batch=task.batch_id, item=task.item_id, annotator=assignment.user_id)
    if mine.exists():
        return None
    if task.state in (TaskState.OPEN, TaskState.SKIPPED):
        return task
    if assignment.task.batch.kind == Batch.Kind.RECHECK:
        return None  # another task of the item would be about another annotation
    others = Task.objects.filter(batch=task.batch_id, item=task.item_id, state=TaskState.OPEN)
    return others.select_for_update(skip_locked=True).order_by("position").first()


def _refuse_second(assignment: Assignment, task: Task) -> NoReturn:
    made = Annotation.objects.filter(task=task, author=assignment.user_id).order_by("-id").first()
    raise AlreadySubmitted(
        "This task was submitted before. Open it under “my work” to change it.",
        annotation=made.pk if made else None,
        current=made.revision if made else None,
    )


def revise_annotation(annotation_id: UUID, *, by: Principal, save: Save, base: int) -> AnnotationRevision:
    """A new revision, by the author while nobody has decided on it, or by a curator at any time.

    Returned work that its author saves again goes back to review. Raises `StaleRevision` with both values, `NotEditable`.
    """
    found = revisable_for(by, annotation_id)
    try:
        with transaction.atomic():
            sent = saved_before(by.user, save.client_key)
            if sent is not None:
                return _resent(sent, found, check(found.project_id, found.item, save))
            return _revise(by, found, save, base)
    except IntegrityError as error:
        if saved_before(by.user, save.client_key) is None:
            raise
        raise SaveKeyReused("Use a new key for each new save.") from error


def _resent(sent: AnnotationRevision, annotation: Annotation, checked: Checked) -> AnnotationRevision:
    if sent.annotation_id != annotation.pk or sent.value != checked.value:
        raise SaveKeyReused("Use a new key for each new save.")
    carried = annotation.revisions.filter(number=sent.number + 1, migration__isnull=False)
    # As the first answer: where the schema had moved, whoever saves again starts from what was carried on.
    return carried.first() or sent


def _revise(by: Principal, found: Annotation, save: Save, base: int) -> AnnotationRevision:
    annotation = Annotation.objects.select_for_update(no_key=True).get(pk=found.pk)
    curates = Can.RUN_BATCHES in may(by, found.project)
    own = annotation.author_id == by.user.pk
    if not curates and not (own and _author_may(annotation, found.task)):
        raise NotEditable("It was decided on already.", state=annotation.state)
    require_newest(annotation, base, save.value)
    checked = check(found.project_id, found.item, save)
    if own:
        # Who reviews or curates is asked for nothing: theirs is what they went by.
        checked = by_what_was_read(checked, by.user.pk, newest_read(by.user.pk, found.project_id))
    annotation.revision += 1
    if own and found.task is not None and annotation.state == AnnotationState.RETURNED:
        _resubmit(by, annotation, found.task)
    annotation.save(update_fields=["revision", "state"])
    revision = write_revision(annotation, checked, author=by.user, cause=Cause.HUMAN)
    # Under an older schema version it was carried on at once; whoever saves again starts from there.
    return revision if annotation.revision == revision.number else newest_revision(annotation)


def _author_may(annotation: Annotation, task: Task | None) -> bool:
    if annotation.state in (AnnotationState.SUBMITTED, AnnotationState.RETURNED):
        return True
    # Where nobody reviews, work is accepted at once; its author can still mend a slip while the batch is open.
    return (
        annotation.state == AnnotationState.ACCEPTED
        and task is not None
        and task.batch.review_policy == Batch.ReviewPolicy.NONE
        and task.batch.state != BatchState.CLOSED
        and not annotation.reviews.exists()
    )


def _resubmit(by: Principal, annotation: Annotation, task: Task) -> None:
    instant = now()
    annotation.state = _submitted_state(task.batch)
    Assignment.objects.filter(task=task, user=by.user, state__in=HOLDING).update(
        state=AssignmentState.SUBMITTED, ended_at=instant
    )
    Task.objects.filter(pk=task.pk).update(state=TaskState(annotation.state), changed_at=instant)
