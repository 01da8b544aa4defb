"""The manifest: what a dataset version consists of. Its SHA-256 is the version's identity.

It holds nothing that two publications of the same content would differ in: no number, date, person or note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

FORMAT: Final = "labelwright-dataset/1"
PICTURES: Final = "pictures/"  # before the keys of what the guideline shows
NAME: Final = "manifest.json"
GUIDELINE_PAGE: Final = "guideline.html"
EXTENSIONS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
}


class FileEntry(Struct, frozen=True):
    """A file of the version: where it stands in it, and what is in it."""

    path: str
    sha256: str
    size: int
    media_type: str


class NotInOrder(ValueError):
    """The files did not come in the order of their paths, each once; the bytes would depend on who wrote them."""


def media_path(sha256: str, media_type: str) -> str:
    """Where an item's bytes stand in a version."""
    return f"media/{sha256}{EXTENSIONS.get(media_type, '')}"


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: equal values are equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def pieces(head: Mapping[str, Any], files: Iterable[FileEntry]) -> Iterator[bytes]:
    """The canonical bytes of the manifest, piece by piece: memory does not grow with the number of files.

    `head` is everything but `files`, which must come in ascending order of path. Raises `NotInOrder`.
    """
    for index, key in enumerate(sorted({**head, "files": None})):
        yield (b"{" if not index else b",") + canonical(key) + b":"
        if key == "files":
            yield from _listed(files)
        else:
            yield canonical(head[key])
    yield b"}"


def _listed(files: Iterable[FileEntry]) -> Iterator[bytes]:
    before = ""
    yield b"["
    for entry in files:
        if entry.path <= before:
            raise NotInOrder(entry.path)
        yield (b"," if before else b"") + canonical(entry)
        before = entry.path
    yield b"]"


def read(content: bytes) -> tuple[dict[str, Any], list[FileEntry]]:
    """The head and the files of a manifest. Raises `ValueError` if it is not one of ours."""
    try:
        head = msgspec.json.decode(content, type=dict[str, Any])
        files = msgspec.convert(head.pop("files", None), list[FileEntry])
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ValueError(f"This is not a manifest: {error}") from error
    if head.get("format") != FORMAT:
        raise ValueError(f"Expected the format {FORMAT}, found {head.get('format')!r}.")
    return head, files
