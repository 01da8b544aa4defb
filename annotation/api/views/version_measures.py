from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import version_measures as told
from annotation.services.version_measures import version_measures
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import parse_query
from labelwright.rest.views import View


class GuidelineMeasures(View):
    permission = SignedIn

    @extend_schema(
        summary="Whether changes of the guideline helped: agreement and errors of the work by each version",
        description=(
            "Work belongs to the version that its author had confirmed. What was judged by other rules than those that it was "
            "made by is left out: rework that a new rule causes is nobody's error. A vendor's lead is told of their own people's "
            "work only. Values are compared for the newest items of each version."
        ),
        parameters=[told.GuidelineMeasuresIn],
        responses=told.GuidelineMeasuresOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(told.GuidelineMeasuresIn, request)
        use = (query.field, query.label) if query.label else None
        return Response(told.told_measures(version_measures(self.who, project, use=use)))
