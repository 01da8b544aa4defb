from __future__ import annotations

import hashlib
from typing import Annotated, Literal, cast

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation, PartOperation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.geometry.conversion import Conversion, Converted, Options
from guidelines.operations.geometry.conversions import CONVERSIONS, becomes
from guidelines.operations.outcome import Candidate, Migrated, NeedsPerson, Outcome
from guidelines.operations.places import field_of, label_of, with_label
from guidelines.schema.document import Schema
from guidelines.schema.fields.regions import RegionsField
from guidelines.schema.labels import RegionLabel
from guidelines.schema.words import Key
from guidelines.values.geometries import GEOMETRIES
from guidelines.values.pointers import shown
from guidelines.values.regions import Region
from labelwright.errors import Words

Pixels = Annotated[float, Meta(ge=0, le=100)]


class ChangeGeometry(PartOperation, frozen=True, kw_only=True, tag="change_geometry/1"):
    """`label` is drawn as `to`; the regions that it has become that, as far as the table of conversions says.

    For masks that become polygons: each of their `parts` is a region of its own, of which the largest keeps the id, or only
    the largest is left; `tolerance` is how many pixels the outline may move to be smooth, 0 for the very edges of pixels.
    A skeleton goes with the keypoints.
    """

    label: Key
    to: str
    parts: Literal["each", "largest"] = "each"
    tolerance: Pixels = 1.0

    def effect(self, before: Schema) -> Effect:
        return self._conversion(before).effect

    def labels(self) -> frozenset[str]:
        return frozenset({self.label})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = field_of(schema, self.field, RegionsField)
        label = _region_label(field, self.label)
        if self.to not in GEOMETRIES or (label.geometry, self.to) not in CONVERSIONS:
            allowed = ", ".join(becomes(label.geometry)) or Words("nothing else")
            detail = Words(
                "Expected what a {geometry} can become ({allowed}), found {found}.",
                geometry=label.geometry,
                allowed=allowed,
                found=shown(self.to),
            )
            raise NotApplicable("/to", detail)
        return with_label(schema, field, replace(label, geometry=self.to, skeleton=None))

    def migrate_part(self, part: Region, context: Context) -> Outcome | None:
        conversion = self._conversion(context.before)
        if type(part.geometry) is GEOMETRIES[self.to]:
            return None  # it was not drawn as its label said, but is now
        if type(part.geometry) is not GEOMETRIES[self._drawn_as(context.before)]:
            kind = part.geometry.__struct_config__.tag
            return NeedsPerson(
                Words("it is a {kind}, which its label never was", kind=kind), (Candidate("-", ()),)
            )
        found = conversion.convert(part.geometry, context.item, Options(self.parts, self.tolerance))
        if isinstance(found, Converted):
            return Migrated(_regions(part, found), found.loss)
        answers = (Candidate(key, _regions(part, each)) for key, each in found.answers.items())
        return NeedsPerson(found.reason, (*answers, Candidate("-", ())))

    def _drawn_as(self, before: Schema) -> str:
        return _region_label(field_of(before, self.field, RegionsField), self.label).geometry

    def _conversion(self, before: Schema) -> Conversion:
        return CONVERSIONS[self._drawn_as(before), self.to]

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        if not self._conversion(before).is_reversible:
            raise Irreversible
        return (ChangeGeometry(field=self.field, label=self.label, to=self._drawn_as(before)),)

    def describe(self) -> str:
        return Words(
            "Draw {label} in {field} as {geometry}",
            label=self.label,
            field=self.field,
            geometry=self.to.replace("_", " "),
        )


def _region_label(field: RegionsField, key: str) -> RegionLabel:
    return cast(RegionLabel, label_of(field, key))  # a field of regions has labels of regions


def _regions(part: Region, found: Converted) -> tuple[Region, ...]:
    """`part` with each of the shapes: the first keeps its id, the others have one that follows from it."""
    return tuple(
        replace(part, id=part.id if number == 0 else _id(part.id, number), geometry=shape)
        for number, shape in enumerate(found.shapes)
    )


def _id(id: str, number: int) -> str:
    """Always the same for the same region and number, so that a step that is run again writes the same."""
    return hashlib.blake2b(f"{id}/{number}".encode(), digest_size=16).hexdigest()
