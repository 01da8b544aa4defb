"""What the waveform and the spectrogram of a sound are drawn from: small numbers, made while the sound is decoded once.

The layouts are those of `docs/decisions/0038-sounds.md`; all numbers are little-endian.
"""

from __future__ import annotations

import struct
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

Mono = NDArray[np.float32]  # (samples,), -1 to 1

MOST_PEAKS: Final = 1_500_000  # of the finest level: an hour has 417 a second
PEAKS_PER_SECOND: Final = 2_000
COARSER: Final = 8  # peaks of one level that make one of the next
SMALLEST_LEVEL: Final = 2_000  # peaks; a coarser level would serve no screen

MOST_COLUMNS: Final = 200_000  # of a spectrogram: an hour has 56 a second
COLUMNS_PER_SECOND: Final = 200
BANDS: Final = 128
WINDOW_SECONDS: Final = 0.032
FLOOR_DECIBEL: Final = -80.0  # below the loudest; what is softer is black


class PeaksWriter:
    """The lowest and the highest sample of every short stretch, over all channels; of several lengths of stretches."""

    def __init__(self, rate: int, frames: int) -> None:
        seconds = max(frames / rate, 1e-3)
        wanted = min(PEAKS_PER_SECOND, MOST_PEAKS / seconds)
        self._rate = rate
        self._each = max(1, -(-rate // max(1, int(wanted))))  # samples of a stretch
        self._frames = 0
        self._rest: NDArray[np.float32] = np.zeros((0, 2), np.float32)
        self._parts: list[NDArray[np.float32]] = []

    def add(self, block: NDArray[np.float32]) -> None:
        """The next samples, (samples, channels)."""
        self._frames += len(block)
        ends = np.stack((block.min(axis=1), block.max(axis=1)), axis=1)
        ends = np.concatenate((self._rest, ends))
        whole = len(ends) // self._each * self._each
        self._rest = ends[whole:]
        if whole:
            self._parts.append(_thinned(ends[:whole], self._each))

    def finished(self) -> bytes:
        """The peaks of all that was added."""
        if len(self._rest):
            self._parts.append(_thinned(self._rest, len(self._rest)))
        level = np.concatenate(self._parts)
        loudest = float(np.abs(level).max()) or 1.0
        levels, samples = [(self._each, level)], self._each
        while len(level) > SMALLEST_LEVEL:
            level, samples = _coarser(level), samples * COARSER
            levels.append((samples, level))
        head = struct.pack("<4sBBHIQf", b"LWPK", 1, len(levels), 0, self._rate, self._frames, loudest)
        table = b"".join(struct.pack("<II", samples, len(each)) for samples, each in levels)
        scaled = (np.rint(each / loudest * 127).astype(np.int8).tobytes() for _, each in levels)
        return head + table + b"".join(scaled)


def _thinned(ends: NDArray[np.float32], each: int) -> NDArray[np.float32]:
    grouped = ends.reshape(-1, each, 2)
    return np.stack((grouped[..., 0].min(axis=1), grouped[..., 1].max(axis=1)), axis=1)


def _coarser(level: NDArray[np.float32]) -> NDArray[np.float32]:
    missing = -len(level) % COARSER
    return _thinned(np.concatenate((level, np.repeat(level[-1:], missing, axis=0))), COARSER)


class SpectrogramWriter:
    """How loud each band of frequencies is, column by column; the bands are equally wide to the ear (mel)."""

    def __init__(self, rate: int, frames: int) -> None:
        seconds = max(frames / rate, 1e-3)
        self._rate = rate
        self._hop = max(1, round(rate / min(COLUMNS_PER_SECOND, MOST_COLUMNS / seconds)))
        self._size = 1 << max(6, round(np.log2(WINDOW_SECONDS * rate)))
        # Half a window of silence on either side: the middle of column n is n hops from the start.
        self._rest: Mono = np.zeros(self._size // 2, np.float32)
        self._parts: list[NDArray[np.float16]] = []

    def add(self, block: Mono) -> None:
        """The next samples."""
        samples = np.concatenate((self._rest, block))
        count = (len(samples) - self._size) // self._hop + 1
        if count <= 0:
            self._rest = samples
            return
        windows = np.lib.stride_tricks.sliding_window_view(samples, self._size)[:: self._hop][:count]
        for first in range(0, count, 1024):
            power = np.abs(np.fft.rfft(windows[first : first + 1024] * self._window, axis=1)) ** 2
            self._parts.append((10 * np.log10(power @ self._bands + 1e-10)).astype(np.float16))
        self._rest = samples[count * self._hop :]

    def finished(self) -> bytes:
        """The spectrogram of all that was added."""
        self.add(np.zeros(self._size // 2 + self._hop, np.float32))
        level = np.concatenate(self._parts)
        loudest = float(level.max())
        head = struct.pack("<4sBBHIIf", b"LWSG", 1, 0, BANDS, len(level), self._hop, np.float32(self._rate))
        pieces = [head]
        for first in range(0, len(level), 8192):
            relative = (level[first : first + 8192].astype(np.float32) - loudest) / -FLOOR_DECIBEL + 1
            pieces.append(np.rint(np.clip(relative, 0, 1) * 255).astype(np.uint8).tobytes())
        return b"".join(pieces)

    @cached_property
    def _window(self) -> Mono:
        return np.hanning(self._size).astype(np.float32)

    @cached_property
    def _bands(self) -> NDArray[np.float32]:
        """(frequencies, bands): how much of each frequency each band holds, in triangles that overlap by half."""
        heard = np.arange(self._size // 2 + 1) * self._rate / self._size
        edges = _hertz(np.linspace(0, _mel(np.array(self._rate / 2)), BANDS + 2))
        low, middle, high = edges[:-2], edges[1:-1], edges[2:]
        # At least as wide as two frequencies are apart: low bands would hold none of them.
        apart = self._rate / self._size
        low, high = np.minimum(low, middle - apart), np.maximum(high, middle + apart)
        rising = (heard[:, None] - low) / (middle - low)
        falling = (high - heard[:, None]) / (high - middle)
        weights: NDArray[np.float32] = np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)
        return weights


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Source: O'Shaughnessy, Speech Communication (1987)."""
    mel: NDArray[np.float64] = 2595 * np.log10(1 + hertz / 700)
    return mel


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    hertz: NDArray[np.float64] = 700 * (10 ** (mel / 2595) - 1)
    return hertz
