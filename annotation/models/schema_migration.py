"""What the operations of a new schema version do to stored annotations: rehearsed, carried out, and asked of people.

Which annotations a schema migration has covered needs no row for each: one that the operations leave as it is keeps its
revision, and reads the same under the new version (`guidelines.lens`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models.work import Annotation
from annotation.reasons import read_reason
from guidelines.models import Project, SchemaVersion
from labelwright.accounts.models import Vendor
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL


class Rehearsal(models.Model):
    """What a plan would do to the project's labels: counted and shown, nothing changed."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.CASCADE, related_name="rehearsals")
    from_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()  # the schema that was rehearsed: the draft goes on changing
    operations = models.JSONField()
    plan_hash = models.CharField(max_length=64)
    # The way back instead of a way on: what is undone, and `document` is that of the version before it.
    reverts = models.ForeignKey(
        "SchemaMigration", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    job_id = models.UUIDField(null=True, blank=True)
    as_of = models.DateTimeField()  # revisions from before this instant are in it
    # Parts by what becomes of them; see `annotation.tallies`.
    tally = models.JSONField(default=dict)
    touches = models.JSONField(default=dict)  # what else of the project it is about, counted
    hours = models.FloatField(null=True, blank=True)  # of people, for what a machine cannot decide
    # … and what they cost, at what a task of a batch costs; None where no batch has a price
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="rehearsals_of_a_project")]

    def __str__(self) -> str:
        return f"rehearsal of {self.plan_hash[:8]}"


class RehearsalSample(models.Model):
    """An annotation that shows one kind of thing that would happen. Before and after are computed when it is looked at."""

    rehearsal = models.ForeignKey(Rehearsal, db_index=False, on_delete=models.CASCADE, related_name="samples")
    bucket = models.CharField(max_length=200)  # step, field, label and outcome, as in the tally
    rank = models.CharField(max_length=32)  # by the annotation alone: another rehearsal shows the same ones
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "bucket", "rank"], name="samples_are_ranked"),
        ]


class SchemaMigration(models.Model):
    """One run of a schema version's operations over the project's annotations, or the way back from one."""

    class State(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        DONE = "done"
        STOPPED = "stopped"  # before it was done, by the way back

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        Project, db_index=False, on_delete=models.PROTECT, related_name="schema_migrations"
    )
    from_version = models.ForeignKey(SchemaVersion, on_delete=models.PROTECT, related_name="+")
    to_version = models.OneToOneField(SchemaVersion, on_delete=models.PROTECT, related_name="migration")
    rehearsal = models.ForeignKey(
        Rehearsal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reverts = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reverted_by"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    tally = models.JSONField(default=dict)  # what it did; whole when it is done
    # Who answers what a machine cannot: None for those in house; `by_makers`, the vendor of who made the annotation.
    vendor = models.ForeignKey(Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_makers = models.BooleanField(default=True)
    # What is not valid under its own schema: asked of people, or set aside.
    ask_refused = models.BooleanField(default=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two at once would carry annotations to different ends.
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["running", "paused"]),
                name="one_schema_migration_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused"]) | Q(finished_at__isnull=False),
                name="ended_migrations_have_an_end",
            ),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="migrations_of_a_project")]

    def __str__(self) -> str:
        return f"{self.from_version} → {self.to_version}"


class MigrationSlice(models.Model):
    """A part of the annotations of one schema migration, which one job carries: those up to `until`, in the order of ids."""

    migration = models.ForeignKey(
        SchemaMigration, db_index=False, on_delete=models.CASCADE, related_name="slices"
    )
    number = models.PositiveIntegerField()
    job_id = models.UUIDField()
    tally = models.JSONField(default=dict)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["migration", "number"], name="slices_are_numbered"),
            models.UniqueConstraint(fields=["job_id"], name="one_slice_per_job"),
        ]


class RelabelQuestion(models.Model):
    """One part of an annotation of which only a person knows what it becomes. Until it is answered the annotation waits."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        VOID = (
            "void"  # the annotation was saved anew, or the migration reverted: nobody needs to know any more
        )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    migration = models.ForeignKey(
        SchemaMigration, db_index=False, on_delete=models.CASCADE, related_name="questions"
    )
    project = models.ForeignKey(Project, db_index=False, on_delete=models.CASCADE, related_name="+")
    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="questions")
    revision = models.PositiveIntegerField()  # of the annotation, that it was asked about
    step = models.PositiveIntegerField()
    field = models.CharField(max_length=63, blank=True)
    part = models.CharField(
        max_length=36, blank=True
    )  # empty: the answer of the field, or all of the annotation
    label = models.CharField(max_length=63, blank=True)  # the old one
    reason = models.CharField(max_length=1000)  # as annotation.reasons keeps it
    candidates = models.JSONField(default=list)  # keys; none: it has to be done again by hand
    before = models.JSONField()  # the part as the question found it
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    vendor = models.ForeignKey(Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    leased_to = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    leased_until = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=63, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            # A step that runs twice asks once; a part is asked about again only for a newer revision.
            models.UniqueConstraint(
                fields=["migration", "annotation", "revision", "step", "field", "part"],
                name="one_question_per_part",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="answers_have_an_author",
            ),
        ]
        indexes = [
            # what is asked next: questions of a kind one after the other
            models.Index(
                fields=["project", "vendor", "field", "label", "id"],
                condition=Q(state="open"),
                name="open_questions",
            ),
            models.Index(fields=["migration", "state"], name="questions_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.field}: {read_reason(self.reason)}"
