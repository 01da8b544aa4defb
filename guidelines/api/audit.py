"""The audit log of one project, for those who run its work."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines.queries.records import audit_of_project
from labelwright.accounts.api.serializers import AuditEventOut, ProjectAuditIn
from labelwright.rest.pagination import paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import parse_query
from labelwright.rest.views import View


class ProjectAudit(View):
    permission = SignedIn

    @extend_schema(
        summary="What happened in a project, the newest first",
        description="The project's part of the organisation's audit log. People are pseudonyms, except to administrators.",
        parameters=[ProjectAuditIn],
        responses=AuditEventOut(many=True),
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(ProjectAuditIn, request)
        rows = audit_of_project(self.who, project, action=query.action, actor=query.q)
        return Response(paged(request, rows, query, AuditEventOut, by=("-sequence",)))
