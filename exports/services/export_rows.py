"""The rows of a dataset version as the formats write them: one per item, or one per annotation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from datasets.models import DatasetVersion
from datasets.queries.contents import VersionItem, items_of
from exports.formats.items import DatasetRow

Progress = Callable[[int], None]


class VersionRows:
    """Can be iterated again and again, always in the order of the version; memory is that of one row group."""

    def __init__(self, version: DatasetVersion, *, all_annotations: bool, progress: Progress) -> None:
        self._version = version
        self._all = all_annotations
        self._progress = progress

    def __iter__(self) -> Iterator[DatasetRow]:
        for number, found in enumerate(items_of(self._version)):
            self._progress(number)
            for said in found.annotations if self._all else (one_of(found),):
                yield _row(found.item, said)


def one_of(found: VersionItem) -> Mapping[str, Any]:
    """The annotation that stands for the item where only one can: the newest by a person, else the newest."""
    return max(found.annotations, key=lambda each: (each["annotator"] is not None, each["index"]))


def _row(item: Mapping[str, Any], said: Mapping[str, Any]) -> DatasetRow:
    guideline = said["guideline_version"]
    return DatasetRow(
        item_id=item["item_id"],
        external_id=item["external_id"],
        kind=item["kind"],
        media_sha256=item["media_sha256"],
        media_type=item["media_type"],
        width=item["width"],
        height=item["height"],
        text=item["text"],
        split=item["split"],
        group_key=item["group_key"],
        metadata=item["metadata"],
        value=said["value"],
        author=f"annotator-{said['annotator']}" if said["annotator"] is not None else None,
        revision=said["revision_id"],
        schema_version=str(said["schema_version"]),
        guideline_version=str(guideline) if guideline is not None else None,
    )
