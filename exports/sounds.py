"""Sounds from strangers, free of what tells on people, proved to be whole, with pictures of their waveform and spectrum.

As with images, the decoder runs in a child process with bounded memory and time (`isolate=True`, the default).
"""

from __future__ import annotations

from typing import BinaryIO

from exports import media_worker, sound_parts
from exports.errors import SoundTooLarge
from exports.sound_decoding import DEFAULT_LIMITS, PreparedSound, SoundLimits, prepare_sound_here
from labelwright.errors import Words

__all__ = ["DEFAULT_LIMITS", "PreparedSound", "SoundLimits", "prepare_sound"]


def prepare_sound(
    data: bytes | BinaryIO, limits: SoundLimits = DEFAULT_LIMITS, *, isolate: bool = True
) -> PreparedSound:
    """The sound without metadata, proved to decode to its last sample, and what its waveform and spectrogram are drawn from.

    Compressed sound is kept byte for byte, but for MP3s of varying bitrate: browsers find no exact place in them, so they
    become FLAC. The same input gives the same bytes. Raises `SoundRefused`.
    """
    content = data if isinstance(data, bytes) else data.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise SoundTooLarge(
            Words("The file is larger than {most} bytes. Cut it, or save it as FLAC.", most=limits.file_bytes)
        )
    sound_parts.sound_type(content)
    if isolate:
        return media_worker.default_pool().prepare_sound(content, limits)
    return prepare_sound_here(content, limits)
