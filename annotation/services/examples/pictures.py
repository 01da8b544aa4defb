"""What an example shows of an image or a sound: a part of it, decoded and written anew, with the region drawn over it."""

from __future__ import annotations

import io
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from annotation.drawing import part_of, with_region
from annotation.models import Asset, GuidelineExample
from annotation.queries.examples import Resolved
from annotation.services.media import as_rgb, opened
from annotation.services.sounds import is_sound, peaks_of
from annotation.waveforms import waveform
from guidelines.schema.colours import PALETTE
from guidelines.schema.labels import RegionLabel
from labelwright import files
from labelwright.errors import NotFound

PICTURE_TYPE = "image/webp"
WAVEFORM_SIZE = (640, 160)


def picture_name(example: GuidelineExample) -> str:
    """Where the picture is, once somebody has asked for it. An example never changes, so its picture does not either."""
    return f"examples/{example.project_id.hex}/{example.pk.hex}.webp"


def require_picture(example: Resolved) -> str:
    """The storage name of the picture, which exists afterwards. Raises `NotFound` for a text and when the item is gone."""
    item = example.row.item
    if item is None:
        raise NotFound("The item of this example was deleted.")
    if item.asset is None:
        raise NotFound("A text has no picture; it is in the example.")
    name = picture_name(example.row)
    if not default_storage.exists(name):
        if is_sound(item.asset):
            files.put(name, _waveform(item.asset, example))
            return name
        with default_storage.open(item.asset.storage_name, "rb") as source, opened(source) as image:
            files.put(name, _drawn(as_rgb(image), example))
    return name


def picture_of(example: Resolved) -> bytes:
    """The bytes of the picture. Raises as `require_picture`."""
    with default_storage.open(require_picture(example), "rb") as file:
        return bytes(file.read())


def forget_pictures(item_id: UUID) -> None:
    """When the transaction commits, no picture shows the item any more."""
    for example in GuidelineExample.objects.filter(item=item_id):
        transaction.on_commit(partial(default_storage.delete, picture_name(example)), robust=True)


def _drawn(image: Image.Image, example: Resolved) -> bytes:
    left, top, width, height = example.row.window
    window = (float(left), float(top), float(width), float(height))
    picture, scale = part_of(image, window)
    if example.geometry is not None:
        picture = with_region(
            picture,
            example.geometry,
            window=window,
            scale=scale,
            colour=(example.label.colour if example.label else None) or PALETTE[0],
            edges=_edges(example),
        )
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=86, method=4)
    return out.getvalue()


def _waveform(asset: Asset, example: Resolved) -> bytes:
    first, last = example.row.window
    width, height = WAVEFORM_SIZE
    return waveform(
        peaks_of(asset),
        width=width,
        height=height,
        window=(float(first), float(last)),
        segment=example.segment,
        colour=(example.label.colour if example.label else None) or PALETTE[0],
        background="#f7f8f9",
    )


def _edges(example: Resolved) -> list[tuple[int, int]]:
    """The places of the points that the label's skeleton joins."""
    label = example.label
    if not isinstance(label, RegionLabel) or label.skeleton is None:
        return []
    places = {point.key: place for place, point in enumerate(label.skeleton.points)}
    return [(places[one], places[other]) for one, other in label.skeleton.edges]
