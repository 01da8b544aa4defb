"""Pictures in texts: storing one, and writing down which of them a guideline shows."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from guidelines.errors import TooManyPictures
from guidelines.markdown.render import pictures
from guidelines.models import GuidelineVersion, Picture, PictureUse, Project
from guidelines.services.projects import require_open
from guidelines.signals import pictures_named
from labelwright import files
from labelwright.accounts.principal import Principal
from labelwright.accounts.services.attempts import count_use
from labelwright.database.clock import now
from labelwright.errors import Fault, Invalid, Words

AN_HOUR: Final = 100  # pictures of one person; with their greatest size this bounds what anybody can fill up
PICTURE_TYPE: Final = "image/webp"
MOST_PICTURES: Final = 60  # of a version: they all go into its handouts
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pixels that were decoded and written anew; `sha256` is that of `content`."""

    content: bytes
    sha256: str
    width: int
    height: int


def count_upload(by: Principal) -> None:
    """One more picture of the person's, whatever becomes of it. Raises `TooManyPictures`."""
    seconds = count_use("picture", str(by.user.pk), most=AN_HOUR, window=HOUR)
    if seconds:
        raise TooManyPictures(
            Words("{most} an hour are taken. Try again later.", most=AN_HOUR), retry_after=seconds
        )


def store_picture(project: Project, drawn: Drawn, *, by: Principal) -> Picture:
    """The person's picture with this content, stored now unless it was there. Texts can use it from now on.

    The caller has decoded it and written it anew, and knows that the person may bring pictures.
    """
    require_open(project)
    with transaction.atomic():
        hold_pictures(project.pk)
        found = Picture.objects.filter(project=project, sha256=drawn.sha256, uploaded_by=by.user).first()
        picture = found or Picture(
            key=_new_key(),
            project=project,
            sha256=drawn.sha256,
            size=len(drawn.content),
            width=drawn.width,
            height=drawn.height,
            uploaded_by=by.user,
        )
        picture.created_at = now()  # sent again it is as fresh as at first
        if not default_storage.exists(picture.storage_name):
            files.put(picture.storage_name, drawn.content, sha256=drawn.sha256)
        picture.save()
    return picture


def _new_key() -> str:
    """Eighty random bits in 16 signs that nobody mistakes for each other."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def hold_pictures(project_id: UUID) -> None:
    """Nobody else adds or removes pictures of the project until the transaction ends: files and rows stay one."""
    Project.objects.select_for_update(no_key=True).get(pk=project_id)


def note_pictures(draft: GuidelineVersion, text: str, *, by: Principal) -> None:
    """The draft shows those pictures of `text` that the person may see; others stay a name without a picture.

    Nothing is refused before publishing: who is typing is not to be interrupted.
    """
    named = pictures(text)
    if not named:
        return
    there = PictureUse.objects.filter(version=draft, picture__key__in=named)
    known = set(there.values_list("picture__key", flat=True))
    new = [key for key in named if key not in known]
    if new:
        rows = [PictureUse(version=draft, picture_id=each) for each in _seen_by(draft.project_id, new, by)]
        PictureUse.objects.bulk_create(rows, ignore_conflicts=True)


def _seen_by(project_id: UUID, keys: Iterable[str], by: Principal) -> set[UUID]:
    """Those of a draft's `keys` that the person may see: their own, those of guidelines, and what floors above add."""
    named = Picture.objects.filter(project=project_id, key__in=keys)
    seen = set(named.filter(Q(uploaded_by=by.user) | Q(uses__isnull=False)).values_list("pk", flat=True))
    left = list(named.exclude(pk__in=seen).values_list("key", flat=True))
    if left:
        answers = pictures_named.send(Picture, project_id=project_id, keys=left, by=by)
        for _, found in answers:
            seen |= cast(set[UUID], found)  # signals know no types
    return seen


def show_pictures(draft: GuidelineVersion, markdown: str, *, by: Principal) -> None:
    """It is written down which pictures the version shows, in all its languages; it must not be published yet.

    Raises `Invalid` for pictures that are not there, or that the person may not see.
    """
    texts = [markdown, *draft.translations.order_by("language", "section").values_list("body", flat=True)]
    for text in texts:
        note_pictures(draft, text, by=by)
    named = list(dict.fromkeys(key for text in texts for key in pictures(text)))
    _require_all(draft, named)
    draft.picture_uses.exclude(picture__key__in=named).delete()


def _require_all(draft: GuidelineVersion, named: list[str]) -> None:
    if len(named) > MOST_PICTURES:
        words = Words("It shows {count} pictures; {most} are possible.", count=len(named), most=MOST_PICTURES)
        raise Invalid(errors=[Fault("/markdown", words)])
    there = set(draft.picture_uses.filter(picture__key__in=named).values_list("picture__key", flat=True))
    faults = [
        Fault("/markdown", Words("There is no picture {key}. Put it in again, or take it out.", key=key))
        for key in named
        if key not in there
    ]
    if faults:
        raise Invalid(errors=faults)
