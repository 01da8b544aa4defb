"""The bytes of items: stored once by content, shown whole or as a thumbnail."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, ProtectedError
from PIL import Image

from annotation.errors import ContentMismatch
from annotation.models import Asset, Item
from annotation.services.sounds import (
    is_sound,
    peaks_name,
    put_pictures,
    spectrogram_name,
    waveform_thumbnail,
)
from labelwright import files
from labelwright.accounts.models import Organisation
from labelwright.database.bulk import insert_new
from labelwright.database.clock import now
from labelwright.ids import new_id

WRITERS = 8  # files at once: each waits for the disk most of its time
THUMBNAIL_SIDE = 320  # pixels of the longer side
THUMBNAIL_TYPE = "image/webp"
# Nothing else is ever opened: Pillow's other readers have seen less scrutiny than these.
READABLE = ("PNG", "JPEG", "WEBP")
LARGEST_IMAGE = 200_000_000  # pixels; imports refuse larger ones long before


def store_asset(
    organisation: Organisation,
    content: bytes | IO[bytes],
    *,
    sha256: str,
    media_type: str,
    width: int | None = None,
    height: int | None = None,
) -> Asset:
    """The asset with this content, stored now unless it was there. Safe to repeat after any crash.

    `content` must be what is shown to people: upright, decoded and written anew by the importer. The file is written
    before the row, so that no row names a missing file. Raises `ContentMismatch` if the bytes have another hash.
    """
    known = Asset.objects.filter(organisation=organisation, sha256=sha256).first()
    if known is not None:
        return known
    asset = Asset(
        organisation=organisation, sha256=sha256, media_type=media_type, width=width, height=height, size=0
    )
    try:
        asset.size = files.put(asset.storage_name, content, sha256=sha256)
    except ValueError as error:
        raise ContentMismatch(str(error)) from error
    try:
        with transaction.atomic():
            asset.save(force_insert=True)
    except IntegrityError:  # another worker stored the same bytes in this moment
        return Asset.objects.get(organisation=organisation, sha256=sha256)
    return asset


@dataclass(frozen=True, slots=True)
class NewAsset:
    """Bytes to be stored, as `store_asset` takes them; `sha256` is that of `content`. A sound comes with its pictures."""

    content: bytes
    sha256: str
    media_type: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    sample_rate: int | None = None
    channels: int | None = None
    peaks: bytes = b""
    spectrogram: bytes = b""


def store_assets(organisation: Organisation, assets: Sequence[NewAsset]) -> dict[str, UUID]:
    """As `store_asset` for many: the ids by hash. Two or three queries, and the files are written side by side."""
    wanted = {asset.sha256: asset for asset in assets}
    known = _asset_ids(organisation, wanted)
    missing = [asset for sha256, asset in wanted.items() if sha256 not in known]
    if not missing:
        return known
    with ThreadPoolExecutor(WRITERS) as writers:
        sizes = list(writers.map(lambda asset: _put(organisation, asset), missing))
    at = now()
    insert_new(
        Asset,
        [
            {
                "id": new_id(),
                "organisation_id": organisation.pk,
                "sha256": asset.sha256,
                "size": size,
                "media_type": asset.media_type,
                "width": asset.width,
                "height": asset.height,
                "duration": asset.duration,
                "sample_rate": asset.sample_rate,
                "channels": asset.channels,
                "created_at": at,
            }
            for asset, size in zip(missing, sizes, strict=True)
        ],
    )
    return _asset_ids(organisation, wanted)


def _asset_ids(organisation: Organisation, wanted: Iterable[str]) -> dict[str, UUID]:
    rows = Asset.objects.filter(organisation=organisation, sha256__in=list(wanted))
    return dict(rows.values_list("sha256", "id"))


def _put(organisation: Organisation, asset: NewAsset) -> int:
    row = Asset(organisation_id=organisation.pk, sha256=asset.sha256)
    if asset.peaks:
        put_pictures(row, asset.peaks, asset.spectrogram)
    try:
        return files.put(row.storage_name, asset.content, sha256=asset.sha256)
    except ValueError as error:
        raise ContentMismatch(str(error)) from error


def delete_unused_assets(*, before: datetime, except_of: Any = ()) -> int:
    """Assets stored before `before` that no item shows are gone, with their files and thumbnails; gives how many.

    An import stores its assets before its items, so organisations in which one runs are named in `except_of`.
    """
    old = Asset.objects.filter(created_at__lt=before).exclude(organisation__in=except_of)
    unused = list(old.filter(~Exists(Item.objects.filter(asset=OuterRef("pk"))))[:1000])
    for asset in unused:
        with suppress(ProtectedError, IntegrityError), transaction.atomic():
            asset.delete()
            for name in (
                asset.storage_name,
                thumbnail_name(asset),
                peaks_name(asset),
                spectrogram_name(asset),
            ):
                transaction.on_commit(partial(default_storage.delete, name), robust=True)
    return len(unused)


def thumbnail_name(asset: Asset) -> str:
    """Where the thumbnail of the asset is, once somebody has asked for it."""
    return f"thumbnails/{asset.organisation_id.hex}/{asset.sha256[:2]}/{asset.sha256}-{THUMBNAIL_SIDE}.webp"


def require_thumbnail(asset: Asset) -> str:
    """The storage name of the thumbnail, which exists afterwards."""
    name = thumbnail_name(asset)
    if not default_storage.exists(name):
        if is_sound(asset):
            files.put(name, waveform_thumbnail(asset))
            return name
        with default_storage.open(asset.storage_name, "rb") as source:
            files.put(name, make_thumbnail(source))
    return name


def make_thumbnail(source: IO[bytes], *, side: int = THUMBNAIL_SIDE) -> bytes:
    """A WebP of at most `side` pixels either way. Raises `ValueError` for an image too large to open safely."""
    with opened(source) as image:
        image.draft("RGB", (side * 2, side * 2))  # JPEG decodes at a fraction of the size, and of the time
        small = _eight_bit(image)
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "WEBP", quality=80, method=2)
    return out.getvalue()


@contextmanager
def opened(source: IO[bytes]) -> Iterator[Image.Image]:
    """An image that was stored here. Raises `ValueError` for one too large to open safely."""
    with Image.open(source, formats=READABLE) as image:
        if image.width * image.height > LARGEST_IMAGE:
            raise ValueError(f"an image of {image.width} × {image.height} pixels is too large")
        yield image


def as_rgb(image: Image.Image) -> Image.Image:
    """The image in eight bits a colour; what is transparent is white, as the page is."""
    found = _eight_bit(image)
    if found.mode == "RGBA":
        under = Image.new("RGBA", found.size, "white")
        found = Image.alpha_composite(under, found)
    return found.convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """The image as WebP can hold it. Sixteen bits are scaled: cut off, nearly all of them would be white."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")
