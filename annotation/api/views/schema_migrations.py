from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import schema_migrations as told
from annotation.models import SchemaMigration
from annotation.queries import schema_migration as queries
from annotation.queries.relabel import require_worker
from annotation.services.schema_migration import rehearse, run, showing
from guidelines.queries.projects import project_for, require
from guidelines.queries.versions import draft_for
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page, paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class Rehearsals(View):
    permission = SignedIn

    @extend_schema(
        summary="Rehearsals of a project, newest first",
        parameters=[PageIn],
        responses=listing(told.RehearsalOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        rows = queries.rehearsals_of(self.who, project)
        return Response(paged(request, rows, parse_query(PageIn, request), told.RehearsalOut))

    @extend_schema(
        summary="Rehearse the schema draft",
        description="A job counts what the draft's operations would do to every label of the project; nothing changes.",
        request=NothingIn,
        responses={201: told.RehearsalOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = draft_for(self.who, project, Can.EDIT_SCHEMA)
        parse(NothingIn, request)
        return Response(told.RehearsalOut(rehearse.rehearse_draft(draft, by=self.who)).data, status=201)


class OneRehearsal(View):
    permission = SignedIn

    @extend_schema(summary="A rehearsal: what would happen to the labels", responses=told.RehearsalOut)
    def get(self, request: Request, rehearsal: UUID) -> Response:
        return Response(told.RehearsalOut(queries.rehearsal_for(self.who, rehearsal)).data)


class Samples(View):
    permission = SignedIn

    @extend_schema(
        summary="Before and after on real items",
        parameters=[told.SamplesIn],
        responses=told.RehearsalSamplesOut,
    )
    def get(self, request: Request, rehearsal: UUID) -> Response:
        found = queries.rehearsal_for(self.who, rehearsal)
        require(self.who, found.project, Can.SEE_ANNOTATIONS)
        query = parse_query(told.SamplesIn, request)
        return Response(told.RehearsalSamplesOut({"results": showing.samples_of(found, query.bucket)}).data)


class Apply(View):
    permission = SignedIn
    needs_if_match = ("POST",)

    @extend_schema(
        summary="Publish the draft and carry the labels along, as it was rehearsed",
        request=told.ApplyIn,
        responses={201: told.SchemaMigrationOut},
    )
    def post(self, request: Request, rehearsal: UUID) -> Response:
        found = queries.rehearsal_for(self.who, rehearsal)
        require(self.who, found.project, Can.EDIT_SCHEMA)
        expected = if_match(request)
        data = parse(told.ApplyIn, request)
        migration = run.apply_rehearsal(
            found,
            draft_for(self.who, found.project_id, Can.EDIT_SCHEMA),
            by=self.who,
            expected=expected,
            note=data.note,
            vendor=queries.vendor_for(found.project.organisation_id, data.vendor),
            by_makers=data.by_makers,
            ask_refused=data.ask_refused,
        )
        return told_migration(queries.schema_migration_for(self.who, migration.pk), 201)


def told_migration(migration: SchemaMigration, status: int = 200) -> Response:
    return Response(told.SchemaMigrationOut(migration, context=_context([migration])).data, status=status)


def _context(migrations: list[SchemaMigration]) -> dict[str, object]:
    return {"progress": queries.progress_of(migrations), "questions": queries.questions_left(migrations)}


class SchemaMigrations(View):
    permission = SignedIn

    @extend_schema(
        summary="Schema migrations of a project, newest first",
        parameters=[PageIn],
        responses=listing(told.SchemaMigrationOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        rows = queries.schema_migrations_of(self.who, project)
        found, key = page(rows, parse_query(PageIn, request))
        results = told.SchemaMigrationOut(found, many=True, context=_context(found)).data
        return Response({"results": results, "next": key})


class OneSchemaMigration(View):
    permission = SignedIn

    @extend_schema(summary="A schema migration and how far it is", responses=told.SchemaMigrationOut)
    def get(self, request: Request, schema_migration: UUID) -> Response:
        return told_migration(queries.schema_migration_for(self.who, schema_migration))


class _Change(View):
    permission = SignedIn

    def found(self, schema_migration: UUID) -> SchemaMigration:
        migration = queries.schema_migration_for(self.who, schema_migration)
        require(self.who, migration.project, Can.EDIT_SCHEMA)
        return migration

    def told(self, migration: SchemaMigration, status: int = 200) -> Response:
        return told_migration(queries.schema_migration_for(self.who, migration.pk), status)


class Pause(_Change):
    @extend_schema(
        summary="Stop for now, after the present steps", request=NothingIn, responses=told.SchemaMigrationOut
    )
    def post(self, request: Request, schema_migration: UUID) -> Response:
        found = self.found(schema_migration)
        parse(NothingIn, request)
        return self.told(run.pause_migration(found, by=self.who))


class Resume(_Change):
    @extend_schema(summary="Go on where it stopped", request=NothingIn, responses=told.SchemaMigrationOut)
    def post(self, request: Request, schema_migration: UUID) -> Response:
        found = self.found(schema_migration)
        parse(NothingIn, request)
        return self.told(run.resume_migration(found, by=self.who))


class Revert(_Change):
    @extend_schema(summary="What taking it back would do", responses=told.WayBackOut)
    def get(self, request: Request, schema_migration: UUID) -> Response:
        return Response(told.WayBackOut(queries.way_back_of(self.found(schema_migration))).data)

    @extend_schema(
        summary="Take it back: the schema and the labels are again what they were; what was done since is kept",
        request=told.RevertIn,
        responses={201: told.SchemaMigrationOut},
    )
    def post(self, request: Request, schema_migration: UUID) -> Response:
        found = self.found(schema_migration)
        data = parse(told.RevertIn, request)
        return self.told(run.revert_migration(found, by=self.who, note=data.note), 201)


class CarryDraft(View):
    permission = SignedIn

    @extend_schema(
        summary="Unfinished work as it reads under the current schema version",
        description="For an open tab: nothing is stored.",
        request=told.CarryIn,
        responses=told.CarriedDraftOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        require_worker(self.who, found)
        data = parse(told.CarryIn, request)
        item = queries.item_in(self.who, found, data.item)
        carried = showing.carry_draft(found, item, value=data.value, schema_version=data.schema_version)
        return Response(told.CarriedDraftOut(carried).data)
