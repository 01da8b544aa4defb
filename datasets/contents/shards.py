"""Parquet shards: items, and what was said about them. The same rows give the same bytes.

A shard holds whole items with all their annotations. Where it ends depends on the rows alone (`is_full`), never on which
worker wrote it or how often it was interrupted. The bytes also depend on the release of pyarrow, which writes its version
into each file; the lock file pins it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from datasets.manifest import FORMAT

MEDIA_TYPE: Final = "application/vnd.apache.parquet"
ROWS: Final = 4096  # annotations in a shard
BYTES: Final = 16 * 1024 * 1024  # of texts and values in a shard, so that memory has a bound
ROW_GROUP: Final = 1024


class ItemRow(Struct, frozen=True):
    """One item. `media` is a path in the version; `metadata` is canonical JSON."""

    item_id: str
    external_id: str | None
    kind: str
    text: str | None
    media: str | None
    media_sha256: str | None
    media_type: str | None
    width: int | None
    height: int | None
    content_hash: str
    group_key: str | None
    split: str
    metadata: str
    annotations: int
    duration: float | None = None  # seconds
    sample_rate: int | None = None
    channels: int | None = None


class AnnotationRow(Struct, frozen=True):
    """One annotation as it was frozen. `value` is canonical JSON by the keys of the schema.

    `annotator` numbers the people of this version from 1; None for what was imported. `index` counts the annotations
    of the item from 0. Schema and guideline versions are given by number.
    """

    annotation_id: str
    item_id: str
    index: int
    split: str
    annotator: int | None
    state: str
    value: str
    revision: int
    revision_id: str
    cause: str
    schema_version: int
    guideline_version: int | None


_METADATA: Final = {"format": FORMAT}
ITEMS: Final = pa.schema(
    [
        pa.field("item_id", pa.string(), nullable=False),
        ("external_id", pa.string()),
        pa.field("kind", pa.string(), nullable=False),
        ("text", pa.large_string()),
        ("media", pa.string()),
        ("media_sha256", pa.string()),
        ("media_type", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        pa.field("content_hash", pa.string(), nullable=False),
        ("group_key", pa.string()),
        pa.field("split", pa.string(), nullable=False),
        pa.field("metadata", pa.string(), nullable=False),
        pa.field("annotations", pa.int32(), nullable=False),
    ],
    metadata=_METADATA,
)
# Only where there are sounds: versions without any have the bytes that they had before there was this kind.
SOUNDS: Final = (("duration", pa.float64()), ("sample_rate", pa.int32()), ("channels", pa.int32()))
ANNOTATIONS: Final = pa.schema(
    [
        pa.field("annotation_id", pa.string(), nullable=False),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("index", pa.int32(), nullable=False),
        pa.field("split", pa.string(), nullable=False),
        ("annotator", pa.int32()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("value", pa.large_string(), nullable=False),
        pa.field("revision", pa.int32(), nullable=False),
        pa.field("revision_id", pa.string(), nullable=False),
        pa.field("cause", pa.string(), nullable=False),
        pa.field("schema_version", pa.int32(), nullable=False),
        ("guideline_version", pa.int32()),
    ],
    metadata=_METADATA,
)


def is_full(annotations: int, size: int) -> bool:
    """Whether a shard with so many annotations and so many bytes of texts and values takes no further item."""
    return annotations >= ROWS or size >= BYTES


def items_path(shard: int) -> str:
    """Where the items of this shard stand in the version."""
    return f"data/items-{shard:05d}.parquet"


def annotations_path(shard: int) -> str:
    """Where the annotations of this shard stand in the version."""
    return f"data/annotations-{shard:05d}.parquet"


def items_file(rows: Sequence[ItemRow]) -> bytes:
    """The bytes of a shard of items."""
    has_sounds = any(row.duration is not None for row in rows)
    return _written(rows, pa.schema([*ITEMS, *SOUNDS], metadata=_METADATA) if has_sounds else ITEMS)


def annotations_file(rows: Sequence[AnnotationRow]) -> bytes:
    """The bytes of a shard of annotations."""
    return _written(rows, ANNOTATIONS)


def _written(rows: Sequence[Struct], schema: Any) -> bytes:
    columns = [pa.array([getattr(row, field.name) for row in rows], type=field.type) for field in schema]
    out = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(columns, schema=schema),
        out,
        version="2.6",
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        use_dictionary=[name for name in schema.names if name in _REPEATED],
    )
    return out.getvalue()


_REPEATED: Final = frozenset(
    {"kind", "media_type", "split", "state", "cause", "annotator", "schema_version", "guideline_version"}
)


def read_rows(source: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    """The rows of a shard in their order; memory is bounded by one row group."""
    with pq.ParquetFile(source) as file:
        for batch in file.iter_batches(batch_size=ROW_GROUP):
            yield from batch.to_pylist()


def rows_of_item(source: IO[bytes], item_id: str) -> list[Mapping[str, Any]]:
    """The rows of a shard that are about this item, in their order; row groups that cannot hold any are not read."""
    rows: list[Mapping[str, Any]] = pq.read_table(source, filters=[("item_id", "=", item_id)]).to_pylist()
    return rows
