"""Sounds made here: tones and silence, in the formats that are read."""

from __future__ import annotations

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 16_000
SECRET = "Recorded at 37.4979 N, 127.0276 E by Mina"


def tone(seconds: float, *, hertz: float = 440.0, rate: int = RATE) -> NDArray[np.float32]:
    """A tone that swells and dies away once a second, so that its waveform has a shape."""
    moments = np.arange(round(seconds * rate)) / rate
    swell = np.sin(np.pi * (moments % 1.0)) ** 2
    return (0.6 * swell * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def sound(
    seconds: float = 2.0,
    *,
    kind: str = "WAV",
    subtype: str = "PCM_16",
    rate: int = RATE,
    channels: int = 1,
    hertz: float = 440.0,
    secret: str = "",
    bitrate_mode: str | None = None,
) -> bytes:
    """A file with a tone; `secret` stands in its tags."""
    out = io.BytesIO()
    samples = np.repeat(tone(seconds, hertz=hertz, rate=rate)[:, None], channels, axis=1)
    extra = {"bitrate_mode": bitrate_mode, "compression_level": 0.5} if bitrate_mode else {}
    with soundfile.SoundFile(out, "w", rate, channels, subtype, format=kind, **extra) as file:
        if secret:
            file.title, file.comment, file.artist = secret, secret, secret
        file.write(samples)
    return out.getvalue()
