from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, field

from guidelines.schema.attributes import Attribute
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.named import Named
from guidelines.schema.skeleton import Skeleton
from guidelines.schema.words import Colour, Proses, Shortcut
from guidelines.values.geometries import GEOMETRIES
from guidelines.values.pointers import shown
from labelwright.errors import Words

GeometryKind = Annotated[str, Meta(description=f"a geometry, one of {', '.join(GEOMETRIES)}")]


class Label(Named, frozen=True, kw_only=True):
    """One class that a span or a segment can have; with a geometry (`RegionLabel`), one that a region can have."""

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
    """One class that a region of an image can have, and the geometry it is drawn with.

    `skeleton` names the points of `keypoints`, which need one; no other geometry has one.
    """

    geometry: GeometryKind
    skeleton: Skeleton | None = None

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        if self.geometry not in GEOMETRIES:
            yield (
                "/geometry",
                Words(
                    "Expected one of {known}, found {found}.",
                    known=", ".join(GEOMETRIES),
                    found=shown(self.geometry),
                ),
            )
        elif self.geometry == "keypoints" and self.skeleton is None:
            yield (
                "/skeleton",
                Words("Expected the points that keypoints have, found nothing. Add `skeleton`."),
            )
        elif self.geometry != "keypoints" and self.skeleton is not None:
            yield (
                "/skeleton",
                Words(
                    "Expected a skeleton only with keypoints, found one with {geometry}. Remove it.",
                    geometry=self.geometry,
                ),
            )
        if self.skeleton is not None:
            yield from nested("/skeleton", self.skeleton.findings())
