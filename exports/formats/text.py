"""Plain text: one item per file, or one per line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from exports.formats.files import Encoding, Faulty, suffix, text_lines, text_problem, whole_text
from exports.formats.items import Origin, Read, ReadFault, ReadItem, Source

SUFFIXES = (".txt", ".text", ".md")


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`item`: what one item is. Lines of white space only are no items."""

    item: Literal["file", "line"] = "file"
    encoding: Encoding = "auto"


def detect(source: Source) -> int:
    """How sure it is, 0–100, that these are plain texts."""
    paths = source.paths()
    texts = sum(suffix(path) in SUFFIXES for path in paths)
    return round(40 * texts / len(paths)) if texts else 0


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """The texts exactly as they are, without byte order mark; per line also without the line's end."""
    for path in source.paths():
        if suffix(path) not in SUFFIXES:
            yield ReadFault(path, None, "file_not_read", "Only .txt files are read as text.", "warning")
            continue
        try:
            yield from (
                _lines(source, path, options) if options.item == "line" else _file(source, path, options)
            )
        except Faulty as faulty:
            yield faulty.fault


def _file(source: Source, path: str, options: Options) -> Iterator[Read]:
    text = whole_text(source, path, options.encoding)
    if not text.strip():
        yield ReadFault(path, None, "text_empty", "The file is empty.")
    else:
        yield _item(path, Origin(path), text)


def _lines(source: Source, path: str, options: Options) -> Iterator[Read]:
    for number, line in text_lines(source, path, options.encoding):
        text = line.rstrip("\r\n")
        if text.strip():
            yield _item(f"{path}:{number}", Origin(path, number), text)


def _item(external_id: str, origin: Origin, text: str) -> Read:
    if problem := text_problem(text):
        return ReadFault(origin.file, origin.line, "text_unfit", problem)
    return ReadItem(external_id, "text", None, text, {}, None, origin)
