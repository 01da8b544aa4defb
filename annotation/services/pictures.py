"""Pictures that nobody put into a text after all."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef

from annotation.models import MessagePicture, PublishedPicture
from guidelines.models import Picture, PictureUse
from guidelines.services.pictures import hold_pictures
from labelwright.database.clock import now

KEPT: Final = timedelta(days=1)  # for who wrote something and sends it tomorrow
AT_ONCE: Final = 500


def remove_unused_pictures() -> int:
    """Pictures that no text shows, and that are older than a day, are gone with their files; gives how many."""
    old = Picture.objects.filter(created_at__lt=now() - KEPT)
    for uses in (PictureUse, MessagePicture, PublishedPicture):
        old = old.filter(~Exists(uses.objects.filter(picture=OuterRef("pk"))))
    removed = 0
    for picture in old.order_by("created_at")[:AT_ONCE]:
        with transaction.atomic():
            hold_pictures(picture.project_id)
            removed += _removed(old.filter(pk=picture.pk).first())
    return removed


def _removed(picture: Picture | None) -> int:
    """1, or 0 if it was used or sent again meanwhile. The file goes with the last row of its content, while nobody can add one."""
    if picture is None:
        return 0
    name = picture.storage_name
    picture.delete()
    if not Picture.objects.filter(project=picture.project_id, sha256=picture.sha256).exists():
        default_storage.delete(name)
    return 1
