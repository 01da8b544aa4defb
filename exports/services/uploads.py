"""The files of an import, opened as one source, and looked at before anything of them is believed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast
from uuid import UUID

from django.core.files.storage import default_storage

from exports.archives import DEFAULT_LIMITS, Archive, ArchiveLimits, open_archive
from exports.errors import DisguisedContent, TooManyEntries
from exports.formats.files import MEDIA_SUFFIXES, suffix
from exports.models import Import, ImportFile
from labelwright.errors import Words

# What nobody calls an image by mistake: pages, programs and documents that some other reader would run.
_PROGRAMS: Final = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_PAGES: Final = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"%pdf-", b"#!")


def folder(import_id: UUID) -> str:
    """Where the files of an import are kept while it lasts."""
    return f"imports/{import_id.hex}"


@contextmanager
def open_uploads(source: Import, limits: ArchiveLimits = DEFAULT_LIMITS) -> Iterator[Archive]:
    """All uploaded files as one source; the entries of a ZIP stand in for it, in a folder if it is not alone.

    The order is the same each time. Raises `ArchiveRefused`.
    """
    uploads = sorted(source.files.all(), key=lambda each: each.path)
    with ExitStack() as opened:
        if len(uploads) == 1 and suffix(uploads[0].path) == ".zip":
            yield opened.enter_context(open_archive(opened.enter_context(_stream(uploads[0])), limits))
            return
        whole = Archive(limits)
        for upload in uploads:
            _add(whole, upload, opened, limits)
            if len(whole.paths()) > limits.entries:
                raise TooManyEntries(Words("There are more than {most} files.", most=limits.entries))
        yield whole


def _stream(upload: ImportFile) -> BinaryIO:
    return cast(BinaryIO, default_storage.open(upload.storage_name, "rb"))


def _add(whole: Archive, upload: ImportFile, opened: ExitStack, limits: ArchiveLimits) -> None:
    if suffix(upload.path) != ".zip":
        whole.add(upload.path, upload.size, None, lambda: _stream(upload))
        return
    archive = opened.enter_context(open_archive(opened.enter_context(_stream(upload)), limits))
    within = PurePosixPath(upload.path).with_suffix("")
    for path in archive.paths():
        entry = archive.entry(path)
        whole.add(f"{within}/{path}", entry.size, None, entry.open)


def refuse_disguises(source: Archive) -> None:
    """Nothing, when every file can be opened and is not a program or a page that calls itself an image or a sound.

    Raises `ArchiveRefused`. The sizes that the entries declare were checked when the source was opened, and no more
    than that is ever unpacked, so the first bytes are all that needs looking at.
    """
    for path in source.paths():
        with source.open(path) as stream:
            start = stream.read(512)
        if _disguised(path, start):
            raise DisguisedContent(
                Words(
                    "“{path}” is a program, a page or a document, not what its name says. Take it out and import again.",
                    path=path,
                ),
                entry=path,
            )


def _disguised(path: str, start: bytes) -> bool:
    if start.startswith(_PROGRAMS) or (start.startswith(b"MZ") and b"\0" in start):
        return True
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return suffix(path) in MEDIA_SUFFIXES and words.startswith(_PAGES)


def remove_files(import_id: UUID) -> None:
    """Nothing of the import is in the storage any more, whatever was there."""
    _remove(folder(import_id))


def _remove(name: str) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        folders, files = default_storage.listdir(name)
        for each in files:
            default_storage.delete(f"{name}/{each}")
        for each in folders:
            _remove(f"{name}/{each}")
        default_storage.delete(name)  # on a disk the empty folder too


def kept_folders() -> Iterator[UUID]:
    """The imports that have files in the storage."""
    try:
        folders, _ = default_storage.listdir("imports")
    except FileNotFoundError:
        return
    for name in folders:
        with suppress(ValueError):
            yield UUID(hex=name)
