from __future__ import annotations

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotation.api.views.items import BYTES
from annotation.queries.pictures import picture_for
from guidelines.services.pictures import PICTURE_TYPE
from labelwright.rest.permissions import SignedIn
from labelwright.rest.stored_files import send
from labelwright.rest.views import View


class OnePicture(View):
    permission = SignedIn

    @extend_schema(
        summary="A picture of a guideline, a question or an answer",
        description="For whoever may read a text that shows it; until one does, for who brought it.",
        responses=BYTES,
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        found = picture_for(self.who, key)
        return send(request, found.storage_name, tag=found.sha256, size=found.size, media_type=PICTURE_TYPE)
