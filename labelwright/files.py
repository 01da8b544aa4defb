"""Files in the storage, named by what is in them. A name either holds the whole file or does not exist."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

CHUNK = 1024 * 1024
PARTS = "parts"  # where files grow; beside the others, so that they can be renamed into their places
PART_SECONDS = 3600.0  # nobody writes one file for so long


def chunks_of(content: bytes | IO[bytes]) -> Iterator[bytes]:
    """The content in pieces of at most a megabyte; a file is read from where it stands."""
    if isinstance(content, bytes):
        yield content
        return
    while piece := content.read(CHUNK):
        yield piece


def put(name: str, content: bytes | IO[bytes], *, sha256: str | None = None) -> int:
    """`name` holds `content` afterwards, whatever dies in between; gives its size in bytes.

    With `sha256`, content that does not have this hash is not kept and raises `ValueError`.
    """
    if isinstance(default_storage, FileSystemStorage):  # the lazy object answers for what it wraps
        return _put_on_disk(default_storage, name, content, sha256)
    return _put_elsewhere(default_storage, name, content, sha256)


def put_pieces(pieces: Iterable[bytes], *, name_of: Callable[[str], str]) -> tuple[str, int]:
    """The pieces together are a file under the name that `name_of` makes of its hash; gives hash and size.

    They wait on the disk until the hash is known: memory holds one of them.
    """
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as spool:
        for piece in pieces:
            digest.update(piece)
            size += spool.write(piece)
        spool.seek(0)
        sha256 = digest.hexdigest()
        put(name_of(sha256), cast(Any, spool), sha256=sha256)
    return sha256, size


def _put_on_disk(storage: Storage, name: str, content: bytes | IO[bytes], sha256: str | None) -> int:
    """Written to the parts, flushed to the disk, then renamed: a crash leaves a part at most (`remove_parts`)."""
    target = Path(storage.path(name))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = Path(storage.path(f"{PARTS}/{uuid4().hex}.part"))
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in chunks_of(content):
                digest.update(piece)
                size += file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        _require(digest.hexdigest(), sha256)
        part.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
    return size


def remove_parts(*, older_than: float = PART_SECONDS) -> int:
    """What dead processes left half written is gone; gives how many files that were."""
    if not isinstance(default_storage, FileSystemStorage):
        return 0
    before, removed = time.time() - older_than, 0
    for part in Path(default_storage.path(PARTS)).glob("*.part"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < before:
                part.unlink()
                removed += 1
    return removed


def _put_elsewhere(storage: Storage, name: str, content: bytes | IO[bytes], sha256: str | None) -> int:
    """Object storage shows an object only once it is whole; what is there already has the same bytes."""
    file: File[bytes] = ContentFile(content) if isinstance(content, bytes) else File(content)
    if sha256 is not None:
        digest = hashlib.sha256()
        for piece in file.chunks():
            digest.update(piece)
        file.seek(0)
        _require(digest.hexdigest(), sha256)
    if not storage.exists(name):
        storage.save(name, file)
    return file.size


def _require(found: str, wanted: str | None) -> None:
    if wanted is not None and found != wanted:
        raise ValueError(f"expected bytes with the hash {wanted}, found {found}")
