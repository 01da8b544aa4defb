from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers.examples import (
    ExampleIn,
    ExampleOut,
    ExamplesIn,
    PointersOut,
    ShownExampleOut,
    keys_of,
)
from annotation.api.views.items import BYTES
from annotation.queries import examples as queries
from annotation.queries.pointers import pointers_of
from annotation.services.examples.handout import Telling, html_handout, pdf_handout
from annotation.services.examples.pick import Choice, pick_example
from annotation.services.examples.pictures import PICTURE_TYPE, require_picture
from guidelines.api.views import GuidelineDraftView
from guidelines.models import GuidelineVersion
from guidelines.queries.projects import project_for
from guidelines.queries.versions import guideline_versions_for
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound
from labelwright.rest.language import translated
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import page
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import In, parse, parse_query
from labelwright.rest.stored_files import send
from labelwright.rest.views import View


class Examples(View):
    permission = SignedIn

    @extend_schema(
        summary="List what was picked as an example in a project, for those who see its drafts",
        parameters=[ExamplesIn],
        responses=listing(ExampleOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(ExamplesIn, request)
        rows, key = page(queries.examples_of(self.who, project, keys=keys_of(query)), query)
        told = [queries.Resolved(row) for row in rows]
        return Response({"results": ExampleOut(told, many=True).data, "next": key})

    @extend_schema(
        summary="Pick an item or a region as an example",
        description=(
            "Everybody in the project, whatever their vendor, sees it once a guideline version with it is published. Items with "
            "a gold answer are refused."
        ),
        request=ExampleIn,
        responses={201: ExampleOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_SCHEMA)
        choice = Choice(**vars(parse(ExampleIn, request)))
        return Response(ExampleOut(pick_example(found, by=self.who, choice=choice)).data, status=201)


class ShownExamples(View):
    permission = SignedIn

    @extend_schema(
        summary="The examples that a guideline version shows, in the order of its text",
        responses=listing(ShownExampleOut),
    )
    def get(self, request: Request, guideline_version: UUID) -> Response:
        parse_query(In, request)
        version = guideline_versions_for(self.who).filter(pk=guideline_version).first()
        if version is None:
            raise NotFound
        return Response({"results": ShownExampleOut(queries.shown_in(version), many=True).data, "next": None})


class Picture(View):
    permission = SignedIn

    @extend_schema(summary="The picture of an example", responses=BYTES)
    def get(self, request: Request, example: UUID) -> HttpResponseBase:
        found = queries.example_for(self.who, example)
        return send(request, require_picture(found), tag=found.row.pk.hex, media_type=PICTURE_TYPE)


class Handout(View):
    """A version as a file; what the kinds of file share."""

    permission = SignedIn

    def version(self, guideline_version: UUID) -> GuidelineVersion:
        versions = guideline_versions_for(self.who).select_related("project")
        found = versions.filter(pk=guideline_version).first()
        if found is None:
            raise NotFound
        return found

    def file(self, version: GuidelineVersion, content: bytes, media_type: str, ending: str) -> HttpResponse:
        name = f"{version.project.slug}-guideline-v{version.number}.{ending}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type=media_type, headers=headers)

    def telling(self) -> Telling:
        return Telling(get_language() or "en", translated)


class HtmlHandout(Handout):
    @extend_schema(
        summary="A guideline version as one web page, with the pictures of its examples inside",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, guideline_version: UUID) -> HttpResponse:
        parse_query(In, request)
        version = self.version(guideline_version)
        content = html_handout(version, telling=self.telling())
        # The browser saves it; from our address it never becomes a page.
        return self.file(version, content, "application/octet-stream", "html")


class PdfHandout(Handout):
    @extend_schema(
        summary="A guideline version as a PDF, with the pictures of its examples",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, guideline_version: UUID) -> HttpResponse:
        parse_query(In, request)
        version = self.version(guideline_version)
        content = pdf_handout(version, telling=self.telling())
        return self.file(version, content, "application/pdf", "pdf")


class DraftPointers(GuidelineDraftView):
    @extend_schema(
        summary="What points to sections that the guideline draft leaves out", responses=PointersOut
    )
    def get(self, request: Request, project: UUID) -> Response:
        parse_query(In, request)
        draft = self.draft(project, Can.EDIT_SCHEMA)
        return Response(PointersOut({"results": pointers_of(self.who, draft)}).data)
