"""What every response carries."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from labelwright.config.problems import respond
from labelwright.config.refusals import note_of, refusals
from labelwright.ids import new_id
from labelwright.rest.network import network_of

log = structlog.get_logger("labelwright.requests")

# A token in an address is no token, but somebody may have tried, and the log is read by others.
SECRET = re.compile(r"lw_[0-9A-Za-z]+_[0-9A-Za-z]+|(?<=/unsubscribe\?token=)[^&\s]+")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class RequestIdentity:
    """Each request has an id; the problem document and the log line carry the same one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(new_id())  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response


class Language:
    """What the request is told is in the language that it asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            return self.get_response(request)


class RequestLog:
    """One line for each request: who asked for what and how it ended, under the id that the answer carries too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.bind_contextvars(request_id=request.id)  # type: ignore[attr-defined]
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            log.log(
                _level(response.status_code),
                "request",
                request=SECRET.sub("lw_***", f"{request.method} {request.get_full_path()}"),
                code=response.status_code,
                ms=round((time.perf_counter() - begun) * 1000, 1),
                user_id=_asker(request),
                ip=network_of(request),
            )
            return response
        finally:
            structlog.contextvars.clear_contextvars()


def _level(status: int) -> int:
    return logging.INFO if status < 400 else logging.WARNING if status < 500 else logging.ERROR


def _asker(request: Any) -> str | None:
    """Who asked, as far as anybody looked: a line in the log is no reason to read a session."""
    user = _known(request)
    return str(user.pk) if user else None


def _known(request: Any) -> Any:
    """The person, if somebody looked for one and found them."""
    user = getattr(request, "_cached_user", None) or request.__dict__.get("token_user")
    return user if user is not None and user.pk else None


class NotedRefusals:
    """Refusals are noted for the audit log. Only noted: who is refused does not wait for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = _known(request)
        note = note_of(request, response, user.pk if user else None)
        if note is not None:
            refusals.note(note)
        return response


class ContentSecurityPolicy(CSPMiddleware):
    """The policy on every response. It is put together anew only for the pages, which have a nonce of their own."""

    kept = ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if getattr(request, "_csp_nonce", None) is not None:
            return super().process_response(request, response)
        if not self.kept:
            self.kept = super().process_response(request, HttpResponse())[HEADER]
        response.headers.setdefault(HEADER, self.kept)
        return response


class ResponseHeaders:
    """Isolation headers everywhere, and no cache for anything that does not ask for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class Problems:
    """Errors of views that are not DRF's (event streams) become problem documents too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return respond(exception, request)
