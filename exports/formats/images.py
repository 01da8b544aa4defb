"""Image files alone: each is an item, its path the external id."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from exports.formats.files import IMAGE_SUFFIXES, suffix
from exports.formats.items import Origin, Read, ReadFault, ReadItem, Source


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to choose."""


def detect(source: Source) -> int:
    """How sure it is, 0–100, that this is a heap of images."""
    paths = source.paths()
    images = sum(suffix(path) in IMAGE_SUFFIXES for path in paths)
    return round(50 * images / len(paths)) if images else 0


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One item per image file; the content is looked at when the image is prepared, not here."""
    for path in source.paths():
        if suffix(path) in IMAGE_SUFFIXES:
            yield ReadItem(path, "image", path, None, {}, None, Origin(path))
        else:
            detail = "Only JPEG, PNG, WebP and TIFF files are read as images."
            yield ReadFault(path, None, "file_not_read", detail, "warning")
