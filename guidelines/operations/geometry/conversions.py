"""Which geometry can become which. A pair that is not here is refused."""

from typing import Final

from guidelines.operations.base import Effect
from guidelines.operations.geometry import boxes, masks, outlines, points
from guidelines.operations.geometry.conversion import Conversion

CONVERSIONS: Final[dict[tuple[str, str], Conversion]] = {
    ("box", "rotated_box"): Conversion(boxes.rotated_from_box, Effect.LOSSLESS, is_reversible=True),
    ("rotated_box", "box"): Conversion(boxes.from_rotated_box),
    ("polygon", "box"): Conversion(boxes.from_polygon),
    ("mask", "box"): Conversion(boxes.from_mask),
    ("polyline", "box"): Conversion(boxes.from_polyline),
    ("keypoints", "box"): Conversion(boxes.from_keypoints),
    ("box", "polygon"): Conversion(outlines.from_box, Effect.LOSSY, is_reversible=True),
    ("rotated_box", "polygon"): Conversion(outlines.from_rotated_box),
    ("polyline", "polygon"): Conversion(outlines.from_polyline, is_reversible=True),
    ("mask", "polygon"): Conversion(outlines.from_mask),
    ("polygon", "polyline"): Conversion(outlines.line_from_polygon, Effect.LOSSY, is_reversible=True),
    ("box", "mask"): Conversion(masks.from_box),
    ("rotated_box", "mask"): Conversion(masks.from_rotated_box),
    ("polygon", "mask"): Conversion(masks.from_polygon),
    ("box", "point"): Conversion(points.from_box, Effect.LOSSY),
    ("rotated_box", "point"): Conversion(points.from_rotated_box, Effect.LOSSY),
    ("polygon", "point"): Conversion(points.from_polygon, Effect.LOSSY),
    ("polyline", "point"): Conversion(points.from_polyline, Effect.LOSSY),
    ("mask", "point"): Conversion(points.from_mask),
    ("keypoints", "point"): Conversion(points.from_keypoints),
}


def becomes(kind: str) -> tuple[str, ...]:
    """The geometries that `kind` can become."""
    return tuple(to for from_, to in CONVERSIONS if from_ == kind)
