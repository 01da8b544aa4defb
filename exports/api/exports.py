"""Exports: ask for a published version in a public format, and fetch the file."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from datasets.queries.versions import published_version_for
from exports import queries
from exports.models import Export
from exports.services.export_job import storage_name
from exports.services.exports import WRITABLE, request_export
from guidelines.api.jobs import JobOut
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import AsksForExports, PullsDatasets
from labelwright.rest.serializers import In, Out, parse, parse_query
from labelwright.rest.stored_files import send
from labelwright.rest.views import View


class ExportIn(In):
    format = serializers.ChoiceField(WRITABLE, help_text="The format to write.")
    options = serializers.DictField(
        default=dict,
        help_text="`split`: only this split. `media`: true for a ZIP with the images. `annotations`: `one` (each item "
        "once, with its newest annotation by a person) or `all` (a row per annotation; not for COCO). `mark`, for CSV: "
        "the byte order mark that Excel needs.",
    )
    as_schema = serializers.IntegerField(
        min_value=1,
        max_value=999_999_999,
        allow_null=True,
        default=None,
        help_text="Number of the schema version of the project to read the version under; by default its own.",
    )


class ExportOut(Out):
    id = serializers.UUIDField(help_text="The export.")
    format = serializers.CharField(help_text="The format that it is written in.")
    options = serializers.DictField(
        help_text="The options, every default filled in; `as_schema` where it is not the version's own."
    )
    state = serializers.ChoiceField(choices=Export.State.values, help_text="Where it is in its life.")
    file_name = serializers.CharField(help_text="What the file is called; empty before it is ready.")
    media_type = serializers.CharField(help_text="What the file is.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(help_text="Hash of the file: the same each time it is written.")
    url = serializers.SerializerMethodField(help_text="Where the file is; null before it is ready.")
    job = JobOut(allow_null=True, help_text="The job that writes it.")
    created_at = serializers.DateTimeField(help_text="When it was first asked for.")

    def get_url(self, export: Export) -> str | None:
        return f"/api/v1/exports/{export.pk}/file" if export.state == Export.State.READY else None


class VersionExports(View):
    permission = AsksForExports

    @extend_schema(
        summary="Exports of a version, newest first", parameters=[PageIn], responses=listing(ExportOut)
    )
    def get(self, request: Request, dataset_version: UUID) -> Response:
        rows = queries.exports_of(self.who, dataset_version)
        return Response(paged(request, rows, parse_query(PageIn, request), ExportOut))

    @extend_schema(
        summary="Ask for a version in a format; 200 if somebody has asked for the same before",
        request=ExportIn,
        responses={200: ExportOut, 201: ExportOut},
    )
    def post(self, request: Request, dataset_version: UUID) -> Response:
        version = published_version_for(self.who, dataset_version)
        data = parse(ExportIn, request)
        export, is_new = request_export(
            version, by=self.who, format=data.format, options=data.options, as_schema=data.as_schema
        )
        return Response(ExportOut(export).data, status=201 if is_new else 200)


class OneExport(View):
    permission = PullsDatasets

    @extend_schema(summary="An export and how far it is", responses=ExportOut)
    def get(self, request: Request, export: UUID) -> Response:
        return Response(ExportOut(queries.export_for(self.who, export)).data)


class ExportFile(View):
    permission = PullsDatasets

    @extend_schema(
        summary="The file of an export, whole or a range of it",
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiTypes.BINARY,  # one range
        },
    )
    def get(self, request: Request, export: UUID) -> HttpResponseBase:
        found = queries.ready_export_for(self.who, export)
        return send(
            request,
            storage_name(found),
            tag=found.sha256,
            size=found.size,
            media_type=found.media_type,
            name=found.file_name,
        )
