"""Outlines as the pixels inside them, as COCO's own tools fill them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon

Points = Sequence[tuple[float, float]]
Size = tuple[int, int]

# pycocotools keeps every fifth of a pixel along the outline in memory while it fills it.
LONGEST_OUTLINE: Final = 20_000_000


class TooLong(ValueError):
    """The outline is too long to be filled."""


def fill(outlines: Sequence[Points], size: Size) -> Mask:
    """The pixels inside any of the outlines, in an image of `size` (width, height). Raises `TooLong`.

    An outline is drawn along the pixels nearest to it: the mask has its area give or take half a pixel for each pixel of
    its length.
    """
    from pycocotools import mask as coco_mask  # here, not above: web processes never fill anything

    width, height = size
    if sum(map(_length, outlines)) > LONGEST_OUTLINE:
        raise TooLong
    flat = [[number for point in outline for number in point] for outline in outlines]
    filled = coco_mask.merge(coco_mask.frPyObjects(flat, height, width))
    return Mask((height, width), filled["counts"].decode())


def filled(polygon: Polygon, size: Size) -> Mask:
    """The pixels inside `polygon` and outside its holes. Raises `TooLong`."""
    whole = fill([polygon.points], size)
    if not polygon.holes:
        return whole
    return Mask.from_pixels(whole.pixels() & ~fill(polygon.holes, size).pixels())


def _length(outline: Points) -> float:
    return sum(math.dist(a, b) for a, b in zip(outline, (*outline[1:], outline[0]), strict=True))
