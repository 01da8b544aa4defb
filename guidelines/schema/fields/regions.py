from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Final

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.located import LocatedField, part_findings
from guidelines.schema.findings import Finding, nested
from guidelines.schema.labels import RegionLabel
from guidelines.values.geometries import GEOMETRIES, Geometry
from guidelines.values.regions import Region, Regions

# Browsers clamp to the image; importers round. Half a pixel is what rounding can do.
TOLERANCE: Final = 0.5


class RegionsField(LocatedField[Regions], frozen=True, kw_only=True, tag="regions", dict=True):
    """Regions of an image."""

    answer = Regions
    inputs = frozenset({"image"})

    labels: Annotated[tuple[RegionLabel, ...], Meta(min_length=1, max_length=1000)]

    @property
    def all_labels(self) -> tuple[RegionLabel, ...]:
        return self.labels

    def answer_findings(self, answer: Regions, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        width, height, plain = item.width or 0, item.height or 0, self._plain_geometries
        is_sized = item.width is not None and item.height is not None
        for index, region in enumerate(answer.regions):
            # Nearly every region passes here; thousands do, so the wording of faults stays out of this loop.
            is_plain = plain.get(region.label) is type(region.geometry) and not region.attributes
            if not is_plain or (is_sized and not region.geometry.is_inside(width, height, TOLERANCE)):
                yield from nested(f"/regions/{index}", self._region_findings(region, item, complete=complete))

    @cached_property
    def _plain_geometries(self) -> dict[str, type[Geometry]]:
        """The geometry of each label without attributes."""
        return {label.key: GEOMETRIES[label.geometry] for label in self.labels if not label.attributes}

    def _region_findings(self, region: Region, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        words = f"Region {region.id}"
        yield from part_findings(self, region, words, complete=complete)
        label = self.labels_by_key.get(region.label)
        kind = region.geometry.__struct_config__.tag
        if isinstance(label, RegionLabel) and kind != label.geometry:
            yield "/geometry/type", f"{words}: Expected a {label.geometry}, found a {kind}. Draw it again."
        if item.width is None or item.height is None:
            return
        if not region.geometry.is_inside(item.width, item.height, TOLERANCE):
            size = f"{item.width} by {item.height}"
            yield (
                "/geometry",
                f"{words}: Expected a {kind} inside the image ({size} pixels), found one outside. Move it.",
            )
