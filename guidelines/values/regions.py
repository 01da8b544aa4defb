from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.values.answer import MAXIMUM_LOCATED, Answer, Located
from guidelines.values.geometries import Geometry
from labelwright.errors import Words


class Region(Located, frozen=True, kw_only=True, gc=False):
    """One labelled part of an image; `geometry` is in pixels of the upright image."""

    geometry: Geometry

    @property
    def named(self) -> Words:
        return Words("Region {id}", id=self.id)


class Regions(Answer, frozen=True):
    """The regions of an image, in drawing order."""

    regions: Annotated[tuple[Region, ...], Meta(max_length=MAXIMUM_LOCATED)]

    @property
    def located(self) -> tuple[Region, ...]:
        return self.regions

    def with_located(self, parts: tuple[Region, ...]) -> "Regions":  # type: ignore[override]  # a region among regions
        return replace(self, regions=parts)
