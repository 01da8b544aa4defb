"""ZIP files and loose files from strangers, opened so that they can do no harm.

Nothing is ever unpacked to a name from the archive: callers get streams and keep what they need under names of
their own. Names are still checked, because they end up in the database, in exports and on other people's disks.
The central directory is looked at before `zipfile` may load it, so that a directory of a million entries costs nothing.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import unquote

from exports.errors import (
    ArchiveDamaged,
    ArchiveRefused,
    ArchiveTooLarge,
    CompressionNotRead,
    DeviceName,
    EncryptedEntry,
    EntryTooLarge,
    NameClash,
    NameTooLong,
    NestedArchive,
    NotAFile,
    OverlappingEntries,
    PathEscapes,
    TooCompressed,
    TooManyEntries,
)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may hold; sizes in bytes, names in bytes of UTF-8."""

    entries: int = 100_000
    total_bytes: int = 20 * 1024**3
    entry_bytes: int = 512 * 1024**2
    ratio: int = 200
    ratio_from: int = 1024**2  # small files of one repeated sign are harmless and common
    name_bytes: int = 1024
    segment_bytes: int = 255


DEFAULT_LIMITS: Final = ArchiveLimits()
Refusals = Callable[[ArchiveRefused], None]


@dataclass(frozen=True, slots=True, eq=False)
class ArchiveEntry:
    """One file: `path` normalised (NFC, `/` between the parts), `size` as declared, `open()` counts what really comes."""

    path: str
    size: int
    open: Callable[[], BinaryIO]


def walk_archive(
    source: str | os.PathLike[str] | BinaryIO,
    limits: ArchiveLimits = DEFAULT_LIMITS,
    *,
    on_refused: Refusals | None = None,
) -> Iterator[ArchiveEntry]:
    """The files of a ZIP, in its own order; an entry's stream may be opened as long as the walk is not closed.

    Raises a subclass of `ArchiveRefused`. With `on_refused`, a danger of one entry (its name, link, password,
    nested archive) is handed to it and the walk goes on without the entry; dangers of the whole always raise.
    """
    with open_archive(source, limits, on_refused=on_refused) as archive:
        for path in archive.paths():
            yield archive.entry(path)


@contextmanager
def open_archive(
    source: str | os.PathLike[str] | BinaryIO,
    limits: ArchiveLimits = DEFAULT_LIMITS,
    *,
    on_refused: Refusals | None = None,
) -> Iterator[Archive]:
    """A ZIP, checked and open for reading entries in any order; closed at the end of the `with`."""
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as stream, open_archive(stream, limits, on_refused=on_refused) as archive:
            yield archive
        return
    _check_directory(source, limits)
    try:
        packed = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as error:
        raise ArchiveDamaged(f"The ZIP directory cannot be read: {error}.") from error
    with packed:
        yield _index(packed, limits, on_refused or _raise)


def loose_files(
    files: Iterable[tuple[str, int, Callable[[], BinaryIO]]],
    limits: ArchiveLimits = DEFAULT_LIMITS,
    *,
    on_refused: Refusals | None = None,
) -> Archive:
    """Files that came one by one as (name, size, open), under the very rules that hold for the entries of a ZIP."""
    refuse = on_refused or _raise
    archive = Archive(limits)
    for count, (name, size, opener) in enumerate(files, start=1):
        if count > limits.entries:
            raise TooManyEntries(f"There are more than {limits.entries} files.")
        try:
            path = check_name(name, limits)
            _check_declared(path, size, None, limits)
            archive.add(path, size, None, opener)
        except ArchiveRefused as refusal:
            refuse(refusal)
    return archive


class Archive:
    """An index from path to stream; what `exports.formats` reads from (its `Source`)."""

    def __init__(self, limits: ArchiveLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._entries: dict[str, ArchiveEntry] = {}
        self._twins: dict[str, str] = {}
        self._seen: dict[str, int] = {}
        self._total = 0

    def paths(self) -> tuple[str, ...]:
        """All paths, in the order of the archive."""
        return tuple(self._entries)

    def entry(self, path: str) -> ArchiveEntry:
        """The entry at `path`; raises `KeyError`."""
        return self._entries[path]

    def open(self, path: str) -> BinaryIO:
        """The bytes at `path` from the start; raises `KeyError`, and `ArchiveRefused` while reading."""
        return self._entries[path].open()

    def add(self, path: str, size: int, packed_size: int | None, opener: Callable[[], BinaryIO]) -> None:
        """The file is in the index, unless another of that name, give or take case and Unicode form, is there."""
        twin = unicodedata.normalize("NFC", path.casefold())
        other = self._twins.setdefault(twin, path)
        if path in self._entries:
            raise NameClash(f"“{path}” is there twice.", entry=path)
        if other != path:
            raise NameClash(
                f"“{path}” and “{other}” differ only in upper and lower case or Unicode form.", entry=path
            )

        def opened() -> BinaryIO:
            counted = _Counted(opener(), path, packed_size, self._limits, self._account)
            buffered = io.BufferedReader(counted, 64 * 1024)
            _refuse_nested(buffered, path)
            return buffered

        self._entries[path] = ArchiveEntry(path, size, opened)

    def _account(self, path: str, position: int) -> None:
        """What a second reading of the same entry unpacks again is not counted again."""
        fresh = position - self._seen.get(path, 0)
        if fresh > 0:
            self._seen[path] = position
            self._total += fresh
        if self._total > self._limits.total_bytes:
            raise ArchiveTooLarge(
                f"Unpacked, it is larger than {self._limits.total_bytes} bytes.", entry=path
            )


class _Counted(io.RawIOBase):
    """A stream that stops at the limits by the bytes that really come out of it."""

    def __init__(
        self,
        stream: BinaryIO,
        path: str,
        packed_size: int | None,
        limits: ArchiveLimits,
        account: Callable[[str, int], None],
    ) -> None:
        self._stream = stream
        self._path = path
        self._packed_size = packed_size
        self._limits = limits
        self._account = account
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise ArchiveDamaged(f"“{self._path}” cannot be unpacked: {error}.", entry=self._path) from error
        self._position += len(data)
        _check_size(self._path, self._position, self._packed_size, self._limits)
        self._account(self._path, self._position)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


# Names

_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])")
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def check_name(name: str, limits: ArchiveLimits = DEFAULT_LIMITS) -> str:
    """The name as a relative path in NFC, without `.` parts; raises `ArchiveRefused` for any that could do harm."""
    shown = repr(name[:80])
    if len(name.encode("utf-8", "surrogatepass")) > limits.name_bytes:
        raise NameTooLong(f"{shown}… is longer than {limits.name_bytes} bytes.", entry=name[:80])
    _refuse_escape(name, shown)
    _refuse_encoded_escape(name, shown)
    parts = [part for part in unicodedata.normalize("NFC", name).split("/") if part != "."]
    for part in parts:
        _check_part(part, name, shown, limits)
    return "/".join(parts)


def _check_part(part: str, name: str, shown: str, limits: ArchiveLimits) -> None:
    if not part.strip(" ."):
        raise PathEscapes(f"{shown} has an empty part.", entry=name)
    if len(part.encode()) > limits.segment_bytes:
        raise NameTooLong(f"A part of {shown} is longer than {limits.segment_bytes} bytes.", entry=name)
    if _DEVICES.fullmatch(part.split(".")[0].strip(" ")):
        raise DeviceName(f"{shown} means a device on Windows. Rename the file.", entry=name)


def _refuse_escape(name: str, shown: str) -> None:
    # A fullwidth or otherwise compatible form of “..” or “/” becomes the real one on some systems.
    for form in (name, unicodedata.normalize("NFKC", name) if _looks_like_escape(name) else name):
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in form):
            raise PathEscapes(f"{shown} holds a control character.", entry=name)
        if "\\" in form:
            raise PathEscapes(f"{shown} holds a backslash. Names use “/” between folders.", entry=name)
        if form.startswith("/") or _DRIVE.match(form):
            raise PathEscapes(f"{shown} starts at the root or a drive, not in the archive.", entry=name)
        if any(part.strip(" ") == ".." for part in form.split("/")):
            raise PathEscapes(f"{shown} leads out of the archive by “..”.", entry=name)


def _looks_like_escape(name: str) -> bool:
    return any(sign in name for sign in "\uff0e\u2024\u2025\uff0f\uff3c")


def _refuse_encoded_escape(name: str, shown: str) -> None:
    decoded = name
    for _ in range(4):
        before, decoded = decoded, unquote(decoded, errors="replace")
        if decoded == before:
            return
        if decoded.count("/") != before.count("/"):
            raise PathEscapes(f"{shown} hides a “/” as a percent code.", entry=name)
        _refuse_escape(decoded, shown)
    raise PathEscapes(f"{shown} is percent-encoded again and again.", entry=name)


# The ZIP itself

_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")


def _check_directory(stream: BinaryIO, limits: ArchiveLimits) -> None:
    """The directory lies where it says, right before the end, and has no more entries than allowed.

    The records are counted one by one, as the number in the header may lie. Whatever stands before the
    first entry or after the end (a program, a second archive) makes readers disagree, so it is refused.
    """
    start, end = _directory_span(stream)
    stream.seek(start)
    position = start
    count = 0
    while position < end:
        record = stream.read(_CENTRAL.size)
        if len(record) < _CENTRAL.size or not record.startswith(b"PK\x01\x02"):
            raise ArchiveDamaged("The ZIP directory is not what its header says.")
        fields = _CENTRAL.unpack(record)
        count += 1
        if count > limits.entries:
            raise TooManyEntries(f"There are more than {limits.entries} files in the archive.")
        position += _CENTRAL.size + fields[12] + fields[13] + fields[14]
        stream.seek(position)
    if position != end:
        raise ArchiveDamaged("The ZIP directory is cut off.")
    stream.seek(0)


def _directory_span(stream: BinaryIO) -> tuple[int, int]:
    size = stream.seek(0, os.SEEK_END)
    tail_start = max(0, size - _END.size - 0xFFFF)
    stream.seek(tail_start)
    tail = stream.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or found + _END.size > len(tail):
        raise ArchiveDamaged("This is not a ZIP file, or its end is missing.")
    _, disk, first_disk, _, _, length, offset, comment = _END.unpack_from(tail, found)
    if found + _END.size + comment != len(tail):
        raise ArchiveDamaged("Something follows the end of the ZIP file.")
    end = tail_start + found
    stream.seek(max(0, end - _LOCATOR.size))
    locator = stream.read(_LOCATOR.size)
    if locator.startswith(b"PK\x06\x07") and len(locator) == _LOCATOR.size:
        # A ZIP64 end stands between the directory and the locator; `zipfile` goes by its place, not its pointer.
        end -= _LOCATOR.size + _END64.size
        stream.seek(max(0, end))
        record = stream.read(_END64.size)
        if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
            raise ArchiveDamaged("The ZIP64 end is missing.")
        *_, disk, first_disk, _, _, length, offset = _END64.unpack(record)
    if disk or first_disk:
        raise ArchiveDamaged("The ZIP file is one part of several. Join the parts first.")
    if offset + length != end:
        raise ArchiveDamaged("The ZIP directory is not where its header says.")
    return offset, end


def _index(packed: zipfile.ZipFile, limits: ArchiveLimits, refuse: Refusals) -> Archive:
    infos = packed.infolist()
    _refuse_overlap(infos, packed.start_dir)
    archive = Archive(limits)
    declared = 0
    for info in infos:
        if info.filename.startswith("__MACOSX/") or info.filename.endswith(".DS_Store"):
            continue  # what macOS adds to every archive is nobody's data
        declared += info.file_size
        if declared > limits.total_bytes:
            raise ArchiveTooLarge(f"Unpacked, it is larger than {limits.total_bytes} bytes.")
        try:
            _add(archive, packed, info, limits)
        except (EntryTooLarge, TooCompressed):
            raise
        except ArchiveRefused as refusal:
            refuse(refusal)
    return archive


def _add(archive: Archive, packed: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    name = _real_name(info)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise NotAFile(f"“{name}” is a link or a device.", entry=name)
    path = check_name(name.removesuffix("/"), limits)
    if name.endswith("/"):
        return
    if info.flag_bits & (0x1 | 0x40 | 0x2000):
        raise EncryptedEntry(f"“{path}” needs a password. Pack it again without one.", entry=path)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CompressionNotRead(
            f"“{path}” is packed by method {info.compress_type}; use deflate.", entry=path
        )
    if path.lower().endswith(_ARCHIVE_SUFFIXES):
        raise _nested(path)
    _check_declared(path, info.file_size, info.compress_size, limits)

    def opener() -> BinaryIO:
        try:
            return packed.open(info)  # type: ignore[return-value]
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, struct.error) as error:
            raise ArchiveDamaged(f"“{path}” cannot be unpacked: {error}.", entry=path) from error

    archive.add(path, info.file_size, info.compress_size, opener)


def _real_name(info: zipfile.ZipInfo) -> str:
    """The name before `zipfile` cut it at a NUL; without the UTF-8 flag many tools still write UTF-8."""
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    raw = name.encode("cp437")
    for encoding in ("utf-8", "cp949", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _refuse_overlap(infos: list[zipfile.ZipInfo], directory: int) -> None:
    free_from = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < free_from:
            raise OverlappingEntries(
                f"“{info.filename}” shares bytes with another entry.", entry=info.filename
            )
        # 30 bytes are the fixed part of a local header; its variable part only makes an entry longer.
        free_from = info.header_offset + 30 + info.compress_size
        if free_from > directory:
            raise OverlappingEntries(f"“{info.filename}” reaches into the directory.", entry=info.filename)


def _check_declared(path: str, size: int, packed_size: int | None, limits: ArchiveLimits) -> None:
    """A first look by the header, so that an honest bomb is refused without unpacking a byte of it."""
    _check_size(path, size, packed_size, limits)


def _check_size(path: str, size: int, packed_size: int | None, limits: ArchiveLimits) -> None:
    if size > limits.entry_bytes:
        raise EntryTooLarge(f"“{path}” is larger than {limits.entry_bytes} bytes.", entry=path)
    if packed_size is None or size < limits.ratio_from:
        return
    if size > max(packed_size, 1) * limits.ratio:
        raise TooCompressed(f"“{path}” unpacks to more than {limits.ratio} times its size.", entry=path)


_ARCHIVE_SUFFIXES: Final = (
    *(".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".lz4", ".lzma"),
    *(".jar", ".cab", ".iso"),
)
_ARCHIVE_MAGIC: Final = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08"),
    *(b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"MSCF\0\0\0\0"),
)


def _refuse_nested(stream: io.BufferedReader[_Counted], path: str) -> None:
    head = stream.peek(512)
    is_bzip = head.startswith(b"BZh") and head[4:10] == b"1AY&SY"
    if is_bzip or head.startswith(_ARCHIVE_MAGIC) or head[257:262] == b"ustar":
        stream.close()
        raise _nested(path)


def _nested(path: str) -> NestedArchive:
    return NestedArchive(f"“{path}” is itself an archive and was not read. Unpack it first.", entry=path)


def _raise(refusal: ArchiveRefused) -> None:
    raise refusal
