"""Annotations, revisions, reviews and progress. People are pseudonyms, vendors are for those who run the project."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotation.api.serializers.batches import CountsOut, PersonOut, counts
from annotation.api.serializers.items import WorkItemOut, WorkItemRowOut, work_item
from annotation.api.serializers.work import BatchNoteOut, seconds_field
from annotation.models import Annotation, AnnotationRevision, AnnotationState, Cause, Review
from annotation.queries.progress import Progress
from annotation.services.predictions import TakenOver
from annotation.services.review import ToReview
from annotation.services.schema_migration.showing import Reading
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out


class AnnotationsIn(PageIn):
    state = serializers.ChoiceField(AnnotationState.choices, default="", help_text="Only in this state.")
    batch = serializers.UUIDField(default=None, help_text="Only from this batch.")
    item = serializers.UUIDField(default=None, help_text="Only about this item.")
    author = serializers.ChoiceField(
        ["me"], default="", help_text="`me`: only one's own, which is all that annotators see anyway."
    )


class AnnotationRowOut(Out):
    id = serializers.UUIDField(help_text="The annotation.")
    item = WorkItemRowOut(help_text="What it is about.")
    batch = serializers.SerializerMethodField(help_text="The batch it was made in; null when imported.")
    task = serializers.UUIDField(source="task_id", allow_null=True, help_text="Its task; null when imported.")
    state = serializers.ChoiceField(AnnotationState.choices, help_text="Where it stands.")
    revision = serializers.IntegerField(help_text="Its newest revision.")
    author = serializers.CharField(
        source="author.pseudonym",
        default=None,
        allow_null=True,
        help_text="The author's pseudonym; null when imported.",
    )
    mine = serializers.SerializerMethodField(help_text="Whether the person asking made it.")
    schema_version = serializers.UUIDField(
        source="schema_version_id", help_text="What its newest revision was made with."
    )
    reason = serializers.CharField(
        source="return_reason", allow_null=True, help_text="Why it was last sent back; null if it never was."
    )
    created_at = serializers.DateTimeField(help_text="When it was first submitted.")
    saved_at = serializers.DateTimeField(help_text="When its newest revision was saved.")

    @extend_schema_field(serializers.DictField(child=serializers.CharField(), allow_null=True))
    def get_batch(self, annotation: Annotation) -> dict[str, Any] | None:
        if annotation.task is None:
            return None
        return {"id": annotation.task.batch_id, "name": annotation.task.batch.name}

    @extend_schema_field(serializers.BooleanField())
    def get_mine(self, annotation: Annotation) -> bool:
        return annotation.author_id == self.context["request"].user.pk


class PastReviewOut(Out):
    revision = serializers.IntegerField(help_text="The revision that was looked at.")
    decision = serializers.ChoiceField(Review.Decision.choices, help_text="What was decided.")
    reason = serializers.CharField(help_text="Why.")
    regions = serializers.ListField(child=serializers.CharField(), help_text="What the reason is about.")


class TakenOverOut(Out):
    model = serializers.CharField(help_text="The model whose prediction was shown.")
    kept = serializers.IntegerField(help_text="Regions and spans that were taken over as they were.")
    changed = serializers.IntegerField(help_text="That were taken over and changed.")
    turned_down = serializers.IntegerField(help_text="That were not taken over.")
    added = serializers.IntegerField(help_text="That the model did not say.")


class AnnotationOut(AnnotationRowOut):
    item = WorkItemOut(help_text="What it is about.")  # type: ignore[assignment]
    value = serializers.DictField(help_text="The newest value, as it reads under `schema_version`.")
    made_under = serializers.UUIDField(
        help_text="The schema version it was made with: an older one where operations left it as it is."
    )
    waits_for_person = serializers.BooleanField(
        help_text="Whether a change of the schema left a question about it; until then it reads as it was made."
    )
    guideline_version = serializers.UUIDField(allow_null=True, help_text="What it was made with.")
    reviews = PastReviewOut(many=True, help_text="Decisions on it, first to last.")
    prediction = TakenOverOut(
        allow_null=True,
        help_text="What of it came from a model; null where its annotator was shown no prediction.",
    )


def annotation_detail(
    annotation: Annotation,
    revision: AnnotationRevision,
    reading: Reading,
    reviews: list[Review],
    prediction: TakenOver | None,
    context: Any,
) -> dict[str, Any]:
    """As `AnnotationOut` describes."""
    row = AnnotationRowOut(annotation, context=context).data
    return {
        **row,
        "item": work_item(annotation.item),
        "value": reading.value,
        "schema_version": reading.schema_version,
        "made_under": revision.schema_version_id,
        "waits_for_person": reading.waits,
        "guideline_version": revision.guideline_version_id,
        "reviews": PastReviewOut(reviews, many=True).data,
        "prediction": TakenOverOut(prediction).data if prediction else None,
    }


class RevisionOut(Out):
    number = serializers.IntegerField(help_text="1 for the first.")
    value = serializers.DictField(help_text="The value as it was.")
    schema_version = serializers.UUIDField(source="schema_version_id", help_text="What it was made with.")
    guideline_version = serializers.UUIDField(
        source="guideline_version_id", allow_null=True, help_text="What it was made with."
    )
    author = serializers.SerializerMethodField(
        help_text="A pseudonym; null when imported, and for annotators when it is not their own."
    )
    cause = serializers.ChoiceField(Cause.choices, help_text="What made it.")
    seconds = serializers.IntegerField(help_text="Seconds of work.")
    created_at = serializers.DateTimeField(help_text="When it was saved.")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_author(self, revision: AnnotationRevision) -> str | None:
        own = revision.author_id == self.context["request"].user.pk
        shown = revision.author is not None and (own or self.context["names_people"])
        return revision.author.pseudonym if shown and revision.author else None


class RevisionIn(In):
    value = serializers.DictField(help_text="The whole value.")
    schema_version = serializers.UUIDField(help_text="The schema version that the value was made with.")
    guideline_version = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text=(
            "The guideline version that the author had confirmed when they did this. Another one does not count: then the newest "
            "that they have confirmed is stored. Of a curator, what they went by."
        ),
    )
    seconds = seconds_field()


class ReviewOut(Out):
    id = serializers.UUIDField(help_text="The review.")
    revision = serializers.IntegerField(help_text="The revision that was looked at.")
    decision = serializers.ChoiceField(Review.Decision.choices, help_text="What was decided.")
    reason = serializers.CharField(help_text="Why; may be empty unless it was returned.")
    regions = serializers.ListField(child=serializers.CharField(), help_text="What the reason is about.")
    reviewer = serializers.CharField(source="reviewer.pseudonym", help_text="A pseudonym.")
    created_at = serializers.DateTimeField(help_text="When.")


class ReviewIn(In):
    decision = serializers.ChoiceField(
        Review.Decision.choices,
        help_text="`accepted`, `fixed` (send the `value`) or `returned` (send a `reason`).",
    )
    revision = serializers.IntegerField(min_value=1, help_text="The revision that was looked at.")
    reason = serializers.CharField(
        allow_blank=True,
        max_length=5000,
        default="",
        help_text="Needed to return work; the annotator reads it.",
    )
    regions = serializers.ListField(
        child=serializers.CharField(max_length=36),
        max_length=1000,
        default=list,
        help_text="Ids of the regions that the reason is about.",
    )
    value = serializers.DictField(
        allow_null=True, default=None, help_text="With `fixed`: the whole value as it should be."
    )
    schema_version = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text="With `fixed`: what `value` was made with; left out, that of the revision.",
    )
    seconds = seconds_field()


class ReviewedOut(ReviewOut):
    annotation = serializers.UUIDField(source="annotation_id", help_text="The annotation.")
    state = serializers.CharField(source="annotation.state", help_text="Where the annotation stands now.")
    current_revision = serializers.IntegerField(
        source="annotation.revision", help_text="Its newest revision: the fix, if there was one."
    )


class NextReviewIn(In):
    batch = serializers.UUIDField(allow_null=True, default=None, help_text="Only from this batch.")
    without = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=5,
        default=list,
        help_text="Annotations that the browser has already: asking for the one after them fetches ahead.",
    )


class ToReviewOut(Out):
    annotation = serializers.UUIDField(help_text="What to look at.")
    batch = BatchNoteOut(help_text="The batch that it was made in.")
    item = WorkItemOut(help_text="What it is about.")
    value = serializers.DictField(help_text="What the annotator says.")
    revision = serializers.IntegerField(help_text="Send it back with the decision.")
    schema_version = serializers.UUIDField(help_text="The schema version that `value` reads under.")
    guideline_version = serializers.UUIDField(allow_null=True, help_text="What it was made with.")
    author_pseudonym = serializers.CharField(help_text="How its author is called here.")
    seconds = serializers.IntegerField(help_text="Seconds of work.")
    review_until = serializers.DateTimeField(help_text="How long it is kept from other reviewers.")
    history = PastReviewOut(many=True, help_text="Earlier decisions, first to last.")


def to_review(found: ToReview) -> dict[str, Any]:
    annotation, revision = found.annotation, found.revision
    batch = annotation.task.batch  # type: ignore[union-attr]  # only work on tasks is reviewed
    return {
        "annotation": annotation.pk,
        "batch": {"id": batch.pk, "name": batch.name, "instructions": batch.instructions},
        "item": work_item(annotation.item),
        "value": found.reading.value,
        "revision": revision.number,
        "schema_version": found.reading.schema_version,
        "guideline_version": revision.guideline_version_id,
        "author_pseudonym": annotation.author.pseudonym if annotation.author else "",
        "seconds": revision.seconds,
        "review_until": annotation.review_until,
        "history": PastReviewOut(found.history, many=True).data,
    }


class DayOut(Out):
    date = serializers.DateField(help_text="A day in UTC.")
    submitted = serializers.IntegerField(help_text="Annotations first submitted on it.")
    reviewed = serializers.IntegerField(help_text="Decisions made on it.")
    returned = serializers.IntegerField(help_text="Of those, how many sent work back.")


class AnnotatorProgressOut(Out):
    person = PersonOut(help_text="Who.")
    submitted = serializers.IntegerField(help_text="All annotations the person has made.")
    accepted = serializers.IntegerField(help_text="Of those, accepted now.")
    returned = serializers.IntegerField(help_text="Of those, sent back now.")
    seconds = serializers.FloatField(allow_null=True, help_text="Median seconds of work on one save.")
    last_at = serializers.DateTimeField(allow_null=True, help_text="When the person last started a new one.")


class ProgressOut(Out):
    items = serializers.IntegerField(
        allow_null=True, help_text="Items of the project; null for a vendor's lead."
    )
    unbatched = serializers.IntegerField(
        allow_null=True, help_text="Items that are in no batch yet; null for a vendor's lead."
    )
    tasks = serializers.SerializerMethodField(help_text="How many tasks are in which state.")
    days = DayOut(many=True, help_text="The last fourteen days, oldest first.")
    seconds = serializers.FloatField(
        allow_null=True, help_text="Median seconds of work on one save; null before the first."
    )
    returned_open = serializers.IntegerField(help_text="Returned work that waits for its annotator.")
    annotators = AnnotatorProgressOut(many=True, help_text="Who has made most, first.")

    @extend_schema_field(CountsOut)
    def get_tasks(self, progress: Progress) -> dict[str, int]:
        return counts(progress.tasks)
