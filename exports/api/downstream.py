"""What was made of a project's labels: versions, exports, model runs."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exports import queries
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import In, Out, parse_query
from labelwright.rest.views import View


class RunTouchesOut(Out):
    runs = serializers.IntegerField(help_text="Model runs.")
    predictions = serializers.IntegerField(help_text="Their predictions.")
    reachable = serializers.IntegerField(
        help_text="Runs that can be scored under the current schema, as they are or through the lens."
    )


class DownstreamOut(Out):
    versions = serializers.IntegerField(help_text="Published dataset versions; each keeps its schema.")
    lenses = serializers.IntegerField(help_text="Versions that somebody reads under another schema.")
    exports = serializers.IntegerField(help_text="Versions written in another format.")
    model_runs = RunTouchesOut(help_text="Model runs on these versions.")


class ProjectDownstream(View):
    permission = SignedIn

    @extend_schema(
        summary="What was made of a project's labels, and stays as it is when the schema changes",
        responses=DownstreamOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        parse_query(In, request)
        return Response(DownstreamOut(queries.downstream_of(self.who, project)).data)
