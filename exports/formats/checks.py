"""Checks that every reader of boxes and spans makes, in one place."""

from __future__ import annotations

import math
from typing import Final

from exports.formats.items import Box
from guidelines.values.located_shape import bounds_of

Points = tuple[tuple[float, float], ...]

TOLERANCE: Final = 0.5
OVERSHOOT: Final = 1.0


def fit_box(box: Box, size: tuple[int, int] | None) -> tuple[Box | None, str]:
    """The box within the image and "" or "clipped"; or None and what is wrong with it.

    A box that reaches over an edge by at most one pixel (plus tolerance) is clipped: tools that count from 1 or
    include the last pixel differ by that much. A box further out belongs to another image or another scale.
    """
    x, y, width, height = box
    if not all(math.isfinite(number) for number in box):
        return None, "a coordinate is not a number"
    if width <= 0 or height <= 0:
        return None, f"its width is {width:g} and its height {height:g}; both must be above 0"
    right, bottom = x + width, y + height
    far_right, far_bottom = size if size else (math.inf, math.inf)
    out = max(-x, -y, right - far_right, bottom - far_bottom)
    if out <= TOLERANCE:
        return box, ""
    if out > OVERSHOOT + TOLERANCE:
        where = f"the image of {size[0]} × {size[1]} pixels" if size else "the image"
        return None, f"it reaches {out:g} pixels out of {where}"
    left, top = max(x, 0.0), max(y, 0.0)
    clipped = (left, top, min(right, far_right) - left, min(bottom, far_bottom) - top)
    if clipped[2] <= 0 or clipped[3] <= 0:
        return None, "nothing of it lies in the image"
    return clipped, "clipped"


def fit_points(points: Points, size: tuple[int, int] | None) -> tuple[Points, bool]:
    """The points, those that are over an edge of the image by a pixel at most moved to it, and whether any was.

    The limits are those of `fit_box`. Raises `Unfit` for a point further out.
    """
    far_right, far_bottom = size if size else (math.inf, math.inf)
    left, top, width, height = bounds_of(points)
    out = max(-left, -top, left + width - far_right, top + height - far_bottom)
    if out <= TOLERANCE:
        return points, False
    if out > OVERSHOOT + TOLERANCE:
        raise Unfit(f"it reaches {out:g} pixels out of the image")
    return tuple((min(max(x, 0.0), far_right), min(max(y, 0.0), far_bottom)) for x, y in points), True


class Unfit(ValueError):
    """The labels of a row are not what the format says; the message says what."""


def checked_span(label: str, start: object, end: object, length: int) -> tuple[int, int]:
    """(start, end) if they are a span over a text of `length` code points; raises `Unfit`."""
    if (
        not isinstance(start, int)
        or not isinstance(end, int)
        or isinstance(start, bool)
        or isinstance(end, bool)
    ):
        raise Unfit(f"of a span “{label[:50]}”, start and end must be whole numbers")
    if not 0 <= start < end <= length:
        raise Unfit(
            f"of a span “{label[:50]}”, [{start}, {end}) does not lie in the text of {length} characters"
        )
    return start, end


def checked_segment(label: str, start: object, end: object) -> tuple[float, float]:
    """(start, end) in seconds if they are a stretch of time; raises `Unfit`. How long the sound is, who imports knows."""
    times = [
        float(each) for each in (start, end) if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    if len(times) != 2 or not all(math.isfinite(each) for each in times):
        raise Unfit(f"of a segment “{label[:50]}”, start and end must be numbers of seconds")
    if not 0 <= times[0] < times[1]:
        raise Unfit(
            f"of a segment “{label[:50]}”, the end {times[1]:g} s does not come after the start {times[0]:g} s"
        )
    return times[0], times[1]


def score_of(each: object) -> float | None:
    """How sure a model is, 0 to 1, where the file says it. Raises `Unfit`."""
    score = each.get("score") if isinstance(each, dict) else None
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise Unfit(f"a score is not a number from 0 to 1: {score!r:.50}")
    return float(score)
