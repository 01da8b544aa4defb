"""What COCO says of a region beside its box: outlines, run lengths and keypoints, both ways."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any, Final

import msgspec

from exports.formats.checks import Unfit, fit_points
from guidelines.values import filling, run_lengths
from guidelines.values.geometries import Geometry
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon
from guidelines.values.rotated_box import RotatedBox

Points = Sequence[tuple[float, float]]
Size = tuple[int, int]

_PARTS: Final = ("segmentation", "keypoints", "rotated_box")
_SPOOL_BYTES: Final = 8 * 1024 * 1024
_ENCODER: Final = msgspec.msgpack.Encoder()

# Reading


class Outlines:
    """What annotations say beside their boxes, on disk once it is much; a number per annotation stays in memory."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 - lives as long as this object
        self._ends = array("q", [0])

    def add(self, each: Mapping[str, Any]) -> None:
        """Keeps the parts of the next annotation."""
        parts = {name: each[name] for name in _PARTS if each.get(name)}
        self._ends.append(self._ends[-1] + self._file.write(_ENCODER.encode(parts) if parts else b""))

    def of(self, number: int) -> dict[str, Any]:
        """The parts of annotation `number`, counted from 0 in the order they were added."""
        start, end = self._ends[number : number + 2]
        if start == end:
            return {}
        self._file.seek(start)
        parts: dict[str, Any] = msgspec.msgpack.decode(self._file.read(end - start))
        return parts


def shapes_from(parts: Mapping[str, Any], size: Size | None) -> tuple[Geometry, ...]:
    """The geometries that an annotation has beside its box. `size` is the image's (width, height).

    An outline of several parts is a mask: COCO means their union. Raises `Unfit`.
    """
    shapes: list[Geometry] = []
    if "rotated_box" in parts:
        shapes.append(_converted(parts["rotated_box"], "rotated_box", RotatedBox))
    if "segmentation" in parts:
        shapes.append(_outline(parts["segmentation"], size))
    if "keypoints" in parts:
        shapes.append(_keypoints(parts["keypoints"]))
    return tuple(shapes)


def _converted(found: object, name: str, kind: type[Any]) -> Any:
    try:
        return msgspec.convert({"type": kind.__struct_config__.tag, name: found}, kind)
    except msgspec.ValidationError as error:
        raise Unfit(f"its {name} could not be read: {error}") from error


def _outline(found: object, size: Size | None) -> Geometry:
    if isinstance(found, dict):
        return _mask(found)
    if not isinstance(found, list):
        raise Unfit("its segmentation is neither a list of outlines nor run lengths")
    outlines = [_ring(part) for part in found]
    if len(outlines) == 1:
        return Polygon(outlines[0])
    if size is None:
        raise Unfit(
            "its outline has several parts, and the image's size, which filling them needs, is not given"
        )
    return fill([fit_points(outline, size)[0] for outline in outlines], size)


def _ring(part: object) -> tuple[tuple[float, float], ...]:
    if not isinstance(part, list) or len(part) < 6 or len(part) % 2:
        raise Unfit("an outline of its segmentation is not a list of three or more points")
    polygon: Polygon = _converted(list(zip(part[::2], part[1::2], strict=True)), "points", Polygon)
    return polygon.points


def _mask(found: Mapping[str, Any]) -> Mask:
    counts = found.get("counts")
    if isinstance(counts, list):
        if not all(type(run) is int and 0 <= run < 2**38 for run in counts):
            raise Unfit("its run lengths are not whole numbers")
        counts = run_lengths.encode(counts)
    try:
        mask = msgspec.convert({"type": "mask", "size": found.get("size"), "counts": counts}, Mask)
    except msgspec.ValidationError as error:
        raise Unfit(f"its run lengths were not read: {error}") from error
    if problem := mask.refusal():
        raise Unfit(f"its run lengths were not read: {problem}")
    return mask


def _keypoints(found: object) -> Keypoints:
    if not isinstance(found, list) or len(found) % 3:
        raise Unfit("its keypoints are not a list of x, y and visibility in turn")
    points = [[x, y, _whole(v)] for x, y, v in zip(found[::3], found[1::3], found[2::3], strict=True)]
    keypoints: Keypoints = _converted(points, "keypoints", Keypoints)
    return keypoints


def _whole(visibility: object) -> object:
    """Some tools write the visibility as 2.0."""
    if isinstance(visibility, float) and visibility.is_integer():
        return int(visibility)
    return visibility


def fill(outlines: Sequence[Points], size: Size) -> Mask:
    """The pixels inside any of the outlines, as COCO's own tools fill them. Raises `Unfit`."""
    try:
        return filling.fill(outlines, size)
    except filling.TooLong as error:
        raise Unfit("its outline is too long to be filled") from error


# Writing

NOT_WRITTEN: Final = {"polyline": "lines", "point": "points"}
NO_SIZE: Final = "outlines with holes in images of unknown size"


def parts_of(geometry: Geometry, size: Size | None) -> dict[str, Any] | str:
    """What an annotation says of the geometry, or why COCO cannot hold it. `size` is (width, height)."""
    match geometry:
        case RotatedBox():
            outline = [number for corner in geometry.corners() for number in corner]
            return _entry(geometry, [outline], rotated_box=list(geometry.rotated_box))
        case Polygon(holes=()):
            return _entry(geometry, [[number for point in geometry.points for number in point]])
        case Polygon():
            mask = _filled(geometry, size)
            return NO_SIZE if mask is None else parts_of(mask, size)
        case Mask():
            return _entry(geometry, {"size": list(geometry.size), "counts": geometry.counts})
        case Keypoints():
            flat = [number for point in geometry.keypoints for number in point]
            return _entry(geometry, [], keypoints=flat, num_keypoints=len(geometry.labelled))
    return NOT_WRITTEN[str(geometry.__struct_config__.tag)]


def _entry(geometry: Geometry, segmentation: object, **more: object) -> dict[str, Any]:
    return {
        "bbox": list(geometry.bounds()),
        "area": geometry.area(),
        "iscrowd": 0,
        "segmentation": segmentation,
        **more,
    }


def _filled(polygon: Polygon, size: Size | None) -> Mask | None:
    """The pixels of a polygon with holes, which COCO's outlines, being a union, cannot say."""
    if size is None:
        return None
    pixels = fill([polygon.points], size).pixels() & ~fill(polygon.holes, size).pixels()
    return Mask.from_pixels(pixels)
