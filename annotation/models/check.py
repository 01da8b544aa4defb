"""Questions that whoever reads a changed rule answers on real items before they confirm it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotation.models.work import Item
from guidelines.models import GuidelineVersion
from labelwright.ids import new_id

User = settings.AUTH_USER_MODEL
MOST_QUESTIONS = 3  # of one version: people are to go on with their work
MOST_ANSWERS = 5


class CheckQuestion(models.Model):
    """A question of a guideline version. With the version's publication it is frozen: triggers refuse changes and further ones."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    guideline_version = models.ForeignKey(
        GuidelineVersion, db_index=False, on_delete=models.CASCADE, related_name="check_questions"
    )
    position = models.PositiveSmallIntegerField()  # 1, 2, 3
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="check_questions")
    # What is pointed at: a copy of a region's place, without its label, which could be the answer.
    region = models.JSONField(null=True, blank=True)
    section = models.CharField(max_length=64, blank=True)  # key of the section that has the answer
    question = models.TextField()  # Markdown
    answers = models.JSONField()  # two to five, in words
    right = models.PositiveSmallIntegerField()  # place of the right one, from 0
    explanation = models.TextField()  # Markdown
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)  # while it is a draft, for If-Match

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline_version", "position"], name="check_questions_have_an_order"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_QUESTIONS), name="few_check_questions"
            ),
            models.CheckConstraint(condition=Q(right__lt=MOST_ANSWERS), name="one_answer_is_right"),
        ]

    def __str__(self) -> str:
        return f"{self.guideline_version}, check {self.position}"


class CheckAnswer(models.Model):
    """What somebody answered, the first time (`number` 1) and, as long as it was wrong, again. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(
        CheckQuestion, db_index=False, on_delete=models.PROTECT, related_name="given_answers"
    )
    user = models.ForeignKey(User, db_index=False, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    choice = models.PositiveSmallIntegerField()
    is_right = models.BooleanField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "user", "number"], name="one_row_per_try_at_a_check"),
            models.UniqueConstraint(
                fields=["question", "user"], condition=Q(is_right=True), name="a_check_is_passed_once"
            ),
        ]
        indexes = [
            # what somebody answered, for the table of who has read what
            models.Index(fields=["user", "question"], name="check_answers_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"
