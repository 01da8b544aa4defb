from typing import Any

from guidelines.operations.base import Context
from guidelines.operations.conditions.range import RangeCondition
from labelwright.errors import Words


class AspectRatio(RangeCondition, frozen=True, kw_only=True, tag="aspect_ratio"):
    """Width divided by height of the upright box around the region: above 1 is wide, below 1 is tall."""

    def holds(self, part: Any, context: Context) -> bool | None:
        _, _, width, height = part.geometry.bounds()
        return self.is_within(width / height) if height > 0 else None

    def describe(self) -> str:
        return Words("width divided by height is {bounds}", bounds=self.bounds())
