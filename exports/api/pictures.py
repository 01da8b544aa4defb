"""Bringing a picture for a text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.queries.pictures import project_for_pictures
from exports.errors import UploadCutOff
from exports.services import pictures
from labelwright.rest.parsers import UploadParser
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import In, Out, parse
from labelwright.rest.views import View

ENVELOPE = 64 * 1024  # what the borders of multipart/form-data take at most


class PictureIn(In):
    """multipart/form-data."""

    file = serializers.FileField(help_text="A PNG, JPEG, WebP or still GIF; its name and type say nothing.")


class PictureOut(Out):
    key = serializers.CharField(help_text="Texts name it so: `![what it shows](picture:key)`.")
    width = serializers.IntegerField(help_text="Pixels.")
    height = serializers.IntegerField(help_text="Pixels.")
    size = serializers.IntegerField(help_text="Bytes.")


class ProjectPictures(View):
    permission = SignedIn
    parser_classes = (UploadParser,)
    keeps_answers = False  # the same content again is the same picture: sending it twice changes nothing

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The announced length is looked at before a byte is read."""
        if request.method == "POST":
            length = request.META.get("CONTENT_LENGTH") or ""
            if not str(length).isdigit():
                raise UploadCutOff("Say the Content-Length of the request.")
            if int(length) > pictures.LIMITS.file_bytes + ENVELOPE:
                raise pictures.too_large()
        super().initial(request, *args, **kwargs)

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
