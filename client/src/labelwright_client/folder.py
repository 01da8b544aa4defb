"""A version on the own disk: reading it, and checking that it is what was published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright_client import manifest as manifests
from labelwright_client.download import file_hash
from labelwright_client.errors import ClientError
from labelwright_client.manifest import File, Manifest

if TYPE_CHECKING:
    import pandas as pd

DECISIONS = "decisions.jsonl"


@dataclass(frozen=True)
class PulledVersion:
    """A version in `path`. Rows are read from Parquet, which needs the extra `pandas` of this package."""

    path: Path
    manifest: Manifest

    @property
    def identity(self) -> str:
        return self.manifest.identity

    @property
    def schema(self) -> dict[str, Any]:
        """The label schema that the values follow."""
        document: dict[str, Any] = self.manifest.head["schema"]["document"]
        return document

    @property
    def lens(self) -> dict[str, Any] | None:
        """What it is read through: the identity of the version, the operations, what was lost. None for a version itself."""
        return self.manifest.head.get("lens")

    def items(self) -> Iterator[dict[str, Any]]:
        """Every item in order: `item_id, external_id, kind, text, media, split, group_key, metadata` and so on."""
        for row in self.rows("items"):
            yield {**row, "metadata": json.loads(row["metadata"])}

    def annotations(self) -> Iterator[dict[str, Any]]:
        """Every annotation in order, its `value` as data keyed by field key."""
        for row in self.rows("annotations"):
            yield {**row, "value": json.loads(row["value"])}

    def decisions(self) -> Iterator[dict[str, Any]]:
        """What was asked about what is in it and answered for everybody, in Markdown: `question, answer, about, outcome` and so on.

        Nothing in a version from before there were any, nor where the labels were not pulled.
        """
        path = self.path / DECISIONS
        if path.is_file() and any(file.path == DECISIONS for file in self.manifest.files):
            with path.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)

    def media_path(self, item: dict[str, Any]) -> Path | None:
        """Where the item's bytes are; None for text."""
        return self.path / item["media"] if item.get("media") else None

    def to_pandas(self) -> pd.DataFrame:
        """One row an annotation, joined with its item; `value` and `metadata` as data."""
        import pandas

        items = pandas.DataFrame(list(self.items()))
        annotations = pandas.DataFrame(list(self.annotations()))
        return annotations.merge(items.drop(columns=["split", "annotations"]), on="item_id", how="left")

    def rows(self, kind: str) -> Iterator[dict[str, Any]]:
        """The rows of all `items` or `annotations` as they are in the files: metadata and values are JSON text."""
        try:
            import pyarrow.parquet as pq
        except ImportError as error:
            raise ClientError(
                "Reading rows needs pyarrow: pip install 'labelwright-client[pandas]'"
            ) from error
        paths = [f.path for f in self.manifest.files if f.path.startswith(f"data/{kind}-")]
        for path in sorted(paths):
            with pq.ParquetFile(self.path / path) as file:
                for batch in file.iter_batches(batch_size=1024):
                    yield from batch.to_pylist()


@dataclass(frozen=True)
class VerifyReport:
    """`wrong`: files whose bytes differ; `missing`: files that are not there.

    `left_out`: "media" or "labels" where none of these is there, as `pull(only=…)` leaves it.
    """

    identity: str
    checked: int
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    left_out: str | None = None

    @property
    def intact(self) -> bool:
        return not self.wrong and not self.missing


def open_version(path: str | Path) -> PulledVersion:
    """The version in a folder. Raises `ClientError` when there is none."""
    folder = Path(path)
    try:
        content = (folder / manifests.NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ClientError(f"{folder} holds no {manifests.NAME}: no version was pulled into it.") from error
    return PulledVersion(folder, manifests.parse(content))


def verify(path: str | Path, *, identity: str | None = None) -> VerifyReport:
    """Whether every file in the folder has the hash that its manifest gives, and the manifest the `identity` given.

    Where the folder has none of the media, or nothing else than media, the rest is `left_out` and not called missing.
    """
    version = open_version(path)
    if identity is not None and version.identity != identity:
        return VerifyReport(version.identity, 0, wrong=[manifests.NAME])
    states = {file: _state(version.path / file.path, file) for file in version.manifest.files}
    left_out = None
    for name, is_media in (("media", True), ("labels", False)):
        group = {state for file, state in states.items() if file.is_media == is_media}
        if group == {"missing"} and set(states.values()) != {"missing"}:
            left_out = name
            states = {file: state for file, state in states.items() if file.is_media != is_media}
    return VerifyReport(
        version.identity,
        len(states),
        wrong=[file.path for file, state in states.items() if state == "wrong"],
        missing=[file.path for file, state in states.items() if state == "missing"],
        left_out=left_out,
    )


def _state(path: Path, file: File) -> str:
    if not path.is_file():
        return "missing"
    right = path.stat().st_size == file.size and file_hash(path) == file.sha256
    return "right" if right else "wrong"
