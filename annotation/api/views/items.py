from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers.items import ItemOut, ItemsIn, ListedItemOut
from annotation.models import Asset, Item
from annotation.queries import items as queries
from annotation.services.items import clear_problem, delete_item
from annotation.services.media import THUMBNAIL_SIDE, THUMBNAIL_TYPE, require_thumbnail
from annotation.services.sounds import is_sound, peaks_name, spectrogram_name
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import parse_query
from labelwright.rest.stored_files import send
from labelwright.rest.views import View

BYTES = {
    (200, "application/octet-stream"): OpenApiTypes.BINARY,
    (206, "application/octet-stream"): OpenApiTypes.BINARY,  # one range
}


class Items(View):
    permission = SignedIn

    @extend_schema(
        summary="List the items of a project", parameters=[ItemsIn], responses=listing(ListedItemOut)
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(ItemsIn, request)
        return Response(
            paged(
                request,
                queries.items_of(
                    self.who,
                    project,
                    search=query.q,
                    import_id=getattr(query, "import_id", None),
                    problem=query.problem,
                ),
                query,
                ListedItemOut,
            )
        )


class OneItem(View):
    permission = SignedIn

    @extend_schema(summary="Read an item", responses=ItemOut)
    def get(self, request: Request, item: UUID) -> Response:
        return Response(ItemOut(queries.item_for(self.who, item)).data)

    @extend_schema(summary="Delete an item that nothing hangs on", responses={204: None})
    def delete(self, request: Request, item: UUID) -> Response:
        delete_item(queries.item_for(self.who, item, Can.IMPORT_ITEMS), by=self.who)
        return Response(status=204)


class Problem(View):
    permission = SignedIn

    @extend_schema(
        summary="Say that an item is good after all",
        description="Where somebody skipped it as no good. What a question showed is taken back by opening the question again.",
        responses={204: None},
    )
    def delete(self, request: Request, item: UUID) -> Response:
        clear_problem(queries.item_for(self.who, item, Can.IMPORT_ITEMS), by=self.who)
        return Response(status=204)


class Media(View):
    permission = SignedIn

    @extend_schema(summary="The bytes of an item", responses=BYTES)
    def get(self, request: Request, item: UUID) -> HttpResponseBase:
        asset = queries.item_for(self.who, item).asset
        if asset is None:
            raise NotFound("A text has no bytes of its own; it is in the item.")
        return send(
            request, asset.storage_name, tag=asset.sha256, size=asset.size, media_type=asset.media_type
        )


class Peaks(View):
    permission = SignedIn

    @extend_schema(
        summary="What the waveform of a sound is drawn from",
        description="The lowest and the highest sample of every short stretch, in several levels; binary, as decision 0038 says.",
        responses=BYTES,
    )
    def get(self, request: Request, sound: UUID) -> HttpResponseBase:
        asset = _sound(queries.item_for(self.who, sound))
        return send(
            request, peaks_name(asset), tag=f"{asset.sha256}-peaks", media_type="application/octet-stream"
        )


class Spectrogram(View):
    permission = SignedIn

    @extend_schema(
        summary="The spectrogram of a sound",
        description="How loud each band of frequencies is, column by column; binary, as decision 0038 says. Ask for a range "
        "of bytes to get the columns of a stretch of time.",
        responses=BYTES,
    )
    def get(self, request: Request, sound: UUID) -> HttpResponseBase:
        asset = _sound(queries.item_for(self.who, sound))
        return send(
            request,
            spectrogram_name(asset),
            tag=f"{asset.sha256}-spectrogram",
            media_type="application/octet-stream",
        )


def _sound(item: Item) -> Asset:
    if item.asset is None or not is_sound(item.asset):
        raise NotFound("Only a sound has this.")
    return item.asset


class Thumbnail(View):
    permission = SignedIn

    @extend_schema(summary="A small picture of an item", responses=BYTES)
    def get(self, request: Request, item: UUID) -> HttpResponseBase:
        asset = queries.item_for(self.who, item).asset
        if asset is None:
            raise NotFound("A text has no thumbnail.")
        name = require_thumbnail(asset)
        return send(request, name, tag=f"{asset.sha256}-{THUMBNAIL_SIDE}", media_type=THUMBNAIL_TYPE)
