"""Questions of people who label, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models.work import Assignment, Batch, Item, Task
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from labelwright.accounts.models import Vendor
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL
LONGEST_PUBLISHED = 5_000  # characters
EXCERPT = 200


class ThreadState(models.TextChoices):
    OPEN = "open"  # waits for a curator
    WAITING = "waiting"  # the curator has asked back
    ANSWERED = "answered"
    RESOLVED = "resolved"  # answered, and it is said what follows from it


class Thread(models.Model):
    """A question and its answers, pinned to what it is about, as that was when it was asked.

    A duplicate points to the thread it was merged into. It stays the conversation with its own asker, who may belong to
    another vendor: what the curator answers there is said here too, and nothing else crosses over.
    """

    class Resolution(models.TextChoices):
        AS_WRITTEN = "as_written"
        CLARIFY_GUIDELINE = "clarify_guideline"
        CHANGE_SCHEMA = "change_schema"
        DATA_PROBLEM = "data_problem"
        WONT_CHANGE = "wont_change"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="threads")
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="threads")
    item_gone = models.BooleanField(default=False)  # it was about an item that has been deleted since
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="threads"
    )
    field = models.CharField(max_length=63, blank=True)
    label = models.CharField(max_length=63, blank=True)
    section = models.CharField(max_length=63, blank=True)  # key of a guideline section
    region_id = models.CharField(max_length=36, blank=True)
    region = models.JSONField(null=True, blank=True)  # a copy, as it was when the question was asked
    draft = models.JSONField(null=True, blank=True)  # so is the unfinished work around it
    schema_version = models.ForeignKey(
        SchemaVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Whose people may read it beside the curators; None: those in house.
    vendor = models.ForeignKey(Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    excerpt = models.CharField(max_length=EXCERPT)  # how the question begins, for lists

    state = models.CharField(max_length=10, choices=ThreadState.choices, default=ThreadState.OPEN)
    resolution = models.CharField(max_length=20, choices=Resolution.choices, blank=True)
    assigned_to = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()  # by when somebody should have answered
    answered_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    last_at = (
        models.DateTimeField()
    )  # of the newest message, and whose it is: what is unread is found by them
    last_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    # What everybody may read: in words of its own, under an id of its own. The thread's id would tell when it was asked.
    public_id = models.UUIDField(null=True, blank=True, unique=True)
    public_question = models.CharField(max_length=LONGEST_PUBLISHED, blank=True)
    public_answer = models.CharField(max_length=LONGEST_PUBLISHED, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item_gone=False) | Q(item__isnull=True), name="items_that_are_gone_are_not_there"
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False) & ~Q(resolution="")
                | ~Q(state="resolved") & Q(resolved_at__isnull=True, resolution=""),
                name="resolved_threads_say_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="answered_threads_have_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True, region_id="") | Q(region__isnull=False) & ~Q(region_id=""),
                name="regions_of_threads_are_whole",
            ),
            models.CheckConstraint(
                condition=Q(public_id__isnull=True, published_at__isnull=True)
                | Q(public_id__isnull=False, published_at__isnull=False)
                & ~Q(public_question="")
                & ~Q(public_answer=""),
                name="published_threads_say_something",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="threads_are_not_their_own_duplicate",
            ),
        ]
        indexes = [
            # the inbox; a vendor's page; one's own
            models.Index(fields=["project", "-id"], name="threads_of_a_project"),
            models.Index(fields=["project", "vendor", "-id"], name="threads_of_a_vendor"),
            models.Index(fields=["asked_by", "project", "-id"], name="threads_of_a_person"),
            # how many wait for a curator, and which of them too long
            models.Index(
                fields=["project", "due_at"], condition=Q(state="open", merged_into=None), name="open_threads"
            ),
            models.Index(
                fields=["project", "-published_at"],
                condition=Q(published_at__isnull=False),
                name="published_threads",
            ),
        ]

    def __str__(self) -> str:
        return self.excerpt


class Message(models.Model):
    """One thing said in a thread. Never edited, never deleted: a trigger refuses it."""

    class Kind(models.TextChoices):
        QUESTION = "question"  # the first
        REPLY = "reply"
        ANSWER = "answer"  # a curator's, that settles it

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.ForeignKey(Thread, db_index=False, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_curator = models.BooleanField(
        default=False
    )  # said as one who answers, not as one of the asker's vendor
    kind = models.CharField(max_length=10, choices=Kind.choices)
    body = models.TextField()  # Markdown
    marks = models.JSONField(default=list)  # on the image: points and boxes in its pixels
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(kind="question"), name="one_question_per_thread"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="messages_say_something"),
        ]
        indexes = [models.Index(fields=["thread", "id"], name="messages_of_a_thread")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.body[:60]}"


class Mention(models.Model):
    """That a message names a person who may read its thread. It is new to them until they have read up to it."""

    message = models.ForeignKey(Message, db_index=False, on_delete=models.PROTECT, related_name="mentions")
    thread = models.ForeignKey(Thread, db_index=False, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, db_index=False, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "user"], name="one_mention_per_message"),
        ]
        # whether somebody was mentioned in a thread; where a person was
        indexes = [models.Index(fields=["user", "thread"], name="mentions_of_a_person")]


class ThreadRead(models.Model):
    """Up to when a person has read a thread."""

    thread = models.ForeignKey(Thread, db_index=False, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="one_read_mark_per_person")]


class ThreadTerm(models.Model):
    """A word or pair of characters of a thread, for those who may read it: what questions are searched and found alike by.

    `audience` keeps the readers apart in the index itself, so that a search sees, counts and ranks by nothing of others.
    While a thread has no answer, its audience is marked as waiting: it is searched, but is no answer to anybody.
    """

    project = models.ForeignKey(Project, db_index=False, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=44)  # a vendor's id, "house", "curators" or "all"
    term = models.CharField(max_length=8)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "term", "audience", "thread"], name="one_row_per_term_of_a_thread"
            )
        ]


class GuidelineAnswer(models.Model):
    """That a guideline version takes up a thread. Made with the draft; a discarded draft takes it with it."""

    thread = models.ForeignKey(
        Thread, db_index=False, on_delete=models.CASCADE, related_name="guideline_answers"
    )
    guideline_version = models.ForeignKey(
        GuidelineVersion, on_delete=models.CASCADE, related_name="answers_threads"
    )
    section = models.CharField(max_length=63)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "guideline_version"], name="a_version_answers_once")
        ]


class ItemProblem(models.Model):
    """That an item is no good, with what showed it: a question, or the reason for which somebody skipped it."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="problem")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    flagged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(thread__isnull=False, assignment__isnull=True)
                | Q(thread__isnull=True, assignment__isnull=False),
                name="one_thing_shows_a_problem",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.thread or self.assignment}"
