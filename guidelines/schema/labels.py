from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, field

from guidelines.schema.attributes import Attribute
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.named import Named
from guidelines.schema.words import Colour, Proses, Shortcut
from guidelines.values.geometries import GEOMETRIES
from guidelines.values.pointers import shown

GeometryKind = Annotated[str, Meta(description=f"a geometry, one of {', '.join(GEOMETRIES)}")]


class Label(Named, frozen=True, kw_only=True):
    """One class that a span can have; with a geometry (`RegionLabel`), one that a region can have."""

    description: Proses = field(default_factory=dict)
    colour: Colour | None = None
    shortcut: Shortcut | None = None
    attributes: Annotated[tuple[Attribute, ...], Meta(max_length=50)] = ()

    def findings(self) -> Iterator[Finding]:
        """What is wrong with this label itself."""
        yield from nested("/attributes", duplicates(self.attributes))
        for index, attribute in enumerate(self.attributes):
            yield from nested(f"/attributes/{index}", attribute.findings())


class RegionLabel(Label, frozen=True, kw_only=True):
    """One class that a region of an image can have, and the geometry it is drawn with."""

    geometry: GeometryKind

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        if self.geometry not in GEOMETRIES:
            yield "/geometry", f"Expected one of {', '.join(GEOMETRIES)}, found {shown(self.geometry)}."
