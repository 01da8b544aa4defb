"""What every reader needs of its source: finding media by name, and lines of text in a known encoding."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, Literal, TextIO

from exports.errors import ArchiveRefused, ArchiveTooLarge
from exports.formats.items import ReadFault, Source

Encoding = Literal["auto", "utf-8", "utf-16", "cp949", "shift_jis"]
IMAGE_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")
SOUND_SUFFIXES: Final = (".wav", ".wave", ".flac", ".mp3", ".ogg", ".oga", ".opus")
MEDIA_SUFFIXES: Final = (*IMAGE_SUFFIXES, *SOUND_SUFFIXES)
LINE_LIMIT: Final = (
    16 * 1024 * 1024
)  # characters; no row of a table and no record of a line file is that long


def suffix(path: str) -> str:
    """The ending of the file name in lower case, with its dot; empty if there is none."""
    name = basename(path)
    return name[name.rfind(".") :].lower() if "." in name[1:] else ""


def basename(path: str) -> str:
    """The last part of the path; `\\` counts as a border too, as files written on Windows have it."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def head(source: Source, path: str, size: int = 64 * 1024) -> bytes:
    """The first bytes of a file; empty if it cannot be opened."""
    try:
        with source.open(path) as stream:
            return stream.read(size)
    except ArchiveRefused:
        return b""


class MediaIndex:
    """Finds the image or the sound that an annotation file means; only within the source, whatever the name says."""

    def __init__(self, source: Source) -> None:
        self.paths = tuple(path for path in source.paths() if suffix(path) in MEDIA_SUFFIXES)
        self._known = frozenset(self.paths)
        self._by_name: dict[str, list[str]] = {}
        for path in self.paths:
            self._by_name.setdefault(basename(path).casefold(), []).append(path)

    def find(self, name: str, *, beside: str) -> tuple[str | None, str]:
        """The path and "", or None and why not: "missing" or "ambiguous".

        Tried in turn: the full path, the path from the folder of the annotation file `beside`, a path that ends in
        `name`, the file name alone.
        """
        wanted = name.replace("\\", "/").removeprefix("./")
        folder = beside.rpartition("/")[0]
        for path in (wanted, f"{folder}/{wanted}" if folder else wanted):
            if path in self._known:
                return path, ""
        found = self._by_name.get(basename(wanted).casefold(), [])
        ending = [path for path in found if path.endswith("/" + wanted)]
        for candidates in (ending, found):
            if len(candidates) == 1:
                return candidates[0], ""
        return None, "ambiguous" if found else "missing"


def media_kind(name: str) -> Literal["image", "audio"]:
    """What an item is whose media are called so; the content is looked at when it is prepared."""
    return "audio" if suffix(name) in SOUND_SUFFIXES else "image"


def media_fault(file: str, line: int | None, name: str, why: str) -> ReadFault:
    """The fault for a file that `MediaIndex.find` did not find."""
    if why == "ambiguous":
        detail = f"Several files are called “{basename(name)}”. Write the path with its folders."
    else:
        what = "sound" if media_kind(name) == "audio" else "image"
        detail = f"The {what} “{name[:200]}” is not among the files. Add it, or import labels only."
    return ReadFault(file, line, f"media_{why}", detail)


def leftovers(source: Source, used: Iterable[str]) -> Iterator[ReadFault]:
    """A warning for each file that the reader had no use for, so that none vanishes unsaid."""
    known = frozenset(used)
    for path in source.paths():
        if path not in known:
            yield ReadFault(path, None, "file_not_read", "This file is not part of the format.", "warning")


class Faulty(Exception):
    """A fault found deep in a reader."""

    def __init__(self, fault: ReadFault) -> None:
        super().__init__(fault.detail)
        self.fault = fault


@contextmanager
def refusals_as_faults(file: str) -> Iterator[None]:
    """What an archive refuses about one file becomes `Faulty`; what it refuses as a whole still ends the import."""
    try:
        yield
    except ArchiveTooLarge:
        raise
    except ArchiveRefused as refusal:
        raise Faulty(ReadFault(file, None, refusal.code.replace("-", "_"), refusal.detail)) from refusal


def text_lines(source: Source, path: str, encoding: Encoding) -> Iterator[tuple[int, str]]:
    """The lines with their numbers from 1 and their line ends; only LF ends a line. Raises `Faulty`."""
    with refusals_as_faults(path), source.open(path) as stream:
        text, chosen = _decoded(stream, encoding)
        number = 0
        try:
            while line := text.readline(LINE_LIMIT + 1):
                number += 1
                if len(line) > LINE_LIMIT:
                    raise Faulty(ReadFault(path, number, "line_too_long", "The line is longer than 16 MiB."))
                yield number, line
        except UnicodeError as error:
            detail = _encoding_advice(head(source, path, 1024 * 1024), chosen)
            raise Faulty(ReadFault(path, number + 1, "encoding", detail)) from error


def whole_text(source: Source, path: str, encoding: Encoding, limit: int = LINE_LIMIT) -> str:
    """The whole file as text, without its byte order mark. Raises `Faulty`."""
    with refusals_as_faults(path), source.open(path) as stream:
        text, chosen = _decoded(stream, encoding)
        try:
            content = text.read(limit + 1)
        except UnicodeError as error:
            detail = _encoding_advice(head(source, path, 1024 * 1024), chosen)
            raise Faulty(ReadFault(path, None, "encoding", detail)) from error
        if len(content) > limit:
            raise Faulty(
                ReadFault(path, None, "text_too_long", f"The text is longer than {limit} characters.")
            )
        return content


def _decoded(stream: io.BufferedIOBase | object, encoding: Encoding) -> tuple[TextIO, str]:
    buffered = io.BufferedReader(stream)  # type: ignore[type-var]
    mark = buffered.peek(4)[:3]
    chosen = {"auto": "utf-8-sig", "utf-8": "utf-8-sig", "shift_jis": "cp932"}.get(encoding, encoding)
    if mark.startswith((b"\xff\xfe", b"\xfe\xff")):
        chosen = "utf-16"
    elif mark == b"\xef\xbb\xbf":
        chosen = "utf-8-sig"
    elif chosen == "utf-16":
        chosen = "utf-16-le"  # without a mark, what Windows writes
    return io.TextIOWrapper(buffered, encoding=chosen, errors="strict", newline="\n"), chosen


def _encoding_advice(sample: bytes, chosen: str) -> str:
    name = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "cp932": "Shift_JIS"}.get(chosen, chosen)
    advice = [
        title
        for title, encoding, low, high in (
            ("cp949 (Korean)", "cp949", "\uac00", "\ud7a3"),
            ("shift_jis (Japanese)", "cp932", "\u3041", "\u30ff"),
        )
        if encoding != chosen and _has(sample, encoding, low, high)
    ]
    hint = f" It may be {' or '.join(advice)}: choose the encoding in the import options." if advice else ""
    return f"The file is not {name}.{hint or ' Save it as UTF-8.'}"


def _has(sample: bytes, encoding: str, low: str, high: str) -> bool:
    text = sample.decode(encoding, errors="replace").rstrip("\ufffd")  # the sample may end within a character
    bad = text.count("\ufffd")
    good = sum(low <= sign <= high for sign in text)
    return good > 0 and bad * 10 < good


_UNFIT: Final = re.compile("[\\0\ud800-\udfff]")


def text_problem(text: str) -> str | None:
    """Why this text cannot be stored as it is, if so."""
    unfit = _UNFIT.search(text)
    if unfit is None:
        return None
    if unfit[0] == "\0":
        return "The text holds a NUL character, which no database stores. Remove it."
    return "The text holds half of a surrogate pair: it was cut in the middle of a character."
