from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import news as told
from annotation.queries.news import news_for
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import parse_query
from labelwright.rest.views import View


class NewsOfMine(View):
    permission = SignedIn

    @extend_schema(
        summary="What is new to me in all my projects",
        description="Unread threads that I asked, was mentioned in, am to answer, or that wait for anybody who answers; and "
        "drafts of guidelines that I am asked to look at.",
        parameters=[told.NewsIn],
        responses=told.NewsOut,
    )
    def get(self, request: Request) -> Response:
        query = parse_query(told.NewsIn, request)
        return Response({"results": [told.told(each) for each in news_for(self.who, most=query.limit)]})
