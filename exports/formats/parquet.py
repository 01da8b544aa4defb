"""Parquet for modelers: one row an item, one typed column `value_<field name>` per field of the schema.

Regions are lists of {id, label, box, attributes, group}, spans and segments (in seconds)
of {id, label, start, end, attributes}; attributes and metadata are
JSON text, as their shape differs from row to row. Where the schema knows other geometries than boxes, regions also have
`geometry` as JSON text, and `box` is the smallest one around it. A node of a taxonomy is the names from the root to it.
Fields that know relations have a column `relations_<field name>` too. Row groups have a fixed number of rows, so the bytes depend on the
rows and on the pyarrow release alone (which writes its version into the file).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from exports.formats.items import DatasetRow, Document, Rows, WriteReport
from exports.formats.names import Names, media_name, sorted_json
from guidelines.values.geometries import GEOMETRIES

ROW_GROUP: Final = 4096
VALUE: Final = "value_"
RELATIONS: Final = "relations_"

_BASE: Final = {
    "item_id": pa.string(),
    "external_id": pa.string(),
    "kind": pa.string(),
    "media": pa.string(),
    "media_sha256": pa.string(),
    "media_type": pa.string(),
    "width": pa.int32(),
    "height": pa.int32(),
    "text": pa.string(),
    "split": pa.string(),
    "group_key": pa.string(),
    "metadata": pa.string(),
}
_LINEAGE: Final = ("author", "revision", "schema_version", "guideline_version")
_REGION: Final = {
    "id": pa.string(),
    "label": pa.string(),
    "box": pa.list_(pa.float64()),
    "attributes": pa.string(),
    "group": pa.string(),
}
_SPAN: Final = {
    "id": pa.string(),
    "label": pa.string(),
    "start": pa.int32(),
    "end": pa.int32(),
    "attributes": pa.string(),
}
_SEGMENT: Final = {**_SPAN, "start": pa.float64(), "end": pa.float64()}
_SOUND: Final = {"duration": pa.float64(), "sample_rate": pa.int32(), "channels": pa.int32()}
_DRAWN: Final = {**_REGION, "geometry": pa.string()}
_RELATION: Final = {"id": pa.string(), "type": pa.string(), "from": pa.string(), "to": pa.string()}
_ANSWER: Final = {
    "regions": pa.list_(pa.struct(list(_REGION.items()))),
    "spans": pa.list_(pa.struct(list(_SPAN.items()))),
    "segments": pa.list_(pa.struct(list(_SEGMENT.items()))),
    "choice": pa.string(),
    "choices": pa.list_(pa.string()),
    "taxonomy": pa.list_(pa.string()),
    "text": pa.string(),
    "number": pa.float64(),
    "rating": pa.int32(),
}


class WriteOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`split`: only the items of this split; None for all."""

    split: str | None = None


def write(
    out: BinaryIO,
    document: Document,
    rows: Rows,
    options: WriteOptions = WriteOptions(),  # noqa: B008 - frozen
) -> WriteReport:
    """A Parquet file; memory is bounded by one row group. Nothing is left out."""
    names = Names(document)
    base = {**_BASE, **_SOUND} if document.get("input") == "audio" else _BASE
    schema = _schema(names, base)
    chosen = (row for row in rows if options.split is None or row.split == options.split)
    items = answers = 0
    with pq.ParquetWriter(out, schema, version="2.6", compression="zstd", compression_level=3) as writer:
        while group := list(islice(chosen, ROW_GROUP)):
            items += len(group)
            answers += sum(len(row.value or ()) for row in group)
            records = [dict(_record(row, names, base)) for row in group]
            writer.write_table(pa.Table.from_pylist(records, schema=schema), row_group_size=ROW_GROUP)
    return WriteReport(items, answers)


def _schema(names: Names, base: Mapping[str, Any]) -> Any:
    answers: dict[str, Any] = {}
    for key, (name, kind) in names.fields().items():
        answers[VALUE + name] = _ANSWER[kind]
        if kind == "regions" and names.drawn(key):
            answers[VALUE + name] = pa.list_(pa.struct(list(_DRAWN.items())))
        if name in names.related:
            answers[RELATIONS + name] = pa.list_(pa.struct(list(_RELATION.items())))
    return pa.schema([*base.items(), *answers.items(), *((name, pa.string()) for name in _LINEAGE)])


def _record(row: DatasetRow, names: Names, base: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in (*base, *_LINEAGE):
        if name not in ("media", "metadata"):
            yield name, getattr(row, name)
    yield "media", media_name(row)
    yield "metadata", sorted_json(row.metadata).decode()
    for name, answer in names.value(row.value or {}).items():
        yield VALUE + name, _cell(answer)
        if name in names.related:
            yield RELATIONS + name, answer.get("relations", [])


def _cell(answer: Mapping[str, Any]) -> Any:
    if "regions" in answer:
        return [_region(each) for each in answer["regions"]]
    for kind in ("spans", "segments"):
        if kind in answer:
            return [_flat(each) for each in answer[kind]]
    (content,) = answer.values()
    return content


def _region(each: dict[str, Any]) -> dict[str, Any]:
    geometry = each["geometry"]
    if geometry["type"] == "box":
        box = geometry["box"]
    else:
        box = msgspec.convert(geometry, GEOMETRIES[geometry["type"]]).bounds()
    return _flat({**each, "box": box, "geometry": sorted_json(geometry).decode()})


def _flat(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "attributes": sorted_json(part["attributes"]).decode()}
