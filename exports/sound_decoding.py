"""The decoding of sounds itself: what `exports.sounds` does, in whichever process calls it.

Everything here runs over bytes of strangers, so it is called from `exports.media_worker`'s child process.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exports import sound_parts
from exports.errors import SoundDamaged, SoundTooLarge
from exports.sound_parts import FLAC
from exports.sound_pictures import PeaksWriter, SpectrogramWriter
from labelwright.errors import Words

Samples = NDArray[np.float32]  # (samples, channels), -1 to 1
BLOCK: Final = 1 << 17  # samples at once
SLACK: Final = 5000  # samples that decoders of compressed sound may differ by at the end


@dataclass(frozen=True, slots=True)
class SoundLimits:
    """How large a sound may be, and what its decoding may cost (in the child process only)."""

    seconds: float = 4 * 3600.0
    channels: int = 8
    lowest_rate: int = 4_000
    highest_rate: int = 192_000
    file_bytes: int = 512 * 1024**2
    memory_bytes: int = 4 * 1024**3
    cpu_seconds: int = 300
    wall_seconds: int = 600


DEFAULT_LIMITS: Final = SoundLimits()


@dataclass(frozen=True, slots=True)
class PreparedSound:
    """What is stored: `content` of `media_type`, named by `sha256` (hex), and what its pictures are drawn from."""

    content: bytes
    media_type: str
    duration: float  # seconds
    sample_rate: int
    channels: int
    sha256: str
    peaks: bytes
    spectrogram: bytes


def prepare_sound_here(content: bytes, limits: SoundLimits) -> PreparedSound:
    """See `sounds.prepare_sound`; this is its work, in this very process."""
    media_type = sound_parts.sound_type(content)
    stripped = sound_parts.strip(content, media_type)
    if stripped.is_exact:
        data, kept_type = stripped.data, media_type
    else:
        data, kept_type = _as_flac(stripped.data, limits), FLAC
    with _opened(data, limits) as sound:
        rate, channels, expected = sound.samplerate, sound.channels, sound.frames
        peaks = PeaksWriter(rate, expected)
        spectrogram = SpectrogramWriter(rate, expected)
        frames = 0
        for block in _blocks(sound, limits):
            frames += len(block)
            peaks.add(block)
            spectrogram.add(block.mean(axis=1, dtype=np.float32))
    missing = expected - frames
    if frames == 0 or missing > (0 if kept_type in _COUNTED else SLACK):
        raise SoundDamaged(
            Words(
                "The sound does not decode to its end: {missing} of {expected} samples are missing.",
                missing=missing,
                expected=expected,
            )
        )
    return PreparedSound(
        data,
        kept_type,
        frames / rate,
        rate,
        channels,
        hashlib.sha256(data).hexdigest(),
        peaks.finished(),
        spectrogram.finished(),
    )


_COUNTED: Final = (sound_parts.WAV, FLAC)  # they say how many samples there are


def _opened(data: bytes, limits: SoundLimits) -> Any:
    """The sound with its header read and its length checked; not a sample is decoded yet."""
    import soundfile  # here, not above: web processes never decode anything

    try:
        sound = soundfile.SoundFile(io.BytesIO(data))
    except (soundfile.SoundFileError, OSError, ValueError, TypeError) as error:
        raise SoundDamaged(
            Words("The header of the sound cannot be read: {error}.", error=str(error).rstrip("."))
        ) from error
    if sound.channels > limits.channels:
        raise SoundTooLarge(
            Words(
                "The sound has {count} channels; at most {most} are taken.",
                count=sound.channels,
                most=limits.channels,
            )
        )
    if not limits.lowest_rate <= sound.samplerate <= limits.highest_rate:
        raise SoundTooLarge(
            Words(
                "The sound has {rate} samples a second; {least} to {most} are taken.",
                rate=sound.samplerate,
                least=limits.lowest_rate,
                most=limits.highest_rate,
            )
        )
    if sound.frames > limits.seconds * sound.samplerate:
        raise SoundTooLarge(
            Words("The sound lasts longer than {hours:g} hours. Cut it.", hours=limits.seconds / 3600)
        )
    return sound


def _blocks(sound: Any, limits: SoundLimits) -> Iterator[Samples]:
    import soundfile

    left = int(limits.seconds * sound.samplerate) + SLACK
    while left > 0:
        try:
            block: Samples = sound.read(BLOCK, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, OSError, ValueError) as error:
            raise SoundDamaged(
                Words("The sound does not decode to its end: {error}.", error=str(error).rstrip("."))
            ) from error
        if not len(block):
            return
        left -= len(block)
        yield np.clip(np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
    raise SoundTooLarge(
        Words("The sound lasts longer than {hours:g} hours. Cut it.", hours=limits.seconds / 3600)
    )


def _as_flac(data: bytes, limits: SoundLimits) -> bytes:
    import soundfile

    out = io.BytesIO()
    with (
        _opened(data, limits) as sound,
        soundfile.SoundFile(out, "w", sound.samplerate, sound.channels, "PCM_16", format="FLAC") as flac,
    ):
        for block in _blocks(sound, limits):
            flac.write(block)
    # libsndfile writes its name and release into the file: the same input would give other bytes with the next one.
    return sound_parts.strip(out.getvalue(), FLAC).data
