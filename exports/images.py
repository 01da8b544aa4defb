"""Images from strangers, made upright, free of metadata, and proved to be whole.

A decoder is the part of the program that a hostile file attacks, so it runs in a child process with bounded memory
and time (`isolate=True`, the default). What comes back are bytes and numbers, never Python objects.
"""

from __future__ import annotations

from typing import BinaryIO

from exports import image_parts, media_worker
from exports.errors import ImageTooLarge
from exports.image_decoding import (
    DEFAULT_LIMITS,
    EXTENSIONS,
    ImageLimits,
    PreparedImage,
    Redrawing,
    prepare_here,
    redraw_here,
)
from exports.media_worker import isolation_notice

__all__ = [
    "DEFAULT_LIMITS",
    "EXTENSIONS",
    "ImageLimits",
    "PreparedImage",
    "Redrawing",
    "isolation_notice",
    "prepare_image",
    "redraw_image",
]


def prepare_image(
    data: bytes | BinaryIO, limits: ImageLimits = DEFAULT_LIMITS, *, isolate: bool = True
) -> PreparedImage:
    """The image upright, without metadata, proved to decode to its last pixel.

    Compressed pixels of JPEG, PNG and WebP are kept byte for byte unless the EXIF orientation turns them. TIFF
    becomes PNG, or JPEG if it was JPEG inside. The same input gives the same bytes. Raises `ImageRefused`.
    """
    content = _content(data, limits)
    image_parts.image_type(content[:32])
    if isolate:
        return media_worker.default_pool().prepare(content, limits)
    return prepare_here(content, limits)


def redraw_image(
    data: bytes | BinaryIO,
    redrawing: Redrawing,
    limits: ImageLimits = DEFAULT_LIMITS,
    *,
    isolate: bool = True,
) -> PreparedImage:
    """The image as a WebP that holds its pixels and nothing else of what was sent: upright, in sRGB, smaller if need be.

    JPEG, PNG, WebP and still GIFs are read. Raises `ImageRefused`.
    """
    content = _content(data, limits)
    image_parts.drawn_type(content[:32])
    if isolate:
        return media_worker.default_pool().redraw(content, limits, redrawing)
    return redraw_here(content, limits, redrawing)


def _content(data: bytes | BinaryIO, limits: ImageLimits) -> bytes:
    content = data if isinstance(data, bytes) else data.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise ImageTooLarge(f"The file is larger than {limits.file_bytes} bytes.")
    return content
