from typing import Any

from guidelines.operations.base import Context
from guidelines.operations.conditions.range import RangeCondition
from labelwright.errors import Words


class Area(RangeCondition, frozen=True, kw_only=True, tag="area"):
    """The area that the region covers, in square pixels of the upright image."""

    def holds(self, part: Any, context: Context) -> bool | None:
        return self.is_within(part.geometry.area())

    def describe(self) -> str:
        return Words("the area is {bounds} square pixels", bounds=self.bounds())
