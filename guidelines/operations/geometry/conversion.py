"""What one geometry becomes as another, and how far it is the same. Image pixels throughout.

Each pair of kinds has one small function in `CONVERSIONS`. What does not fit into the image is cut at its edge, with a
loss; what has no form left, or would have one that may not be handed in, is a question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from guidelines.operations.base import Effect, Material
from guidelines.values.geometries import Geometry


class Options(Struct, frozen=True):
    """What a curator may choose, as `ChangeGeometry` describes it."""

    parts: str = "each"
    tolerance: float = 1.0


class Converted(Struct, frozen=True):
    """The geometries that stand in the place of one, the largest first, and what they no longer hold."""

    shapes: tuple[Geometry, ...]
    loss: str = ""


class Unclear(Struct, frozen=True):
    """A machine cannot know. `answers` are what a person may choose from; taking the region away is always one more."""

    reason: str
    answers: dict[str, Converted] = {}


Convert = Callable[[Any, Material, Options], Converted | Unclear]


class Conversion(Struct, frozen=True):
    """How one kind becomes another: the worst that can happen, and whether the way back brings the same again."""

    convert: Convert
    effect: Effect = Effect.AMBIGUOUS
    is_reversible: bool = False


TOLERANCE: Final = 0.5  # pixels that a region may stand out of the image, as checking a value allows
