"""JPEG, PNG and WebP taken apart into their segments and put together without what tells on people.

The compressed pixels are not touched: no quality is lost and nothing is decoded here. What stays is what is
needed to show the picture with the right colours; EXIF, GPS, XMP, comments, previews, unknown parts and whatever
follows the end of the picture go. All functions are pure and raise `ImageDamaged` or `ManyImages`.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from exports.errors import ImageDamaged, ImageTypeNotRead, ManyImages


@dataclass(frozen=True, slots=True)
class Stripped:
    """The file without metadata, and the EXIF block that was in it (for the orientation), if any."""

    data: bytes
    exif: bytes | None


_OTHERS: Final = (
    (b"GIF8", "a GIF"),
    (b"8BPS", "a Photoshop file"),
    (b"%!PS", "a PostScript (EPS) file"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript (EPS) file"),
    (b"%PDF", "a PDF"),
    (b"BM", "a BMP"),
    (b"DDS ", "a DDS texture"),
    (b"icns", "an icon file (ICNS)"),
    (b"\0\0\1\0", "an icon file (ICO)"),
    (b"SIMPLE", "a FITS file"),
    (b"\0\0\0\x0cjP", "a JPEG 2000"),
    (b"\xff\x0a", "a JPEG XL"),
    (b"<", "a text file (SVG, HTML or XML)"),
)
JPEG, PNG, WEBP, TIFF = "image/jpeg", "image/png", "image/webp", "image/tiff"
GIF = "image/gif"


def image_type(head: bytes) -> str:
    """The media type by the first 12 bytes; raises `ImageTypeNotRead`, naming what it seems to be instead."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return TIFF
    found = next(
        (name for magic, name in _OTHERS if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic)), None
    )
    if head[4:8] == b"ftyp":
        found = "a HEIC or AVIF image or a video"
    what = f"This is {found}" if found else "The content is no image that is known here"
    raise ImageTypeNotRead(
        f"{what}. JPEG, PNG, WebP and single-page TIFF are read; convert it to one of them."
    )


def drawn_type(head: bytes) -> str:
    """As `image_type`, of what is drawn anew and so may also be a GIF."""
    return GIF if head.startswith((b"GIF87a", b"GIF89a")) else image_type(head)


# JPEG

_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JFIF_HEAD: Final = b"JFIF\0"


def strip_jpeg(data: bytes) -> Stripped:
    """Keeps JFIF (without its thumbnail), Adobe's colour transform, the ICC profile, tables and scans."""
    parts = [b"\xff\xd8"]
    exif: bytes | None = None
    position = 2
    while True:
        found = _MARKER.search(data, position)
        if found is None:
            raise ImageDamaged("The JPEG has no end: it is cut off.")
        if found.start() > position:
            parts.append(data[position : found.start()])
        marker = data[found.start() + 1]
        if marker == 0xD9:
            parts.append(b"\xff\xd9")
            return Stripped(b"".join(parts), exif)
        start = found.end()
        if start + 2 > len(data):
            raise ImageDamaged("The JPEG is cut off in its header.")
        length = int.from_bytes(data[start : start + 2])
        position = start + length
        if length < 2 or position > len(data):
            raise ImageDamaged("The JPEG is cut off, or a length in it is wrong.")
        payload = data[start + 2 : position]
        if marker == 0xE1 and payload.startswith(b"Exif\0"):
            exif = exif or payload
        elif _jpeg_part_stays(marker, payload):
            parts.append(_jpeg_part(marker, payload))


def _jpeg_part_stays(marker: int, payload: bytes) -> bool:
    if marker == 0xE0:
        return payload.startswith(_JFIF_HEAD) and len(payload) >= 14
    if marker == 0xE2:
        return payload.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return payload.startswith(b"Adobe")
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _jpeg_part(marker: int, payload: bytes) -> bytes:
    if marker == 0xE0:
        payload = payload[:12] + b"\0\0"  # no thumbnail
    elif marker == 0xEE:
        payload = payload[:12]
    return b"\xff" + bytes([marker]) + (len(payload) + 2).to_bytes(2) + payload


# PNG

_PNG_STAYS: Final = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP")
)


def strip_png(data: bytes) -> Stripped:
    """Keeps the picture, its palette, transparency and colour space."""
    parts = [data[:8]]
    exif: bytes | None = None
    position = 8
    while True:
        if position + 12 > len(data):
            raise ImageDamaged("The PNG has no end: it is cut off.")
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise ImageDamaged("The PNG is cut off, or a length in it is wrong.")
        if kind == b"acTL":
            raise ManyImages("This PNG is an animation. Save the frames as single images.")
        if kind == b"eXIf":
            exif = data[position + 8 : end - 4]
        if kind in _PNG_STAYS:
            if zlib.crc32(data[position + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
                raise ImageDamaged(f"A checksum in the PNG is wrong ({kind.decode()}).")
            parts.append(data[position:end])
        position = end
        if kind == b"IEND":
            return Stripped(b"".join(parts), exif)


# WebP

_WEBP_STAYS: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))


def strip_webp(data: bytes) -> Stripped:
    """Keeps the picture, its transparency and colour profile."""
    whole = int.from_bytes(data[4:8], "little") + 8
    if whole > len(data):
        raise ImageDamaged("The WebP is cut off.")
    parts: list[bytes] = []
    exif: bytes | None = None
    position = 12
    while position + 8 <= whole:
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        end = position + 8 + length
        if end > whole:
            raise ImageDamaged("The WebP is cut off, or a length in it is wrong.")
        if kind in (b"ANIM", b"ANMF"):
            raise ManyImages("This WebP is an animation. Save the frames as single images.")
        if kind == b"EXIF":
            exif = data[position + 8 : end]
        if kind in _WEBP_STAYS:
            parts.append(_webp_part(kind, data[position + 8 : end]))
        position = end + (length & 1)
    body = b"WEBP" + b"".join(parts)
    return Stripped(b"RIFF" + len(body).to_bytes(4, "little") + body, exif)


def _webp_part(kind: bytes, payload: bytes) -> bytes:
    if kind == b"VP8X" and payload:
        payload = bytes([payload[0] & ~0b0000_1100]) + payload[1:]  # no EXIF, no XMP any more
    return kind + len(payload).to_bytes(4, "little") + payload + b"\0" * (len(payload) & 1)
