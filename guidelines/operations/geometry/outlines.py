"""What becomes a polygon or a line."""

from __future__ import annotations

from typing import Final

import shapely
from msgspec.structs import replace

from guidelines.operations.base import Material
from guidelines.operations.geometry.boxes import corners, upright
from guidelines.operations.geometry.conversion import TOLERANCE, Converted, Options, Unclear
from guidelines.operations.geometry.tracing import areas_of
from guidelines.operations.sentences import in_a_row
from guidelines.values import run_lengths
from guidelines.values.box import Box
from guidelines.values.located_shape import MAXIMUM_POINTS
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox
from labelwright.errors import Words

MAXIMUM_PARTS: Final = 100  # more are noise, which nobody wants as regions
MAXIMUM_RUNS: Final = 50_000  # a clean mask has a few for each column; more would take seconds


def from_box(shape: Box, item: Material, options: Options) -> Converted:
    """Its four corners. Something is lost only where they cannot say the width and height to the last digit."""
    outline = Polygon(corners(shape))
    return Converted((outline,), "" if upright(outline) == shape else Words("its size is rounded"))


def from_rotated_box(shape: RotatedBox, item: Material, options: Options) -> Converted | Unclear:
    """Its four corners, as far as they are in the image."""
    return _within(Polygon(shape.corners()), item, Words("its angle is gone"))


def from_polyline(shape: Polyline, item: Material, options: Options) -> Converted | Unclear:
    """The outline that a closed line is. A person is asked whether an open one is to be closed."""
    outline = Polygon(shape.points) if len(shape.points) >= 3 else None
    if outline is None or outline.doubt():
        return Unclear(Words("its line crosses itself or has no area"))
    closed = Converted((outline,))
    return closed if shape.closed else Unclear(Words("its line is open"), {"close": closed})


def line_from_polygon(shape: Polygon, item: Material, options: Options) -> Converted:
    """The outline as a closed line. Its holes have none of their own."""
    return Converted(
        (Polyline(shape.points, closed=True),), Words("its holes are gone") if shape.holes else ""
    )


def from_mask(shape: Mask, item: Material, options: Options) -> Converted | Unclear:
    """The outlines of its parts along the edges of pixels, holes too, smoothed by at most the tolerance.

    Pixels that touch only at a corner are two parts. With a tolerance of 0 the outlines cover exactly the pixels, and
    nothing is lost; else no corner of the edge is further than that from the new outline.
    """
    if shape.refusal() or not shape.area():
        return Unclear(Words("its mask has no pixels"))
    if len(run_lengths.decode(shape.counts)) > 2 * MAXIMUM_RUNS:
        return Unclear(Words("its mask is mostly noise"))
    parts = [_polygon(part) for part in _smoothed(areas_of(shape.pixels()), options.tolerance)]
    if any(part is None for part in parts):
        return Unclear(
            Words("its outline has more than {maximum_points} points", maximum_points=MAXIMUM_POINTS)
        )
    outlines = sorted((part for part in parts if part is not None), key=_order)
    loss = (
        Words("smoothed by up to {tolerance:g} pixels", tolerance=options.tolerance)
        if options.tolerance
        else ""
    )
    smaller = Words("its smaller parts are gone") if len(outlines) > 1 else ""
    largest = Converted(tuple(outlines[:1]), in_a_row(loss, smaller))
    if options.parts == "largest":
        return largest
    if len(outlines) > MAXIMUM_PARTS:
        return Unclear(
            Words("its mask has more than {maximum_parts} parts", maximum_parts=MAXIMUM_PARTS),
            {"largest": largest},
        )
    return Converted(tuple(outlines), loss)


def _smoothed(parts: list[shapely.Polygon], tolerance: float) -> list[shapely.Polygon]:
    """`parts` with fewer points, none of those left out further than `tolerance` from the new outlines.

    Measured, because GEOS leaves out the point that a ring begins with after all others, and may so go too far.
    """
    area = shapely.MultiPolygon(parts)
    corners = shapely.points(shapely.get_coordinates(area))
    for limit in (tolerance, tolerance / 2, tolerance / 4) if tolerance else ():
        found = shapely.simplify(area, limit, preserve_topology=True)
        edges = found.boundary
        shapely.prepare(edges)
        if found.is_valid and shapely.dwithin(edges, corners, tolerance).all():
            return list(shapely.get_parts(found))
    return parts


def _polygon(part: shapely.Polygon) -> Polygon | None:
    rings = [tuple(ring.coords)[:-1] for ring in (part.exterior, *part.interiors)]
    if max(map(len, rings)) > MAXIMUM_POINTS or len(rings) > 1000:
        return None
    return Polygon(rings[0], tuple(rings[1:]))


def _order(outline: Polygon) -> tuple[float, tuple[tuple[float, float], ...]]:
    """The largest first, and always the same order."""
    return -outline.area(), outline.points


def _within(outline: Polygon, item: Material, loss: str) -> Converted | Unclear:
    """`outline`, which is convex, as far as it is in the image."""
    if outline.doubt():
        return Unclear(Words("its outline would have no area"))
    if item.width is None or item.height is None or outline.is_inside(item.width, item.height, TOLERANCE):
        return Converted((outline,), loss)
    cut = shapely.clip_by_rect(shapely.Polygon(outline.points), 0, 0, item.width, item.height)
    if not isinstance(cut, shapely.Polygon) or cut.is_empty:
        return Unclear(Words("its outline would be outside the image"))
    inside = replace(outline, points=tuple(cut.exterior.coords)[:-1])
    if inside.doubt():
        return Unclear(Words("its outline would have no area"))
    return Converted((inside,), in_a_row(loss, Words("cut at the edge of the image")))
