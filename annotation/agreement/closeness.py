"""How far two regions cover the same pixels, or two segments the same time. Plain: no database."""

from __future__ import annotations

from typing import Any, Final

import shapely

from guidelines.values.box import Box
from guidelines.values.geometries import Geometry
from guidelines.values.geometry import iou
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox
from guidelines.values.segments import Segment

REACH: Final = 10.0  # pixels that a point or a line reaches to every side: it has no area of its own


def closeness(one: Geometry, other: Geometry) -> float:
    """Intersection over union of two regions of one image, 0 to 1; the same whichever comes first.

    In pixels of the upright image. What has no area (points, lines, keypoints) is taken `REACH` pixels wide to every side.
    A mask and an outline are compared by the upright boxes around them. Source: Jaccard (1912).
    """
    if isinstance(one, Box) and isinstance(other, Box):
        return iou(one.box, other.box)
    if isinstance(one, Mask) and isinstance(other, Mask) and one.size == other.size:
        return _of_masks(one, other)
    if isinstance(one, Mask) or isinstance(other, Mask):
        return iou(one.bounds(), other.bounds())
    first, second = _covered(one), _covered(other)
    common = float(first.intersection(second).area)
    union = float(first.area) + float(second.area) - common
    return min(1.0, max(0.0, common / union)) if union > 0 else float(first.equals(second))


def shared_time(one: Segment, other: Segment) -> float:
    """Intersection over union of two segments in time, 0 to 1; the same whichever comes first.

    The usual measure of temporal detection. Source: Caba Heilbron et al., ActivityNet (2015).
    """
    common = min(one.end, other.end) - max(one.start, other.start)
    union = max(one.end, other.end) - min(one.start, other.start)
    return max(0.0, common) / union if union > 0 else 1.0


def _of_masks(one: Mask, other: Mask) -> float:
    first, second = one.pixels(), other.pixels()
    union = int((first | second).sum())
    return int((first & second).sum()) / union if union else 1.0


def _covered(geometry: Geometry) -> Any:
    """What the region covers, as an area without crossing edges."""
    if isinstance(geometry, Polygon):
        area = shapely.Polygon(geometry.points, geometry.holes)
        return area if area.is_valid else area.buffer(0)
    if isinstance(geometry, RotatedBox):
        return shapely.Polygon(geometry.corners())
    if isinstance(geometry, Box):
        x, y, width, height = geometry.box
        return shapely.box(x, y, x + width, y + height)
    return _thin(geometry).buffer(REACH)


def _thin(geometry: Geometry) -> Any:
    if isinstance(geometry, Polyline):
        ring = (*geometry.points, geometry.points[0]) if geometry.closed else geometry.points
        return shapely.LineString(ring)
    if isinstance(geometry, Keypoints):
        return shapely.MultiPoint([(x, y) for x, y, _ in geometry.labelled])
    assert isinstance(geometry, Point), "every other geometry has an area"
    return shapely.Point(geometry.point)
