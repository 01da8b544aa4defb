from guidelines.values.geometry import BoxTuple
from guidelines.values.located_shape import XY, LocatedShape, holds


class Point(LocatedShape, frozen=True, tag="point", gc=False):
    """One place: `[x, y]`."""

    point: XY

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        return holds(self.bounds(), width, height, tolerance)

    def bounds(self) -> BoxTuple:
        return (*self.point, 0.0, 0.0)
