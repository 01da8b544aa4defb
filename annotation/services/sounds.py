"""What stands beside the bytes of a sound: its peaks, its spectrogram, its little picture. They go when it goes."""

from __future__ import annotations

from typing import Final

from django.core.files.storage import default_storage

from annotation.models import Asset
from annotation.waveforms import Peaks, read_peaks, waveform
from labelwright import files

THUMBNAIL_SIZE: Final = (320, 96)


def is_sound(asset: Asset) -> bool:
    """Whether it is listened to."""
    return asset.media_type.startswith("audio/")


def peaks_name(asset: Asset) -> str:
    """Where the peaks of the sound's waveform are; they are written before the asset's row is."""
    return _beside(asset, "peaks")


def spectrogram_name(asset: Asset) -> str:
    """Where the sound's spectrogram is; it is written before the asset's row is."""
    return _beside(asset, "spectrogram")


def _beside(asset: Asset, what: str) -> str:
    return f"sounds/{asset.organisation_id.hex}/{asset.sha256[:2]}/{asset.sha256}.{what}"


def put_pictures(asset: Asset, peaks: bytes, spectrogram: bytes) -> None:
    """Both are in the storage."""
    files.put(peaks_name(asset), peaks)
    files.put(spectrogram_name(asset), spectrogram)


def peaks_of(asset: Asset) -> Peaks:
    """The peaks, read."""
    with default_storage.open(peaks_name(asset), "rb") as file:
        return read_peaks(file.read())


def waveform_thumbnail(asset: Asset) -> bytes:
    """The waveform of the whole sound, small, on nothing: it is shown on light and on dark."""
    width, height = THUMBNAIL_SIZE
    return waveform(peaks_of(asset), width=width, height=height)
