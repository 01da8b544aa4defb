"""One JSON object a line: our own export, doccano's and plain ones.

Ours holds `item_id, external_id, kind, text | media, split, group_key, metadata, value` (by names) and `lineage`.
Others: the text under `text_key` (or an image's name under `media_key`), `id`, and labels as doccano has them: `label`
or `labels` with [[start, end, name], …], "name" or ["name", …], or `entities` with {label, start_offset, end_offset};
of a sound (under `audio`) `segments` with {label, start, end, text} in seconds.
Whatever else there is becomes metadata. Offsets are code points, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec

from exports.formats.checks import Unfit, checked_span
from exports.formats.files import (
    Encoding,
    Faulty,
    MediaIndex,
    head,
    leftovers,
    media_fault,
    media_kind,
    suffix,
    text_lines,
    text_problem,
)
from exports.formats.items import (
    DatasetRow,
    Document,
    Kind,
    Origin,
    Read,
    ReadFault,
    ReadItem,
    ReadLabels,
    ReadSpan,
    Rows,
    Source,
    WriteReport,
)
from exports.formats.names import Names, media_name, sorted_json
from exports.formats.values import labels_from_value, segment_from, span_from

SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonlines")
_LABEL_KEYS: Final = ("label", "labels", "entities")
_SOUND_KEYS: Final = ("audio", "audio_filepath")  # the second as manifests of speech toolkits have it


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of lines that are not of our own export; `label_key` None: whichever of doccano's is there."""

    text_key: str = "text"
    media_key: str = "image"
    id_key: str = "id"
    label_key: str | None = None
    encoding: Encoding = "auto"
    labels_only: bool = False


def detect(source: Source) -> int:
    """How sure it is, 0–100, that there are lines of JSON."""
    for path in source.paths():
        if suffix(path) in SUFFIXES:
            return 95
        first = head(source, path, 4096).lstrip(b"\xef\xbb\xbf").split(b"\n")[0].strip()
        if suffix(path) in (".txt", ".json") and first.startswith(b"{") and first.endswith(b"}"):
            return 60
    return 0


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One item per line that is not empty."""
    index = MediaIndex(source)
    used = [path for path in source.paths() if suffix(path) in (*SUFFIXES, ".json", ".txt")]
    for path in used:
        try:
            for number, line in text_lines(source, path, options.encoding):
                if line.strip():
                    yield _line(path, number, line, index, options)
        except Faulty as faulty:
            yield faulty.fault
    yield from leftovers(source, [*used, *index.paths])


def _line(path: str, number: int, line: str, index: MediaIndex, options: Options) -> Read:
    origin = Origin(path, number)
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        return ReadFault(path, number, "json_malformed", f"The line is not valid JSON: {str(error)[:200]}.")
    if not isinstance(record, dict):
        return ReadFault(path, number, "json_unfit", "The line is not a JSON object {…}.")
    try:
        if "\\u" in line:  # nothing else can bring in what no database stores
            _refuse_unfit_text(record)
        if "value" in record and record.get("kind") in ("image", "text"):
            return _ours(record, origin, index, options)
        return _foreign(record, origin, index, options)
    except Unfit as error:
        return ReadFault(path, number, "labels_unfit", f"The line was not read: {error}.")
    except Faulty as faulty:
        return faulty.fault


def _refuse_unfit_text(part: object) -> None:
    """No string at any depth holds what no database stores; the decoder has bounded the depth."""
    if isinstance(part, str):
        if problem := text_problem(part):
            raise Unfit(problem.rstrip("."))
    elif isinstance(part, dict):
        for key, value in part.items():
            _refuse_unfit_text(key)
            _refuse_unfit_text(value)
    elif isinstance(part, list):
        for value in part:
            _refuse_unfit_text(value)


def _ours(record: dict[str, Any], origin: Origin, index: MediaIndex, options: Options) -> ReadItem:
    metadata = record.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise Unfit("“metadata” must be an object")
    kind: Kind = record["kind"]
    external_id = _external_id(record.get("external_id"))
    if kind == "text":
        text = _text(record.get("text"), "text")
        labels = labels_from_value(record["value"], text=text, size=None)
        return ReadItem(external_id, "text", None, text, metadata, labels, origin)
    media = record.get("media")
    if not isinstance(media, dict) or not isinstance(media.get("file_name"), str):
        raise Unfit("an image or a sound needs “media” with a “file_name”")
    path = _find(index, media["file_name"], origin, options)
    size = _declared_size(media.get("width"), media.get("height"))
    labels = labels_from_value(record["value"], text=None, size=size)
    return ReadItem(external_id, kind, path, None, metadata, labels, origin, size)


def _declared_size(width: object, height: object) -> tuple[int, int] | None:
    if isinstance(width, int) and isinstance(height, int) and min(width, height) > 0:
        return width, height
    return None


def _foreign(record: dict[str, Any], origin: Origin, index: MediaIndex, options: Options) -> ReadItem:
    external_id = _external_id(record.pop(options.id_key, None))
    keys = (options.label_key,) if options.label_key else _LABEL_KEYS
    given = {key: record.pop(key) for key in keys if key in record}
    has_media = not record.keys().isdisjoint((options.media_key, *_SOUND_KEYS))
    if options.text_key in record and not (has_media and "segments" in record):
        text = _text(record.pop(options.text_key), options.text_key)
        for key in ("Comments", "comments"):
            if record.get(key) == []:
                del record[key]
        labels = _merged([_labels(key, said, text) for key, said in given.items()])
        return ReadItem(external_id, "text", None, text, record, labels, origin)
    for key in (options.media_key, *_SOUND_KEYS):
        if key in record:
            name = _text(record.pop(key), key)
            kind = media_kind(name) if key == options.media_key else "audio"
            parts = [_labels(each, said, "") for each, said in given.items()]
            if kind == "audio" and "segments" in record:
                parts.append(_segments(record.pop("segments")))
            path = _find(index, name, origin, options)
            return ReadItem(external_id or name, kind, path, None, record, _merged(parts), origin)
    raise Unfit(
        f"there is neither “{options.text_key}” nor “{options.media_key}”; choose the key of the text"
    )


def _external_id(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) or type(value) is int:
        return str(value)
    raise Unfit("the id is neither text nor a whole number")


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value:
        raise Unfit(f"“{key}” must be text that is not empty")
    return value


def _find(index: MediaIndex, name: str, origin: Origin, options: Options) -> str | None:
    path, why = index.find(name, beside=origin.file)
    if path is None and not options.labels_only:
        raise Faulty(media_fault(origin.file, origin.line, name, why))
    return path


def _labels(key: str, said: object, text: str) -> ReadLabels:
    if said is None:
        return ReadLabels()
    if isinstance(said, str):
        return ReadLabels(choices={key: (said,)})
    if not isinstance(said, list):
        raise Unfit(f"“{key}” is neither a name, a list of names nor a list of spans")
    if all(isinstance(each, str) for each in said):
        return ReadLabels(choices={key: tuple(said)} if said else {})
    return ReadLabels(spans=tuple(_span(each, text) for each in said))


def _segments(said: object) -> ReadLabels:
    if not isinstance(said, list):
        raise Unfit("“segments” is no list")
    return ReadLabels(segments=tuple(segment_from(each, None) for each in said))


def _span(each: object, text: str) -> ReadSpan:
    match each:
        case [start, end, str(label)]:
            return ReadSpan(label, *checked_span(label, start, end, len(text)))
        case {"label": str(label), "start_offset": start, "end_offset": end}:
            return span_from({"label": label, "start": start, "end": end}, text, None)
        case _:
            return span_from(each, text, None)


def _merged(parts: list[ReadLabels]) -> ReadLabels | None:
    if not parts:
        return None
    choices = {key: names for part in parts for key, names in part.choices.items()}
    return ReadLabels(
        spans=tuple(span for part in parts for span in part.spans),
        segments=tuple(segment for part in parts for segment in part.segments),
        choices=choices,
    )


# Writing


class WriteOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`split`: only the items of this split; None for all."""

    split: str | None = None


def write(
    out: BinaryIO,
    document: Document,
    rows: Rows,
    options: WriteOptions = WriteOptions(),  # noqa: B008 - frozen
) -> WriteReport:
    """One line per row, nothing left out; the same rows give the same bytes."""
    names = Names(document)
    items = answers = 0
    for row in rows:
        if options.split is not None and row.split != options.split:
            continue
        items += 1
        answers += len(row.value or ())
        out.write(msgspec.json.encode(_record(row, names)) + b"\n")
    return WriteReport(items, answers)


def _record(row: DatasetRow, names: Names) -> dict[str, Any]:
    content: dict[str, Any] = {"text": row.text}
    if row.kind == "image":
        content = {
            "media": {
                "file_name": media_name(row),
                "sha256": row.media_sha256,
                "media_type": row.media_type,
                "width": row.width,
                "height": row.height,
            }
        }
    elif row.kind == "audio":
        content = {
            "media": {
                "file_name": media_name(row),
                "sha256": row.media_sha256,
                "media_type": row.media_type,
                "duration": row.duration,
                "sample_rate": row.sample_rate,
                "channels": row.channels,
            }
        }
    return {
        "item_id": row.item_id,
        "external_id": row.external_id,
        "kind": row.kind,
        **content,
        "split": row.split,
        "group_key": row.group_key,
        "metadata": msgspec.Raw(sorted_json(row.metadata)),
        "value": None if row.value is None else names.value(row.value),
        "lineage": {
            "author": row.author,
            "revision": row.revision,
            "schema_version": row.schema_version,
            "guideline_version": row.guideline_version,
        },
    }
