"""Signing in and out, and oneself."""

from __future__ import annotations

from uuid import UUID

from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.accounts import queries
from labelwright.accounts.api.serializers import (
    LogInIn,
    MeIn,
    PasswordIn,
    SessionOut,
    SignInOut,
    UnsubscribeIn,
    UserOut,
)
from labelwright.accounts.principal import Principal
from labelwright.accounts.services import digests, sessions
from labelwright.rest.network import network_of
from labelwright.rest.pagination import PageIn, paged
from labelwright.rest.permissions import AnyBrowser, Anyone, InBrowser
from labelwright.rest.preconditions import if_match, versioned
from labelwright.rest.serializers import parse, parse_query
from labelwright.rest.views import View


def session_of(who: Principal | None, status: int = 200) -> Response:
    """The answer to "who am I"."""
    if who is None:
        return Response(SessionOut({"user": None, "organisations": []}).data, status=status)
    body = SessionOut({"user": who.user, "organisations": queries.own_memberships(who)}).data
    return versioned(body, who.user.version, status)


class Session(View):
    keeps_answers = False

    def get_permissions(self):  # type: ignore[no-untyped-def]
        return [Anyone() if self.request.method in ("GET", "HEAD", "OPTIONS") else AnyBrowser()]

    @extend_schema(
        summary="Who is signed in",
        description="Also gives the browser its CSRF cookie; send its value in X-CSRFToken with every unsafe request.",
        responses=SessionOut,
    )
    def get(self, request: Request) -> Response:
        get_token(request._request)
        return session_of(self.who if request.user else None)

    @extend_schema(summary="Log in", request=LogInIn, responses=SessionOut)
    def post(self, request: Request) -> Response:
        data = parse(LogInIn, request)
        user = sessions.sign_in(
            request._request, email=data.email, password=data.password, network=network_of(request)
        )
        return session_of(Principal(user))

    @extend_schema(summary="Log out", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        sessions.sign_out(request._request)
        # Not "storage": work that could not be sent yet waits there for its owner to come back.
        return Response(status=204, headers={"Clear-Site-Data": '"cache"'})


class Sessions(View):
    permission = InBrowser

    @extend_schema(
        summary="Browsers in which one is logged in", parameters=[PageIn], responses=SignInOut(many=True)
    )
    def get(self, request: Request) -> Response:
        rows = queries.sign_ins_of(self.who)
        return Response(paged(request, rows, parse_query(PageIn, request), SignInOut))

    @extend_schema(summary="Log out of every other browser", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        sessions.end_other_sessions(request._request, self.who.user)
        return Response(status=204)


class OneSession(View):
    permission = InBrowser

    @extend_schema(summary="Log out of one browser", responses={204: None})
    def delete(self, request: Request, sign_in: UUID) -> Response:
        sessions.end_session(queries.sign_in_for(self.who, sign_in))
        return Response(status=204)


class Password(View):
    permission = InBrowser
    keeps_answers = False

    @extend_schema(summary="Change one's password", request=PasswordIn, responses={204: None})
    def post(self, request: Request) -> Response:
        data = parse(PasswordIn, request)
        sessions.change_password(
            request._request, self.who.user, current=data.current, new=data.new, network=network_of(request)
        )
        return Response(status=204)


class Me(View):
    permission = InBrowser
    needs_if_match = ("PATCH",)

    @extend_schema(
        summary="Change one's name, language, theme, digest or shortcuts", request=MeIn, responses=UserOut
    )
    def patch(self, request: Request) -> Response:
        data = parse(MeIn, request)
        user = sessions.change_me(self.who.user, started_from=if_match(request), **vars(data))
        return versioned(UserOut(user).data, user.version)


class Unsubscribe(View):
    permission = AnyBrowser
    keeps_answers = False

    @extend_schema(
        summary="End the digest of whoever an e-mail was sent to",
        description="With the token of its link, without a log-in.",
        request=UnsubscribeIn,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        digests.unsubscribe(parse(UnsubscribeIn, request).token)
        return Response(status=204)
