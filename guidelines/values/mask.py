from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from guidelines.values import run_lengths
from guidelines.values.geometry import BoxTuple
from guidelines.values.located_shape import LocatedShape
from labelwright.errors import Words

Side = Annotated[int, Meta(ge=1, le=100_000)]
Counts = Annotated[
    str,
    Meta(max_length=2_000_000, pattern=r"\A[0-o]*\Z", description="COCO's compressed run lengths"),
]


class Mask(LocatedShape, frozen=True, tag="mask", gc=False):
    """Pixels, as COCO writes them: `size` is `[height, width]` of the image, `counts` go column by column."""

    is_plain: ClassVar[bool] = False

    size: tuple[Side, Side]
    counts: Counts

    @classmethod
    def from_pixels(cls, pixels: NDArray[np.bool_]) -> "Mask":
        """The mask of an array of (height, width)."""
        height, width = pixels.shape
        return cls((height, width), run_lengths.encode(run_lengths.from_pixels(pixels)))

    def pixels(self) -> NDArray[np.bool_]:
        """The mask as (height, width). Raises `BadRuns` where `refusal` finds something."""
        return run_lengths.to_pixels(run_lengths.decode(self.counts), *self.size)

    def is_inside(self, width: float, height: float, tolerance: float) -> bool:
        """Whether it is a mask of an image of this very size."""
        return self.size == (height, width)

    def misplaced(self, width: int, height: int) -> Words:
        size = f"{self.size[1]} by {self.size[0]}"
        return Words(
            "Expected a mask of {width} by {height} pixels, the image's, found one of {size}. Draw it again.",
            width=width,
            height=height,
            size=size,
        )

    def bounds(self) -> BoxTuple:
        return run_lengths.bounds(run_lengths.decode(self.counts), self.size[0])

    def area(self) -> float:
        return float(run_lengths.decode(self.counts)[1::2].sum())

    def refusal(self) -> Words | None:
        try:
            pixels = int(run_lengths.decode(self.counts).sum())
        except run_lengths.BadRuns as error:
            return Words("Expected COCO's compressed run lengths, found {how}. Draw it again.", how=error.how)
        height, width = self.size
        if pixels != height * width:
            return Words(
                "Expected run lengths of {wanted} pixels, found {found}. Draw it again.",
                wanted=height * width,
                found=pixels,
            )
        return None

    def doubt(self) -> Words | None:
        if self.area():
            return None
        return Words("Expected a mask of at least one pixel, found an empty one. Remove it.")
