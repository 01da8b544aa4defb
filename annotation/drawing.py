"""A part of an image with a region drawn over it. Plain: images and geometries in, an image out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from guidelines.values.box import Box
from guidelines.values.geometries import Geometry
from guidelines.values.geometry import BoxTuple
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox

SIDE: Final = 640  # pixels of the longer side
LARGEST_SCALE: Final = 8.0  # of small windows, so that the line stays thin beside what it goes around
FINE: Final = 2  # lines are drawn so much larger and made smaller again: smooth edges
DARK: Final = (10, 12, 16, 200)
FILL: Final = 36  # of 255
XYs = Sequence[tuple[float, float]]


def part_of(image: Image.Image, window: BoxTuple) -> tuple[Image.Image, float]:
    """The window of an RGB image at its final size, and how much larger than in the image it is."""
    x, y, width, height = window
    scale = min(SIDE / max(width, height), LARGEST_SCALE)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    crop = image.resize(size, Image.Resampling.LANCZOS, box=(x, y, x + width, y + height), reducing_gap=3.0)
    return crop, scale


def with_region(
    crop: Image.Image,
    geometry: Geometry,
    *,
    window: BoxTuple,
    scale: float,
    colour: str,
    edges: Sequence[tuple[int, int]] = (),
) -> Image.Image:
    """The crop with the region in its label's colour, within a dark line that shows on any image.

    `edges` are the places of the points that a skeleton joins.
    """
    red, green, blue = ImageColor.getrgb(colour)[:3]
    over = Image.new("RGBA", (crop.width * FINE, crop.height * FINE), (0, 0, 0, 0))
    pen = _Pen(over, window, scale * FINE, (red, green, blue))
    pen.draw(geometry, edges)
    small = over.resize(crop.size, Image.Resampling.LANCZOS)
    return Image.alpha_composite(crop.convert("RGBA"), small).convert("RGB")


class _Pen:
    def __init__(
        self, over: Image.Image, window: BoxTuple, scale: float, colour: tuple[int, int, int]
    ) -> None:
        self._over, self._pen = over, ImageDraw.Draw(over)
        self._left, self._top, self._scale, self._colour = window[0], window[1], scale, colour

    def draw(self, geometry: Geometry, edges: Sequence[tuple[int, int]]) -> None:
        match geometry:
            case Box():
                x, y, w, h = geometry.box
                self._ring([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
            case RotatedBox():
                self._ring(geometry.corners())
            case Polygon():
                self._polygon(geometry)
            case Polyline():
                self._line(self._placed([*geometry.points, *geometry.points[: int(geometry.closed)]]))
            case Point():
                self._dots([geometry.point])
            case Keypoints():
                self._skeleton(geometry, edges)
            case Mask():
                self._mask(geometry)

    def _placed(self, points: XYs) -> list[tuple[float, float]]:
        return [((x - self._left) * self._scale, (y - self._top) * self._scale) for x, y in points]

    def _ring(self, points: XYs) -> None:
        placed = self._placed(points)
        self._pen.polygon(placed, fill=(*self._colour, FILL))
        self._line([*placed, placed[0], placed[1]])

    def _polygon(self, geometry: Polygon) -> None:
        inside = Image.new("L", self._over.size, 0)
        pen = ImageDraw.Draw(inside)
        pen.polygon(self._placed(geometry.points), fill=255)
        for hole in geometry.holes:
            pen.polygon(self._placed(hole), fill=0)
        self._over.paste(Image.new("RGBA", inside.size, (*self._colour, FILL)), mask=inside)
        for ring in (geometry.points, *geometry.holes):
            self._line(self._placed([*ring, *ring[:2]]))

    def _line(self, placed: XYs) -> None:
        for width, colour in ((5 * FINE, DARK), (3 * FINE, (*self._colour, 255))):
            self._pen.line(list(placed), fill=colour, width=width, joint="curve")

    def _dots(self, points: XYs) -> None:
        for x, y in self._placed(points):
            for radius, colour in ((7 * FINE, DARK), (5 * FINE, (*self._colour, 255))):
                self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def _skeleton(self, geometry: Keypoints, edges: Sequence[tuple[int, int]]) -> None:
        points = geometry.keypoints
        for one, other in edges:
            if points[one][2] and points[other][2]:
                self._line(self._placed([points[one][:2], points[other][:2]]))
        self._dots([point[:2] for point in geometry.labelled])

    def _mask(self, geometry: Mask) -> None:
        size = self._over.size
        box = (
            self._left,
            self._top,
            self._left + size[0] / self._scale,
            self._top + size[1] / self._scale,
        )
        whole = Image.fromarray(geometry.pixels().astype("uint8") * 255)
        inside = whole.resize(size, Image.Resampling.BILINEAR, box=box).point(
            lambda value: 255 if value > 127 else 0
        )
        for grown, colour in ((9, DARK), (5, (*self._colour, 255))):
            edge = ImageChops.subtract(inside.filter(ImageFilter.MaxFilter(grown)), inside)
            self._over.paste(Image.new("RGBA", size, colour), mask=edge)
        self._over.paste(Image.new("RGBA", size, (*self._colour, FILL)), mask=inside)
