from typing import Annotated

from msgspec import Meta

from guidelines.values.geometry import BoxTuple
from guidelines.values.located_shape import MAXIMUM_POINTS, XY, LocatedShape, bounds_of, holds


class Polyline(LocatedShape, frozen=True, tag="polyline", gc=False):
    """A line through `[[x, y], …]`, two points or more; `closed` joins the last to the first, with no area."""

    points: Annotated[tuple[XY, ...], Meta(min_length=2, max_length=MAXIMUM_POINTS)]
    closed: bool = False

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        return holds(bounds_of(self.points), width, height, tolerance)

    def bounds(self) -> BoxTuple:
        return bounds_of(self.points)
