"""Sending a stored file whose hash is known: whole, a range of it, or nothing because the caller has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from labelwright.errors import Unavailable

CHUNK = 256 * 1024
# What a browser may show or play itself.
SHOWN = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/webp",
        "audio/wav",
        "audio/flac",
        "audio/mpeg",
        "audio/ogg",
    }
)
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class FileLost(Unavailable):
    """A file that a row names is not in the storage; restore it from a backup."""

    code = "file-lost"
    title = "This file is missing from the storage"


def send(
    request: Request, storage_name: str, *, tag: str, size: int | None = None, media_type: str, name: str = ""
) -> HttpResponseBase:
    """The answer to a request for the file whose content `tag` names; `size` in bytes, looked up where it is not known.

    With a `name` it is a download; without one a raster image or a sound is shown, and anything else is a download too.
    """
    etag = f'"{tag}"'
    shown = not name and media_type in SHOWN
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        # What a page shows never changes under its name; private, because not everybody may see it.
        "Cache-Control": "private, max-age=31536000, immutable" if shown else "private, no-cache",
        "Content-Disposition": "inline"
        if shown
        else f'attachment; filename="{name}"'
        if name
        else "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    if not shown and not name:
        media_type = "application/octet-stream"
    if _names(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    if size is None:
        size = _size(storage_name)
    wanted = _range(request, etag, size)
    if wanted == ():
        return HttpResponse(
            status=416, headers={**headers, "Content-Range": f"bytes */{size}"}, content_type=media_type
        )
    if request.method == "HEAD":
        return _head(headers, size, media_type, wanted)
    try:
        file = default_storage.open(storage_name, "rb")
    except FileNotFoundError as error:
        raise FileLost from error
    first, last = wanted or (0, size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        file.seek(first)
    return StreamingHttpResponse(
        _piecewise(file, last - first + 1),
        status=206 if wanted else 200,
        headers=headers,
        content_type=media_type,
    )


def _size(storage_name: str) -> int:
    try:
        return default_storage.size(storage_name)
    except FileNotFoundError as error:
        raise FileLost from error


def _head(
    headers: dict[str, str], size: int, media_type: str, wanted: tuple[int, ...] | None
) -> HttpResponse:
    if wanted:
        headers["Content-Range"] = f"bytes {wanted[0]}-{wanted[1]}/{size}"
    length = wanted[1] - wanted[0] + 1 if wanted else size
    return HttpResponse(
        status=206 if wanted else 200,
        headers={**headers, "Content-Length": str(length)},
        content_type=media_type,
    )


def _names(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in header.split(","))


def _range(request: Request, etag: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """(first, last) of the bytes that are wanted; None for all of them, () for a range that the file does not have.

    Several ranges, and what is no range of bytes, are ignored, as RFC 9110 allows.
    """
    condition = request.headers.get("If-Range", "").strip()
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or (condition and condition != etag) or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if not start:  # the last so many bytes
        return (max(0, size - int(end)), size - 1) if int(end) and size else ()
    first, last = int(start), min(int(end) if end else size - 1, size - 1)
    if end and int(end) < first:
        return None
    return (first, last) if first < size else ()


def _piecewise(file: IO[bytes], left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
