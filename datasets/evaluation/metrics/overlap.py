"""How much regions cover each other: intersection over union, as COCO counts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from guidelines.values.box import Box
from guidelines.values.filling import TooLong, fill, filled
from guidelines.values.geometries import Geometry
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon
from guidelines.values.rotated_box import RotatedBox

AREAS: Final = (Box, RotatedBox, Polygon, Mask)
Size = tuple[int, int]


def overlaps(
    predicted: Sequence[Geometry],
    labelled: Sequence[Geometry],
    size: Size | None,
    crowds: Sequence[bool] = (),
) -> NDArray[np.float64]:
    """Intersection over union of each of `predicted` with each of `labelled`: (predicted, labelled), 0 to 1.

    Boxes meet boxes exactly; everything else is drawn first, on an image of `size` (width, height). Without a size the
    boxes around them are compared. With a crowd, what counts is how much of the prediction lies in it.
    """
    from pycocotools import mask as coco_masks  # here, not above: web processes never score anything

    if not predicted or not labelled:
        return np.zeros((len(predicted), len(labelled)))
    flags = [int(each) for each in crowds] or [0] * len(labelled)
    if size is None or all(isinstance(each, Box) for each in (*predicted, *labelled)):
        found = coco_masks.iou(_boxes(predicted), _boxes(labelled), flags)
    else:
        found = coco_masks.iou(_drawn(predicted, size), _drawn(labelled, size), flags)
    return np.asarray(found, dtype=np.float64).reshape(len(predicted), len(labelled))


def _boxes(shapes: Sequence[Geometry]) -> NDArray[np.float64]:
    return np.array([each.bounds() for each in shapes], dtype=np.float64)


def _drawn(shapes: Sequence[Geometry], size: Size) -> list[dict[str, Any]]:
    masks = [_mask(each, size) for each in shapes]
    return [{"size": list(each.size), "counts": each.counts.encode()} for each in masks]


def _mask(shape: Geometry, size: Size) -> Mask:
    """The pixels of a shape. Masks were checked when they were read: the C code behind this trusts its input."""
    if isinstance(shape, Mask):
        return shape
    try:
        if isinstance(shape, Polygon):
            return filled(shape, size)
        if isinstance(shape, RotatedBox):
            return fill([_within(shape.corners(), size)], size)
    except TooLong:  # an outline that winds about so much is compared by what is around it
        pass
    x, y, w, h = shape.bounds()
    return fill([_within(((x, y), (x + w, y), (x + w, y + h), (x, y + h)), size)], size)


def _within(points: Sequence[tuple[float, float]], size: Size) -> list[tuple[float, float]]:
    """The points moved to the edge of the image where they are outside: a turned box may stand out of it."""
    width, height = size
    return [(min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))) for x, y in points]
