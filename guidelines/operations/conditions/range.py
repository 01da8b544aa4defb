from typing import Final

from guidelines.operations.conditions.base import Condition
from guidelines.operations.errors import NotApplicable
from guidelines.operations.sentences import all_of
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label, RegionLabel
from labelwright.errors import Words

WITHOUT_SIZE: Final = frozenset({"point", "polyline"})


class RangeCondition(Condition, frozen=True, kw_only=True):
    """A measure of the geometry that is at least one number, or below another, or both."""

    at_least: float | None = None
    below: float | None = None

    def require(self, schema: Schema, label: Label, pointer: str) -> None:
        if self.at_least is None and self.below is None:
            raise NotApplicable(pointer, Words("Expected at_least or below, found neither."))
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            words = Words(
                "Expected more than at_least ({at_least:g}), found {found:g}.",
                at_least=self.at_least,
                found=self.below,
            )
            raise NotApplicable(f"{pointer}/below", words)
        if not isinstance(label, RegionLabel) or label.geometry in WITHOUT_SIZE:
            drawn = (
                label.geometry
                if isinstance(label, RegionLabel)
                else "span"
                if schema.input == "text"
                else "segment"
            )
            raise NotApplicable(
                f"{pointer}/type",
                Words("Expected a label whose regions cover an area, found a {found}.", found=drawn),
            )

    def is_within(self, measure: float) -> bool:
        return (self.at_least is None or measure >= self.at_least) and (
            self.below is None or measure < self.below
        )

    def bounds(self) -> str:
        """The range in words."""
        lower = None if self.at_least is None else Words("at least {bound:g}", bound=self.at_least)
        upper = None if self.below is None else Words("below {bound:g}", bound=self.below)
        return all_of([bound for bound in (lower, upper) if bound is not None])
