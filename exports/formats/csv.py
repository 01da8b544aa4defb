"""Tables: one item a row, a column for the text (or an image's name), and columns for answers.

Our own `items.csv` has the columns of `COLUMNS`, one column `<type>:<field name>` per field of the schema (such as
`choice:quality`), and the lineage. A choice, text, number or rating is its plain cell; several choices, regions, spans and segments
are a JSON list in one cell, so that one row stays one item. An empty cell is no answer. A cell that a spreadsheet would
run as a formula gets a `'` in front; reading our file takes it away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final, Literal

import msgspec

from exports.formats.checks import Unfit
from exports.formats.files import (
    LINE_LIMIT,
    Encoding,
    Faulty,
    MediaIndex,
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
    Origin,
    Read,
    ReadFault,
    ReadItem,
    ReadLabels,
    Rows,
    Source,
    WriteReport,
)
from exports.formats.names import Names, media_name, sorted_json
from exports.formats.values import labels_from_value

SUFFIXES: Final = (".csv", ".tsv")
COLUMNS: Final = (
    *("item_id", "external_id", "kind", "media", "media_sha256", "media_type", "width", "height"),
    *("text", "split", "group_key", "metadata"),
)
LINEAGE: Final = ("author", "revision", "schema_version", "guideline_version")
TYPES: Final = ("regions", "spans", "segments", "choice", "choices", "taxonomy", "text", "number", "rating")
RELATIONS: Final = "relations"
_TEXT_NAMES: Final = ("text", "sentence", "content", "utterance", "body")
_IMAGE_NAMES: Final = ("image", "audio", "file_name", "filename", "file", "path")


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Columns by name, or by number from "1" without a header. None: guessed for the text and the image, none for the rest.

    `label_separator`: what stands between several names in a label column, such as "|"; None if there is only one.
    """

    text_column: str | None = None
    media_column: str | None = None
    id_column: str | None = None
    label_columns: tuple[str, ...] = ()
    label_separator: str | None = None
    header: bool = True
    delimiter: str = "auto"
    encoding: Encoding = "auto"
    labels_only: bool = False


def detect(source: Source) -> int:
    """How sure it is, 0–100, that there is a table."""
    return 80 if any(suffix(path) in SUFFIXES for path in source.paths()) else 0


# Reading


def read(source: Source, options: Options = Options()) -> Iterator[Read]:  # noqa: B008 - frozen
    """One item per row; rows without any content are skipped."""
    index = MediaIndex(source)
    used = [path for path in source.paths() if suffix(path) in (*SUFFIXES, ".txt")]
    for path in used:
        try:
            yield from _read_file(source, path, index, options)
        except Faulty as faulty:
            yield faulty.fault
    yield from leftovers(source, [*used, *index.paths])


def _read_file(source: Source, path: str, index: MediaIndex, options: Options) -> Iterator[Read]:
    delimiter = sniff_delimiter(source, path, options)
    rows = _rows(source, path, delimiter, options.encoding)
    columns: list[str] | None = None
    for number, row in rows:
        if isinstance(row, ReadFault):
            yield row
        elif not any(row):
            continue
        elif columns is None:
            columns = (
                [name.strip() for name in row] if options.header else [str(n + 1) for n in range(len(row))]
            )
            _check_columns(path, columns, options)
            if not options.header:
                yield _row(path, number, columns, row, index, options)
        else:
            yield _row(path, number, columns, row, index, options)


def sniff_delimiter(source: Source, path: str, options: Options) -> str:
    """The delimiter that stands most often in the first line, outside quotes; a comma in doubt."""
    if options.delimiter != "auto":
        if len(options.delimiter) != 1 or options.delimiter in '"\r\n':
            detail = "The delimiter must be one character such as , ; or tab."
            raise Faulty(ReadFault(path, None, "delimiter_unfit", detail))
        return options.delimiter
    line = next((line for _, line in text_lines(source, path, options.encoding)), "")
    bare = re.sub(r'"[^"]*"', "", line)
    return max((",", "\t", ";", "|"), key=bare.count)


def _rows(
    source: Source, path: str, delimiter: str, encoding: Encoding
) -> Iterator[tuple[int, list[str] | ReadFault]]:
    """The rows with the number of their first line; a row that is no row is a fault, and the next one is read."""
    # The bound is the process's; the default of 128 KiB is less than a long document.
    csv.field_size_limit(LINE_LIMIT)
    lines = (line for _, line in text_lines(source, path, encoding))
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        first = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield first, ReadFault(path, first, "row_unfit", f"The row cannot be read: {error}.")
        else:
            yield first, row


def _check_columns(path: str, columns: list[str], options: Options) -> None:
    named = [options.text_column, options.media_column, options.id_column, *options.label_columns]
    missing = [name for name in named if name is not None and name not in columns]
    if missing:
        detail = f"There is no column “{missing[0]}”. The columns are: {', '.join(columns)[:500]}."
        raise Faulty(ReadFault(path, 1, "column_missing", detail))
    twice = next((name for place, name in enumerate(columns) if name in columns[:place]), None)
    if twice is not None:
        raise Faulty(ReadFault(path, 1, "column_twice", f"The column “{twice}” is there twice."))


def _row(
    path: str, number: int, columns: list[str], row: list[str], index: MediaIndex, options: Options
) -> Read:
    if len(row) != len(columns):
        detail = (
            f"Expected {len(columns)} cells, found {len(row)}. A cell that holds the delimiter needs quotes."
        )
        return ReadFault(path, number, "row_unfit", detail)
    if problem := next((found for cell in row if (found := text_problem(cell))), None):
        return ReadFault(path, number, "text_unfit", problem)
    cells = dict(zip(columns, row, strict=True))
    try:
        if set(COLUMNS) <= set(columns):
            return _ours(
                {name: restore(cell) for name, cell in cells.items()}, Origin(path, number), index, options
            )
        return _foreign(cells, Origin(path, number), index, options)
    except Unfit as error:
        return ReadFault(path, number, "labels_unfit", f"The row was not read: {error}.")
    except Faulty as faulty:
        return faulty.fault


def _foreign(cells: dict[str, str], origin: Origin, index: MediaIndex, options: Options) -> ReadItem:
    choices = {name: _names(cells.pop(name), options) for name in options.label_columns}
    labels = (
        ReadLabels(choices={name: found for name, found in choices.items() if found}) if choices else None
    )
    external_id = cells.pop(options.id_column).strip() or None if options.id_column else None
    media_column = options.media_column or (None if options.text_column else _guess(cells, _IMAGE_NAMES))
    text_column = options.text_column or _guess(cells, _TEXT_NAMES)
    if options.media_column or (media_column and not text_column):
        assert media_column is not None
        name = cells.pop(media_column).strip()
        if not name:
            raise Unfit(f"the cell “{media_column}” is empty")
        path = _find(index, name, origin, options)
        return ReadItem(external_id or name, media_kind(name), path, None, cells, labels, origin)
    if text_column is None:
        text_column = next(iter(cells)) if len(cells) == 1 else None
    if text_column is None:
        raise Unfit("no column is known to hold the text; choose it in the import options")
    text = cells.pop(text_column)
    if not text.strip():
        raise Unfit(f"the cell “{text_column}” is empty")
    return ReadItem(external_id, "text", None, text, cells, labels, origin)


def _guess(cells: Iterable[str], names: Sequence[str]) -> str | None:
    lowered = {column.lower(): column for column in cells}
    return next((lowered[name] for name in names if name in lowered), None)


def _names(cell: str, options: Options) -> tuple[str, ...]:
    parts = cell.split(options.label_separator) if options.label_separator else [cell]
    return tuple(part.strip() for part in parts if part.strip())


def _find(index: MediaIndex, name: str, origin: Origin, options: Options) -> str | None:
    path, why = index.find(name, beside=origin.file)
    if path is None and not options.labels_only:
        raise Faulty(media_fault(origin.file, origin.line, name, why))
    return path


def _ours(cells: dict[str, str], origin: Origin, index: MediaIndex, options: Options) -> ReadItem:
    value: dict[str, Any] = {}
    for column, cell in cells.items():
        kind, colon, name = column.partition(":")
        if colon and kind in TYPES and cell:
            value[name] = {kind: cell if kind in ("choice", "text") else _json(cell, column)}
    for name in [name for name in value if cells.get(f"{RELATIONS}:{name}")]:
        column = f"{RELATIONS}:{name}"
        value[name][RELATIONS] = _json(cells[column], column)
    metadata = _json(cells["metadata"], "metadata") if cells["metadata"] else {}
    if not isinstance(metadata, dict):
        raise Unfit("“metadata” must be a JSON object")
    external_id = cells["external_id"] or None
    said: object = value if value or cells.get("revision") else None
    if cells["kind"] == "text":
        text = cells["text"]
        if not text:
            raise Unfit("the cell “text” is empty")
        labels = labels_from_value(said, text=text, size=None)
        return ReadItem(external_id, "text", None, text, metadata, labels, origin)
    medium: Literal["image", "audio"] = "image" if cells["kind"] == "image" else "audio"
    if cells["kind"] != medium:
        raise Unfit(f"the kind “{cells['kind'][:50]}” is neither image, audio nor text")
    width, height = (int(cells[name]) if cells[name].isdecimal() else 0 for name in ("width", "height"))
    size = (width, height) if width > 0 and height > 0 else None
    path = _find(index, cells["media"], origin, options)
    labels = labels_from_value(said, text=None, size=size)
    return ReadItem(external_id, medium, path, None, metadata, labels, origin, size)


def _json(cell: str, name: str) -> object:
    try:
        decoded: object = msgspec.json.decode(cell)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise Unfit(f"the cell “{name}” is not valid JSON: {str(error)[:100]}") from error
    return decoded


# Writing


class WriteOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`split`: only the items of this split; None for all. `mark`: begin with the byte order mark that Excel needs."""

    split: str | None = None
    mark: bool = True


def write(
    out: BinaryIO,
    document: Document,
    rows: Rows,
    options: WriteOptions = WriteOptions(),  # noqa: B008 - frozen
) -> WriteReport:
    """`items.csv` in UTF-8 with CRLF, as RFC 4180 has it; the same rows give the same bytes."""
    names = Names(document)
    fields = names.fields()
    table = csv.writer(_Utf8(out), lineterminator="\r\n")
    out.write(b"\xef\xbb\xbf" if options.mark else b"")
    table.writerow([*COLUMNS, *_field_columns(names), *LINEAGE])
    items = answers = 0
    for row in rows:
        if options.split is not None and row.split != options.split:
            continue
        items += 1
        answers += len(row.value or ())
        table.writerow(
            [guard(cell) if isinstance(cell, str) else cell for cell in _cells(row, names, list(fields))]
        )
    return WriteReport(items, answers)


def _field_columns(names: Names) -> Iterator[str]:
    """A column per field, and one more for the relations of a field that knows any."""
    for name, kind in names.fields().values():
        yield f"{kind}:{name}"
        if name in names.related:
            yield f"{RELATIONS}:{name}"


class _Utf8:
    """What `csv.writer` needs of a text file, over bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


def _cells(row: DatasetRow, names: Names, fields: list[str]) -> Iterator[str | int | float | None]:
    yield from (row.item_id, row.external_id, row.kind, media_name(row), row.media_sha256, row.media_type)
    yield from (row.width, row.height, row.text, row.split, row.group_key)
    yield sorted_json(row.metadata).decode() if row.metadata else None
    known = names.fields()
    said = names.value(row.value or {})
    for key in fields:
        name, kind = known[key]
        answer = said.get(name)
        yield _cell(None if answer is None else answer[kind])
        if name in names.related:
            yield _cell((answer or {}).get(RELATIONS))
    yield from (row.author, row.revision, row.schema_version, row.guideline_version)


def _cell(content: Any) -> str | int | float | None:
    """Numbers go unguarded: a minus sign in front of a number is no formula."""
    return msgspec.json.encode(content).decode() if isinstance(content, list) else content


_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")


def guard(cell: str) -> str:
    """The cell with a `'` in front if a spreadsheet would run it, or would if one of its `'` were taken away."""
    return "'" + cell if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """The inverse of `guard`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
