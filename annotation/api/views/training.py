"""Trainings: one's own way through one, and how everybody does."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers.batches import TraineesOut
from annotation.api.serializers.training import StandingOut, standing
from annotation.queries import training as queries
from annotation.services.training import begin_round
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class Trainees(View):
    permission = SignedIn

    @extend_schema(
        summary="How everybody does in a training",
        description="For those who may see gold answers.",
        responses=TraineesOut,
    )
    def get(self, request: Request, training: UUID) -> Response:
        found, rows = queries.trainees_of(self.who, training)
        parse_query(NothingIn, request)
        told = {"pass_mark": found.pass_mark, "total": found.size, "results": rows}
        return Response(TraineesOut(told).data)


class MyTraining(View):
    permission = SignedIn

    @extend_schema(summary="How I stand in a training", responses=StandingOut)
    def get(self, request: Request, training: UUID) -> Response:
        _, found = queries.my_training(self.who, training)
        parse_query(NothingIn, request)
        return Response(StandingOut(standing(found)).data)


class MyRounds(View):
    permission = SignedIn

    @extend_schema(
        summary="Begin another round of a training",
        description="When one is over that was not passed: all its items are open to the person again.",
        request=NothingIn,
        responses={201: StandingOut},
    )
    def post(self, request: Request, training: UUID) -> Response:
        found, _ = queries.my_training(self.who, training)
        parse(NothingIn, request)
        return Response(StandingOut(standing(begin_round(found.pk, by=self.who))).data, status=201)
