"""Projects, their members, label schemas and guidelines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.api import serializers as shapes
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from guidelines.pointers import Move
from guidelines.queries.languages import told_in
from guidelines.queries.members import candidates_for, members_of, project_member_for
from guidelines.queries.organisations import organisation_to_make_projects_in
from guidelines.queries.projects import may, project_for, project_rows, projects_for, require, with_asker
from guidelines.queries.versions import (
    draft_for,
    guideline_drafts_for,
    guideline_versions_for,
    schema_versions_for,
)
from guidelines.schema.templates import TEMPLATES
from guidelines.services import guidelines, projects, schemas
from labelwright.accounts.roles import Can
from labelwright.errors import NotFound
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import PageIn, page, paged
from labelwright.rest.permissions import PullsDatasets, SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import In, parse, parse_query
from labelwright.rest.views import View


class Projects(View):
    permission = PullsDatasets

    @extend_schema(
        summary="Projects that you may see",
        parameters=[shapes.ProjectFilterIn],
        responses=listing(shapes.ProjectOut),
    )
    def get(self, request: Request) -> Response:
        query = parse_query(shapes.ProjectFilterIn, request)
        mine = projects_for(self.who).filter(archived_at__isnull=not query.archived)
        rows, key = page(project_rows(self.who, mine), query)
        return Response(
            {"results": shapes.ProjectOut(with_asker(self.who, rows), many=True).data, "next": key}
        )


class OrganisationProjects(View):
    permission = SignedIn

    @extend_schema(summary="Make a project", request=shapes.ProjectIn, responses={201: shapes.ProjectOut})
    def post(self, request: Request, organisation: UUID) -> Response:
        found = organisation_to_make_projects_in(self.who, organisation)
        data = parse(shapes.ProjectIn, request)
        project = projects.create_project(
            found,
            by=self.who,
            name=data.name,
            slug=data.slug,
            description=data.description,
            template=data.template,
        )
        return versioned(_project(self, project), project.version, status=201)


class OneProject(View):
    permission = PullsDatasets
    needs_if_match = ("PATCH",)

    @extend_schema(summary="A project, and what you are in it", responses=shapes.ProjectOut)
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        return versioned(_project(self, found), found.version)

    @extend_schema(
        summary="Change a project's name or description",
        request=shapes.ProjectChangeIn,
        responses=shapes.ProjectOut,
    )
    def patch(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_PROJECT)
        data = parse(shapes.ProjectChangeIn, request)
        changed = projects.change_project(found, by=self.who, expected=if_match(request), **vars(data))
        return versioned(_project(self, changed), changed.version)


def _project(view: View, project: Project) -> Any:
    rows = project_rows(view.who, projects_for(view.who).filter(pk=project.pk))
    return shapes.ProjectOut(with_asker(view.who, rows)[0]).data


class ArchiveProject(View):
    permission = SignedIn

    @extend_schema(
        summary="Archive a project, or take it back", request=shapes.ArchiveIn, responses=shapes.ProjectOut
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_PROJECT)
        data = parse(shapes.ArchiveIn, request)
        changed = projects.archive_project(found, by=self.who, archived=data.archived)
        return versioned(_project(self, changed), changed.version)


class ProjectMembers(View):
    permission = SignedIn

    @extend_schema(summary="Who works in a project", parameters=[PageIn], responses=listing(shapes.MemberOut))
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        if not {Can.SEE_MEMBERS, Can.SEE_VENDOR_PROGRESS} & may(self.who, found):
            require(self.who, found, Can.SEE_MEMBERS)
        rows = members_of(self.who, found)
        return Response(paged(request, rows, parse_query(PageIn, request), shapes.MemberOut, by=("id",)))

    @extend_schema(summary="Give a person a role", request=shapes.MemberIn, responses={201: shapes.MemberOut})
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_PROJECT)
        data = parse(shapes.MemberIn, request)
        member = projects.add_member(found, by=self.who, membership=data.membership, role=data.role)
        shown = members_of(self.who, found).get(pk=member.pk)
        return Response(shapes.MemberOut(shown).data, status=201)


class ProjectCandidates(View):
    permission = SignedIn

    @extend_schema(
        summary="Whom a role in the project can be given",
        description="Members of the organisation. To curators, people of vendors are vendor and pseudonym.",
        parameters=[PageIn],
        responses=listing(shapes.CandidateOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_PROJECT)
        rows = candidates_for(self.who, found)
        return Response(paged(request, rows, parse_query(PageIn, request), shapes.CandidateOut, by=("id",)))


class OneProjectMember(View):
    permission = SignedIn

    @extend_schema(summary="Take a role from a person", responses={204: None})
    def delete(self, request: Request, project_member: UUID) -> Response:
        projects.remove_member(project_member_for(self.who, project_member), by=self.who)
        return Response(status=204)


# ---- schemas --------------------------------------------------------------------------------------------
class SchemaTemplates(View):
    permission = SignedIn

    @extend_schema(summary="Schemas to start a project from", responses=listing(shapes.TemplateOut))
    def get(self, request: Request) -> Response:
        parse_query(In, request)
        return Response({"results": shapes.TemplateOut(TEMPLATES.values(), many=True).data, "next": None})


class SchemaChecks(View):
    permission = SignedIn
    keeps_answers = False

    @extend_schema(
        summary="Check a schema document without storing it",
        request=shapes.SchemaTextIn,
        responses=shapes.SchemaCheckOut,
    )
    def post(self, request: Request) -> Response:
        data = parse(shapes.SchemaTextIn, request)
        document, faults = schemas.check_schema(document=data.document, yaml=data.yaml)
        return Response(
            {
                "document": document,
                "yaml": schemas.yaml_of(document) if document is not None else None,
                "errors": [shapes.as_fault(fault) for fault in faults],
            }
        )


class SchemaVersions(View):
    permission = PullsDatasets

    @extend_schema(
        summary="Published versions of a project's label schema, newest first",
        parameters=[PageIn],
        responses=listing(shapes.SchemaVersionOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        rows = schema_versions_for(self.who).filter(project=found).select_related("published_by")
        return Response(
            paged(request, rows, parse_query(PageIn, request), shapes.SchemaVersionOut, by=("-number",))
        )


class OneSchemaVersion(View):
    permission = PullsDatasets

    @extend_schema(summary="A published schema version; it never changes", responses=shapes.SchemaVersionOut)
    def get(self, request: Request, schema_version: UUID) -> Response:
        version = (
            schema_versions_for(self.who).filter(pk=schema_version).select_related("published_by").first()
        )
        if version is None:
            raise NotFound
        return versioned(shapes.SchemaVersionOut(version).data, version.version)


class SchemaDraftView(View):
    """What the draft's own address and that of its publication share."""

    permission = SignedIn

    def draft(self, project: UUID, can: Can) -> SchemaVersion:
        return draft_for(self.who, project, can)

    def answer(self, draft: SchemaVersion, faults: Any, status: int = 200) -> Response:
        return versioned(shapes.SchemaDraftOut(draft, context={"faults": faults}).data, draft.version, status)


class SchemaDraft(SchemaDraftView):
    needs_if_match = ("PUT", "DELETE")

    @extend_schema(summary="The draft of the next schema version", responses=shapes.SchemaDraftOut)
    def get(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.SEE_DRAFTS)
        return self.answer(draft, schemas.check_schema(document=draft.document)[1])

    @extend_schema(
        summary="Start a draft from the current version", request=In, responses={201: shapes.SchemaDraftOut}
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_SCHEMA)
        parse(In, request)
        draft = schemas.start_schema_draft(found, by=self.who)
        return self.answer(draft, schemas.check_schema(document=draft.document)[1], status=201)

    @extend_schema(
        summary="Save the draft, as JSON or YAML; it may be unfinished",
        request=shapes.SchemaTextIn,
        responses=shapes.SchemaDraftOut,
    )
    def put(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(shapes.SchemaTextIn, request)
        saved, faults = schemas.save_schema_draft(
            draft, by=self.who, expected=if_match(request), document=data.document, yaml=data.yaml
        )
        return self.answer(saved, faults)

    @extend_schema(summary="Discard the draft", responses={204: None})
    def delete(self, request: Request, project: UUID) -> Response:
        schemas.discard_schema_draft(
            self.draft(project, Can.EDIT_SCHEMA), by=self.who, expected=if_match(request)
        )
        return Response(status=204)


class SchemaDraftDifferences(SchemaDraftView):
    @extend_schema(
        summary="What differs between the current version and the draft, and how labels follow",
        responses=shapes.DifferencesOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.SEE_DRAFTS)
        return versioned(shapes.DifferencesOut(schemas.proposal_of(draft)).data, draft.version)


class SchemaDraftOperations(SchemaDraftView):
    needs_if_match = ("PUT",)

    @extend_schema(
        summary="Say how the labels in use follow the draft",
        request=shapes.OperationsIn,
        responses=shapes.DifferencesOut,
    )
    def put(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = vars(parse(shapes.OperationsIn, request))
        saved = schemas.save_operations(draft, by=self.who, expected=if_match(request), **data)
        return versioned(shapes.DifferencesOut(schemas.proposal_of(saved)).data, saved.version)


class PublishSchemaDraft(SchemaDraftView):
    needs_if_match = ("POST",)

    @extend_schema(
        summary="Publish the draft as the next schema version",
        request=shapes.PublishSchemaIn,
        responses={201: shapes.SchemaVersionOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(shapes.PublishSchemaIn, request)
        version = schemas.publish_schema_version(
            draft, by=self.who, expected=if_match(request), note=data.note
        )
        return versioned(shapes.SchemaVersionOut(version).data, version.version, status=201)


# ---- guidelines -----------------------------------------------------------------------------------------
def told(version: GuidelineVersion, language: str | None = None, status: int = 200) -> Response:
    """The answer that is the version in a language; None: in that of its source."""
    version.told = told_in(version, language)  # type: ignore[attr-defined]
    return versioned(shapes.GuidelineVersionOut(version).data, version.version, status)


class GuidelineVersions(View):
    permission = SignedIn

    @extend_schema(
        summary="Published versions of a project's guideline, newest first",
        parameters=[PageIn],
        responses=listing(shapes.GuidelineListOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project)
        rows = guideline_versions_for(self.who).filter(project=found).select_related("published_by")
        rows = rows.defer("markdown")
        return Response(
            paged(request, rows, parse_query(PageIn, request), shapes.GuidelineListOut, by=("-number",))
        )


class OneGuidelineVersion(View):
    permission = SignedIn

    @extend_schema(
        summary="A published guideline version; it never changes",
        parameters=[shapes.GuidelineLanguageIn],
        responses=shapes.GuidelineVersionOut,
    )
    def get(self, request: Request, guideline_version: UUID) -> Response:
        language = parse_query(shapes.GuidelineLanguageIn, request).language
        version = (
            guideline_versions_for(self.who)
            .filter(pk=guideline_version)
            .select_related("published_by")
            .first()
        )
        if version is None:
            raise NotFound
        return told(version, language)


class GuidelineDraftView(View):
    """What the draft's own address and that of its publication share."""

    permission = SignedIn

    def draft(self, project: UUID, can: Can) -> GuidelineVersion:
        found = project_for(self.who, project, can)
        draft = guideline_drafts_for(self.who).filter(project=found).select_related("project").first()
        if draft is None:
            raise NotFound("This project has no guideline draft; start one with POST.")
        return draft


class GuidelineDraft(GuidelineDraftView):
    needs_if_match = ("PUT", "DELETE")

    @extend_schema(summary="The draft of the next guideline version", responses=shapes.GuidelineVersionOut)
    def get(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.SEE_DRAFTS)
        return told(draft)

    @extend_schema(
        summary="Start a draft from the current version, or with a section for each label",
        request=In,
        responses={201: shapes.GuidelineVersionOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.EDIT_SCHEMA)
        parse(In, request)
        draft = guidelines.start_guideline_draft(found, by=self.who)
        return told(draft, status=201)

    @extend_schema(
        summary="Save the draft", request=shapes.GuidelineDraftIn, responses=shapes.GuidelineVersionOut
    )
    def put(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(shapes.GuidelineDraftIn, request)
        saved = guidelines.save_guideline_draft(
            draft, by=self.who, expected=if_match(request), markdown=data.markdown, read=data.draft
        )
        return told(saved)

    @extend_schema(summary="Discard the draft", responses={204: None})
    def delete(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        guidelines.discard_guideline_draft(draft, by=self.who, expected=if_match(request))
        return Response(status=204)


class PublishGuidelineDraft(GuidelineDraftView):
    needs_if_match = ("POST",)

    @extend_schema(
        summary="Publish the draft as the next guideline version",
        request=shapes.PublishGuidelineIn,
        responses={201: shapes.GuidelineVersionOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        data = parse(shapes.PublishGuidelineIn, request)
        version = guidelines.publish_guideline_version(
            draft,
            by=self.who,
            expected=if_match(request),
            change_kind=data.change_kind,
            summary=data.summary,
            sections=data.sections,
            labels=data.labels,
            moves=[Move(**each) for each in data.moves],
            anyway=data.anyway,
        )
        return told(version, status=201)
