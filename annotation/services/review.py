"""A second person's decision on one revision: accepted, fixed or returned. The first decision counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from annotation.errors import AlreadyReviewed, NotReviewable, OwnWork
from annotation.models import (
    Annotation,
    AnnotationRevision,
    AnnotationState,
    BatchAnnotator,
    BatchState,
    Cause,
    Review,
    Task,
    TaskState,
)
from annotation.queries.annotations import annotation_for, newest_revision, reviewable
from annotation.queries.versions import published_schema
from annotation.services.leases import give_up_tasks
from annotation.services.revisions import Save, check, require_newest, write_revision
from annotation.services.schema_migration.showing import Reading, read_now
from guidelines.models import Project
from guidelines.queries.projects import project_for
from guidelines.queries.versions import current_guideline
from guidelines.values.value import Value, parse_value
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words

REVIEW_LEASE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ToReview:
    """One annotation with the revision to look at, how it reads now, and earlier decisions on it."""

    annotation: Annotation
    revision: AnnotationRevision
    reading: Reading
    history: list[Review]


def next_review(
    who: Principal, project: Project, *, batch_id: UUID | None = None, without: Collection[UUID] = ()
) -> ToReview | None:
    """The longest waiting annotation that the person may review, theirs for a quarter of an hour; None if there is none.

    What they hold already comes first, so that asking twice gives the same; `without` leaves out what they have before
    them, which is how a browser fetches ahead. Two reviewers never get the same.
    """
    instant = now()
    waiting = reviewable(who, project).exclude(task__batch__state=BatchState.DRAFT)
    if batch_id is not None:
        waiting = waiting.filter(task__batch=batch_id)
    if without:
        waiting = waiting.exclude(pk__in=without)
    mine = Q(reviewer=who.user, review_until__gt=instant)
    free = Q(review_until=None) | Q(review_until__lte=instant)
    with transaction.atomic():
        locked = waiting.select_for_update(of=("self",), skip_locked=True).order_by("id")
        found = locked.filter(mine).first() or locked.filter(free).first()
        if found is None:
            return None
        Annotation.objects.filter(pk=found.pk).update(reviewer=who.user, review_until=instant + REVIEW_LEASE)
    annotation = annotation_for(who, found.pk)
    history = list(annotation.reviews.order_by("revision"))
    revision = newest_revision(annotation)
    return ToReview(annotation, revision, read_now(annotation, revision), history)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`regions` are ids in the value that the reason is about; `fix` only with `fixed`."""

    decision: str
    revision: int
    reason: str = ""
    regions: tuple[str, ...] = ()
    fix: Save | None = None


def review_annotation(annotation_id: UUID, *, by: Principal, verdict: Verdict) -> Review:
    """The decision stands, and annotation and task follow it.

    A fix is a new revision by the reviewer, accepted at once. Returned work goes to its annotator before any other, or
    to others if that person has left. Raises `AlreadyReviewed` with the winner, `StaleRevision`, `OwnWork`, `NotReviewable`.
    """
    found = annotation_for(by, annotation_id)
    project_for(by, found.project_id, Can.REVIEW)
    _require_whole(verdict)
    with transaction.atomic():
        annotation = Annotation.objects.select_for_update(no_key=True).get(pk=annotation_id)
        _require_reviewable(by, found.project, annotation, verdict)
        current = newest_revision(annotation)
        _require_known_regions(found.project_id, current, verdict.regions)
        review = Review.objects.create(
            annotation=annotation,
            revision=verdict.revision,
            reviewer=by.user,
            decision=verdict.decision,
            reason=verdict.reason,
            regions=list(verdict.regions),
        )
        annotation.reviewer = annotation.review_until = None
        if verdict.decision == Review.Decision.RETURNED:
            _return(annotation)
            return review
        if verdict.fix is not None:
            # Who reviews is asked for nothing: they go by the guideline that is in force.
            rule = verdict.fix.guideline_version or _in_force(found.project)
            checked = check(found.project_id, found.item, replace(verdict.fix, guideline_version=rule))
            annotation.revision += 1
            annotation.save(update_fields=["revision"])  # carrying it on reads what is newest
            write_revision(annotation, checked, author=by.user, cause=Cause.REVIEW)
        annotation.state = AnnotationState.ACCEPTED
        annotation.save(update_fields=["state", "revision", "reviewer", "review_until"])
        _set_task(annotation, TaskState.ACCEPTED, now())
    return review


def _in_force(project: Project) -> UUID | None:
    current = current_guideline(project)
    return current.pk if current else None


def _require_whole(verdict: Verdict) -> None:
    faults = []
    if verdict.decision == Review.Decision.RETURNED and not verdict.reason.strip():
        faults.append(Fault("/reason", "Say why it goes back, so that the annotator can learn from it."))
    if verdict.decision == Review.Decision.FIXED and verdict.fix is None:
        faults.append(Fault("/value", "Send the value as you fixed it."))
    if verdict.decision != Review.Decision.FIXED and verdict.fix is not None:
        faults.append(Fault("/value", "Only a decision `fixed` takes a value."))
    if faults:
        raise Invalid("The decision is not complete.", errors=faults)


def _require_reviewable(by: Principal, project: Project, annotation: Annotation, verdict: Verdict) -> None:
    if annotation.author_id == by.user.pk:
        raise OwnWork("Another reviewer must look at it.")
    won = (
        Review.objects.filter(annotation=annotation, revision=verdict.revision)
        .select_related("reviewer")
        .first()
    )
    if won is not None:
        raise AlreadyReviewed(
            Words(
                "{pseudonym} has {decision} revision {revision}.",
                pseudonym=won.reviewer.pseudonym,
                decision=won.decision,
                revision=won.revision,
            ),
            winner={
                "decision": won.decision,
                "reviewer": won.reviewer.pseudonym,
                "reason": won.reason,
                "created_at": won.created_at,
            },
        )
    require_newest(annotation, verdict.revision, verdict.fix.value if verdict.fix else None)
    if annotation.state != AnnotationState.SUBMITTED or annotation.task_id is None:
        raise NotReviewable("It does not wait for review.", state=annotation.state)
    if not reviewable(by, project).filter(pk=annotation.pk).exists():
        raise NotReviewable("It is not yours to review.", state=annotation.state)
    if (
        annotation.reviewer_id not in (None, by.user.pk)
        and annotation.review_until
        and annotation.review_until > now()
    ):
        raise NotReviewable("Another reviewer looks at it now.", state=annotation.state)


def _require_known_regions(project_id: UUID, revision: AnnotationRevision, regions: tuple[str, ...]) -> None:
    if not regions:
        return
    value: Value = parse_value(revision.value, published_schema(project_id, revision.schema_version_id))
    known = {part.id for answer in value.answers.values() for part in answer.located}
    faults = [
        Fault(
            f"/regions/{index}",
            Words("There is no region {region} in revision {number}.", region=region, number=revision.number),
        )
        for index, region in enumerate(regions)
        if region not in known
    ]
    if faults:
        raise Invalid("The decision names regions that are not there.", errors=faults)


def _return(annotation: Annotation) -> None:
    instant = now()
    annotation.state = AnnotationState.RETURNED
    annotation.save(update_fields=["state", "reviewer", "review_until"])
    _set_task(annotation, TaskState.RETURNED, instant)
    if not _can_redo(annotation) and annotation.task_id:
        give_up_tasks([annotation.task_id], instant=instant)


def _can_redo(annotation: Annotation) -> bool:
    """Whether its author still labels in the batch."""
    here = Membership.objects.filter(
        user=annotation.author_id,
        organisation=annotation.project.organisation_id,
        is_active=True,
        user__is_active=True,
    )
    seat = BatchAnnotator.objects.filter(batch__tasks=annotation.task_id, user=annotation.author_id)
    return here.exists() and seat.exists()


def _set_task(annotation: Annotation, state: TaskState, instant: datetime) -> None:
    Task.objects.filter(pk=annotation.task_id).update(state=state, changed_at=instant)  # type: ignore[misc]
