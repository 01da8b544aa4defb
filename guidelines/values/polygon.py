from typing import Annotated, ClassVar

import shapely
from msgspec import Meta

from guidelines.values.geometry import BoxTuple
from guidelines.values.located_shape import (
    MAXIMUM_POINTS,
    XY,
    LocatedShape,
    bounds_of,
    holds,
    ring_area,
)
from labelwright.errors import Words

Ring = Annotated[tuple[XY, ...], Meta(min_length=3, max_length=MAXIMUM_POINTS)]


class Polygon(LocatedShape, frozen=True, tag="polygon", gc=False):
    """An outline `[[x, y], …]`, implicitly closed, and the rings cut out of it.

    Refused: fewer than three points, in the outline or in a hole. Stored as a draft but not as a finished region:
    edges that cross or lie on each other, holes that reach out of the outline or into each other.
    """

    is_plain: ClassVar[bool] = False

    points: Ring
    holes: Annotated[tuple[Ring, ...], Meta(max_length=1000)] = ()

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        return holds(bounds_of(self.points), width, height, tolerance)

    def bounds(self) -> BoxTuple:
        return bounds_of(self.points)

    def area(self) -> float:
        """Square pixels inside the outline and outside the holes; of no use where `doubt` finds something."""
        return max(0.0, ring_area(self.points) - sum(ring_area(hole) for hole in self.holes))

    def doubt(self) -> Words | None:
        if shapely.Polygon(self.points, self.holes).is_valid:
            return None
        return Words(
            "Expected an outline whose edges do not cross, with its holes inside, found another. Move its points."
        )
