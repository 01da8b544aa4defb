"""Sounds from strangers: what is kept, what goes, what is refused."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.waveforms import read_peaks
from exports import errors
from exports.sounds import PreparedSound, SoundLimits, prepare_sound
from tests.factories.sounds import SECRET, sound

KINDS: dict[str, dict[str, Any]] = {
    "wav": {"kind": "WAV", "subtype": "PCM_16"},
    "wav of floats": {"kind": "WAV", "subtype": "FLOAT"},
    "wav of 24 bits": {"kind": "WAVEX", "subtype": "PCM_24"},
    "flac": {"kind": "FLAC", "subtype": "PCM_16"},
    "mp3": {"kind": "MP3", "subtype": "MPEG_LAYER_III", "bitrate_mode": "CONSTANT"},
    "vorbis": {"kind": "OGG", "subtype": "VORBIS"},
    "opus": {"kind": "OGG", "subtype": "OPUS"},
}
TYPES = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "vorbis": "audio/ogg",
    "opus": "audio/ogg",
}


def prepared(content: bytes, **limits: Any) -> PreparedSound:
    return prepare_sound(content, SoundLimits(**limits), isolate=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_is_kept_without_what_its_tags_tell(kind: str) -> None:
    content = sound(**KINDS[kind], rate=48_000, channels=2, secret=SECRET)

    found = prepared(content)

    assert SECRET.encode() in content or kind == "wav of floats"
    assert SECRET.encode() not in found.content
    assert found.media_type == TYPES[kind.split(" ")[0]]
    assert (found.sample_rate, found.channels) == (48_000, 2)
    assert found.duration == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_stay_what_they_were(kind: str) -> None:
    content = sound(**KINDS[kind], rate=48_000, secret=SECRET)

    before, _ = soundfile.read(io.BytesIO(content))
    after, _ = soundfile.read(io.BytesIO(prepared(content).content))

    assert np.array_equal(before, after)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind: str) -> None:
    content = sound(**KINDS[kind], rate=48_000)

    assert prepared(content) == prepared(content)
    assert prepared(prepared(content).content).content == prepared(content).content


def test_an_mp3_of_varying_bitrate_becomes_flac_with_the_same_samples() -> None:
    rng = np.random.default_rng(3)
    out = io.BytesIO()
    noisy = np.concatenate((np.zeros(44_100), rng.normal(0, 0.2, 44_100), np.zeros(44_100)))
    with soundfile.SoundFile(
        out, "w", 44_100, 1, "MPEG_LAYER_III", format="MP3", bitrate_mode="VARIABLE", compression_level=0.3
    ) as file:
        file.write(noisy)

    found = prepared(out.getvalue())

    before, _ = soundfile.read(io.BytesIO(out.getvalue()), dtype="int16")
    after, _ = soundfile.read(io.BytesIO(found.content), dtype="int16")
    assert found.media_type == "audio/flac"
    assert np.abs(before.astype(int) - after).max() <= 1


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", errors.SoundTypeNotRead, "no sound"),
        (b"<html><script>", errors.SoundTypeNotRead, "HTML"),
        (b"\0\0\0\x20ftypM4A ", errors.SoundTypeNotRead, "M4A"),
        (b"FORM\0\0\0\0AIFF", errors.SoundTypeNotRead, "AIFF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), errors.SoundTypeNotRead, "no sound"),
        (sound()[:-1000], errors.SoundDamaged, "cut off"),
        (sound()[:40], errors.SoundDamaged, "no samples"),
        (sound(kind="FLAC")[:-1000], errors.SoundDamaged, "end"),
        (sound(kind="FLAC")[:30], errors.SoundDamaged, "cut|header|description"),
        (sound(kind="OGG", subtype="VORBIS")[:-100], errors.SoundDamaged, "cut off"),
        (b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + struct.pack("<HHIIHH", 2, 1, 8000, 8000, 256, 4), errors.SoundTypeNotRead, "codec 2"),
        (sound(kind="OGG", subtype="VORBIS") + sound(kind="OGG", subtype="OPUS", rate=48000), errors.ManySounds, "several"),
    ],
)  # fmt: skip
def test_what_is_no_whole_sound_is_refused_with_a_reason(content: bytes, error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        prepared(content)


@pytest.mark.parametrize(
    "limits", [{"seconds": 1.9}, {"channels": 1}, {"highest_rate": 8_000}, {"file_bytes": 1000}]
)
def test_a_sound_over_a_limit_is_refused(limits: dict[str, Any]) -> None:
    with pytest.raises(errors.SoundTooLarge):
        prepared(sound(channels=2), **limits)


def test_a_header_that_promises_hours_does_not_make_them() -> None:
    content = bytearray(sound(kind="FLAC"))
    content[21:26] = bytes([content[21] | 0x0F]) + b"\xff\xff\xff\xff"

    with pytest.raises(errors.SoundRefused):
        prepared(bytes(content))


def test_the_decoder_runs_in_a_process_of_its_own_and_refuses_from_there() -> None:
    assert prepare_sound(sound()).duration == 2.0
    with pytest.raises(errors.SoundDamaged):
        prepare_sound(sound(kind="FLAC")[:-1000])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["wav", "flac", "mp3", "vorbis"]), st.data())
def test_damaged_bytes_are_refused_or_read_and_nothing_else(kind: str, data: st.DataObject) -> None:
    content = bytearray(_SMALL[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        found = prepared(bytes(content[: data.draw(st.integers(1, len(content)))]))
    except errors.SoundRefused:
        return

    assert found.duration > 0


_SMALL = {kind: sound(0.3, **KINDS[kind]) for kind in ("wav", "flac", "mp3", "vorbis")}


def test_peaks_hold_the_lowest_and_the_highest_sample_of_every_stretch() -> None:
    found = read_peaks(prepared(sound(2.0)).peaks)

    samples, _ = soundfile.read(io.BytesIO(sound(2.0)))
    each, finest = found.levels[0]
    highest = np.array([part.max() for part in np.array_split(samples, np.arange(each, len(samples), each))])
    assert found.duration == 2.0
    assert np.abs(finest[:, 1] / 127 * np.abs(samples).max() - highest).max() < 0.01
    assert len(finest) == len(highest)


def test_levels_of_peaks_get_coarser_and_bound_what_a_long_sound_takes() -> None:
    found = read_peaks(prepared(sound(30.0)).peaks)

    assert [samples // found.levels[0][0] for samples, _ in found.levels] == [1, 8, 64]
    assert all(level.max() == 127 for _, level in found.levels)


def test_a_tone_is_a_line_in_the_spectrogram_at_its_band() -> None:
    low = _loudest_band(prepared(sound(1.0, hertz=300)).spectrogram)
    high = _loudest_band(prepared(sound(1.0, hertz=3000)).spectrogram)

    assert 10 < low < 30
    assert 75 < high < 95


def _loudest_band(spectrogram: bytes) -> int:
    magic, version, _, bands, columns, hop, rate = struct.unpack_from("<4sBBHIIf", spectrogram)
    levels = np.frombuffer(spectrogram, np.uint8, bands * columns, 20).reshape(columns, bands)
    assert (magic, version, rate) == (b"LWSG", 1, 16_000.0)
    assert columns * hop == pytest.approx(16_000, abs=3 * hop)
    return int(levels[columns // 2].argmax())
