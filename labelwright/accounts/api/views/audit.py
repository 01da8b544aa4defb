"""The audit log."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.accounts import queries
from labelwright.accounts.api.serializers import AuditEventOut, AuditIn
from labelwright.rest.pagination import paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import parse_query
from labelwright.rest.views import View


class Audit(View):
    permission = SignedIn

    @extend_schema(
        summary="What happened in an organisation, the newest first",
        description="Append-only; each event is chained to the one before. `manage.py audit verify` checks the chain.",
        parameters=[AuditIn],
        responses=AuditEventOut(many=True),
    )
    def get(self, request: Request, organisation: UUID) -> Response:
        place = queries.organisation_run_by(self.who, organisation)
        query = parse_query(AuditIn, request)
        rows = queries.audit_of(place, project_id=query.project, action=query.action, actor=query.q)
        return Response(paged(request, rows, query, AuditEventOut, by=("-sequence",)))
