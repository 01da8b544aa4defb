from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import schema_migrations as told
from annotation.queries import relabel as queries
from annotation.services.schema_migration import relabel as services
from labelwright.rest.permissions import SignedIn
from labelwright.rest.serializers import NothingIn, parse
from labelwright.rest.views import View


class Relabel(View):
    permission = SignedIn

    @extend_schema(
        summary="Questions that schema migrations left for people, counted", responses=told.RelabelOut
    )
    def get(self, request: Request, project: UUID) -> Response:
        return Response(told.RelabelOut(queries.relabel_overview(self.who, project)).data)


class NextQuestions(View):
    permission = SignedIn
    keeps_answers = False  # asking again gives what is held, which a remembered answer would not

    @extend_schema(
        summary="The next questions",
        description="Leases questions for a quarter of an hour; two people never get the same one.",
        request=told.NextQuestionsIn,
        responses=told.RelabelQuestionsOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        here, found = queries.open_questions(self.who, project)
        data = parse(told.NextQuestionsIn, request)
        given = services.next_questions(self.who, project, count=data.count, without=data.without)
        context = {"revisable": queries.revisable_among(self.who, here, given)}
        answer = told.RelabelQuestionsOut({"results": given, "open": found.count()}, context=context)
        return Response(answer.data)


class _OneQuestion(View):
    def told(self, question: UUID) -> Response:
        found = queries.question_for(self.who, question)
        context = {"revisable": queries.revisable_among(self.who, found.project, [found])}
        return Response(told.RelabelQuestionOut(found, context=context).data)


class Answer(_OneQuestion):
    permission = SignedIn

    @extend_schema(summary="Answer a question", request=told.AnswerIn, responses=told.RelabelQuestionOut)
    def post(self, request: Request, question: UUID) -> Response:
        queries.question_for(self.who, question)
        data = parse(told.AnswerIn, request)
        services.answer_question(question, by=self.who, answer=data.answer, seconds=data.seconds)
        return self.told(question)


class TakeBack(_OneQuestion):
    permission = SignedIn

    @extend_schema(
        summary="Take my answer back, until the annotation has gone on with it",
        request=NothingIn,
        responses=told.RelabelQuestionOut,
    )
    def post(self, request: Request, question: UUID) -> Response:
        queries.question_for(self.who, question)
        parse(NothingIn, request)
        services.take_back_answer(question, by=self.who)
        return self.told(question)
