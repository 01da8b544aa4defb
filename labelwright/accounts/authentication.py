"""The two ways in: a session cookie with CSRF protection, or a bearer token. A token in a query string is no token."""

from __future__ import annotations

from typing import Any

from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from labelwright.accounts.models import ApiToken, User
from labelwright.accounts.services import sessions, tokens
from labelwright.errors import Forbidden


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: Any, reason: str) -> str:
        return reason


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer lw_…`. Cookies are ignored on a request that carries it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        kind, _, text = header.partition(" ")
        token = tokens.find_token(text.strip()) if kind.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed
        request._request.token_user = token.user  # type: ignore[attr-defined]  # for the log
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(BaseAuthentication):
    """The browser. CSRF is checked on every unsafe request, also before anybody is signed in."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        user = getattr(request._request, "user", None)
        check = _CsrfCheck(lambda r: None)  # type: ignore[arg-type, return-value]
        check.process_request(request._request)
        reason = check.process_view(request._request, None, (), {})  # type: ignore[arg-type]
        cross_site = request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method not in (
            "GET",
            "HEAD",
            "OPTIONS",
        )
        if reason or cross_site:
            raise Forbidden("The CSRF token is missing or wrong; reload the page.")
        if user is None or not user.is_active or not user.is_authenticated:
            return None
        sessions.keep_session(request._request)
        # The row itself: behind Django's lazy object each look at a field costs ten times as much.
        return getattr(request._request, "_cached_user", user), None
