"""WebVTT: a cue per segment with its label as the voice and, as its text, the first text among its attributes.

The cues of several sounds stand one after the other, each sound behind a note with its name. What a cue cannot say is left out
and counted. Source: W3C, WebVTT: The Web Video Text Tracks Format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

import msgspec

from exports.formats.items import Document, Rows, WriteReport
from exports.formats.names import Names


class WriteOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`split`: only the items of this split; None for all."""

    split: str | None = None


def write(
    out: BinaryIO,
    document: Document,
    rows: Rows,
    options: WriteOptions = WriteOptions(),  # noqa: B008 - frozen
) -> WriteReport:
    """One file: a note with the name of each sound, then its segments by time. The same rows give the same bytes."""
    names = Names(document)
    left_out = {
        "answers about the whole sound": 0,
        "attributes other than a text": 0,
        "items that are no sounds": 0,
    }
    items = answers = 0
    out.write(b"WEBVTT\n")
    for row in rows:
        if options.split is not None and row.split != options.split:
            continue
        if row.kind != "audio":
            left_out["items that are no sounds"] += 1
            continue
        items += 1
        out.write(f"\nNOTE {_inline(row.external_id or row.item_id)}\n".encode())
        for answer in names.value(row.value or {}).values():
            if "segments" not in answer:
                left_out["answers about the whole sound"] += 1
                continue
            answers += 1
            for segment in sorted(answer["segments"], key=lambda each: (each["start"], each["end"])):
                texts = [
                    said for said in segment["attributes"].values() if isinstance(said, str) and said.strip()
                ]
                left_out["attributes other than a text"] += len(segment["attributes"]) - len(texts[:1])
                out.write(_cue(segment, texts[0] if texts else "").encode())
    return WriteReport(items, answers, {reason: count for reason, count in left_out.items() if count})


def _cue(segment: Mapping[str, Any], text: str) -> str:
    times = f"{_clock(segment['start'])} --> {_clock(segment['end'])}"
    return f"\n{times}\n<v {_inline(str(segment['label']))}>{_escaped(text)}\n"


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _inline(text: str) -> str:
    return " ".join(_escaped(text).split())


def _escaped(text: str) -> str:
    """As a cue's text: without what would end it or begin a tag."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\n".join(line for line in plain.splitlines() if line.strip())
