from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import consequences as told
from annotation.queries.consequences import consequences_of, rechecks_of, version_for
from annotation.services.rechecks.draw import Wish, start_recheck
from labelwright.accounts.roles import Can
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class OneVersionsConsequences(View):
    permission = SignedIn

    @extend_schema(
        summary="What a guideline version means for labels made before it",
        description=(
            "Counts of annotations that use what it touched and go by an older version, what looking at samples of them has "
            "shown, and what that recommends. Nobody who labels sees any of it."
        ),
        responses=told.ConsequencesOut,
    )
    def get(self, request: Request, guideline_version: UUID) -> Response:
        parse_query(NothingIn, request)
        return Response(told.told_consequences(consequences_of(self.who, guideline_version)))


class Rechecks(View):
    permission = SignedIn

    @extend_schema(
        summary="Have labels from before a guideline version looked at again",
        description=(
            "Makes a batch for each group of people who made them. Its tasks begin with the old labels; what is submitted is the "
            "next revision of the same annotation, and never counts as its author's error."
        ),
        request=told.NewRecheckIn,
        responses={201: told.RecheckOut},
    )
    def post(self, request: Request, guideline_version: UUID) -> Response:
        version = version_for(self.who, guideline_version, Can.RUN_BATCHES)
        data = parse(told.NewRecheckIn, request)
        made = start_recheck(
            version,
            by=self.who,
            wish=Wish(data.purpose, tuple(data.labels), data.size),
            annotators=data.annotators,
        )
        (row,) = (each for each in rechecks_of(version) if each.recheck.pk == made.pk)
        return Response(told.told_recheck(row), status=201)
