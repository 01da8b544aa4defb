import io
import os
import struct
import zlib

import pytest
from PIL import Image

from exports import errors, media_worker
from exports.images import ImageLimits, isolation_notice, prepare_image
from tests.exports.sources import shared_data


def picture(width=40, height=20, mode="RGB"):
    """Left half dark, right half light, so that a turn is seen."""
    image = Image.new(mode, (width, height), 0)
    image.paste(255 if len(mode) == 1 else (255,) * len(mode), (width // 2, 0, width, height))
    return image


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation=1):
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = "SECRET description"
    block.get_ifd(0x8825)[1] = "N"
    return block.tobytes()


def pixels(data):
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


def chunk(kind, payload):
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


@pytest.mark.parametrize("isolate", [True, False])
@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_metadata_goes_and_pixels_stay(kind, media_type, isolate):
    plain = encoded(picture(), kind)
    data = encoded(picture(), kind, exif=exif(), comment=b"SECRET", xmp=b"<x>SECRET</x>") + b"SECRET tail"

    prepared = prepare_image(data, isolate=isolate)

    assert (prepared.media_type, prepared.width, prepared.height) == (media_type, 40, 20)
    assert b"SECRET" in data
    assert b"SECRET" not in prepared.bytes
    assert b"Exif" not in prepared.bytes
    assert pixels(prepared.bytes) == pixels(plain)


def test_the_compressed_pixels_of_a_jpeg_are_kept():
    data = encoded(picture(), "JPEG", quality=37, progressive=True, exif=exif(), icc_profile=b"profile" * 20)
    scan = data[data.index(b"\xff\xda") :]

    prepared = prepare_image(data)

    assert prepared.bytes.endswith(scan)
    assert Image.open(io.BytesIO(prepared.bytes)).info["icc_profile"] == b"profile" * 20


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_orientation_is_applied(kind):
    prepared = prepare_image(encoded(picture(), kind, exif=exif(6)))

    upright = Image.open(io.BytesIO(prepared.bytes)).convert("L")
    assert (prepared.width, prepared.height) == upright.size == (20, 40)
    assert upright.getpixel((10, 2)) < 20
    assert upright.getpixel((10, 37)) > 235
    assert upright.getexif().get(0x0112) is None


@pytest.mark.parametrize("orientation", range(2, 9))
def test_every_orientation_is_what_pillow_says(orientation):
    image = Image.frombytes("RGB", (3, 2), bytes(range(18)))

    prepared = prepare_image(encoded(image, "PNG", exif=exif(orientation)))

    shown = Image.open(io.BytesIO(encoded(image, "PNG", exif=exif(orientation))))
    from PIL import ImageOps

    assert pixels(prepared.bytes) == ImageOps.exif_transpose(shown).tobytes()


@pytest.mark.parametrize("orientation", [0, 9, 4000])
def test_a_senseless_orientation_turns_nothing(orientation):
    assert prepare_image(encoded(picture(), "JPEG", exif=exif(orientation))).width == 40


def test_the_same_image_gives_the_same_bytes():
    data = encoded(picture(), "JPEG", exif=exif(6))

    assert prepare_image(data) == prepare_image(data, isolate=False)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "CMYK", "I;16", "P"])
def test_a_tiff_becomes_a_png(mode):
    image = Image.new("I;16", (40, 20), 777) if mode == "I;16" else picture().convert(mode)

    prepared = prepare_image(encoded(image, "TIFF"))

    assert prepared.media_type == "image/png"
    assert Image.open(io.BytesIO(prepared.bytes)).size == (40, 20)


def test_a_tiff_that_is_jpeg_inside_becomes_a_jpeg():
    assert prepare_image(encoded(picture(), "TIFF", compression="jpeg")).media_type == "image/jpeg"


def test_sixteen_bits_stay_sixteen_bits():
    prepared = prepare_image(encoded(Image.new("I;16", (4, 4), 777), "TIFF"))

    assert Image.open(io.BytesIO(prepared.bytes)).getpixel((0, 0)) == 777


@pytest.mark.parametrize("kind", ["TIFF", "WEBP", "PNG"])
def test_several_pages_or_frames_are_refused(kind):
    data = encoded(picture(), kind, save_all=True, append_images=[Image.new("RGB", (40, 20), "red")])

    with pytest.raises(errors.ManyImages):
        prepare_image(data)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"GIF89a" + bytes(50), "GIF"),
        (b"8BPS\0\1" + bytes(50), "Photoshop"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"DDS " + bytes(50), "DDS"),
        (b"icns" + bytes(50), "ICNS"),
        (b"SIMPLE  =  T", "FITS"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xef\xbb\xbf<!doctype html>", "HTML"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"", "no image"),
        (b"hello", "no image"),
    ],
)
def test_other_types_are_refused_by_content(content, named):
    with pytest.raises(errors.ImageTypeNotRead, match=named):
        prepare_image(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_off_image_is_refused(kind, share):
    noise = Image.frombytes("RGB", (64, 64), os.urandom(64 * 64 * 3))
    data = encoded(noise, kind)

    with pytest.raises(errors.ImageDamaged):
        prepare_image(data[: int(len(data) * share)])


def test_a_wrong_checksum_in_a_png_is_refused():
    data = bytearray(encoded(picture(), "PNG"))
    data[data.index(b"IDAT") + 8] ^= 0xFF

    with pytest.raises(errors.ImageDamaged):
        prepare_image(bytes(data))


def test_too_many_pixels_are_refused_before_the_decoding():
    header = struct.pack(">2I5B", 60000, 60000, 8, 6, 0, 0, 0)
    body = zlib.compress(bytes(100))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")

    with pytest.raises(errors.ImageTooLarge, match="pixels"):
        prepare_image(data)
    with pytest.raises(errors.ImageTooLarge):
        prepare_image(data, isolate=False)


def test_a_large_file_is_refused_unread():
    with pytest.raises(errors.ImageTooLarge):
        prepare_image(io.BytesIO(encoded(picture(), "PNG") + bytes(5000)), ImageLimits(file_bytes=2000))


def test_memory_beyond_the_limit_is_a_reason_and_the_next_image_is_read():
    large = encoded(Image.new("RGB", (9000, 9000)), "PNG")

    with pytest.raises(errors.ImageTooCostly):
        prepare_image(large, ImageLimits(memory_bytes=350 * 1024**2))

    assert prepare_image(encoded(picture(), "PNG")).width == 40


def test_a_child_that_dies_is_replaced():
    workers = media_worker.MediaWorkers()
    workers.prepare(encoded(picture(), "PNG"), ImageLimits())
    first = workers._children[0]._process
    first.kill()
    first.wait()

    prepared = workers.prepare(encoded(picture(), "PNG"), ImageLimits())

    assert prepared.width == 40
    workers.close()


def test_a_child_that_takes_too_long_is_ended():
    workers = media_worker.MediaWorkers()
    large = encoded(Image.new("RGB", (9000, 9000)), "PNG")

    with pytest.raises(errors.ImageTooCostly):
        workers.prepare(large, ImageLimits(wall_seconds=0))

    workers.close()


def test_one_child_serves_many_images():
    workers = media_worker.MediaWorkers()
    workers.prepare(encoded(picture(), "PNG"), ImageLimits())
    first = workers._children[0]._process.pid

    workers.prepare(encoded(picture(), "JPEG"), ImageLimits())

    assert workers._children[0]._process.pid == first
    workers.close()


def test_where_isolation_is_weaker_the_reason_is_said():
    assert isolation_notice("linux") is None
    assert "memory" in isolation_notice("darwin")
    assert "memory" in isolation_notice("win32")


def test_real_photographs_lose_their_place_and_keep_their_pixels():
    folder = shared_data("large_photos")
    original = (folder / "DJI_0018.JPG").read_bytes()

    prepared = prepare_image(original)

    before, after = Image.open(io.BytesIO(original)), Image.open(io.BytesIO(prepared.bytes))
    assert before.getexif().get_ifd(0x8825)
    assert not after.getexif()
    assert b"DJI" not in prepared.bytes[:4000]
    assert (prepared.width, prepared.height) == (4000, 2250)
    assert before.tobytes() == after.tobytes()
