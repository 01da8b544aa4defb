"""Bytes of items over HTTP: authorised by the view, never interpreted by the browser, whole or in ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request

from labelwright.errors import NotFound

PIECE = 256 * 1024
# What a browser may show itself. Anything else is a download of unknown type.
SHOWN = frozenset({"image/png", "image/jpeg", "image/webp"})
RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


def serve(request: Request, name: str, *, etag: str, media_type: str) -> HttpResponseBase:
    """The stored file `name`: all of it, one range (206), nothing when the browser has it (304), or 416."""
    tag = f'"{etag}"'
    if tag in [part.strip() for part in request.headers.get("If-None-Match", "").split(",")]:
        return _headed(HttpResponse(status=304), tag, media_type)
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError as error:
        raise NotFound("The bytes are not in the storage.") from error
    size = file.size
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        wanted = ""
    first, last = _range(wanted, size)
    if first >= size > 0 or first > last >= 0:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _headed(response, tag, media_type)
    whole = (first, last) == (0, size - 1)
    response = StreamingHttpResponse(_pieces(file, first, last - first + 1), status=200 if whole else 206)  # type: ignore[assignment]
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return _headed(response, tag, media_type)


def _headed(response: HttpResponseBase, tag: str, media_type: str) -> HttpResponseBase:
    shown = media_type in SHOWN
    response["Content-Type"] = media_type if shown else "application/octet-stream"
    if not shown:
        response["Content-Disposition"] = "attachment"
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    # Named by its content, it never changes; private, because not everybody may see it.
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response


def _range(header: str, size: int) -> tuple[int, int]:
    """(first, last) byte; the whole file for no range or one that we do not serve, such as several at once."""
    match = RANGE.match(header.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size - 1
    start, end = match.groups()
    if not start:
        return max(0, size - int(end)), (size - 1 if int(end) else -1)
    return int(start), min(int(end), size - 1) if end else size - 1


def _pieces(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
