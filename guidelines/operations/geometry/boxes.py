"""What becomes a box, turned or not."""

from __future__ import annotations

from guidelines.operations.base import Material
from guidelines.operations.geometry.conversion import TOLERANCE, Converted, Options, Unclear
from guidelines.operations.sentences import in_a_row
from guidelines.values.box import Box
from guidelines.values.geometries import Geometry
from guidelines.values.geometry import BoxTuple, clamp
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox
from labelwright.errors import Words


def rotated_from_box(shape: Box, item: Material, options: Options) -> Converted:
    """The same box, turned by nothing."""
    return Converted((RotatedBox((*shape.box, 0.0)),))


def from_rotated_box(shape: RotatedBox, item: Material, options: Options) -> Converted | Unclear:
    """The box itself where it is not turned, else the smallest upright one around it."""
    x, y, w, h, degrees = shape.rotated_box
    loss = Words("its angle is gone") if degrees else ""
    # upside down it covers the same; its corners, by sine and cosine, would not say so to the last digit
    return _bounding((x, y, w, h) if degrees in (0, 180) else shape.bounds(), item, loss)


def from_polygon(shape: Polygon, item: Material, options: Options) -> Converted | Unclear:
    """The smallest box around it; nothing is lost where the outline is that box, corner by corner."""
    box = _restored(shape)
    if box is not None:
        return _bounding(box, item, "")
    return _bounding(shape.bounds(), item, Words("its outline is gone"))


def from_mask(shape: Mask, item: Material, options: Options) -> Converted | Unclear:
    """The smallest box around its pixels; nothing is lost where they fill it."""
    if shape.refusal() or not shape.area():
        return Unclear(Words("its mask has no pixels"))
    x, y, w, h = shape.bounds()
    return _bounding((x, y, w, h), item, "" if shape.area() == w * h else Words("its pixels are gone"))


def from_polyline(shape: Polyline, item: Material, options: Options) -> Converted | Unclear:
    """The smallest box around the line."""
    return _bounding(shape.bounds(), item, Words("its line is gone"))


def from_keypoints(shape: Keypoints, item: Material, options: Options) -> Converted | Unclear:
    """The smallest box around the points that were placed, hidden ones too."""
    return _bounding(shape.bounds(), item, Words("its points are gone"))


def corners(box: Box) -> tuple[tuple[float, float], ...]:
    """The corners of `box`, clockwise from the top left."""
    x, y, w, h = box.box
    return (x, y), (x + w, y), (x + w, y + h), (x, y + h)


def upright(shape: Polygon) -> Box | None:
    """The box whose corners are exactly the points of `shape`, in the order of `corners`; None if there is none."""
    box = _restored(shape)
    return None if box is None or box[2] <= 0 or box[3] <= 0 else Box(box)


def _restored(shape: Polygon) -> BoxTuple | None:
    if len(shape.points) != 4 or shape.holes:
        return None
    (left, top), _, (right, bottom), _ = shape.points
    if shape.points != ((left, top), (right, top), (right, bottom), (left, bottom)):
        return None
    return left, top, _extent(left, right), _extent(top, bottom)


def _extent(start: float, end: float) -> float:
    """The shortest decimal that leads from `start` to exactly `end`.

    `end - start` is not always what was added: 10.1 + 20.2 - 10.1 is 20.199999999999996. People and tools write short numbers.
    """
    exact = end - start
    for digits in range(16):
        short = round(exact, digits)
        if start + short == end:
            return short
    return exact


def _bounding(box: BoxTuple, item: Material, loss: str) -> Converted | Unclear:
    if box[2] <= 0 or box[3] <= 0:
        return Unclear(Words("a box around it would have no area"))
    whole: Geometry = Box(box)
    if item.width is None or item.height is None or whole.is_inside(item.width, item.height, TOLERANCE):
        return Converted((whole,), loss)
    cut = clamp(box, item.width, item.height)
    if cut is None:
        return Unclear(Words("a box around it would be outside the image"))
    return Converted((Box(cut),), in_a_row(loss, Words("cut at the edge of the image")))
