"""All formats in one place: what each is called, reads, writes, and how it is recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import msgspec

from exports.errors import FormatUnknown, OptionsInvalid
from exports.formats import audio, coco, conll, csv, images, jsonl, parquet, text, voc, webvtt
from exports.formats.items import Document, Read, Rows, Source, WriteReport
from labelwright.errors import Fault


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `reads` and `writes` are None where it goes only one way; options are checked by their classes."""

    key: str
    title: str
    reads: Callable[[Source, Any], Iterator[Read]] | None = None
    read_options: type[msgspec.Struct] | None = None
    writes: Callable[[BinaryIO, Document, Rows, Any], WriteReport] | None = None
    write_options: type[msgspec.Struct] | None = None
    detect: Callable[[Source], int] | None = None
    media_type: str = "application/octet-stream"
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A format that the files may be in, and how sure that is (1–100)."""

    key: str
    confidence: int


_ALL: Final = (
    Format("images", "Images", images.read, images.Options, detect=images.detect),
    Format("audio", "Sounds", audio.read, audio.Options, detect=audio.detect),
    Format("text", "Plain text", text.read, text.Options, detect=text.detect),
    Format(
        "csv",
        "Table (CSV)",
        csv.read,
        csv.Options,
        csv.write,
        csv.WriteOptions,
        csv.detect,
        "text/csv",
        ".csv",
    ),
    Format(
        *("jsonl", "JSON lines", jsonl.read, jsonl.Options, jsonl.write, jsonl.WriteOptions, jsonl.detect),
        *("application/x-ndjson", ".jsonl"),
    ),
    Format("voc", "Pascal VOC", voc.read, voc.Options, detect=voc.detect),
    Format("conll", "CoNLL", conll.read, conll.Options, detect=conll.detect),
    Format(
        *("coco", "COCO", coco.read, coco.Options, coco.write, coco.WriteOptions, coco.detect),
        *("application/json", ".json"),
    ),
    Format(
        *("parquet", "Parquet", None, None, parquet.write, parquet.WriteOptions, None),
        *("application/vnd.apache.parquet", ".parquet"),
    ),
    Format(
        *("webvtt", "WebVTT", None, None, webvtt.write, webvtt.WriteOptions, None),
        *("text/vtt", ".vtt"),
    ),
)
FORMATS: Final[Mapping[str, Format]] = {each.key: each for each in _ALL}


def guess_formats(source: Source) -> tuple[Guess, ...]:
    """What the files may be, the likeliest first; empty if nothing is recognised."""
    guesses = [Guess(each.key, each.detect(source)) for each in _ALL if each.detect]
    return tuple(
        sorted((guess for guess in guesses if guess.confidence), key=lambda guess: -guess.confidence)
    )


def read_source(key: str, source: Source, options: Mapping[str, Any] | None = None) -> Iterator[Read]:
    """The items and faults of the files, lazily. Raises `FormatUnknown` and `OptionsInvalid` before anything is read."""
    chosen = FORMATS.get(key)
    if chosen is None or chosen.reads is None or chosen.read_options is None:
        raise FormatUnknown(f"“{key}” cannot be imported. Known are: {_known(reading=True)}.")
    return chosen.reads(source, parse_options(chosen.read_options, options))


def write_rows(
    key: str, out: BinaryIO, document: Document, rows: Rows, options: Mapping[str, Any] | None = None
) -> WriteReport:
    """The rows are in `out` in this format. `rows` may be iterated more than once. Raises as `read_source` does."""
    chosen = FORMATS.get(key)
    if chosen is None or chosen.writes is None or chosen.write_options is None:
        raise FormatUnknown(f"“{key}” cannot be exported. Known are: {_known(reading=False)}.")
    return chosen.writes(out, document, rows, parse_options(chosen.write_options, options))


def parse_options(kind: type[msgspec.Struct], options: Mapping[str, Any] | None) -> msgspec.Struct:
    """The options as the format's own class; raises `OptionsInvalid` for an unknown name or a wrong type."""
    try:
        return msgspec.convert(dict(options or {}), kind)
    except msgspec.ValidationError as error:
        raise OptionsInvalid(errors=(Fault("#/options", str(error)),)) from error


def _known(*, reading: bool) -> str:
    return ", ".join(each.key for each in _ALL if (each.reads if reading else each.writes))
