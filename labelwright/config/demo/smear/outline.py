"""Closed outlines given as one radius per angle, in image pixels (origin top left, y down)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

Box = tuple[float, float, float, float]

ANGLES = 360
_THETA = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False)


@dataclass(frozen=True, eq=False)
class Outline:
    """A star-shaped outline around (x, y); `radii[k]` is the radius at the angle 2πk / ANGLES."""

    x: float
    y: float
    radii: NDArray[np.float64]

    @cached_property
    def reach(self) -> float:
        return float(self.radii.max())

    @cached_property
    def size(self) -> float:
        return float(self.radii.mean())

    def polygon(self) -> shapely.Polygon:
        points = np.column_stack(
            [self.x + self.radii * np.cos(_THETA), self.y + self.radii * np.sin(_THETA)],
        )
        return shapely.Polygon(points)

    def visible(self, width: int, height: int) -> tuple[Box | None, float]:
        """The box (x, y, width, height) of what lies inside the image, and its share of the whole area."""
        whole = self.polygon()
        inside = shapely.clip_by_rect(whole, 0, 0, width, height)
        if inside.is_empty:
            return None, 0.0
        left, top, right, bottom = inside.bounds
        return (left, top, right - left, bottom - top), float(inside.area / whole.area)


def wavy_outline(
    rng: np.random.Generator,
    x: float,
    y: float,
    radius: float,
    *,
    stretch: float = 1.0,
    waviness: float = 0.02,
    harmonics: int = 5,
) -> Outline:
    """An ellipse of about `radius`, `stretch` times as long as wide, turned at random, slightly irregular.

    Higher harmonics get weaker with their order, which keeps cells smooth and lets platelets be ragged.
    """
    turn = rng.uniform(0, np.pi)
    long, short = radius * np.sqrt(stretch), radius / np.sqrt(stretch)
    ellipse = long * short / np.hypot(short * np.cos(_THETA - turn), long * np.sin(_THETA - turn))
    orders = np.arange(2, 2 + harmonics)
    amplitudes = rng.normal(0, waviness, harmonics) / np.sqrt(orders - 1)
    phases = rng.uniform(0, 2 * np.pi, harmonics)
    waves = (amplitudes[:, None] * np.cos(orders[:, None] * _THETA + phases[:, None])).sum(axis=0)
    return Outline(x, y, ellipse * (1 + waves))
