"""Imports: make one, send its files, look at them, start it, read what became of them."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from exports import queries
from exports.api.import_serializers import (
    FileIn,
    FileOut,
    FormatOut,
    ImportIn,
    ImportOut,
    ImportPreviewOut,
    ProblemOut,
    ProblemsIn,
    StartIn,
)
from exports.errors import UploadCutOff, UploadTooLarge
from exports.formats.registry import FORMATS
from exports.services import imports
from guidelines.api.jobs import JobOut
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.errors import Words
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import In, parse, parse_query
from labelwright.rest.uploads import UploadView
from labelwright.rest.views import View


class ImportFormats(View):
    permission = SignedIn

    @extend_schema(
        summary="What can be imported, and the options of each format", responses=listing(FormatOut)
    )
    def get(self, request: Request) -> Response:
        parse_query(In, request)
        readable = [FORMATS[key] for key in imports.READABLE]
        return Response({"results": FormatOut(readable, many=True).data, "next": None})


class ProjectImports(View):
    permission = SignedIn

    @extend_schema(
        summary="Imports of a project, newest first", parameters=[PageIn], responses=listing(ImportOut)
    )
    def get(self, request: Request, project: UUID) -> Response:
        rows = queries.imports_of(self.who, project)
        return Response(paged(request, rows, parse_query(PageIn, request), ImportOut))

    @extend_schema(summary="Begin an import", request=ImportIn, responses={201: ImportOut})
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.IMPORT_ITEMS)
        data = parse(ImportIn, request)
        made = imports.create_import(
            found, by=self.who, format=data.format, options=data.options, model=data.model
        )
        return Response(ImportOut(made).data, status=201)


class OneImport(View):
    permission = SignedIn

    @extend_schema(summary="An import and how far it is", responses=ImportOut)
    def get(self, request: Request, import_id: UUID) -> Response:
        return Response(ImportOut(queries.import_for(self.who, import_id)).data)

    @extend_schema(summary="Throw away an import of which nothing was taken", responses={204: None})
    def delete(self, request: Request, import_id: UUID) -> Response:
        imports.discard_import(queries.import_for(self.who, import_id, Can.IMPORT_ITEMS))
        return Response(status=204)


class ImportFiles(UploadView):
    permission = SignedIn
    keeps_answers = False  # the same path again is the same file: sending it twice changes nothing
    most, cut_off = imports.FILE_BYTES, UploadCutOff

    def too_large(self) -> UploadTooLarge:
        words = Words("A file may have {most} bytes at most.", most=self.most)
        return UploadTooLarge(words, limit=self.most)

    @extend_schema(
        summary="Add one file to an import", request={"multipart/form-data": FileIn}, responses={201: FileOut}
    )
    def post(self, request: Request, import_id: UUID) -> Response:
        source = queries.import_for(self.who, import_id, Can.IMPORT_ITEMS)
        data = parse(FileIn, request)
        path = getattr(data, "path", "") or data.file.name
        size = getattr(data, "size", self.size_of(request, data.file))
        sha256 = getattr(data, "sha256", None)
        added = imports.add_file(source, data.file, path=path, size=size, sha256=sha256)
        return Response(FileOut(added).data, status=201)


class PreviewImport(View):
    permission = SignedIn
    keeps_answers = False

    @extend_schema(
        summary="The first items, as the files would be read; nothing is written",
        request=ImportIn,
        responses=ImportPreviewOut,
    )
    def post(self, request: Request, import_id: UUID) -> Response:
        source = queries.import_for(self.who, import_id, Can.IMPORT_ITEMS)
        data = parse(ImportIn, request)
        shown = imports.preview(source, format=data.format, options=data.options)
        return Response(ImportPreviewOut(shown).data)


class StartImport(View):
    permission = SignedIn

    @extend_schema(summary="Read the files", request=StartIn, responses={202: JobOut})
    def post(self, request: Request, import_id: UUID) -> Response:
        source = queries.import_for(self.who, import_id, Can.IMPORT_ITEMS)
        data = parse(StartIn, request)
        job = imports.start_import(
            source,
            by=self.who,
            format=getattr(data, "format", None),
            options=data.options,
            model=getattr(data, "model", None),
        )
        return Response(JobOut(job).data, status=202)


class ImportProblems(View):
    permission = SignedIn

    @extend_schema(
        summary="What was refused or not taken whole, and why",
        parameters=[ProblemsIn],
        responses=listing(ProblemOut),
    )
    def get(self, request: Request, import_id: UUID) -> Response:
        source = queries.import_for(self.who, import_id)
        query = parse_query(ProblemsIn, request)
        rows = queries.problems_of(
            source, severity=getattr(query, "severity", ""), code=getattr(query, "code", "")
        )
        return Response(paged(request, rows, query, ProblemOut, by=("id",)))
