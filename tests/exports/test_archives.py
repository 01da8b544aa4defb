import io
import os
import resource
import struct
import unicodedata
import zipfile
import zlib

import pytest

from exports import errors
from exports.archives import ArchiveLimits, check_name, loose_files, open_archive, walk_archive


def packed(*entries, compression=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in entries:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = compression
            archive.writestr(info, content)
    out.seek(0)
    return out


def test_files_come_in_order_with_their_bytes():
    entries = {
        each.path: each.open().read() for each in walk_archive(packed(("b/1.txt", b"one"), ("a.txt", b"two")))
    }

    assert list(entries.items()) == [("b/1.txt", b"one"), ("a.txt", b"two")]


def test_names_come_out_in_nfc_whatever_they_were():
    name = unicodedata.normalize("NFD", "세포/한글.txt")

    assert [each.path for each in walk_archive(packed((name, b"x")))] == ["세포/한글.txt"]


def test_a_korean_name_without_the_utf8_flag_is_read():
    raw = "세포.txt".encode("cp949")
    content = packed(("?" * len(raw), b"x")).getvalue().replace(b"?" * len(raw), raw)

    assert [each.path for each in walk_archive(io.BytesIO(content))] == ["세포.txt"]


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "a/../../b.txt",
        "a/..",
        "/etc/passwd",
        "\\a.txt",
        "a\\..\\b.txt",
        "C:/a.txt",
        "c:a.txt",
        "a\0b.txt",
        "a\nb.txt",
        "%2e%2e%2fa.txt",
        "%252e%252e%252fa.txt",
        "a%2fb.txt",
        "..%5ca.txt",
        "%00a.txt",
        "\uff0e\uff0e/a.txt",
        "a//b.txt",
        "",
        " ",
    ],
)
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(errors.PathEscapes):
        check_name(name)


def test_a_nul_in_an_entry_is_seen_although_zipfile_cuts_it_off():
    content = packed(("aXb.txt", b"x")).getvalue().replace(b"aXb.txt", b"a\0b.txt")

    with pytest.raises(errors.PathEscapes):
        list(walk_archive(io.BytesIO(content)))


@pytest.mark.parametrize(
    "name", ["a b/c.txt", "100%.txt", "50%25.txt", "..a/b...txt", "한글/ファイル.txt", "aux-1.txt"]
)
def test_an_ordinary_name_stays(name):
    assert check_name(name) == name


@pytest.mark.parametrize("name", ["CON", "a/nul.txt", "com1.tar.txt", "LPT9 .x", "Aux"])
def test_windows_devices_are_refused(name):
    with pytest.raises(errors.DeviceName):
        check_name(name)


@pytest.mark.parametrize("name", ["a" * 256, "a/" * 600 + "a", "가" * 86, "a" * 4096])
def test_long_names_are_refused(name):
    with pytest.raises(errors.NameTooLong):
        check_name(name)


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("straße", "STRASSE"), ("a.txt", "./a.txt")],
)
def test_twins_are_refused(first, second):
    with pytest.raises(errors.NameClash):
        list(walk_archive(packed((first, b"1"), (second, b"2"))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused():
    with pytest.raises(errors.NameClash):
        list(walk_archive(packed(("a.txt", b"1"), ("a.txt", b"2"))))


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010666])
def test_links_and_devices_are_refused(mode):
    info = zipfile.ZipInfo("link.txt")
    info.create_system = 3
    info.external_attr = mode << 16

    with pytest.raises(errors.NotAFile):
        list(walk_archive(packed((info, b"/etc/passwd"))))


def test_an_encrypted_entry_is_refused():
    content = bytearray(packed(("a.txt", b"x")).getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(errors.EncryptedEntry):
        list(walk_archive(io.BytesIO(bytes(content))))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("inner.zip", b"whatever"),
        ("inner.tar.gz", b"whatever"),
        ("photo.jpg", packed(("a", b"1")).getvalue()),
        ("photo.jpg", b"\x1f\x8b\x08" + b"\0" * 50),
    ],
)
def test_an_archive_in_the_archive_is_not_read(name, content):
    with pytest.raises(errors.NestedArchive):
        [each.open() for each in walk_archive(packed((name, content)))]


def test_with_a_callback_the_other_entries_are_still_read():
    refused = []

    paths = [
        each.path
        for each in walk_archive(
            packed(("../a", b"1"), ("b.txt", b"2"), ("c.zip", b"3")), on_refused=refused.append
        )
    ]

    assert paths == ["b.txt"]
    assert [each.code for each in refused] == ["path-escapes", "nested-archive"]
    assert refused[0].entry == "../a"


def test_too_many_entries_are_refused_before_the_directory_is_loaded():
    archive = packed(*((f"{n}.txt", b"") for n in range(2000)))
    # The number in the header lies.
    content = archive.getvalue()
    end = content.rindex(b"PK\x05\x06")
    lying = content[: end + 8] + struct.pack("<2H", 1, 1) + content[end + 12 :]

    with pytest.raises(errors.TooManyEntries):
        list(walk_archive(io.BytesIO(lying), ArchiveLimits(entries=1999)))


def test_a_million_tiny_entries_cost_little():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    name = b"f%08d"
    records = b"".join(
        struct.pack("<4s4B4H3L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0)
        + name % n
        for n in range(200_000)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(records), 0, 0)

    with pytest.raises(errors.TooManyEntries):
        list(walk_archive(io.BytesIO(records + end)))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


def test_a_bomb_of_zeros_is_refused_unopened():
    with pytest.raises(errors.TooCompressed):
        list(walk_archive(packed(("zeros.txt", bytes(20_000_000)))))


def test_the_ratio_is_counted_by_real_bytes_where_the_header_lies():
    content = bytearray(packed(("zeros.txt", bytes(5_000_000))).getvalue())
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<L", 500_000)
    (entry,) = walk_archive(io.BytesIO(bytes(content)))

    assert entry.size == 500_000
    with pytest.raises((errors.ArchiveDamaged, errors.TooCompressed)):
        open_and_read(bytes(content))


def open_and_read(content):
    with open_archive(io.BytesIO(content)) as archive:
        return [archive.open(path).read() for path in archive.paths()]


def test_a_large_entry_is_refused():
    with pytest.raises(errors.EntryTooLarge):
        list(walk_archive(packed(("a.txt", os.urandom(2000))), ArchiveLimits(entry_bytes=1999)))


def test_all_entries_together_are_bounded():
    archive = packed(("a.txt", os.urandom(1500)), ("b.txt", os.urandom(1500)))

    with pytest.raises(errors.ArchiveTooLarge):
        list(walk_archive(archive, ArchiveLimits(total_bytes=2999)))


def test_loose_files_are_counted_by_what_they_really_hold():
    files = loose_files([("a.txt", 10, lambda: io.BytesIO(bytes(4000)))], ArchiveLimits(total_bytes=3000))

    with pytest.raises(errors.ArchiveTooLarge):
        files.open("a.txt").read()


def test_reading_a_file_twice_counts_once():
    files = loose_files([("a.txt", 10, lambda: io.BytesIO(bytes(2000)))], ArchiveLimits(total_bytes=3000))

    assert files.open("a.txt").read() == files.open("a.txt").read() == bytes(2000)


def test_loose_files_follow_the_same_rules():
    with pytest.raises(errors.PathEscapes):
        loose_files([("../a.txt", 1, io.BytesIO)])
    with pytest.raises(errors.NameClash):
        loose_files([("a.txt", 1, io.BytesIO), ("A.txt", 1, io.BytesIO)])


def test_overlapping_entries_are_refused():
    """Two names for the same packed bytes, as in the bombs that need no nesting."""
    body = zlib.compressobj(wbits=-15)
    data = body.compress(b"hello" * 100) + body.flush()
    crc = zlib.crc32(b"hello" * 100)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(data), 500, 1, 0) + b"a" + data
    central = b"".join(
        struct.pack(
            "<4s4B4H3L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 8, 0, 0, crc, len(data), 500, 1, 0, 0, 0, 0, 0, 0
        )
        + name
        for name in (b"a", b"b")
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(central), len(local), 0)

    with pytest.raises(errors.OverlappingEntries):
        list(walk_archive(io.BytesIO(local + central + end)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        packed(("a", b"1")).getvalue()[:-5],
        packed(("a", b"1")).getvalue() + b"tail",
        b"MZ program" + packed(("a", b"1")).getvalue(),
    ],
)
def test_what_is_no_whole_zip_is_refused(content):
    with pytest.raises(errors.ArchiveDamaged):
        list(walk_archive(io.BytesIO(content)))


def test_damaged_content_is_refused_by_its_checksum():
    content = bytearray(packed(("a.txt", b"hello hello hello"), compression=zipfile.ZIP_STORED).getvalue())
    content[content.index(b"hello")] ^= 1

    with pytest.raises(errors.ArchiveDamaged):
        open_and_read(bytes(content))


def test_another_compression_is_refused():
    with pytest.raises(errors.CompressionNotRead):
        list(walk_archive(packed(("a.txt", b"1"), compression=zipfile.ZIP_BZIP2)))


def test_a_zip64_archive_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        with archive.open("a.txt", "w", force_zip64=True) as entry:
            entry.write(b"hello")
        archive.filelist[0].extra = b""
    assert open_and_read(out.getvalue()) == [b"hello"]


def test_a_path_is_opened_and_closed(tmp_path):
    file = tmp_path / "a.zip"
    file.write_bytes(packed(("a.txt", b"1")).getvalue())

    assert [each.path for each in walk_archive(file)] == ["a.txt"]
