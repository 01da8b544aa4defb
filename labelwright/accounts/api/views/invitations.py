"""Invitations by link."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.accounts import queries
from labelwright.accounts.api.serializers import (
    AcceptIn,
    InvitationIn,
    InvitationOut,
    LookIn,
    LookOut,
    NewInvitationOut,
    SessionOut,
)
from labelwright.accounts.api.views.sessions import session_of
from labelwright.accounts.principal import Principal
from labelwright.accounts.services import invitations
from labelwright.rest.network import network_of
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import AnyBrowser, ChangesInBrowser
from labelwright.rest.serializers import parse, parse_query
from labelwright.rest.views import View


class Invitations(View):
    permission = ChangesInBrowser
    keeps_answers = False  # the answer holds the secret link

    @extend_schema(
        summary="Invitations that nobody has accepted yet",
        parameters=[PageIn],
        responses=InvitationOut(many=True),
    )
    def get(self, request: Request, organisation: UUID) -> Response:
        rows = queries.invitations_of(queries.organisation_run_by(self.who, organisation))
        return Response(paged(request, rows, parse_query(PageIn, request), InvitationOut))

    @extend_schema(
        summary="Invite somebody",
        description="The answer holds the link, once. It is good for seven days and for one person.",
        request=InvitationIn,
        responses={201: NewInvitationOut},
    )
    def post(self, request: Request, organisation: UUID) -> Response:
        place = queries.organisation_run_by(self.who, organisation)
        data = parse(InvitationIn, request)
        vendor = queries.vendor_in(place, data.vendor)
        invitation, token = invitations.invite(
            place, by=self.who, email=data.email, role=data.role, vendor=vendor
        )
        return Response(NewInvitationOut(invitation, context={"token": token}).data, status=201)


class OneInvitation(View):
    permission = ChangesInBrowser

    @extend_schema(summary="Withdraw an invitation", responses={204: None})
    def delete(self, request: Request, invitation: UUID) -> Response:
        invitations.withdraw_invitation(queries.invitation_for(self.who, invitation), by=self.who)
        return Response(status=204)


class LookAtInvitation(View):
    permission = AnyBrowser
    keeps_answers = False

    @extend_schema(summary="What an invitation is for", request=LookIn, responses=LookOut)
    def post(self, request: Request) -> Response:
        invitation = invitations.open_invitation(parse(LookIn, request).token)
        context = {"has_account": invitations.has_account(invitation)}
        return Response(LookOut(invitation, context=context).data)


class AcceptInvitation(View):
    permission = AnyBrowser
    keeps_answers = False

    @extend_schema(
        summary="Accept an invitation",
        description="A new person gives name and password; one who has an account is signed in or gives its password.",
        request=AcceptIn,
        responses={201: SessionOut},
    )
    def post(self, request: Request) -> Response:
        data = parse(AcceptIn, request)
        user = invitations.accept_invitation(
            request._request,
            data.token,
            signed_in=self.who.user if request.user else None,
            name=data.name,
            password=data.password,
            network=network_of(request),
        )
        return session_of(Principal(user), 201)
