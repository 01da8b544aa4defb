from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import canned_answers as told
from annotation.queries import canned_answers as queries
from annotation.services.threads import canned
from guidelines.queries.projects import project_for
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.pagination import paged
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import parse, parse_query
from labelwright.rest.views import View


class CannedAnswers(View):
    permission = SignedIn

    @extend_schema(
        summary="List the canned answers of a project",
        description="For those who answer questions, in the order that they gave them.",
        parameters=[told.CannedAnswersIn],
        responses=listing(told.CannedAnswerOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        rows = queries.canned_answers_of(self.who, project)
        query = parse_query(told.CannedAnswersIn, request)
        return Response(paged(request, rows, query, told.CannedAnswerOut, by=queries.IN_ORDER))

    @extend_schema(
        summary="Keep a canned answer",
        description="It is the last of the list.",
        request=told.CannedAnswerIn,
        responses={201: told.CannedAnswerOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.ANSWER_THREADS)
        data = parse(told.CannedAnswerIn, request)
        made = canned.keep_canned_answer(found, by=self.who, name=data.name, body=data.body)
        return versioned(told.told(made), made.version, 201)


class OrderCannedAnswers(View):
    permission = SignedIn

    @extend_schema(
        summary="Put the canned answers of a project in order",
        request=told.CannedOrderIn,
        responses={204: None},
    )
    def put(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.ANSWER_THREADS)
        canned.order_canned_answers(found, by=self.who, order=parse(told.CannedOrderIn, request).order)
        return Response(status=204)


class OneCannedAnswer(View):
    permission = SignedIn
    needs_if_match = ("PATCH", "DELETE")

    @extend_schema(
        summary="Change a canned answer",
        description="Answers that it was put into stay as they are.",
        request=told.CannedAnswerChangeIn,
        responses=told.CannedAnswerOut,
    )
    def patch(self, request: Request, canned_answer: UUID) -> Response:
        found = queries.canned_answer_for(self.who, canned_answer)
        version = if_match(request)
        changes = vars(parse(told.CannedAnswerChangeIn, request))
        changed = canned.change_canned_answer(found.pk, by=self.who, version=version, changes=changes)
        return versioned(told.told(changed), changed.version)

    @extend_schema(summary="Delete a canned answer", responses={204: None})
    def delete(self, request: Request, canned_answer: UUID) -> Response:
        found = queries.canned_answer_for(self.who, canned_answer)
        canned.delete_canned_answer(found.pk, by=self.who, version=if_match(request))
        return Response(status=204)
