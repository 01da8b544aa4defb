"""What every geometry has in common; one module per kind stands beside this one."""

from collections.abc import Iterable, Sequence
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from guidelines.values.geometry import BoxTuple
from labelwright.errors import Words

Coordinate = Annotated[float, Meta(ge=-1e9, le=1e9)]
Extent = Annotated[float, Meta(gt=0, le=1e9)]
Degrees = Annotated[float, Meta(ge=0, lt=360, description="degrees clockwise, 0 or more and below 360")]
XY = tuple[Coordinate, Coordinate]
MAXIMUM_POINTS = 10_000


class LocatedShape(
    Struct, frozen=True, tag_field="type", forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """Where a region is, in pixels of the upright image, origin top-left, y down.

    `is_plain`: the types and `is_inside` say all that can be wrong with one, so the hot path asks no more.
    """

    is_plain: ClassVar[bool] = True

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        """Whether it lies in an image of `width` by `height`, give or take `tolerance` pixels."""
        raise NotImplementedError

    def misplaced(self, width: int, height: int) -> Words:
        """What to say to people when `is_inside` is false."""
        kind, size = self.__struct_config__.tag, f"{width} by {height}"
        return Words(
            "Expected a {kind} inside the image ({size} pixels), found one outside. Move it.",
            kind=kind,
            size=size,
        )

    def bounds(self) -> BoxTuple:
        """The smallest upright box around it."""
        raise NotImplementedError

    def area(self) -> float:
        """Square pixels it covers; 0 for what is as thin as a line."""
        return 0.0

    def refusal(self) -> Words | None:
        """Why it cannot be stored, beyond what its type says; None if nothing is wrong."""
        return None

    def doubt(self) -> Words | None:
        """Why it can be stored but not handed in as finished; None if it can."""
        return None


def bounds_of(points: Iterable[Sequence[float]]) -> BoxTuple:
    """The smallest upright box around `points`, of which the first two numbers count; all 0 without points."""
    pairs = [(point[0], point[1]) for point in points]
    if not pairs:
        return (0.0, 0.0, 0.0, 0.0)
    left, top = min(x for x, _ in pairs), min(y for _, y in pairs)
    return (left, top, max(x for x, _ in pairs) - left, max(y for _, y in pairs) - top)


def holds(box: BoxTuple, width: float, height: float, tolerance: float) -> bool:
    """Whether no edge of `box` is more than `tolerance` pixels outside an image of `width` by `height`."""
    x, y, w, h = box
    return x >= -tolerance and y >= -tolerance and x + w <= width + tolerance and y + h <= height + tolerance


def ring_area(ring: Sequence[Sequence[float]]) -> float:
    """Square pixels inside a closed ring. Source: the shoelace formula (Meister, 1769)."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
