"""Labels made under an older rule that people look at again: a sample, those of some labels, or all.

The work goes out as ordinary batches of tasks. What is new is what a task is about: an annotation that is there already, which
gets one more revision instead of a second opinion beside it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models.work import Annotation, Batch, Task
from guidelines.models import GuidelineVersion
from labelwright.accounts.models import Vendor
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL


class Recheck(models.Model):
    """One drawing from what was made before `version`. The same seed draws the same of the same annotations."""

    class Purpose(models.TextChoices):
        SAMPLE = "sample"  # says how many are wrong under the new rule
        SLICE = "slice"  # those that use one of `labels`
        ALL = "all"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="rechecks")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    labels = models.JSONField(default=list)  # keys: of a slice, which; otherwise all that the change touched
    seed = models.PositiveIntegerField()
    population = models.PositiveIntegerField()  # annotations that it was drawn from
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.purpose} under {self.version}"


class RecheckBatch(models.Model):
    """A batch of a recheck: the work of one vendor's people, of those in house, or of nobody (imported).

    Nobody who labels sees what another vendor made, so only colleagues of the makers sit in it; anybody where it was imported.
    """

    batch = models.OneToOneField(Batch, primary_key=True, on_delete=models.CASCADE, related_name="recheck")
    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="batches")
    vendor = models.ForeignKey(Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_imported = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_imported=False) | Q(vendor__isnull=True), name="imports_are_of_no_vendor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}"


class RecheckTask(models.Model):
    """What a task of such a batch is about, and what came of it."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.CASCADE, related_name="recheck")
    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="tasks")
    annotation = models.ForeignKey(Annotation, on_delete=models.PROTECT, related_name="rechecks")
    labels = models.JSONField()  # touched ones that it used when it was drawn
    # None until somebody has looked; then whether, and which of `labels`, they changed, and as which revision.
    is_changed = models.BooleanField(null=True, blank=True)
    changed = models.JSONField(default=list)
    revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_changed__isnull=True) | Q(revision__isnull=False),
                name="what_was_looked_at_has_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annotation}"
