from guidelines.values.geometry import BoxTuple, area
from guidelines.values.located_shape import Coordinate, Extent, LocatedShape


class Box(LocatedShape, frozen=True, tag="box", gc=False):
    """An upright rectangle: `[x, y, width, height]` in image pixels, origin top-left."""

    box: tuple[Coordinate, Coordinate, Extent, Extent]

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        """Whether no edge is more than `tolerance` pixels outside an image of `width` by `height`."""
        x, y, w, h = self.box
        return (
            x >= -tolerance and y >= -tolerance and x + w <= width + tolerance and y + h <= height + tolerance
        )

    def bounds(self) -> BoxTuple:
        return self.box

    def area(self) -> float:
        return area(self.box)
