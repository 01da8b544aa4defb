import math

from guidelines.values.geometry import BoxTuple
from guidelines.values.located_shape import Coordinate, Degrees, Extent, LocatedShape, bounds_of


class RotatedBox(LocatedShape, frozen=True, tag="rotated_box", gc=False):
    """A rectangle turned around its centre: `[x, y, width, height, degrees]`.

    `[x, y, width, height]` is the box before it is turned clockwise, as seen on the screen, by `degrees`.
    """

    rotated_box: tuple[Coordinate, Coordinate, Extent, Extent, Degrees]

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        """Whether its centre is in the image.

        The corners may stand out: a turned box around something that the edge of the image cuts has to.
        """
        x, y = self.centre()
        return -tolerance <= x <= width + tolerance and -tolerance <= y <= height + tolerance

    def centre(self) -> tuple[float, float]:
        x, y, w, h, _ = self.rotated_box
        return x + w / 2, y + h / 2

    def corners(self) -> tuple[tuple[float, float], ...]:
        """The corners after turning, clockwise from what was the top left."""
        _, _, w, h, degrees = self.rotated_box
        middle_x, middle_y = self.centre()
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        offsets = ((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2))
        return tuple((middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos) for dx, dy in offsets)

    def bounds(self) -> BoxTuple:
        return bounds_of(self.corners())

    def area(self) -> float:
        return self.rotated_box[2] * self.rotated_box[3]
