"""The geometry kinds a region can have. A new one is a module beside `box.py` and a place in this union."""

from typing import Final

from guidelines.values.box import Box

Geometry = Box
GEOMETRIES: Final[dict[str, type[Geometry]]] = {str(kind.__struct_config__.tag): kind for kind in (Box,)}
