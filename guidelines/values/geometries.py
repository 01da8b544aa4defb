"""The geometry kinds a region can have. A new one is a module beside `box.py` and a place in this union."""

from typing import Final, get_args

from guidelines.values.box import Box
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox

Geometry = Box | RotatedBox | Polygon | Polyline | Point | Keypoints | Mask
GEOMETRIES: Final[dict[str, type[Geometry]]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(Geometry)
}
