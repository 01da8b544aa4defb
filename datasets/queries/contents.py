"""Reading what is in a published version, from its own files: the database may have moved on since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol
from uuid import UUID

import msgspec
import orjson
from django.core.files.storage import default_storage
from msgspec import Struct

from datasets.contents import shards
from datasets.models import DatasetFile, DatasetVersion

Row = Mapping[str, Any]


class StoredItem(Struct, frozen=True):
    """An item of a version with its annotations, as the rows of its files are: metadata and values are JSON text."""

    item: Row
    annotations: tuple[Row, ...]


class VersionItem(Struct, frozen=True):
    """An item of a version (a row of `data/items-*.parquet`, metadata decoded) with its annotations (values decoded)."""

    item: Row
    annotations: tuple[Row, ...]


class Through(Protocol):
    """What an item is seen through: it comes out as it is or changed, or not at all."""

    def item(self, stored: StoredItem) -> StoredItem | None: ...


def items_of(version: DatasetVersion, *, through: Through | None = None) -> Iterator[VersionItem]:
    """The items in their order, each with all its annotations; memory is bounded by one row group."""
    files = _data_files(version)
    for number in range(_shards(files)):
        for stored in _merged(files, number):
            seen = stored if through is None else through.item(stored)
            if seen is not None:
                yield _decoded(seen)


def shard_of(version: DatasetVersion, number: int) -> Iterator[StoredItem] | None:
    """What is in one shard, in its order; None if the version has no such shard."""
    files = _data_files(version)
    return _merged(files, number) if number < _shards(files) else None


def item_rows_of(version: DatasetVersion) -> Iterator[Row]:
    """The rows of the version's items alone, in their order, as they are stored."""
    files = _data_files(version)
    for number in range(_shards(files)):
        with default_storage.open(files[shards.items_path(number)].storage_name) as items:
            yield from shards.read_rows(items)


def stored_item(version: DatasetVersion, item_id: UUID) -> StoredItem | None:
    """One item of the version with its annotations; None if it has no such item. Reads only the row groups it may be in."""
    files, wanted = _data_files(version), str(item_id)
    for number in range(_shards(files)):
        with default_storage.open(files[shards.items_path(number)].storage_name) as items:
            found = shards.rows_of_item(items, wanted)
        if found:
            with default_storage.open(files[shards.annotations_path(number)].storage_name) as annotations:
                return StoredItem(found[0], tuple(shards.rows_of_item(annotations, wanted)))
    return None


def head_of_manifest(version: DatasetVersion) -> dict[str, Any]:
    """All of the version's manifest but the files, which are not even decoded."""
    with default_storage.open(version.manifest_name) as file:
        found = msgspec.json.decode(file.read(), type=dict[str, msgspec.Raw])
    return {name: msgspec.json.decode(part) for name, part in found.items() if name != "files"}


def _data_files(version: DatasetVersion) -> dict[str, DatasetFile]:
    found = list(DatasetFile.objects.filter(version=version, path__startswith="data/"))
    for file in found:
        file.version = version
    return {file.path: file for file in found}


def _shards(files: Mapping[str, DatasetFile]) -> int:
    return len(files) // 2


def _merged(files: Mapping[str, DatasetFile], number: int) -> Iterator[StoredItem]:
    """Items and annotations stand in the same order, and no item is without an annotation."""
    with (
        default_storage.open(files[shards.items_path(number)].storage_name) as items,
        default_storage.open(files[shards.annotations_path(number)].storage_name) as annotations,
    ):
        said = groupby(shards.read_rows(annotations), key=itemgetter("item_id"))
        for item, (_, mine) in zip(shards.read_rows(items), said, strict=True):
            yield StoredItem(item, tuple(mine))


def _decoded(stored: StoredItem) -> VersionItem:
    return VersionItem(
        {**stored.item, "metadata": orjson.loads(stored.item["metadata"])},
        tuple({**each, "value": orjson.loads(each["value"])} for each in stored.annotations),
    )
