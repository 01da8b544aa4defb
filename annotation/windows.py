"""What is shown of an item as an example: the region with what is around it, or the sentence with the span, or
the moments around the segment. Pure functions."""

from __future__ import annotations

import re
from typing import Final

from guidelines.values.geometry import BoxTuple, clamp

AROUND: Final = 0.6  # of the region's longer side, on each side of it
LEAST: Final = 96.0  # pixels: a smaller window shows no surroundings
LEAST_SECONDS: Final = 2.0  # a shorter window shows nothing of what comes before and after
LONGEST_TEXT: Final = 600  # code points
_END: Final = re.compile(r"[.!?](?=\s)|[。！？]|\n")


def whole_image(width: int, height: int) -> BoxTuple:
    return (0.0, 0.0, float(width), float(height))


def around_box(box: BoxTuple, width: int, height: int) -> BoxTuple:
    """The window around `box`, in image pixels and inside an image of `width` by `height`."""
    x, y, w, h = box
    margin = max(w, h) * AROUND
    wide, high = max(w + 2 * margin, LEAST), max(h + 2 * margin, LEAST)
    wide, high = min(float(width), wide), min(float(height), high)
    left = min(max(0.0, x + w / 2 - wide / 2), width - wide)
    top = min(max(0.0, y + h / 2 - high / 2), height - high)
    left, top = round(left), round(top)
    found = clamp((left, top, round(wide), round(high)), width, height)
    return found or whole_image(width, height)


def around_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences that hold the span, in code points; of a long one what is near."""
    before = [match.end() for match in _END.finditer(text, max(0, start - LONGEST_TEXT), start)]
    after = _END.search(text, max(start, end - 1), min(len(text), end + LONGEST_TEXT))
    first = max(before[-1] if before else 0, start - LONGEST_TEXT // 2, 0)
    last = min(
        after.end() if after else len(text),
        max(end, start + LONGEST_TEXT),
        end + LONGEST_TEXT // 2,
        len(text),
    )
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, min(last, first + 4 * LONGEST_TEXT)


def whole_text(text: str) -> tuple[int, int]:
    """The beginning of a text, in code points."""
    return 0, min(len(text), LONGEST_TEXT)


def around_segment(start: float, end: float, duration: float) -> tuple[float, float]:
    """The window around a segment, in seconds and within the sound."""
    length = min(duration, max((end - start) * (1 + 2 * AROUND), LEAST_SECONDS))
    first = min(max(0.0, (start + end - length) / 2), duration - length)
    return round(first, 3), round(first + length, 3)
