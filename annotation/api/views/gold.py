from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import gold as told
from annotation.queries import gold as queries
from annotation.services.gold import make_gold, retire_gold
from annotation.services.gold_scores import people_on_gold
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class Gold(View):
    permission = SignedIn

    @extend_schema(
        summary="List the gold answers of a project",
        description="Newest first; only for those who run the project and its quality managers. Annotators never see one.",
        parameters=[told.GoldIn],
        responses=listing(told.GoldAnswerOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        query = parse_query(told.GoldIn, request)
        rows = queries.gold_of(self.who, project, state=query.state, label=query.uses, item=query.item)
        return Response(paged(request, rows, query, told.GoldAnswerOut))

    @extend_schema(
        summary="Make an annotation the gold answer of its item",
        description="An answer that the item had is replaced. The same again is the answer that there is.",
        request=told.NewGoldIn,
        responses={201: told.GoldAnswerOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.SET_GOLD)
        data = parse(told.NewGoldIn, request)
        made = make_gold(found, data.annotation, by=self.who)
        return Response(told.GoldAnswerOut(queries.gold_for(self.who, made.pk)).data, status=201)


class RetireGold(View):
    permission = SignedIn

    @extend_schema(
        summary="Retire a gold answer",
        description="Nobody is measured by it any more.",
        request=NothingIn,
        responses={204: None},
    )
    def post(self, request: Request, gold: UUID) -> Response:
        found = queries.gold_for(self.who, gold, Can.SET_GOLD)
        parse(NothingIn, request)
        retire_gold(found.pk, by=self.who)
        return Response(status=204)


class OnGold(View):
    permission = SignedIn

    @extend_schema(
        summary="How people do on gold answers",
        description="Annotators' own work on items with a gold answer that counts: the 2000 newest annotations.",
        responses=told.OnGoldOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = people_on_gold(self.who, project)
        people = [told.told_person(row) for row in found.people]
        told_counts = {"answers": found.answers, "stale": found.stale, "in_training": found.in_training}
        return Response({**told_counts, "people": people})
