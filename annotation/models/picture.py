"""Which pictures are shown where in questions and answers."""

from __future__ import annotations

from django.db import models

from annotation.models.thread import Message, Thread
from guidelines.models import Picture


class MessagePicture(models.Model):
    """That a message shows a picture: whoever may read its thread may see it. Never changed: a trigger refuses it."""

    message = models.ForeignKey(Message, db_index=False, on_delete=models.PROTECT, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="said")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "picture"], name="one_row_per_picture_of_a_message")
        ]

    def __str__(self) -> str:
        return f"{self.picture} in {self.message}"


class PublishedPicture(models.Model):
    """That the published words of a thread show a picture: whoever reads published answers may see it."""

    thread = models.ForeignKey(
        Thread, db_index=False, on_delete=models.CASCADE, related_name="published_pictures"
    )
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="published")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "picture"], name="one_row_per_published_picture")
        ]

    def __str__(self) -> str:
        return f"{self.picture} of {self.thread}"
