"""What becomes a point: the centroid."""

from __future__ import annotations

import numpy as np
import shapely

from guidelines.operations.base import Material
from guidelines.operations.geometry.conversion import Converted, Options, Unclear
from guidelines.values.box import Box
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox
from labelwright.errors import Words


def from_box(shape: Box, item: Material, options: Options) -> Converted:
    """Its middle."""
    x, y, w, h = shape.box
    return _only((x + w / 2, y + h / 2))


def from_rotated_box(shape: RotatedBox, item: Material, options: Options) -> Converted:
    """The point that it is turned around."""
    return _only(shape.centre())


def from_polygon(shape: Polygon, item: Material, options: Options) -> Converted:
    """The centroid of its area, which may lie outside of a bent one or in a hole."""
    return _centroid(shapely.Polygon(shape.points, shape.holes))


def from_polyline(shape: Polyline, item: Material, options: Options) -> Converted:
    """The centroid of the line."""
    return _centroid(shapely.LineString((*shape.points, *(shape.points[:1] if shape.closed else ()))))


def from_mask(shape: Mask, item: Material, options: Options) -> Converted | Unclear:
    """The mean of the middles of its pixels."""
    if shape.refusal() or not shape.area():
        return Unclear(Words("its mask has no pixels"))
    rows, columns = np.nonzero(shape.pixels())
    return _only((float(columns.mean()) + 0.5, float(rows.mean()) + 0.5))


def from_keypoints(shape: Keypoints, item: Material, options: Options) -> Converted | Unclear:
    """The mean of the points that were placed, hidden ones too."""
    placed = shape.labelled
    if not placed:
        return Unclear(Words("none of its points is placed"))
    return _only((sum(x for x, _, _ in placed) / len(placed), sum(y for _, y, _ in placed) / len(placed)))


def _centroid(form: shapely.Geometry) -> Converted:
    middle = shapely.centroid(form)
    return _only((float(middle.x), float(middle.y)))


def _only(middle: tuple[float, float]) -> Converted:
    return Converted((Point(middle),), Words("only its middle is left"))
