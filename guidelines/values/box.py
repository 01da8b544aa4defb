from typing import Annotated

from msgspec import Meta, Struct

Coordinate = Annotated[float, Meta(ge=-1e9, le=1e9)]
Extent = Annotated[float, Meta(gt=0, le=1e9)]


class Box(Struct, frozen=True, tag="box", tag_field="type", forbid_unknown_fields=True, gc=False):
    """An upright rectangle: `[x, y, width, height]` in image pixels, origin top-left."""

    box: tuple[Coordinate, Coordinate, Extent, Extent]

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        """Whether no edge is more than `tolerance` pixels outside an image of `width` by `height`."""
        x, y, w, h = self.box
        return (
            x >= -tolerance and y >= -tolerance and x + w <= width + tolerance and y + h <= height + tolerance
        )
