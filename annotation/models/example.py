"""Examples of a guideline: what each shows, of which item."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from annotation.models.work import Item
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from labelwright.ids import new_id


class GuidelineExample(models.Model):
    """An item, or a region as it was when it was picked. Written once, never changed: a trigger refuses it.

    The text of a guideline names it by its key, and says there whether it is right or wrong, and why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, db_index=False, on_delete=models.PROTECT, related_name="examples")
    key = models.CharField(max_length=63)
    # Only a name for what may be erased: the row stays as it is, and says that there is nothing left to see.
    item = models.ForeignKey(
        Item, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="examples"
    )
    kind = models.CharField(max_length=20)  # of the item: image, text
    window = (
        models.JSONField()
    )  # what is shown: [x, y, width, height] in pixels, or [start, end] in code points
    region = models.JSONField(null=True, blank=True)  # a copy, as it was
    field = models.CharField(max_length=63, blank=True)
    label = models.CharField(max_length=63, blank=True)
    schema_version = models.ForeignKey(
        SchemaVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # How the text names it; also finds those of a text.
            models.UniqueConstraint(fields=["project", "key"], name="one_example_per_key"),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="examples_of_a_project")]

    def __str__(self) -> str:
        return self.key


class ExampleUse(models.Model):
    """That a published guideline version shows an example: who may read the version may see it. Written in publishing."""

    example = models.ForeignKey(GuidelineExample, on_delete=models.PROTECT, related_name="uses")
    version = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.PROTECT, related_name="examples"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "example"], name="one_row_per_example_of_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.example} in {self.version}"
