"""COCO's compressed run lengths: column by column from the top left, zeros first.

Read here and not by pycocotools, whose C code trusts its input. Source: `rleToString` and `rleFrString` of
cocoapi's `maskApi.c`.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from guidelines.values.geometry import BoxTuple
from labelwright.errors import Words

Runs = NDArray[np.int64]
# A run of 40 bits is longer than any image; more groups of five would not fit the number they are read into.
_LONGEST = 8


class BadRuns(ValueError):
    """The text is not what COCO writes; `how` says what it has instead."""

    def __init__(self, how: Words) -> None:
        super().__init__(how)
        self.how = how


def decode(counts: str) -> Runs:
    """The run lengths, zeros and ones in turn. Raises `BadRuns`."""
    try:
        signs = np.frombuffer(counts.encode("ascii"), dtype=np.uint8).astype(np.int64) - 48
    except UnicodeEncodeError as error:
        raise BadRuns(Words("a sign that COCO does not use")) from error
    if len(signs) == 0:
        return np.zeros(0, dtype=np.int64)
    if signs.min() < 0 or signs.max() > 63:
        raise BadRuns(Words("a sign that COCO does not use"))
    last = np.flatnonzero(signs < 32)
    if len(last) == 0 or last[-1] != len(signs) - 1:
        raise BadRuns(Words("an end in the middle of a number"))
    first = np.concatenate(([0], last[:-1] + 1))
    length = last - first + 1
    if length.max() > _LONGEST:
        raise BadRuns(Words("a number that is too large"))
    place = np.arange(len(signs)) - np.repeat(first, length)
    numbers = np.add.reduceat((signs & 31) << (5 * place), first)
    numbers -= np.where(signs[last] & 16, np.int64(1) << (5 * length), 0)
    return _summed(numbers)


def _summed(numbers: Runs) -> Runs:
    """Runs from what is written: from the fourth on, each is the difference to the one two before it."""
    runs = numbers.copy()
    runs[1::2] = np.cumsum(numbers[1::2])
    runs[2::2] = np.cumsum(numbers[2::2])
    if runs.min() < 0:
        raise BadRuns(Words("a negative length"))
    return runs


def encode(runs: Iterable[int]) -> str:
    """The text that `decode` reads to the same runs; byte for byte what pycocotools writes."""
    lengths = [int(run) for run in runs]
    differences = (run - lengths[n - 2] if n > 2 else run for n, run in enumerate(lengths))
    return "".join(map(_encoded, differences))


def _encoded(number: int) -> str:
    signs = []
    while True:
        bits, number = number & 31, number >> 5
        is_last = number == (-1 if bits & 16 else 0)
        signs.append(chr(48 + (bits if is_last else bits | 32)))
        if is_last:
            return "".join(signs)


def from_pixels(pixels: NDArray[np.bool_]) -> Runs:
    """The runs of a mask of (height, width)."""
    flat = np.concatenate(([False], pixels.ravel(order="F")))
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    return np.diff(np.concatenate(([0], edges, [pixels.size])))


def to_pixels(runs: Runs, height: int, width: int) -> NDArray[np.bool_]:
    """The mask of (height, width) that `runs`, which must add up to its size, describe."""
    ones = np.arange(len(runs)) % 2 == 1
    return np.repeat(ones, runs).reshape((height, width), order="F")


def bounds(runs: Runs, height: int) -> BoxTuple:
    """The smallest box around the ones; all 0 if there are none."""
    ends = np.cumsum(runs)[1::2]
    lengths = runs[1::2]
    starts, lasts = (ends - lengths)[lengths > 0], (ends - 1)[lengths > 0]
    if len(starts) == 0:
        return (0.0, 0.0, 0.0, 0.0)
    left, right = int(starts[0]) // height, int(lasts[-1]) // height
    # A run that goes on into the next column touches both the bottom and the top.
    turns = bool(np.any(starts // height != lasts // height))
    top = 0 if turns else int((starts % height).min())
    bottom = height - 1 if turns else int((lasts % height).max())
    return (float(left), float(top), float(right - left + 1), float(bottom - top + 1))
