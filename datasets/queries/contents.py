"""Reading what is in a published version, from its own files: the database may have moved on since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from django.core.files.storage import default_storage
from msgspec import Struct

from datasets.contents import shards
from datasets.models import DatasetFile, DatasetVersion


class VersionItem(Struct, frozen=True):
    """An item of a version (a row of `data/items-*.parquet`, metadata decoded) with its annotations (values decoded)."""

    item: Mapping[str, Any]
    annotations: tuple[Mapping[str, Any], ...]


def items_of(version: DatasetVersion) -> Iterator[VersionItem]:
    """The items in their order, each with all its annotations; memory is bounded by one row group."""
    files = {file.path: file for file in _data_files(version)}
    number = 0
    while shards.items_path(number) in files:
        with (
            default_storage.open(files[shards.items_path(number)].storage_name) as items,
            default_storage.open(files[shards.annotations_path(number)].storage_name) as annotations,
        ):
            yield from _merged(shards.read_rows(items), shards.read_rows(annotations))
        number += 1


def _data_files(version: DatasetVersion) -> list[DatasetFile]:
    found = list(DatasetFile.objects.filter(version=version, path__startswith="data/"))
    for file in found:
        file.version = version
    return found


def _merged(
    items: Iterator[Mapping[str, Any]], annotations: Iterator[Mapping[str, Any]]
) -> Iterator[VersionItem]:
    """Both stand in the same order, and no item is without an annotation."""
    for item, (_, said) in zip(items, groupby(annotations, key=itemgetter("item_id")), strict=True):
        yield VersionItem(
            {**item, "metadata": orjson.loads(item["metadata"])},
            tuple({**each, "value": orjson.loads(each["value"])} for each in said),
        )
