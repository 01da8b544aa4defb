from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from guidelines.values.answer import MAXIMUM_LOCATED, Located, LocatedId
from guidelines.values.geometries import Geometry
from guidelines.values.relations import RelatedAnswer
from labelwright.errors import Words


class Region(Located, frozen=True, kw_only=True, gc=False):
    """One labelled part of an image; `geometry` is in pixels of the upright image.

    Regions of one answer with the same `group` belong together: they are selected, moved and deleted as one. A region of no
    group does not say so: values from before there were groups keep their bytes.
    """

    geometry: Geometry
    group: LocatedId | UnsetType = UNSET

    @property
    def named(self) -> Words:
        return Words("Region {id}", id=self.id)


class Regions(RelatedAnswer, frozen=True):
    """The regions of an image, in drawing order: a later one lies over those before it."""

    regions: Annotated[tuple[Region, ...], Meta(max_length=MAXIMUM_LOCATED)]

    @property
    def located(self) -> tuple[Region, ...]:
        return self.regions

    def with_located(self, parts: tuple[Region, ...]) -> "Regions":  # type: ignore[override]  # a region among regions
        return replace(self, regions=parts)
