"""Pictures that people put into texts. What is sent is hostile: it is decoded in a process of its own, and only pixels are kept."""

from __future__ import annotations

from typing import BinaryIO, Final

from exports.errors import ImageRefused, ImageTooLarge, ImageTypeNotRead, ManyImages
from exports.images import ImageLimits, Redrawing, redraw_image
from guidelines.errors import PictureDamaged, PictureNotTaken, PictureTooLarge
from guidelines.models import Picture, Project
from guidelines.services.pictures import Drawn, count_upload, store_picture
from guidelines.services.projects import require_open
from labelwright.accounts.principal import Principal
from labelwright.errors import Words

MEGABYTES: Final = 10
MILLION_PIXELS: Final = 40
LIMITS: Final = ImageLimits(
    pixels=MILLION_PIXELS * 1_000_000,
    file_bytes=MEGABYTES * 1024**2,
    memory_bytes=1024**3,
    cpu_seconds=15,
    wall_seconds=20,
)
# Twice the width of a text, for sharp screens; so a picture has about a megabyte at the very most.
REDRAWING: Final = Redrawing(side=1600, lossless_bytes=500_000)


def bring_picture(project: Project, content: BinaryIO, *, by: Principal) -> Picture:
    """The picture is there for the person's texts; whatever else was in the file is gone.

    Raises `TooManyPictures`, and `PictureNotTaken`, `PictureTooLarge`, `PictureDamaged` for what is no such picture.
    """
    require_open(project)
    count_upload(by)
    try:
        drawn = redraw_image(content, REDRAWING, LIMITS)
    except ManyImages as error:
        raise PictureNotTaken("It moves or has several pages. Save one of them as a picture.") from error
    except ImageTypeNotRead as error:
        raise PictureNotTaken("PNG, JPEG, WebP and GIF are taken. Save it as one of them.") from error
    except ImageTooLarge as error:
        raise too_large() from error
    except ImageRefused as error:
        raise PictureDamaged("Open it in an image editor and save it again.") from error
    return store_picture(project, Drawn(drawn.bytes, drawn.sha256, drawn.width, drawn.height), by=by)


def too_large() -> PictureTooLarge:
    """The refusal of what has too many bytes or pixels."""
    words = Words(
        "A picture may have {megabytes} MB and {pixels} million pixels at most. Make it smaller.",
        megabytes=MEGABYTES,
        pixels=MILLION_PIXELS,
    )
    return PictureTooLarge(words, limit=LIMITS.file_bytes)
