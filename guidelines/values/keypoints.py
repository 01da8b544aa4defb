from typing import Annotated, ClassVar

from msgspec import Meta

from guidelines.values.geometry import BoxTuple, area
from guidelines.values.located_shape import Coordinate, LocatedShape, bounds_of, holds
from labelwright.errors import Words

Visibility = Annotated[
    int, Meta(ge=0, le=2, description="0 (not labelled), 1 (labelled but hidden) or 2 (visible)")
]
Keypoint = tuple[Coordinate, Coordinate, Visibility]
MAXIMUM_KEYPOINTS = 500


class Keypoints(LocatedShape, frozen=True, tag="keypoints", gc=False):
    """The points of a skeleton, `[[x, y, visibility], …]` in its order, with COCO's 0, 1, 2.

    Where the visibility is 0 the coordinates mean nothing.
    """

    is_plain: ClassVar[bool] = False

    keypoints: Annotated[tuple[Keypoint, ...], Meta(min_length=1, max_length=MAXIMUM_KEYPOINTS)]

    @property
    def labelled(self) -> tuple[Keypoint, ...]:
        """The points that were placed, hidden ones too."""
        return tuple(point for point in self.keypoints if point[2] > 0)

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        return holds(self.bounds(), width, height, tolerance)

    def bounds(self) -> BoxTuple:
        return bounds_of(self.labelled)

    def area(self) -> float:
        """Square pixels of the bounds: keypoints have no outline."""
        return area(self.bounds())

    def doubt(self) -> Words | None:
        if self.labelled:
            return None
        return Words("Expected a point that is placed, found none. Place one.")
