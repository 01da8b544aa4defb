"""WAV, FLAC, MP3 and Ogg taken apart into their pieces and put together without what tells on people.

The sound itself is not touched: no quality is lost and nothing is decoded here. Tags, comments, pictures, places, names of
programs, and whatever follows the end of the sound go. All functions are pure and raise `SoundDamaged`, `SoundTypeNotRead`
or `ManySounds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exports.errors import ManySounds, SoundDamaged, SoundTypeNotRead
from labelwright.errors import Words

WAV, FLAC, MP3, OGG = "audio/wav", "audio/flac", "audio/mpeg", "audio/ogg"
_READ: Final = Words("WAV, FLAC, MP3, Ogg Vorbis and Ogg Opus are read; convert it to one of them.")
_OTHERS: Final = (
    (b"FORM", Words("an AIFF")),
    (b"caff", Words("an Apple CAF")),
    (b".snd", Words("an AU file")),
    (b"RF64", Words("an RF64")),
    (b"#!AMR", Words("an AMR recording")),
    (b"MThd", Words("a MIDI file")),
    (b"\x1aE\xdf\xa3", Words("a WebM or Matroska file")),
    (b"0&\xb2u\x8ef\xcf\x11", Words("a Windows Media file")),
    (b"%PDF", Words("a PDF")),
    (b"<", Words("a text file (HTML or XML)")),
)


def sound_type(content: bytes) -> str:
    """The media type by the content; raises `SoundTypeNotRead`, naming what it seems to be instead."""
    start = _behind_id3(content)
    head = content[start : start + 16]
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return WAV
    if head.startswith(b"fLaC"):
        return FLAC
    if head.startswith(b"OggS"):
        return OGG
    if start or _frame(content, 0) is not None:
        return MP3
    found = next((name for magic, name in _OTHERS if head.startswith(magic)), None)
    if head[4:8] == b"ftyp":
        found = Words("an MP4 or M4A file")
    elif len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        found = Words("an AAC stream")
    if found:
        raise SoundTypeNotRead(Words("This is {found}. {read}", found=found, read=_READ))
    raise SoundTypeNotRead(Words("The content is no sound that is known here. {read}", read=_READ))


@dataclass(frozen=True, slots=True)
class Stripped:
    """The file without metadata; `is_exact` if players find any moment of it exactly."""

    data: bytes
    is_exact: bool = True


def strip(content: bytes, media_type: str) -> Stripped:
    """The sound of this type without anything else."""
    return _STRIP[media_type](content)


# WAV

_CODECS: Final = {1: "PCM", 3: "floats", 6: "A-law", 7: "mu-law"}  # what all browsers play
_EXTENSIBLE: Final = 0xFFFE
_UNKNOWN_LENGTH: Final = (0, 0xFFFFFFFF)  # written by programs that could not go back


def _strip_wav(content: bytes) -> Stripped:
    kept: list[bytes] = []
    place, has_format = 12, False
    while place + 8 <= len(content):
        name, size = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        body = place + 8
        if name == b"data":
            if not has_format:
                raise SoundDamaged("The WAV does not say what its samples are.")
            left = len(content) - body
            if size in _UNKNOWN_LENGTH:
                size = left
            if size > left:
                raise SoundDamaged(
                    Words("The WAV is cut off: {missing} bytes are missing.", missing=size - left)
                )
            kept.append(_chunk(b"data", content[body : body + size]))
            return Stripped(_riff(kept))
        if size > len(content) - body:
            raise SoundDamaged("The WAV is cut off.")
        if name == b"fmt ":
            kept.append(_chunk(name, _wav_format(content[body : body + size])))
            has_format = True
        place = body + size + size % 2
    raise SoundDamaged("The WAV holds no samples.")


def _wav_format(chunk: bytes) -> bytes:
    if len(chunk) < 16:
        raise SoundDamaged("The header of the WAV is cut off.")
    tag = int.from_bytes(chunk[:2], "little")
    codec = int.from_bytes(chunk[24:26], "little") if tag == _EXTENSIBLE and len(chunk) >= 40 else tag
    if codec not in _CODECS:
        raise SoundTypeNotRead(
            Words(
                "The samples of this WAV are packed in a way (codec {codec}) that is not read. Save it as PCM.",
                codec=codec,
            )
        )
    return chunk[:40] if tag == _EXTENSIBLE else chunk[:16]


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _riff(chunks: list[bytes]) -> bytes:
    size = 4 + sum(map(len, chunks))
    if size > 0xFFFFFFFF:
        raise SoundDamaged("The WAV is larger than a WAV can be.")
    return b"".join((b"RIFF", size.to_bytes(4, "little"), b"WAVE", *chunks))


# FLAC

_STREAM, _SEEK_TABLE = 0, 3


def _strip_flac(content: bytes) -> Stripped:
    place = _behind_id3(content) + 4
    kept: list[tuple[int, bytes]] = []
    is_last = False
    while not is_last:
        head = content[place : place + 4]
        if len(head) < 4:
            raise SoundDamaged("The header of the FLAC is cut off.")
        is_last, kind, size = bool(head[0] & 0x80), head[0] & 0x7F, int.from_bytes(head[1:4])
        if kind in (_STREAM, _SEEK_TABLE):
            kept.append((kind, content[place + 4 : place + 4 + size]))
        place += 4 + size
    if not kept or kept[0][0] != _STREAM:
        raise SoundDamaged("The FLAC does not begin with its description.")
    blocks = [
        bytes([kind | (0x80 if number == len(kept) - 1 else 0)]) + len(body).to_bytes(3) + body
        for number, (kind, body) in enumerate(kept)
    ]
    return Stripped(b"".join((b"fLaC", *blocks, _without_id3v1(content[place:]))))


# MP3

_BITRATES: Final = {  # kbit/s of Layer III by version: MPEG 1, and 2 with 2.5
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_LONGEST_GAP: Final = 64 * 1024  # bytes between two frames that are skipped: a damaged place, or a tag


@dataclass(frozen=True, slots=True)
class _Frame:
    size: int
    bitrate: int
    kind: tuple[int, int]  # version and sample rate: the same in all frames of one stream


def _frame(content: bytes, place: int) -> _Frame | None:
    """The frame of Layer III that begins here, if one does."""
    if place + 4 > len(content) or content[place] != 0xFF or content[place + 1] & 0xE6 != 0xE2:
        return None
    version = content[place + 1] >> 3 & 3
    bits, rate = content[place + 2] >> 4, content[place + 2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    bitrate, sample_rate = _BITRATES[version == 3][bits], _RATES[version][rate]
    padding = content[place + 2] >> 1 & 1
    size = (144 if version == 3 else 72) * bitrate * 1000 // sample_rate + padding
    return _Frame(size, bitrate, (version, sample_rate))


def _strip_mp3(content: bytes) -> Stripped:
    pieces: list[bytes] = []
    bitrates: set[int] = set()
    kind: tuple[int, int] | None = None
    place = _behind_id3(content)
    while (found := _next_frame(content, place, kind)) is not None:
        place, frame = found
        piece = content[place : place + frame.size]
        if len(piece) < frame.size:
            raise SoundDamaged("The MP3 is cut off within a frame.")
        if pieces or not _is_info(piece):  # the first frame may hold a table and no sound
            bitrates.add(frame.bitrate)
        kind = frame.kind
        pieces.append(piece)
        place += frame.size
    if not pieces:
        raise SoundDamaged("The MP3 holds no sound.")
    return Stripped(b"".join(pieces), is_exact=len(bitrates) <= 1)


def _is_info(frame: bytes) -> bool:
    return b"Xing" in frame[:64] or b"Info" in frame[:64]


def _next_frame(content: bytes, place: int, kind: tuple[int, int] | None) -> tuple[int, _Frame] | None:
    """The next frame at `place` or behind what is between; None at the end. Where bytes are skipped, two frames in a row count."""
    frame = _frame(content, place)
    if frame is not None and kind in (None, frame.kind):
        return place, frame
    for at in range(place + 1, min(place + _LONGEST_GAP, len(content))):
        if content[at] != 0xFF:
            continue
        frame = _frame(content, at)
        if frame is not None and kind in (None, frame.kind):
            following = _frame(content, at + frame.size)
            if following is not None and following.kind == frame.kind:
                return at, frame
    return None


def _behind_id3(content: bytes) -> int:
    """Where what follows the ID3 tags at the start begins."""
    place = 0
    while content[place : place + 3] == b"ID3" and len(content) >= place + 10:
        size = content[place + 6 : place + 10]
        place += 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    return place


def _without_id3v1(content: bytes) -> bytes:
    return content[:-128] if content[-128:-125] == b"TAG" else content


# Ogg

_COMMENTS: Final = {b"\x01vorbis": (b"\x03vorbis", b"\x01"), b"OpusHead": (b"OpusTags", b"")}


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    body: int
    lengths: bytes

    @property
    def end(self) -> int:
        return self.body + sum(self.lengths)


def _strip_ogg(content: bytes) -> Stripped:
    """The comments are blanked in their place, so that no page moves; pages behind the stream go."""
    data = bytearray(content)
    pages = _pages(data)
    if not pages:
        raise SoundDamaged("The Ogg file holds no page.")
    serials = {bytes(data[page.start + 14 : page.start + 18]) for page in pages}
    if len(serials) != 1:
        raise ManySounds("The Ogg file holds several streams. Save each as a file of its own.")
    first = bytes(data[pages[0].body : pages[0].body + 8])
    known = next((parts for magic, parts in _COMMENTS.items() if first.startswith(magic)), None)
    if known is None:
        raise SoundTypeNotRead(
            Words("The stream in this Ogg file is neither Vorbis nor Opus. {read}", read=_READ)
        )
    _blank_comments(data, pages[1:], *known)
    return Stripped(bytes(data[: pages[-1].end]))


def _pages(data: bytearray) -> list[_Page]:
    pages: list[_Page] = []
    place = 0
    while data[place : place + 4] == b"OggS":
        if place + 27 > len(data):
            raise SoundDamaged("The Ogg file is cut off.")
        count = data[place + 26]
        page = _Page(place, place + 27 + count, bytes(data[place + 27 : place + 27 + count]))
        if page.end > len(data):
            raise SoundDamaged("The Ogg file is cut off within a page.")
        pages.append(page)
        place = page.end
    return pages


def _blank_comments(data: bytearray, pages: list[_Page], magic: bytes, framing: bytes) -> None:
    """The second packet, which is that of the comments, says as many spaces as it had bytes."""
    stretches = list(_second_packet(pages))
    length = sum(end - start for _, start, end in stretches)
    packet = b"".join(bytes(data[start:end]) for _, start, end in stretches)
    room = length - len(magic) - len(framing) - 8
    if not packet.startswith(magic) or room < 0:
        raise SoundDamaged("The comments of the Ogg file are where none can be.")
    blank = magic + room.to_bytes(4, "little") + b" " * room + bytes(4) + framing
    done = 0
    for page, start, end in stretches:
        data[start:end] = blank[done : done + end - start]
        done += end - start
        data[page.start + 22 : page.start + 26] = bytes(4)
        data[page.start + 22 : page.start + 26] = _checksum(data[page.start : page.end]).to_bytes(4, "little")


def _second_packet(pages: list[_Page]) -> Iterator[tuple[_Page, int, int]]:
    """Where on which pages the packet that begins with the first of `pages` stands."""
    for page in pages:
        length = 0
        for lacing in page.lengths:
            length += lacing
            if lacing < 255:
                yield page, page.body, page.body + length
                return
        yield page, page.body, page.body + length
    raise SoundDamaged("The comments of the Ogg file do not end.")


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


_CRC: Final = _crc_table()


def _checksum(page: bytearray) -> int:
    """The checksum of an Ogg page whose own place for it holds zeros. Source: RFC 3533, section 6."""
    value = 0
    for byte in page:
        value = (value << 8 ^ _CRC[value >> 24 ^ byte]) & 0xFFFFFFFF
    return value


_STRIP: Final = {WAV: _strip_wav, FLAC: _strip_flac, MP3: _strip_mp3, OGG: _strip_ogg}
