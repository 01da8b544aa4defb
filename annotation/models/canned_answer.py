"""What curators answer again and again, kept to be put into an answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from guidelines.models import Project
from labelwright.ids import new_id

LONGEST_NAME = 80  # characters
MOST_CANNED = 200  # of a project: a list that is looked through while somebody waits


class CannedAnswer(models.Model):
    """A named piece of Markdown. It is copied into an answer; changing it later changes no answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        Project, db_index=False, on_delete=models.CASCADE, related_name="canned_answers"
    )
    name = models.CharField(max_length=LONGEST_NAME)
    body = models.TextField()  # Markdown
    position = models.PositiveIntegerField()  # its place in the list; gaps and equal ones do no harm
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            # One finds it by its name.
            models.UniqueConstraint("project", Lower("name"), name="one_canned_answer_per_name"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(body=""), name="canned_answers_say_something"),
        ]
        indexes = [models.Index(fields=["project", "position", "id"], name="canned_answers_in_order")]

    def __str__(self) -> str:
        return self.name
