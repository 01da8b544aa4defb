"""Bringing a picture for a text."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.queries.pictures import project_for_pictures
from exports.errors import UploadCutOff
from exports.services import pictures
from guidelines.errors import PictureTooLarge
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import In, Out, parse
from labelwright.rest.uploads import UploadView


class PictureIn(In):
    """multipart/form-data."""

    file = serializers.FileField(help_text="A PNG, JPEG, WebP or still GIF; its name and type say nothing.")


class PictureOut(Out):
    key = serializers.CharField(help_text="Texts name it so: `![what it shows](picture:key)`.")
    width = serializers.IntegerField(help_text="Pixels.")
    height = serializers.IntegerField(help_text="Pixels.")
    size = serializers.IntegerField(help_text="Bytes.")


class ProjectPictures(UploadView):
    permission = SignedIn
    keeps_answers = False  # the same content again is the same picture: sending it twice changes nothing
    most, cut_off = pictures.LIMITS.file_bytes, UploadCutOff

    def too_large(self) -> PictureTooLarge:
        return pictures.too_large()

    @extend_schema(
        summary="Bring a picture for a guideline, a question or an answer",
        description=(
            "It is decoded and drawn anew as a WebP of at most 1600 pixels either way; metadata and everything else in the file is "
            "gone. Until a text shows it, only who brought it sees it, and after a day it is removed."
        ),
        request={"multipart/form-data": PictureIn},
        responses={201: PictureOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for_pictures(self.who, project)
        data = parse(PictureIn, request)
        return Response(PictureOut(pictures.bring_picture(found, data.file, by=self.who)).data, status=201)
