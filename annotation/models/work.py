"""Who said what about which item.

A foreign key has `db_index=False` where a constraint or an index of the table begins with its column.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidelines.models import GuidelineVersion, Project, SchemaVersion
from labelwright.accounts.models import Organisation
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL


class Asset(models.Model):
    """A stored file, named by the hash of its bytes. Organisations share none: a shared one would tell what others have."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=50)
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels of the upright image
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.FloatField(null=True, blank=True)  # seconds of a sound
    sample_rate = models.PositiveIntegerField(null=True, blank=True)  # of a sound, per second and channel
    channels = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="one_asset_per_content")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def storage_name(self) -> str:
        """Where the bytes are in the storage; made from the hash, never from what a user sent."""
        return f"assets/{self.organisation_id.hex}/{self.sha256[:2]}/{self.sha256}"


class Item(models.Model):
    """One immutable piece of source data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=20)  # image, text, audio
    asset = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(null=True, blank=True)  # noqa: DJ001  an item of another kind has no text at all
    content_hash = models.CharField(max_length=64)  # SHA-256 of the kind and the bytes
    external_id = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001  unique where given
    group_key = models.CharField(max_length=200, blank=True)  # items of one group stay in one split
    metadata = models.JSONField(default=dict)
    source = models.CharField(max_length=600, blank=True)  # the file and line it was read from
    import_id = models.UUIDField(null=True, blank=True)  # imports are on a floor above
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "content_hash"], name="one_item_per_content"),
            models.UniqueConstraint(fields=["project", "external_id"], name="one_item_per_external_id"),
            models.CheckConstraint(
                condition=Q(asset__isnull=False) | Q(text__isnull=False), name="items_have_content"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="items_in_order"),
            # what an import added, page by page
            models.Index(
                fields=["import_id", "id"], condition=Q(import_id__isnull=False), name="items_of_an_import"
            ),
        ]

    def __str__(self) -> str:
        return self.external_id or str(self.id)


class BatchState(models.TextChoices):
    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Batch(models.Model):
    """Work sent out together."""

    class Kind(models.TextChoices):
        TRAINING = "training"
        PILOT = "pilot"
        PRODUCTION = "production"
        RECHECK = "recheck"  # labels made before a rule changed, looked at again

    class ReviewPolicy(models.TextChoices):
        NONE = "none"  # what is submitted is accepted
        ALL = "all"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRODUCTION)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    overlap = models.PositiveSmallIntegerField(default=1)
    review_policy = models.CharField(max_length=10, choices=ReviewPolicy.choices, default=ReviewPolicy.ALL)
    lease_minutes = models.PositiveIntegerField(default=30)
    instructions = models.TextField(blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)  # of a task
    due_at = models.DateTimeField(null=True, blank=True)
    # Of a training: the share of right answers, in percent, that it is passed with. Null for other batches, and for trainings
    # from before there was feedback: those are done as other batches are.
    pass_mark = models.PositiveSmallIntegerField(null=True, blank=True)
    # What has to be passed before anybody gets a task of this one.
    training = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="required_by"
    )
    # Whether its annotators are shown what models said, to take over or turn down. It saves time, and it sways people.
    shows_predictions = models.BooleanField(default=False)
    size = models.PositiveIntegerField(default=0)  # items in it; each has `overlap` tasks
    filling = models.UUIDField(null=True, blank=True)  # the job that still adds items
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="one_batch_per_name"),
            # In a training everybody does every item: it has as many slots as people.
            models.CheckConstraint(
                condition=Q(overlap__gte=1) & (Q(overlap__lte=50) | Q(pass_mark__isnull=False)),
                name="overlap_is_sane",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True)
                | Q(pass_mark__gte=1, pass_mark__lte=100, kind="training", training__isnull=True),
                name="trainings_have_a_pass_mark",
            ),
            models.CheckConstraint(
                condition=Q(training__isnull=True) | Q(kind__in=["pilot", "production"]),
                name="trainings_come_before_real_work",
            ),
            # Where people are measured, or say again what they think, a model has no say.
            models.CheckConstraint(
                condition=Q(shows_predictions=False) | Q(kind__in=["pilot", "production"]),
                name="predictions_are_for_real_work",
            ),
            models.CheckConstraint(condition=Q(lease_minutes__gte=1), name="leases_last"),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="prices_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gives_feedback(self) -> bool:
        """Whether it is a training: what is submitted is measured by the gold answer at once, and is no annotation."""
        return self.pass_mark is not None


class BatchAnnotator(models.Model):
    """A person who may take tasks of the batch."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="annotators")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "user"], name="one_row_per_batch_annotator")]


class TaskState(models.TextChoices):
    OPEN = "open"  # nobody has it
    LEASED = "leased"  # one person has it, until the lease ends
    RETURNED = "returned"  # a reviewer sent it back to its annotator
    SUBMITTED = "submitted"  # waits for review
    ACCEPTED = "accepted"
    SKIPPED = "skipped"  # by everybody who could have done it, or set aside by a curator


class Task(models.Model):
    """One item to be done once: `overlap` tasks an item. The row is the slot; whoever holds it stands in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, db_index=False, on_delete=models.PROTECT, related_name="tasks")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="tasks")
    slot = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    position = (
        models.PositiveIntegerField()
    )  # the order in which tasks go out; random, so that it tells nothing
    annotator = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "item", "slot"], name="one_task_per_slot"),
            # Overlap means different people: the database refuses a second slot of the same item to one person.
            models.UniqueConstraint(
                fields=["batch", "item", "annotator"],
                condition=Q(annotator__isnull=False),
                name="one_slot_of_an_item_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "skipped"]) | Q(annotator__isnull=False),
                name="held_tasks_have_a_holder",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(annotator__isnull=True), name="open_tasks_have_no_holder"
            ),
        ]
        indexes = [
            # next-task: the first open slots of a batch; what was returned to a person
            models.Index(fields=["batch", "position"], condition=Q(state="open"), name="open_tasks"),
            models.Index(fields=["annotator", "batch", "state"], name="tasks_of_a_person"),
            models.Index(fields=["batch", "state"], name="tasks_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.item} #{self.slot} {self.state}"


class AssignmentState(models.TextChoices):
    ACTIVE = "active"
    PARKED = "parked"  # put aside until a question is answered: still theirs, and does not run out
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    RELEASED = "released"
    SKIPPED = "skipped"
    EXTRA = "extra"  # its work came after the task had gone to somebody else


class Assignment(models.Model):
    """The lease of a task by one person. A draft of the work is kept on it, so that it survives the browser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(User, db_index=False, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.ACTIVE)
    leased_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    skip_reason = models.CharField(max_length=500, blank=True)
    # The unsubmitted work: never a revision, never able to replace one.
    draft = models.JSONField(null=True, blank=True)
    draft_schema_version = models.ForeignKey(
        SchemaVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    draft_version = models.PositiveIntegerField(default=0)
    draft_seconds = models.PositiveIntegerField(default=0)
    # The question that it was put aside for, and since when that has an answer: then it comes back first.
    parked_for = models.ForeignKey(
        "Thread", null=True, blank=True, on_delete=models.PROTECT, related_name="parked"
    )
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two people never hold the same task.
            models.UniqueConstraint(
                fields=["task"], condition=Q(state__in=["active", "parked"]), name="one_holder_per_task"
            ),
            models.CheckConstraint(
                condition=~Q(state="parked") | Q(parked_for__isnull=False), name="parked_for_a_question"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="active"), name="leases_by_end"),
            models.Index(fields=["user", "state"], name="assignments_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.state}"


class AnnotationState(models.TextChoices):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXTRA = "extra"  # came after its lease had gone to somebody else: kept, but does not count


class Annotation(models.Model):
    """What one author says about one item, as a chain of revisions; `revision` is the number of the newest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="annotations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="annotations")
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations"
    )
    author = models.ForeignKey(
        User, db_index=False, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=AnnotationState.choices, default=AnnotationState.SUBMITTED
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    # Who looks at it now, so that two reviewers do not do the same work.
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    review_until = models.DateTimeField(null=True, blank=True)
    import_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(task__isnull=False) & ~Q(state="extra"),
                name="one_counting_annotation_per_task",
            ),
            # Re-importing the same labels changes nothing.
            models.UniqueConstraint(
                fields=["item"], condition=Q(task__isnull=True), name="one_imported_annotation_per_item"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "id"], name="annotations_by_state"),
            models.Index(fields=["author", "-id"], name="annotations_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.item} r{self.revision}"


class Cause(models.TextChoices):
    HUMAN = "human"
    IMPORT = "import"
    PREDICTION = "prediction"
    REVIEW = "review"
    MIGRATION = "migration"
    CONSENSUS = "consensus"
    REVERT = "revert"
    RECHECK = "recheck"  # a rule had changed since: never anybody's error


class AnnotationRevision(models.Model):
    """One state of an annotation. Never edited, never deleted: a trigger refuses it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    annotation = models.ForeignKey(
        Annotation, db_index=False, on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    value = models.JSONField()
    schema_version = models.ForeignKey(
        SchemaVersion, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    guideline_version = models.ForeignKey(
        GuidelineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        User, db_index=False, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.CharField(max_length=12, choices=Cause.choices)
    seconds = models.PositiveIntegerField(default=0)  # of work, idle time not counted
    # The browser's key of this save: the same save sent twice is one revision.
    client_key = models.CharField(max_length=100, null=True, blank=True)  # noqa: DJ001  unique where given
    # With cause `migration` or `revert`: which one wrote it.
    migration = models.ForeignKey(
        "SchemaMigration", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotation", "number"], name="revisions_are_numbered"),
            models.UniqueConstraint(fields=["author", "client_key"], name="one_revision_per_save"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revisions_start_at_one"),
        ]
        indexes = [
            # what was said under a schema version, annotation by annotation: to take the version back
            models.Index(fields=["schema_version", "annotation"], name="revisions_under_a_version"),
        ]

    def __str__(self) -> str:
        return f"r{self.number} ({self.cause})"


class LabelUse(models.Model):
    """How often the newest revision of an annotation uses a label: finds what a schema operation touches."""

    annotation = models.ForeignKey(
        Annotation, db_index=False, on_delete=models.CASCADE, related_name="label_uses"
    )
    project = models.ForeignKey(Project, db_index=False, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=63)
    label = models.CharField(max_length=63)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["annotation", "field", "label"], name="one_row_per_label_used"),
        ]
        indexes = [
            models.Index(fields=["project", "field", "label", "annotation"], name="annotations_by_label")
        ]


class Review(models.Model):
    """A second person's decision on one revision."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted"
        FIXED = "fixed"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    annotation = models.ForeignKey(Annotation, on_delete=models.PROTECT, related_name="reviews")
    revision = models.PositiveIntegerField()  # the one that was looked at
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.TextField(blank=True)
    regions = models.JSONField(default=list)  # ids of the regions that the reason is about
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # A revision is decided once; a second decision needs a new revision.
            models.UniqueConstraint(fields=["annotation", "revision"], name="one_review_per_revision"),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(reason=""), name="what_is_returned_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} r{self.revision}"
