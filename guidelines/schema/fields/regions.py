from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Final

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.located import about, part_findings
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.findings import Finding, nested
from guidelines.schema.labels import Label, RegionLabel
from guidelines.values.geometries import GEOMETRIES, Geometry
from guidelines.values.keypoints import Keypoints
from guidelines.values.regions import Region, Regions
from labelwright.errors import Words

# Browsers clamp to the image; importers round. Half a pixel is what rounding can do.
TOLERANCE: Final = 0.5


class RegionsField(RelatedField[Regions], frozen=True, kw_only=True, tag="regions", dict=True):
    """Regions of an image, and relations between them."""

    answer = Regions
    part = Words("region")
    label_type = RegionLabel
    inputs = frozenset({"image"})

    labels: Annotated[tuple[RegionLabel, ...], Meta(min_length=1, max_length=1000)]

    @property
    def all_labels(self) -> tuple[RegionLabel, ...]:
        return self.labels

    def draws_alike(self, part: Any, label: Label) -> bool:
        return (
            isinstance(label, RegionLabel)
            and GEOMETRIES[label.geometry] is type(part.geometry)
            and _skeleton_problem(part, label) is None
        )

    def drawn_alike(self, one: Label, other: Label) -> bool:
        return _form(one) == _form(other)

    def answer_findings(self, answer: Regions, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        width, height, plain = item.width or 0, item.height or 0, self._plain_geometries
        is_sized = item.width is not None and item.height is not None
        for index, region in enumerate(answer.regions):
            # Nearly every region passes here; thousands do, so the wording of faults stays out of this loop.
            is_plain = plain.get(region.label) is type(region.geometry) and not region.attributes
            if not is_plain or (is_sized and not region.geometry.is_inside(width, height, TOLERANCE)):
                yield from nested(f"/regions/{index}", self._region_findings(region, item, complete=complete))
        if answer.relations:
            yield from self.relation_findings(answer)

    @cached_property
    def _plain_geometries(self) -> dict[str, type[Geometry]]:
        """The geometry of each label without attributes, if it is one that needs no closer look."""
        kinds = {label.key: GEOMETRIES[label.geometry] for label in self.labels if not label.attributes}
        return {key: kind for key, kind in kinds.items() if kind.is_plain}

    def _region_findings(self, region: Region, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        yield from part_findings(self, region, complete=complete)
        label = self.labels_by_key.get(region.label)
        kind = region.geometry.__struct_config__.tag
        if isinstance(label, RegionLabel) and kind != label.geometry:
            yield (
                "/geometry/type",
                about(
                    region,
                    "Expected a {geometry}, found a {kind}. Draw it again.",
                    geometry=label.geometry,
                    kind=kind,
                ),
            )
        elif isinstance(label, RegionLabel) and (problem := _skeleton_problem(region, label)):
            yield "/geometry/keypoints", Words("{part}: {detail}", part=region.named, detail=problem)
        problem = region.geometry.refusal() or (region.geometry.doubt() if complete else None)
        if problem:
            yield "/geometry", Words("{part}: {detail}", part=region.named, detail=problem)
        if item.width is None or item.height is None:
            return
        if not region.geometry.is_inside(item.width, item.height, TOLERANCE):
            misplaced = region.geometry.misplaced(item.width, item.height)
            yield "/geometry", Words("{part}: {detail}", part=region.named, detail=misplaced)


def _form(label: Label) -> tuple[str, tuple[str, ...]]:
    """The geometry that parts of `label` are drawn with, and the points of their skeleton in order."""
    if not isinstance(label, RegionLabel):
        return "", ()
    points = label.skeleton.points if label.skeleton else ()
    return label.geometry, tuple(point.key for point in points)


def _skeleton_problem(region: Region, label: RegionLabel) -> Words | None:
    """Why the keypoints are not those of the label's skeleton, or None if they are or it has none."""
    if label.skeleton is None or not isinstance(region.geometry, Keypoints):
        return None
    wanted, found = len(label.skeleton.points), len(region.geometry.keypoints)
    if wanted == found:
        return None
    return Words(
        "Expected the {count} points of {label}, found {found}. Draw it again.",
        count=wanted,
        label=label.key,
        found=found,
    )
