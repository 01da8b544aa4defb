"""Sound files, each an item; beside one of the same name may lie its Audacity label file or Praat TextGrid.

An Audacity label track has a line `start TAB end TAB label` for each segment. In a TextGrid each interval tier is a label
(a speaker, say) and the text of an interval is what is said; empty intervals are silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from exports.formats.checks import Unfit, checked_segment
from exports.formats.files import (
    SOUND_SUFFIXES,
    Encoding,
    Faulty,
    suffix,
    text_lines,
    text_problem,
    whole_text,
)
from exports.formats.items import Origin, Read, ReadFault, ReadItem, ReadLabels, ReadSegment, Source

TEXTGRID: Final = ".textgrid"
TRACK: Final = ".txt"


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`label`: the label of all segments, whose text is what is said; None: the names of an Audacity track and of tiers are labels."""

    label: str | None = None
    encoding: Encoding = "auto"


def detect(source: Source) -> int:
    """How sure it is, 0–100, that this is a heap of sounds."""
    paths = source.paths()
    sounds = [path for path in paths if suffix(path) in SOUND_SUFFIXES]
    tracks = sum(suffix(path) in (TEXTGRID, TRACK) for path in paths)
    return round(60 * (len(sounds) + min(tracks, len(sounds))) / len(paths)) if sounds else 0


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One item per sound, in order; the content is looked at when the sound is prepared, not here."""
    beside = {_stem(path): path for path in source.paths() if suffix(path) in (TEXTGRID, TRACK)}
    used: set[str] = set()
    for path in source.paths():
        if suffix(path) not in SOUND_SUFFIXES:
            continue
        track = beside.get(_stem(path))
        labels = None
        if track is not None:
            used.add(track)
            try:
                labels = ReadLabels(segments=tuple(_segments(source, track, options)))
            except Faulty as faulty:
                yield faulty.fault
        yield ReadItem(path, "audio", path, None, {}, labels, Origin(path))
    for path in source.paths():
        if suffix(path) not in SOUND_SUFFIXES and path not in used:
            detail = "Only WAV, FLAC, MP3 and Ogg files are read as sounds, and label files of the same name."
            yield ReadFault(path, None, "file_not_read", detail, "warning")


def _stem(path: str) -> str:
    return path[: len(path) - len(suffix(path))]


def _segments(source: Source, path: str, options: Options) -> Iterator[ReadSegment]:
    if suffix(path) == TEXTGRID:
        yield from _of_textgrid(path, whole_text(source, path, options.encoding), options.label)
        return
    for number, line in text_lines(source, path, options.encoding):
        cells = line.rstrip("\r\n").split("\t", 2)
        if not line.strip() or cells[0] == "\\":  # the second line of a label that also has frequencies
            continue
        try:
            if len(cells) < 2:
                raise Unfit("a line is start, end and name with tabs between them")
            name = cells[2].strip() if len(cells) > 2 else ""
            if problem := text_problem(name):
                raise Unfit(problem)
            start, end = checked_segment(name, _number(cells[0]), _number(cells[1]))
        except Unfit as error:
            raise Faulty(_unread(path, number, str(error))) from error
        if options.label is not None:
            yield ReadSegment(options.label, start, end, text=name or None)
        else:
            yield ReadSegment(name, start, end)


def _unread(path: str, line: int, why: str) -> ReadFault:
    """A warning: the sound itself is taken."""
    return ReadFault(path, line, "labels_unfit", f"The labels were not read: {why.rstrip('.')}.", "warning")


def _number(cell: str) -> float | None:
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None


_LINE: Final = re.compile(
    r'^\s*(?:(item|intervals|points)\s*\[\d+\]:|(\w+)\s*=\s*(?:"((?:[^"]|"")*)"|(\S+)))\s*$'
)


def _of_textgrid(path: str, text: str, label: str | None) -> Iterator[ReadSegment]:
    """The intervals of a TextGrid in Praat's long form."""
    if "ooTextFile" not in text[:200] or "TextGrid" not in text[:200]:
        raise Faulty(_unread(path, 1, "this is no TextGrid in Praat's text form"))
    tier, is_interval = "", False
    start: float | None = None
    end: float | None = None
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        if found is None:
            continue
        block, name, quoted, plain = found.groups()
        if block == "item":
            tier, is_interval = "", False
        elif block is not None:
            is_interval = block == "intervals"
        elif name == "name":
            tier = (quoted or "").replace('""', '"').strip()
        elif name == "xmin" and is_interval:
            start = _number(plain or "")
        elif name == "xmax" and is_interval:
            end = _number(plain or "")
        elif name == "text" and is_interval:
            said = (quoted or "").replace('""', '"').strip()
            try:
                if said and (problem := text_problem(said)):
                    raise Unfit(problem)
                if said:
                    yield ReadSegment(label or tier, *checked_segment(tier, start, end), text=said)
            except Unfit as error:
                raise Faulty(_unread(path, number, str(error))) from error
