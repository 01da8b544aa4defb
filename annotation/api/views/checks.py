"""Check questions, and what they add to reading the guideline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.serializers import checks as told
from annotation.models import CheckQuestion
from annotation.queries import checks as queries
from annotation.services import checks as services
from guidelines.api import reading
from guidelines.api.views import GuidelineDraftView
from guidelines.models import Acknowledgement, GuidelineVersion, ProjectMember
from guidelines.queries.projects import project_for
from guidelines.queries.reading import with_readings
from guidelines.queries.versions import current_guideline
from labelwright.accounts.roles import Can
from labelwright.rest.openapi import listing
from labelwright.rest.permissions import SignedIn
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import NothingIn, parse, parse_query
from labelwright.rest.views import View


class MyReading(reading.MyReading):
    def confirm(self, version: GuidelineVersion) -> Acknowledgement:
        return services.confirm_reading(version, by=self.who)


class Readers(reading.Readers):
    def readers(self, project: UUID, rows: Iterable[ProjectMember]) -> Any:
        found = with_readings(rows)
        first = queries.first_answers(project, [row.membership.user_id for row in found])
        return told.CheckedReaderOut(found, many=True, context={"checks": first}).data

    @extend_schema(
        summary="Who has read which guideline version, and who has not",
        description=(
            "The people who label here, for those who run the project; a vendor's lead sees their own people only. "
            "With how they did on check questions at first."
        ),
        parameters=[reading.ReaderFilterIn],
        responses=listing(told.CheckedReaderOut),
    )
    def get(self, request: Request, project: UUID) -> Response:
        return super().get(request, project)


class DraftChecks(GuidelineDraftView):
    @extend_schema(summary="The check questions of the draft", responses=told.ChecksOut)
    def get(self, request: Request, project: UUID) -> Response:
        project_for(self.who, project, Can.SEE_GOLD)
        draft = self.draft(project, Can.SEE_DRAFTS)
        parse_query(NothingIn, request)
        return Response(told.ChecksOut({"results": queries.questions_of(draft)}).data)

    @extend_schema(
        summary="Prepare a check question",
        description=(
            "At most three. Who has to confirm the version, published as a rule change, answers them first; its item is "
            "then visible to everybody who labels in the project."
        ),
        request=told.CheckIn,
        responses={201: told.CheckOut},
    )
    def post(self, request: Request, project: UUID) -> Response:
        queries.require_preparer(self.who, project)
        draft = self.draft(project, Can.EDIT_SCHEMA)
        check = services.Check(**vars(parse(told.CheckIn, request)))
        return _told(services.add_check_question(draft, check, by=self.who), 201)


class OneCheck(View):
    permission = SignedIn
    needs_if_match = ("PUT", "DELETE")

    @extend_schema(summary="Change a check question", request=told.CheckIn, responses=told.CheckOut)
    def put(self, request: Request, check_question: UUID) -> Response:
        found = queries.check_for_change(self.who, check_question)
        expected = if_match(request)
        check = services.Check(**vars(parse(told.CheckIn, request)))
        return _told(services.change_check_question(found.pk, check, by=self.who, expected=expected))

    @extend_schema(summary="Take a check question out of the draft", responses={204: None})
    def delete(self, request: Request, check_question: UUID) -> Response:
        found = queries.check_for_change(self.who, check_question)
        services.remove_check_question(found.pk, by=self.who, expected=if_match(request))
        return Response(status=204)


def _told(question: CheckQuestion, status: int = 200) -> Response:
    return versioned(told.CheckOut(question).data, question.version, status)


class OneVersionsChecks(View):
    permission = SignedIn

    @extend_schema(
        summary="The check questions of a guideline version, and how people answered them",
        responses=told.AnsweredChecksOut,
    )
    def get(self, request: Request, guideline_version: UUID) -> Response:
        version = queries.checked_version_for(self.who, guideline_version)
        parse_query(NothingIn, request)
        return Response(told.answered_checks(queries.questions_of(version)))


class MyChecks(View):
    permission = SignedIn

    @extend_schema(
        summary="The check questions that I have to answer before I confirm the newest guideline version",
        description="Which answer is right is only told to who has answered.",
        responses=told.MyChecksOut,
    )
    def get(self, request: Request, project: UUID) -> Response:
        found = project_for(self.who, project, Can.ANNOTATE)
        parse_query(NothingIn, request)
        current = current_guideline(found)
        asked = queries.asked_of(self.who, found, current) if current else []
        return Response(
            told.MyChecksOut(
                {
                    "guideline_version": current.pk if current else None,
                    "questions": [told.asked(row) for row in asked],
                }
            ).data
        )


class AnswerCheck(View):
    permission = SignedIn
    keeps_answers = False  # every answer is kept, and a right one is the last

    @extend_schema(
        summary="Answer a check question",
        description="The answer is kept; a wrong one is explained, and the question is asked again.",
        request=told.CheckAnswerIn,
        responses=told.VerdictOut,
    )
    def post(self, request: Request, check_question: UUID) -> Response:
        found = queries.check_for_answer(self.who, check_question)
        choice = parse(told.CheckAnswerIn, request).choice
        return Response(told.verdict(services.answer_check(found.pk, by=self.who, choice=choice)))
