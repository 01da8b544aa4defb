"""What becomes a mask. It has the size of the image, so that must be known."""

from __future__ import annotations

from guidelines.operations.base import Material
from guidelines.operations.geometry.boxes import corners
from guidelines.operations.geometry.conversion import Converted, Options, Unclear
from guidelines.values.box import Box
from guidelines.values.filling import TooLong, filled
from guidelines.values.polygon import Polygon
from guidelines.values.rotated_box import RotatedBox
from labelwright.errors import Words


def from_box(shape: Box, item: Material, options: Options) -> Converted | Unclear:
    """The pixels inside it."""
    return from_polygon(Polygon(corners(shape)), item, options)


def from_rotated_box(shape: RotatedBox, item: Material, options: Options) -> Converted | Unclear:
    """The pixels inside it that are in the image."""
    return from_polygon(Polygon(shape.corners()), item, options)


def from_polygon(shape: Polygon, item: Material, options: Options) -> Converted | Unclear:
    """The pixels inside the outline and outside its holes: its area, give or take half a pixel for each along its edges."""
    if item.width is None or item.height is None:
        return Unclear(Words("the size of the image is not known"))
    if shape.doubt():
        return Unclear(Words("its outline crosses itself or has no area"))
    try:
        mask = filled(shape, (item.width, item.height))
    except TooLong:
        return Unclear(Words("its outline is too long to be filled"))
    if not mask.area():
        return Unclear(Words("it would cover no pixel"))
    return Converted((mask,), Words("its outline became pixels"))
