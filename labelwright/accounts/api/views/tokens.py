"""API tokens."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.accounts import queries
from labelwright.accounts.api.serializers import NewTokenOut, TokenIn, TokenOut, TokensIn
from labelwright.accounts.services import tokens
from labelwright.rest.pagination import paged
from labelwright.rest.permissions import InBrowser
from labelwright.rest.serializers import parse, parse_query
from labelwright.rest.views import View


class Tokens(View):
    permission = InBrowser  # a stolen token must not make or see others
    keeps_answers = False  # the answer holds the secret

    @extend_schema(
        summary="API tokens that work or have expired", parameters=[TokensIn], responses=TokenOut(many=True)
    )
    def get(self, request: Request) -> Response:
        query = parse_query(TokensIn, request)
        rows = queries.tokens_for(self.who)
        if query.organisation:
            rows = queries.tokens_of(queries.organisation_run_by(self.who, query.organisation))
        return Response(paged(request, rows, query, TokenOut))

    @extend_schema(
        summary="Make an API token",
        description="The answer holds the token's text, once. It may never do more than the person who made it.",
        request=TokenIn,
        responses={201: NewTokenOut},
    )
    def post(self, request: Request) -> Response:
        data = parse(TokenIn, request)
        membership = queries.own_membership(self.who, data.organisation)
        token, secret = tokens.make_token(
            membership, by=self.who, name=data.name, scopes=data.scopes, expires_at=data.expires_at
        )
        return Response(NewTokenOut(token, context={"secret": secret}).data, status=201)


class OneToken(View):
    permission = InBrowser

    @extend_schema(summary="Revoke an API token", responses={204: None})
    def delete(self, request: Request, token: UUID) -> Response:
        tokens.revoke_token(queries.token_for(self.who, token), by=self.who)
        return Response(status=204)
