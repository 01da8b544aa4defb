"""What readers give and writers take, whatever the format.

Coordinates are those of the product: boxes are [x, y, width, height] in pixels of the upright image with origin 0,
spans are Unicode code points with the end exclusive, segments are seconds. Labels, fields, options and attributes go by *name* here; whoever
imports finds the keys of the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal, Protocol

from guidelines.schema.words import InputKind
from guidelines.values.geometries import Geometry

Box = tuple[float, float, float, float]
Kind = InputKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the import something stands; `line` counts from 1, None where the format has no lines."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ReadRegion:
    """A box, and whatever else the file says of where the region is; `field` is known only from formats that say it.

    Which of them is taken, the schema decides: a label is of one geometry. `point_names` are those of the keypoints,
    in the order of the file; empty if it does not name them.
    """

    label: str
    box: Box
    attributes: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None
    shapes: tuple[Geometry, ...] = ()
    point_names: tuple[str, ...] = ()
    score: float | None = None
    group: str | None = None  # what is the same for all regions of an item that belong together


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A stretch of the text."""

    label: str
    start: int
    end: int
    attributes: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A stretch of time, in seconds. `text`: what is said in it, for the first attribute of its label that takes a text."""

    label: str
    start: float
    end: float
    attributes: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None
    score: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ReadRelation:
    """An arrow between two spans, or two regions, which are numbers into `ReadLabels.spans` or `ReadLabels.regions`."""

    type: str
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class ReadLabels:
    """What the file says about an item. `answers`: field → text or number. `relations` are those between spans.

    `choices`: field or column → names; of a taxonomy, the one name, or all from the root. `scores`: field → how sure a model is
    of the answer, 0 to 1.
    """

    regions: tuple[ReadRegion, ...] = ()
    spans: tuple[ReadSpan, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, str | float] = field(default_factory=dict)
    relations: tuple[ReadRelation, ...] = ()
    region_relations: tuple[ReadRelation, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    segments: tuple[ReadSegment, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item. `labels` None means that the file says nothing; empty labels mean that there is nothing to see.

    `media_path` is a path of the source, None for text, and for images and sounds whose file is not there (`labels_only`).
    `declared_size` is the (width, height) that the boxes were drawn in, for comparing with the image itself.
    """

    external_id: str | None
    kind: Kind
    media_path: str | None
    text: str | None
    metadata: Mapping[str, Any]
    labels: ReadLabels | None
    origin: Origin
    declared_size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReadFault:
    """Something that was not read (`error`: its item is not there) or not all of it (`warning`: its item is).

    `code` is stable and `detail` says what to do; `count` of them happened in this place.
    """

    file: str
    line: int | None
    code: str
    detail: str
    severity: Literal["error", "warning"] = "error"
    count: int = 1


Read = ReadItem | ReadFault


class Source(Protocol):
    """Files by path, as `exports.archives.Archive` gives them. Opening twice reads from the start twice."""

    def paths(self) -> Sequence[str]: ...

    def open(self, path: str) -> BinaryIO: ...


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """One item of a dataset version; `value` is an annotation's value by keys, None if nobody said anything."""

    item_id: str
    external_id: str | None
    kind: Kind
    media_sha256: str | None = None
    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    text: str | None = None
    split: str | None = None
    group_key: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    value: Mapping[str, Any] | None = None
    author: str | None = None
    revision: str | None = None
    schema_version: str | None = None
    guideline_version: str | None = None
    duration: float | None = None
    sample_rate: int | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class WriteReport:
    """How many rows and answers were written, and what the format could not say: reason → how often."""

    items: int
    answers: int
    left_out: Mapping[str, int] = field(default_factory=dict)


Document = Mapping[str, Any]
Rows = Iterable[DatasetRow]
