"""Pictures of a sound's waveform, drawn from the peaks that were made when it came in. Nothing of the sound is decoded here.

The layout of the peaks is that of `docs/decisions/0038-sounds.md`.
"""

from __future__ import annotations

import io
import itertools
import struct
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

_HEAD: Final = struct.Struct("<4sBBHIQf")
_LEVEL: Final = struct.Struct("<II")
_WAVE: Final = (90, 140, 150, 255)  # is seen on light and on dark
_MIDDLE: Final = (128, 138, 148, 110)
_OUTSIDE: Final = 90  # how opaque the wave is where the segment is not


@dataclass(frozen=True, slots=True)
class Peaks:
    """Lowest and highest sample (-127 to 127) of stretches of `samples`; `rate` samples are a second."""

    rate: int
    frames: int
    levels: tuple[
        tuple[int, NDArray[np.int8]], ...
    ]  # (samples of a stretch, (stretches, 2)), the finest first

    @property
    def duration(self) -> float:
        return self.frames / self.rate


def read_peaks(content: bytes) -> Peaks:
    """The peaks as they were written. Raises `ValueError` for anything else."""
    magic, version, count, _, rate, frames, _ = _HEAD.unpack_from(content)
    if magic != b"LWPK" or version != 1:
        raise ValueError("these are no peaks")
    place, levels = _HEAD.size + count * _LEVEL.size, []
    for number in range(count):
        samples, length = _LEVEL.unpack_from(content, _HEAD.size + number * _LEVEL.size)
        level = np.frombuffer(content, np.int8, 2 * length, place).reshape(length, 2)
        levels.append((samples, level))
        place += 2 * length
    return Peaks(rate, frames, tuple(levels))


def waveform(
    peaks: Peaks,
    *,
    width: int,
    height: int,
    window: tuple[float, float] | None = None,
    segment: tuple[float, float] | None = None,
    colour: str = "#5a8c96",
    background: str | None = None,
) -> bytes:
    """A WebP of the waveform in `window` (seconds), transparent without a `background`; `segment` (seconds) is picked out."""
    first, last = window or (0.0, peaks.duration)
    picture = Image.new("RGBA", (width, height), background or (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture, "RGBA")
    middle, scale = height / 2, (height / 2 - 2) / 127
    columns = _columns(peaks, first, last, width)

    def at(second: float) -> float:
        return (second - first) / max(last - first, 1e-9) * width

    if segment is not None:
        draw.rectangle((at(segment[0]), 0, at(segment[1]), height), fill=colour + "2e")
    draw.line((0, middle, width, middle), fill=_MIDDLE)
    for x, (low, high) in enumerate(columns):
        is_inside = segment is None or at(segment[0]) <= x <= at(segment[1])
        line = _WAVE if is_inside else (*_WAVE[:3], _OUTSIDE)
        draw.line(
            (x, middle - high * scale, x, max(middle - low * scale, middle - high * scale + 1)), fill=line
        )
    if segment is not None:
        for edge in segment:
            draw.line((at(edge), 0, at(edge), height), fill=colour, width=2)
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=True, quality=60, method=2)
    return out.getvalue()


def _columns(peaks: Peaks, first: float, last: float, width: int) -> list[tuple[int, int]]:
    """(lowest, highest) for each of `width` columns, from the coarsest level that is fine enough."""
    wanted = (last - first) * peaks.rate / width  # samples of a column
    samples, level = next((each for each in reversed(peaks.levels) if each[0] <= wanted), peaks.levels[0])
    edges = np.linspace(first, last, width + 1) * peaks.rate / samples
    found = []
    for left, right in itertools.pairwise(edges):
        part = level[max(0, int(left)) : max(int(left) + 1, int(np.ceil(right)))]
        found.append((int(part[:, 0].min()), int(part[:, 1].max())) if len(part) else (0, 0))
    return found
