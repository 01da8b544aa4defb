"""Publishing dataset versions, and pulling them."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from datasets import manifest
from datasets.api import serializers as shapes
from datasets.models import DatasetLens, DatasetVersion
from datasets.queries import lenses
from datasets.queries import versions as queries
from datasets.queries.preview import preview_for
from datasets.services import publish, verify
from datasets.services.lens.ask import request_lens
from datasets.splits import DEFAULT, share_faults
from guidelines.api.jobs import JobOut
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Invalid
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page, paged
from labelwright.rest.permissions import AsksForExports, PullsDatasets, SignedIn
from labelwright.rest.serializers import In, parse, parse_query
from labelwright.rest.stored_files import send
from labelwright.rest.views import View


class DatasetVersions(View):
    permission = PullsDatasets

    @extend_schema(
        summary="Versions of a project's dataset, newest first",
        description="Who may not publish sees published versions only.",
        parameters=[PageIn],
        responses=listing(shapes.DatasetVersionOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.PULL_DATASETS)
        rows = queries.versions_for(self.who).filter(dataset__project=found)
        return Response(paged(request, rows, parse_query(PageIn, request), shapes.DatasetVersionOut))

    @extend_schema(
        summary="Publish a version",
        description="A job freezes the annotations, writes the files and publishes them; follow it by its id.",
        request=shapes.PublishIn,
        responses={201: shapes.DatasetVersionDetailOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.PUBLISH_DATASETS)
        data = parse(shapes.PublishIn, request)
        version = publish.publish_dataset_version(
            found, by=self.who, source=data.source, splits=data.splits, note=data.note
        )
        return Response(shapes.DatasetVersionDetailOut(version).data, status=201)


class DatasetPreview(View):
    permission = SignedIn

    @extend_schema(
        summary="What a version would hold if it were published now",
        parameters=[shapes.PreviewIn],
        responses=shapes.DatasetPreviewOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        project_for(self.who, project, Can.PUBLISH_DATASETS)
        query = parse_query(shapes.PreviewIn, request)
        splits = _shares(query.splits)
        return Response(
            shapes.DatasetPreviewOut(preview_for(self.who, project, source=query.source, splits=splits)).data
        )


def _shares(text: str) -> dict[str, float]:
    """`train:0.8,test:0.2` as shares. Raises `Invalid`."""
    if not text:
        return dict(DEFAULT)
    try:
        pairs = [part.split(":") for part in text.split(",")]
        shares = {name.strip(): float(share) for name, share in pairs}
    except ValueError as error:
        fault = Fault("/splits", "Expected shares such as train:0.8,val:0.1,test:0.1.")
        raise Invalid("The splits cannot be read.", errors=[fault]) from error
    if faults := share_faults(shares):
        raise Invalid("The shares of the splits do not fit.", errors=faults)
    return shares


def _detail(version: DatasetVersion, as_schema: int | None) -> Response:
    context = {
        "verification": queries.newest_verification(version),
        "lens": None if as_schema is None else lenses.lens_on(version, as_schema),
    }
    return Response(shapes.DatasetVersionDetailOut(version, context=context).data)


class OneDatasetVersion(View):
    permission = PullsDatasets

    @extend_schema(
        summary="A dataset version",
        description="With `as_schema`, also how it is read under another schema version of the project. Refused with "
        "`schema-not-reachable` where an operation on the way has no reverse; that one comes with the error.",
        parameters=[shapes.AsSchemaIn],
        responses=shapes.DatasetVersionDetailOut,
    )
    def get(self, request: Request, dataset_version: UUID) -> Response:
        version = queries.version_for(self.who, dataset_version)
        return _detail(version, parse_query(shapes.AsSchemaIn, request).as_schema)


class DatasetVersionByNumber(View):
    permission = PullsDatasets

    @extend_schema(
        summary="A published version by the project's short name and its number, or `latest`",
        parameters=[shapes.ByNumberIn],
        responses=shapes.DatasetVersionDetailOut,
    )
    def get(self, request: Request, slug: str, number: str) -> Response:
        query = parse_query(shapes.ByNumberIn, request)
        version = queries.version_by_number(self.who, slug, number, organisation=query.organisation)
        return _detail(version, query.as_schema)


class DatasetLenses(View):
    permission = AsksForExports

    @extend_schema(
        summary="Under which other schema versions somebody has asked for a version, newest first",
        parameters=[PageIn],
        responses=listing(shapes.LensOut),
    )
    def get(self, request: Request, dataset_version: UUID) -> Response:
        _, rows = lenses.lenses_of(self.who, dataset_version)
        found, key = page(rows, parse_query(PageIn, request))
        shown = [lenses.with_plan(lens) for lens in found]
        return Response({"results": shapes.LensOut(shown, many=True).data, "next": key})

    @extend_schema(
        summary="Ask for a version under another schema version; 200 if somebody has asked for the same before",
        description="A job writes it; the version itself does not change. When it is ready, its manifest and files are "
        "those of the version with `?as_schema=`.",
        request=shapes.LensIn,
        responses={200: shapes.LensOut, 201: shapes.LensOut},
    )
    def post(self, request: Request, dataset_version: UUID) -> Response:
        version = queries.published_version_for(self.who, dataset_version)
        data = parse(shapes.LensIn, request)
        lens, is_new = request_lens(version, by=self.who, as_schema=data.as_schema)
        return Response(shapes.LensOut(lens).data, status=201 if is_new else 200)


def _shown(version: DatasetVersion, request: Request) -> DatasetVersion | DatasetLens:
    """What the request is for: the version itself, or the version under another schema."""
    number = parse_query(shapes.AsSchemaIn, request).as_schema
    return (None if number is None else lenses.ready_lens(version, number)) or version


class Manifest(View):
    permission = PullsDatasets

    @extend_schema(
        summary="The manifest: every file with its hash; its own SHA-256 is the version's identity",
        description="The exact bytes that were hashed, as a file. The ETag is the identity; Range is understood.",
        parameters=[shapes.AsSchemaIn],
        responses={(200, "application/json"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, dataset_version: UUID) -> HttpResponseBase:
        shown = _shown(queries.published_version_for(self.who, dataset_version), request)
        return send(
            request,
            shown.manifest_name,
            tag=shown.manifest_sha256,
            size=shown.manifest_size,
            media_type="application/json",
            name=manifest.NAME,
        )


class DatasetFiles(View):
    permission = PullsDatasets

    @extend_schema(
        summary="A file of a version, by its hash in the manifest",
        description="Range, If-Range and If-None-Match are understood, so that a broken download can go on.",
        parameters=[shapes.AsSchemaIn],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, dataset_version: UUID, sha256: str) -> HttpResponseBase:
        shown = _shown(queries.published_version_for(self.who, dataset_version), request)
        file = lenses.file_shown(shown, sha256)
        return send(
            request,
            file.storage_name,
            tag=file.sha256,
            size=file.size,
            media_type=file.media_type,
            name=file.path.rsplit("/", 1)[-1],
        )


class VerifyDatasetVersion(View):
    permission = PullsDatasets

    @extend_schema(
        summary="Start a job that reads every byte of a version and compares it with the manifest",
        request=In,
        responses={201: JobOut},
    )
    def post(self, request: Request, dataset_version: UUID) -> Response:
        version = queries.version_for(self.who, dataset_version)
        parse(In, request)
        return Response(JobOut(verify.start_verification(version, by=self.who)).data, status=201)
