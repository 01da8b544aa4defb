"""The geometry that a label asks for, out of all that a file says of where a region is."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from exports.formats.checks import Unfit, fit_box, fit_points
from exports.formats.coco_shapes import fill
from exports.formats.items import ReadRegion
from guidelines.schema.labels import Label, RegionLabel
from guidelines.values.box import Box
from guidelines.values.geometries import Geometry
from guidelines.values.keypoints import Keypoints
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline

Size = tuple[int, int]


class Undrawable(Exception):
    """The file does not say it in a way that the label takes; `code` is a stable name of why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def geometry_for(read: ReadRegion, label: Label, size: Size | None) -> tuple[Geometry, bool]:
    """The geometry within the image, and whether it was cut to it by a pixel. `size` is (width, height).

    Raises `Undrawable`.
    """
    if not isinstance(label, RegionLabel) or label.geometry == "box":
        box, problem = fit_box(read.box, size)
        if box is None:
            raise Undrawable("box_unfit", problem)
        return Box(box), bool(problem)
    try:
        return _fitted(_chosen(read, label, size), size)
    except Unfit as error:
        raise Undrawable("shape_unfit", str(error)) from error


def _chosen(read: ReadRegion, label: RegionLabel, size: Size | None) -> Geometry:
    said = {str(shape.__struct_config__.tag): shape for shape in read.shapes}
    shape = said.get(label.geometry)
    outline = said.get("polygon")
    if (
        shape is None
        and label.geometry == "mask"
        and size
        and isinstance(outline, Polygon)
        and not outline.holes
    ):
        return fill([fit_points(outline.points, size)[0]], size)
    if shape is None:
        found = ", ".join(said) or "only a box"
        words = f"the schema asks for a {label.geometry}, but the file has {found}. Draw it, or change the geometry"
        raise Undrawable("geometry_missing", words)
    return _in_order(shape, read.point_names, label) if isinstance(shape, Keypoints) else shape


def _in_order(shape: Keypoints, names: tuple[str, ...], label: RegionLabel) -> Keypoints:
    """The keypoints in the order of the skeleton: by name, or as they stand in a file that does not name them."""
    wanted = label.skeleton.points if label.skeleton else ()
    if not names or len(names) != len(shape.keypoints):
        return shape
    places = {name: place for place, name in enumerate(names)}
    found = [places.get(point.name, places.get(point.key)) for point in wanted]
    if len(wanted) != len(names) or None in found:
        has, asked = ", ".join(names[:_SHOWN]), ", ".join(point.name for point in wanted[:_SHOWN])
        raise Undrawable("keypoint_unknown", f"its points are {has}, but the schema asks for {asked}")
    return Keypoints(tuple(shape.keypoints[place] for place in found if place is not None))


_SHOWN: Final = 12


def _fitted(shape: Geometry, size: Size | None) -> tuple[Geometry, bool]:
    match shape:
        case Polygon():
            points, is_cut = fit_points(shape.points, size)
            return (replace(shape, points=points) if is_cut else shape), is_cut
        case Polyline():
            points, is_cut = fit_points(shape.points, size)
            return (replace(shape, points=points) if is_cut else shape), is_cut
        case Point():
            (point,), is_cut = fit_points((shape.point,), size)
            return Point(point), is_cut
        case Keypoints():
            placed, is_cut = fit_points(tuple((x, y) for x, y, _ in shape.labelled), size)
            if not is_cut:
                return shape, False
            rest = iter(placed)
            moved = tuple((*next(rest), each[2]) if each[2] else each for each in shape.keypoints)
            return Keypoints(moved), True
    return shape, False
