"""What changed from one version to another. Both are read once, in order; memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from labelwright_client.folder import PulledVersion

EXAMPLES = 10
Content = tuple[object, ...]


@dataclass(frozen=True)
class SchemaChange:
    """From which schema version to which; `operations` in words, or the `obstacle`: why there are none."""

    before: int
    after: int
    operations: tuple[str, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True)
class LabelChange:
    """How often a label was used in each of the versions; None where its schema does not have it."""

    field: str
    label: str
    before: int | None
    after: int | None


@dataclass
class ItemChange:
    """How many items, and the external ids (or ids) of the first few."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(name)


@dataclass(frozen=True)
class VersionDiff:
    """`changed`: items in both whose content, split, metadata or annotations' values differ."""

    before: str  # the identities
    after: str
    added: ItemChange
    removed: ItemChange
    changed: ItemChange
    same: int
    labels: list[LabelChange]
    schema: SchemaChange


def compare(before: PulledVersion, after: PulledVersion, *, schema: SchemaChange) -> VersionDiff:
    """The difference between two versions on the own disk."""
    added, removed, changed = ItemChange(), ItemChange(), ItemChange()
    same = 0
    for name, old, new in _side_by_side(_contents(before), _contents(after)):
        if old is None:
            added.add(name)
        elif new is None:
            removed.add(name)
        elif old != new:
            changed.add(name)
        else:
            same += 1
    return VersionDiff(
        before.identity, after.identity, added, removed, changed, same, _labels(before, after), schema
    )


def _contents(version: PulledVersion) -> Iterator[tuple[str, str, Content]]:
    """(id, name for people, what counts) of each item, in ascending order of ids. Who said it when does not count."""
    annotations = groupby(version.rows("annotations"), key=itemgetter("item_id"))
    for item, (_, said) in zip(version.rows("items"), annotations, strict=True):
        content = (item["content_hash"], item["split"], item["metadata"], *(each["value"] for each in said))
        yield item["item_id"], item["external_id"] or item["item_id"], content


def _side_by_side(
    before: Iterator[tuple[str, str, Content]], after: Iterator[tuple[str, str, Content]]
) -> Iterator[tuple[str, Content | None, Content | None]]:
    """Each item with its content on both sides, None where it is not there."""
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old[0] < new[0]):
            assert old is not None
            yield old[1], old[2], None
            old = next(before, None)
        elif old is None or new[0] < old[0]:
            yield new[1], None, new[2]
            new = next(after, None)
        else:
            yield new[1], old[2], new[2]
            old, new = next(before, None), next(after, None)


def _labels(before: PulledVersion, after: PulledVersion) -> list[LabelChange]:
    """Every label of either schema: those of the newer one in its order, then those that are no more."""
    old, new = _counts(before), _counts(after)
    return [LabelChange(*key, old.get(key), new.get(key)) for key in {**new, **old}]


def _counts(version: PulledVersion) -> dict[tuple[str, str], int]:
    rows: list[dict[str, Any]] = version.manifest.head["counts"]["labels"]
    return {(row["field"], row["label"]): row["count"] for row in rows}
