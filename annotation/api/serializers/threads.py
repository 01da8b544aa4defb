"""Questions in requests and answers. Who reads decides what is in an answer: see `annotation.queries.threads`."""

from __future__ import annotations

import math
from typing import Any

from rest_framework import serializers

from annotation.api.serializers.items import WorkItemOut, work_item
from annotation.models import AssignmentState, Message, Thread, ThreadState
from annotation.models.thread import LONGEST_PUBLISHED
from annotation.naming import renamed
from annotation.queries.threads import Author, Cast, Reader, sees_work
from labelwright.errors import Words
from labelwright.rest.language import translated
from labelwright.rest.pagination import PageIn
from labelwright.rest.serializers import In, Out

LONGEST, MOST_MARKS, MOST_TOPICS = 10_000, 50, 200
KEY = r"^[a-z][a-z0-9_-]{0,62}$"
SIZES = {"point": 2, "box": 4}
PARTS = ["me", "colleague", "annotator", "curator"]


def key_field(what: str, **options: Any) -> serializers.RegexField:
    return serializers.RegexField(KEY, help_text=what, **options)


class MarkIn(In):
    type = serializers.ChoiceField(sorted(SIZES), help_text="What is drawn.")
    at = serializers.ListField(
        child=serializers.FloatField(),
        max_length=4,
        help_text="Pixels of the upright image: `[x, y]`, or `[x, y, width, height]` of a box.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        size = SIZES[attrs["type"]]
        if len(attrs["at"]) != size or not all(math.isfinite(number) for number in attrs["at"]):
            raise serializers.ValidationError(
                {"at": translated(Words("Expected {size} numbers here.", size=size))}
            )
        return {"type": attrs["type"], "at": attrs["at"]}


def marks_field() -> MarkIn:
    return MarkIn(  # type: ignore[call-arg]  # DRF's own, of lists
        many=True, required=False, max_length=MOST_MARKS, help_text="Drawn on the image."
    )


class ThreadsIn(PageIn):
    text = serializers.CharField(
        max_length=200, default="", allow_blank=True, help_text="Only where all these words are said."
    )
    state = serializers.ChoiceField(ThreadState.choices, required=False, help_text="Only in this state.")
    field = key_field("Only about this field.", required=False)
    label = key_field("Only about this label.", required=False)  # type: ignore[assignment]
    section = key_field("Only about this section of the guideline.", required=False)
    batch = serializers.UUIDField(required=False, help_text="Only from this batch.")
    vendor = serializers.UUIDField(required=False, help_text="Only from this vendor's people.")
    item = serializers.UUIDField(required=False, help_text="Only about this item.")
    mine = serializers.BooleanField(default=False, help_text="Only asked by me or assigned to me.")
    mentioned = serializers.BooleanField(default=False, help_text="Only where I was mentioned.")
    unread = serializers.BooleanField(default=False, help_text="Only with something that is new to me.")
    overdue = serializers.BooleanField(
        default=False, help_text="Only those that wait for an answer longer than they should."
    )


class QuestionIn(In):
    body = serializers.CharField(max_length=LONGEST, help_text="The question, in Markdown.")
    marks = marks_field()
    assignment = serializers.UUIDField(
        allow_null=True, default=None, help_text="My assignment that it is about; item and batch are its own."
    )
    item = serializers.UUIDField(
        allow_null=True, default=None, help_text="The item that it is about; not needed with an assignment."
    )
    batch = serializers.UUIDField(
        allow_null=True, default=None, help_text="The batch that it is about; not needed with an assignment."
    )
    field = key_field("The field that it is about.", default="", allow_blank=True)
    label = key_field("The label that it is about; a region brings its own.", default="", allow_blank=True)  # type: ignore[assignment]
    section = key_field(
        "The section of the published guideline that it is about.", default="", allow_blank=True
    )
    region = serializers.DictField(
        allow_null=True,
        default=None,
        help_text="The region that it is about, as in a value; it is kept as it is now.",
    )
    schema_version = serializers.UUIDField(
        allow_null=True, default=None, help_text="The schema version that the region was drawn with."
    )
    park = serializers.BooleanField(
        default=False, help_text="Put the task aside until there is an answer; then it comes back first."
    )


class MessagesIn(PageIn):
    """Oldest first."""


class MessageIn(In):
    body = serializers.CharField(max_length=LONGEST, help_text="What is said, in Markdown.")
    marks = marks_field()
    answer = serializers.BooleanField(
        default=False, help_text="A curator's answer. Without it, what a curator says asks back."
    )


class ResolveIn(In):
    resolution = serializers.ChoiceField(Thread.Resolution.choices, help_text="What follows from it.")
    section = key_field("The section of the guideline that says it, or is to.", default="", allow_blank=True)
    body = serializers.CharField(
        max_length=LONGEST, default="", allow_blank=True, help_text="A last answer; needed if there is none."
    )


class MergeIn(In):
    into = serializers.UUIDField(help_text="The question that this one repeats.")


class PublishAnswerIn(In):
    question = serializers.CharField(
        max_length=LONGEST_PUBLISHED, help_text="The question as everybody reads it, without names."
    )
    answer = serializers.CharField(
        max_length=LONGEST_PUBLISHED, help_text="The answer as everybody reads it."
    )


class ThreadChangeIn(In):
    assigned_to = serializers.UUIDField(allow_null=True, help_text="Who is to answer; null for nobody.")


class SimilarIn(In):
    text = serializers.CharField(max_length=2000, help_text="A question, or its beginning.")


class AnswersIn(PageIn):
    field = key_field("Only about this field.", required=False)
    label = key_field("Only about this label.", required=False)  # type: ignore[assignment]
    section = key_field("Only about this section of the guideline.", required=False)


# ---- out ------------------------------------------------------------------------------------------------
class AuthorOut(Out):
    part = serializers.ChoiceField(PARTS, help_text="Who that is to the reader.")
    id = serializers.UUIDField(source="person.id", default=None, allow_null=True, help_text="The person.")
    pseudonym = serializers.CharField(
        source="person.pseudonym", default=None, allow_null=True, help_text="How work calls them."
    )
    vendor = serializers.CharField(
        source="person.vendor", default=None, allow_null=True, help_text="Their vendor; null in house."
    )
    name = serializers.CharField(
        source="person.name", default=None, allow_null=True, help_text="Only for those who may see names."
    )


def author(who: Author) -> dict[str, Any]:
    person = who.person
    return {
        "part": who.part,
        "id": person.id if person else None,
        "pseudonym": person.pseudonym if person else None,
        "vendor": person.vendor if person else None,
        "name": person.name if person else None,
    }


class MentionedIn(In):
    text = serializers.CharField(
        max_length=100, default="", allow_blank=True, help_text="A part of what the reader may see of them."
    )


class MentionedOut(Out):
    results = AuthorOut(many=True, help_text="At most 20, by pseudonym.")


class ThreadBatchOut(Out):
    id = serializers.UUIDField(help_text="The batch.")
    name = serializers.CharField(help_text="Its name.")


class ThreadVendorOut(Out):
    id = serializers.UUIDField(help_text="The vendor.")
    name = serializers.CharField(help_text="Its name.")


class AnswererOut(Out):
    id = serializers.UUIDField(help_text="The person.")
    name = serializers.CharField(help_text="Their name.")


class ThreadFacetsOut(Out):
    batches = ThreadBatchOut(many=True, help_text="Batches that questions came from, by name.")
    vendors = ThreadVendorOut(
        many=True, help_text="Vendors whose people asked; none for those who see one vendor's questions."
    )
    answerers = AnswererOut(
        many=True, help_text="Who can be asked to answer; none for those who cannot ask them."
    )


class ThreadTopicsOut(Out):
    batches = ThreadBatchOut(many=True, help_text="The newest first, at most 200.")


class ThreadRowOut(Out):
    id = serializers.UUIDField(help_text="The question.")
    state = serializers.ChoiceField(ThreadState.choices, help_text="What it waits for.")
    resolution = serializers.ChoiceField(
        [*Thread.Resolution.choices, ("", "")], help_text="What followed from it; empty before that."
    )
    excerpt = serializers.CharField(help_text="How the question begins.")
    field = serializers.CharField(help_text="The field that it is about; may be empty.")
    label = serializers.CharField(help_text="The label that it is about; may be empty.")  # type: ignore[assignment]
    section = serializers.CharField(help_text="The section of the guideline; may be empty.")
    batch = ThreadBatchOut(allow_null=True, help_text="The batch that it came from.")
    asked_by = AuthorOut(help_text="Who asked.")
    asked_at = serializers.DateTimeField(help_text="When it was asked.")
    due_at = serializers.DateTimeField(help_text="By when it should have an answer.")
    is_overdue = serializers.BooleanField(help_text="Whether it has waited longer than that.")
    assigned_to = AuthorOut(allow_null=True, help_text="Who is to answer; only for those who see everything.")
    last_at = serializers.DateTimeField(help_text="When something was said last.")
    unread = serializers.BooleanField(help_text="Whether there is something new to the reader.")
    mentions_me = serializers.BooleanField(help_text="Whether the reader was mentioned in it.")
    published = serializers.BooleanField(help_text="Whether everybody may read the answer.")


class GuidelineAnswerOut(Out):
    guideline_version = serializers.UUIDField(help_text="The version or draft of the guideline.")
    number = serializers.IntegerField(allow_null=True, help_text="Its number; null for a draft.")
    section = serializers.CharField(help_text="The section.")


class ThreadMayOut(Out):
    answer = serializers.BooleanField(help_text="Answer, resolve, assign, merge, publish.")
    reopen = serializers.BooleanField(help_text="Ask that it be looked at again.")


class ThreadOut(ThreadRowOut):
    item = WorkItemOut(
        allow_null=True, help_text="The item; null where there is none or it is not the reader's."
    )
    item_gone = serializers.BooleanField(
        help_text="Whether it was about an item that has been deleted since; what was said stays."
    )
    region = serializers.DictField(
        allow_null=True, help_text="The region as it was when the question was asked; null as for the item."
    )
    draft = serializers.DictField(
        allow_null=True, help_text="The work around it as it was then; null likewise."
    )
    schema_version = serializers.UUIDField(allow_null=True, help_text="The schema version of both.")
    parked = serializers.UUIDField(
        allow_null=True, help_text="The reader's assignment that waits for the answer; null for none."
    )
    public_question = serializers.CharField(help_text="The question as everybody reads it; may be empty.")
    public_answer = serializers.CharField(help_text="The answer as everybody reads it; may be empty.")
    guideline_answers = GuidelineAnswerOut(many=True, help_text="Guideline versions that take it up.")
    duplicates = serializers.IntegerField(
        allow_null=True, help_text="Questions that were merged into it; null for those who see one vendor's."
    )
    may = ThreadMayOut(help_text="What the reader may do with it.")
    version = serializers.IntegerField(help_text="For If-Match when it is changed.")


class MessageOut(Out):
    id = serializers.UUIDField(help_text="The message.")
    kind = serializers.ChoiceField(Message.Kind.choices, help_text="Question, reply or answer.")
    author = AuthorOut(help_text="Who said it.")
    body = serializers.CharField(
        help_text="Markdown. `@` and a pseudonym mention somebody; whom the reader may not know is left out."
    )
    mentions = AuthorOut(many=True, help_text="Who is mentioned, of those whom the reader may know.")
    marks = MarkIn(many=True, help_text="Drawn on the image; none for those who do not see it.")
    created_at = serializers.DateTimeField(help_text="When it was said.")


class ThreadCountsOut(Out):
    open = serializers.IntegerField(help_text="Questions that the reader sees and that wait for a curator.")
    overdue = serializers.IntegerField(help_text="Those of them that waited too long.")
    unread = serializers.IntegerField(
        help_text="Questions with something new: of all that are not resolved to who answers, of one's own to others."
    )


class SimilarOut(Out):
    thread = serializers.UUIDField(
        allow_null=True,
        help_text="The question where the reader may see all of it; null for a published one.",
    )
    public_id = serializers.UUIDField(allow_null=True, help_text="What was published; null for nothing.")
    question = serializers.CharField(help_text="The question.")
    answer = serializers.CharField(help_text="The answer, in Markdown.")
    field = serializers.CharField(help_text="The field that it is about; may be empty.")
    label = serializers.CharField(help_text="The label that it is about; may be empty.")  # type: ignore[assignment]


class SimilarsOut(Out):
    results = SimilarOut(many=True, help_text="The most alike first.")


class PublishedAnswerOut(Out):
    id = serializers.UUIDField(source="public_id", help_text="The published answer.")
    question = serializers.CharField(source="public_question", help_text="The question.")
    answer = serializers.CharField(source="public_answer", help_text="The answer, in Markdown.")
    field = serializers.CharField(help_text="The field that it is about; may be empty.")
    label = serializers.CharField(help_text="The label that it is about; may be empty.")  # type: ignore[assignment]
    section = serializers.CharField(help_text="The section of the guideline; may be empty.")
    published_at = serializers.DateTimeField(help_text="When it was published.")


class WeakSpotOut(Out):
    questions = serializers.IntegerField(help_text="Questions about it, duplicates not among them.")
    asked_again = serializers.IntegerField(help_text="Questions about it that were merged into another.")
    answered = serializers.IntegerField(help_text="Questions that are answered or resolved.")
    median_wait = serializers.FloatField(
        allow_null=True, help_text="Seconds until half of these had an answer; null where none has."
    )
    changed = serializers.IntegerField(
        help_text="Answered questions after which the guideline is made clearer or the schema changes."
    )


class WeakLabelOut(WeakSpotOut):
    field = serializers.CharField(help_text="Key of the field; may be empty.")
    label = serializers.CharField(help_text="Key of the label or option.")  # type: ignore[assignment]


class WeakSectionOut(WeakSpotOut):
    section = serializers.CharField(help_text="Key of the guideline's section.")


class WeakSpotsOut(Out):
    labels = WeakLabelOut(
        many=True, help_text="Labels and options that are asked about, at most 500; most questions first."
    )
    sections = WeakSectionOut(
        many=True, help_text="Sections of the guideline that are asked about, at most 500; likewise."
    )
    nowhere = serializers.IntegerField(help_text="Questions that name neither a label nor a section.")


def row(reader: Reader, thread: Thread, cast: Cast) -> dict[str, Any]:
    """As `ThreadRowOut` describes."""
    given = thread.assigned_to_id if reader.everything else None
    return {
        "id": thread.pk,
        "state": thread.state,
        "resolution": thread.resolution,
        "excerpt": thread.excerpt,
        "field": thread.field,
        "label": thread.label,
        "section": thread.section,
        "batch": {"id": thread.batch.pk, "name": thread.batch.name} if thread.batch else None,
        "asked_by": author(cast.author(thread.asked_by_id, by_curator=False)),
        "asked_at": thread.asked_at,
        "due_at": thread.due_at,
        "is_overdue": thread.state == ThreadState.OPEN and thread.due_at < cast.instant,
        "assigned_to": author(cast.author(given, by_curator=True)) if given else None,
        "last_at": thread.last_at,
        "unread": thread.unread,  # type: ignore[attr-defined]  # every query of ours says it
        "mentions_me": thread.mentions_me,  # type: ignore[attr-defined]  # and this
        "published": thread.public_id is not None,
    }


def whole(reader: Reader, thread: Thread, cast: Cast, duplicates: int) -> dict[str, Any]:
    """As `ThreadOut` describes."""
    shown = sees_work(reader, thread)
    mine = thread.asked_by_id == reader.who.user.pk
    parked = thread.assignment if mine else None
    waits = (
        parked is not None and parked.state == AssignmentState.PARKED and parked.parked_for_id == thread.pk
    )
    return {
        **row(reader, thread, cast),
        "item": work_item(thread.item) if thread.item and shown else None,
        "item_gone": thread.item_gone,
        "region": thread.region if shown else None,
        "draft": thread.draft if shown else None,
        "schema_version": thread.schema_version_id if shown else None,
        "parked": parked.pk if parked and waits else None,
        "public_question": thread.public_question,
        "public_answer": thread.public_answer,
        "guideline_answers": [
            {
                "guideline_version": each.guideline_version_id,
                "number": each.guideline_version.number,
                "section": each.section,
            }
            for each in thread.guideline_answers.all()
            if reader.everything or each.guideline_version.number is not None
        ],
        "duplicates": duplicates if reader.everything else None,
        "may": {"answer": reader.answers, "reopen": reader.answers or mine},
        "version": thread.version,
    }


def message(
    reader: Reader, thread: Thread, found: Message, cast: Cast, mentioned: dict[str, Author]
) -> dict[str, Any]:
    """As `MessageOut` describes; `mentioned` by pseudonym."""
    unknown = [pseudonym for pseudonym, who in mentioned.items() if who.person is None]
    nobody = translated("@curator")
    return {
        "id": found.pk,
        "kind": found.kind,
        "author": author(cast.author(found.author_id, by_curator=found.by_curator)),
        "body": renamed(found.body, dict.fromkeys(unknown, nobody)),
        "mentions": [author(who) for who in mentioned.values() if who.person is not None],
        "marks": found.marks if sees_work(reader, thread) else [],
        "created_at": found.created_at,
    }
