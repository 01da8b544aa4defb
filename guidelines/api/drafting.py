"""Writing a guideline draft together."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from guidelines import queries
from guidelines.api.serializers import IF_IDENTIFIED
from guidelines.api.views import GuidelineDraftView
from guidelines.services import draft_visits
from labelwright.accounts.roles import Can
from labelwright.rest.serializers import NothingIn, Out, parse


class ColleagueOut(Out):
    name = serializers.SerializerMethodField(help_text=f"Their name{IF_IDENTIFIED}")
    pseudonym = serializers.CharField(source="user.pseudonym", help_text="What others see of them.")

    def get_name(self, person: object) -> str | None:
        return person.user.name if person.is_identified else None  # type: ignore[attr-defined]  # see queries.others_at


class VisitorOut(ColleagueOut):
    since = serializers.DateTimeField(source="opened_at", help_text="When they opened it.")


class VisitOut(Out):
    version = serializers.IntegerField(help_text="Of the draft now: greater, when somebody has saved since.")
    others = VisitorOut(many=True, help_text="Who else has the draft open just now, longest first.")


class DraftVisitView(GuidelineDraftView):
    keeps_answers = False  # saying it again is what it is for

    @extend_schema(
        summary="Say that I have the draft open, and learn who else has",
        description="To be repeated every ten seconds; after half a minute of silence it counts as closed.",
        request=NothingIn,
        responses=VisitOut,
    )
    def post(self, request: Request, project: UUID) -> Response:
        draft = self.draft(project, Can.EDIT_SCHEMA)
        parse(NothingIn, request)
        draft_visits.keep_draft_open(draft, by=self.who)
        others = queries.others_at(self.who, draft)
        return Response(VisitOut({"version": draft.version, "others": others}).data)

    @extend_schema(summary="Say that I have closed the draft", responses={204: None})
    def delete(self, request: Request, project: UUID) -> Response:
        draft_visits.close_draft(self.draft(project, Can.EDIT_SCHEMA), by=self.who)
        return Response(status=204)
