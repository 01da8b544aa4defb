from typing import Annotated

from msgspec import Meta

from guidelines.values.answer import MAXIMUM_LOCATED, Answer, Located
from guidelines.values.geometries import Geometry


class Region(Located, frozen=True, kw_only=True, gc=False):
    """One labelled part of an image; `geometry` is in pixels of the upright image."""

    geometry: Geometry


class Regions(Answer, frozen=True):
    """The regions of an image, in drawing order."""

    regions: Annotated[tuple[Region, ...], Meta(max_length=MAXIMUM_LOCATED)]

    @property
    def located(self) -> tuple[Region, ...]:
        return self.regions
