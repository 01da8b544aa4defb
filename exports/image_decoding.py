"""The decoding of images itself: what `exports.images` does, in whichever process calls it.

Everything here runs over bytes of strangers, so it is called from `exports.media_worker`'s child process.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from exports import image_parts
from exports.errors import ImageDamaged, ImageRefused, ImageTooLarge, ImageTypeNotRead, ManyImages
from exports.image_parts import GIF, JPEG, PNG, TIFF, WEBP

FORMATS: Final = ("PNG", "JPEG", "WEBP", "TIFF")
EXTENSIONS: Final = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp"}


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """How large an image may be, and what its decoding may cost (in the child process only)."""

    pixels: int = 120_000_000
    file_bytes: int = 256 * 1024**2
    memory_bytes: int = 3 * 1024**3
    cpu_seconds: int = 60
    wall_seconds: int = 120


DEFAULT_LIMITS: Final = ImageLimits()


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """What is stored: `bytes` of `media_type`, upright, `width` × `height` pixels, named by `sha256` (hex)."""

    bytes: bytes
    media_type: str
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Redrawing:
    """How an image is drawn anew: at most `side` pixels either way, without loss where that takes `lossless_bytes` at most."""

    side: int
    lossless_bytes: int


def redraw_here(content: bytes, limits: ImageLimits, redrawing: Redrawing) -> PreparedImage:
    """See `images.redraw_image`; this is its work, in this very process."""
    media_type = image_parts.drawn_type(content[:32])
    if media_type == TIFF:
        raise ImageTypeNotRead("A TIFF is not drawn anew.")
    if media_type == GIF:
        image, orientation = _open(content, limits, ("GIF",)), 1
    else:
        stripped = _STRIP[media_type](content)
        image, orientation = _open(stripped.data, limits), _orientation(stripped.exif)
    _decode(image)
    upright = image if orientation == 1 else image.transpose(_TURNS[orientation])
    drawn = _in_srgb(upright, image.info.get("icc_profile"))
    drawn.thumbnail((redrawing.side, redrawing.side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if media_type != JPEG:  # flat colours and letters stay sharp
        whole = _saved(drawn, WEBP, lossless=True, quality=70, method=3)
        if len(whole.bytes) <= redrawing.lossless_bytes:
            return whole
    return _saved(drawn, WEBP, quality=85, method=4)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image as browsers show it, in eight bits a colour; a broken profile counts as none."""
    if image.mode.startswith("I"):  # sixteen bits: cut off, nearly all of them would be white
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            changed = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (*_DECODER_ERRORS, ImageCms.PyCMSError):
            changed = None
        image = changed or image
    return image.convert("RGBA" if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") else "RGB")


def prepare_here(content: bytes, limits: ImageLimits) -> PreparedImage:
    """See `images.prepare_image`; this is its work, in this very process."""
    media_type = image_parts.image_type(content[:32])
    if media_type == TIFF:
        return _prepare_tiff(content, limits)
    stripped = _STRIP[media_type](content)
    orientation = _orientation(stripped.exif)
    image = _open(stripped.data, limits)
    _decode(image)
    if orientation == 1:
        return _prepared(stripped.data, media_type, image.size)
    return _turned(image, orientation, media_type, b"VP8L" in content[:64])


_STRIP: Final = {
    JPEG: image_parts.strip_jpeg,
    PNG: image_parts.strip_png,
    WEBP: image_parts.strip_webp,
}


def _open(content: bytes, limits: ImageLimits, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """The image with its header read and its size checked; not a pixel is decoded yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content), formats=formats)
            # The frames of a GIF are counted by reading all of them; that there is a second one is enough.
            is_many = getattr(image, "is_animated", False)
            pages = 1 + is_many if image.format == "GIF" else getattr(image, "n_frames", 1)
    except Image.DecompressionBombError as error:
        raise ImageTooLarge(f"The image has more than {limits.pixels} pixels.") from error
    except UnidentifiedImageError as error:
        raise ImageDamaged("The header of the image cannot be read.") from error
    except _DECODER_ERRORS as error:
        raise ImageDamaged(f"The header of the image cannot be read: {error}.") from error
    if image.width * image.height > limits.pixels:
        raise ImageTooLarge(
            f"The image has {image.width} × {image.height} pixels; at most {limits.pixels} in all are taken."
        )
    if pages != 1:
        raise ManyImages(f"The file holds {pages} pages or frames. Save them as single images.")
    return image


# What Pillow's plugins let through on hostile files, besides OSError; MemoryError is for the caller.
_DECODER_ERRORS: Final = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError),
    *(struct.error, OverflowError, RuntimeError, ZeroDivisionError),
)


def _decode(image: Image.Image) -> None:
    try:
        image.load()
    except _DECODER_ERRORS as error:
        raise ImageDamaged(f"The image does not decode to its end: {error}.") from error


def _orientation(exif: bytes | None) -> int:
    """The EXIF orientation 1–8; 1 if there is none or the block is broken."""
    if not exif:
        return 1
    block = Image.Exif()
    try:
        block.load(exif)
        value = block.get(0x0112, 1)
    except _DECODER_ERRORS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _turned(image: Image.Image, orientation: int, media_type: str, lossless_webp: bool) -> PreparedImage:
    upright = image.transpose(_TURNS[orientation])
    profile = image.info.get("icc_profile")
    transparency = image.info.get("transparency")
    if media_type == JPEG:
        return _saved(upright, JPEG, quality=95, subsampling=0, optimize=True, icc_profile=profile)
    if media_type == WEBP:
        return _saved(upright, WEBP, lossless=lossless_webp, quality=95, method=4, icc_profile=profile)
    return _saved(upright, PNG, icc_profile=profile, transparency=transparency)


def _prepare_tiff(content: bytes, limits: ImageLimits) -> PreparedImage:
    image = _open(content, limits)
    compression = image.info.get("compression")
    _decode(image)
    upright = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if compression in ("jpeg", "tiff_jpeg") and upright.mode in ("L", "RGB", "YCbCr"):
        return _saved(upright, JPEG, quality=95, subsampling=0, optimize=True, icc_profile=profile)
    return _saved(
        _for_png(upright), PNG, icc_profile=profile if upright.mode in ("L", "RGB", "RGBA") else None
    )


def _for_png(image: Image.Image) -> Image.Image:
    if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        return image
    if image.mode in ("I;16B", "I;16L", "I;16N"):
        return image.convert("I")
    if image.mode in ("CMYK", "YCbCr", "LAB", "RGBX"):
        return image.convert("RGB")
    if image.mode in ("RGBa", "PA"):
        return image.convert("RGBA")
    raise ImageTypeNotRead(
        f"The pixels of this TIFF are of a kind ({image.mode}) that a browser cannot show. Save it with 8 or 16 bits."
    )


def _saved(image: Image.Image, media_type: str, **options: object) -> PreparedImage:
    # Pillow writes what stands in `info` unasked: comments, resolution, EXIF.
    image.info = {}
    if media_type == PNG:
        options["optimize"] = False
    out = io.BytesIO()
    try:
        image.save(
            out, media_type.removeprefix("image/"), **{k: v for k, v in options.items() if v is not None}
        )
    except _DECODER_ERRORS as error:
        raise ImageRefused(f"The image cannot be written as {media_type}: {error}.") from error
    return _prepared(out.getvalue(), media_type, image.size)


def _prepared(content: bytes, media_type: str, size: tuple[int, int]) -> PreparedImage:
    return PreparedImage(content, media_type, size[0], size[1], hashlib.sha256(content).hexdigest())
