"""The rows of a dataset version as the formats write them: one per item, or one per annotation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from datasets.models import DatasetVersion
from datasets.queries.contents import VersionItem, items_of
from datasets.services.lens.look import Look
from exports.formats.items import DatasetRow
from guidelines.operations.plan import Plan

Progress = Callable[[int], None]


class VersionRows:
    """Can be iterated again and again, always in the order of the version; memory is that of one row group.

    With a `plan` each item is as it is under the schema that the plan leads to. What did not come along, and how many
    annotations stand beside the one of their item, is known when it has been iterated once.
    """

    def __init__(
        self,
        version: DatasetVersion,
        *,
        all_annotations: bool,
        progress: Progress,
        plan: Plan | None = None,
    ) -> None:
        self._version = version
        self._all = all_annotations
        self._progress = progress
        self._plan = plan
        self._look: Look | None = None
        self._others = 0

    @property
    def left_out(self) -> dict[str, int]:
        """Annotations that are in the version and not in the rows, by the reason."""
        found = {} if self._all else {"annotations besides the one of each item": self._others}
        if self._look is not None:
            losses = self._look.losses
            found["annotations that only a person could bring to this schema"] = losses.without_answer
            found["annotations that are not valid under their own schema"] = losses.refused
        return {reason: count for reason, count in found.items() if count}

    def __iter__(self) -> Iterator[DatasetRow]:
        self._look = None if self._plan is None else Look(self._plan)
        self._others = 0
        for number, found in enumerate(items_of(self._version, through=self._look)):
            self._progress(number)
            self._others += len(found.annotations) - 1
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
        duration=item.get("duration"),
        sample_rate=item.get("sample_rate"),
        channels=item.get("channels"),
        split=item["split"],
        group_key=item["group_key"],
        metadata=item["metadata"],
        value=said["value"],
        author=f"annotator-{said['annotator']}" if said["annotator"] is not None else None,
        revision=said["revision_id"],
        schema_version=str(said["schema_version"]),
        guideline_version=str(guideline) if guideline is not None else None,
    )
