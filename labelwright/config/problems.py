"""Errors become problem documents (RFC 9457). The only place where a kind of error meets an HTTP status."""

from __future__ import annotations

from typing import Any

import msgspec
import orjson
import structlog
from django.core import exceptions as django_errors
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from rest_framework import exceptions as drf_errors
from rest_framework.response import Response

from labelwright import errors
from labelwright.rest.language import in_their_words, translated
from labelwright.rest.serializers import pointers

log = structlog.get_logger("labelwright")


class WrongMethod(errors.Invalid):
    """The address exists, but does not take this method."""

    code = "wrong-method"
    title = "This address does not take this method"


# The nearest class on the error's own line of ancestors decides.
STATUS: dict[type[errors.LabelwrightError], int] = {
    errors.Invalid: 400,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    WrongMethod: 405,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.NotSupported: 415,
    errors.MissingPrecondition: 428,
    errors.Busy: 429,
    errors.Unavailable: 503,
}
FRAMEWORK: dict[type[Exception], type[errors.LabelwrightError]] = {
    drf_errors.MethodNotAllowed: WrongMethod,
    drf_errors.NotAuthenticated: errors.NotSignedIn,
    drf_errors.AuthenticationFailed: errors.NotSignedIn,
    drf_errors.PermissionDenied: errors.Forbidden,
    django_errors.PermissionDenied: errors.Forbidden,
    Http404: errors.NotFound,
    drf_errors.NotFound: errors.NotFound,
    drf_errors.UnsupportedMediaType: errors.NotSupported,
    drf_errors.Throttled: errors.Busy,
    django_errors.RequestDataTooBig: errors.TooLarge,
    django_errors.SuspiciousOperation: errors.Invalid,
    drf_errors.ParseError: errors.Invalid,
}


def status_of(error: errors.LabelwrightError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def document(error: errors.LabelwrightError, request_id: str) -> dict[str, Any]:
    """The body of the problem document for `error`, in the language of the request."""
    body: dict[str, Any] = {
        "type": f"/problems/{error.code}",
        "title": translated(error.title),
        "status": status_of(error),
        "detail": translated(error.detail or error.title),
        "instance": f"urn:uuid:{request_id}",
    }
    if isinstance(error, errors.Invalid) and error.errors:
        body["errors"] = [msgspec.to_builtins(in_their_words(fault)) for fault in error.errors]
    more = {
        name: translated(part) if isinstance(part, errors.Words) else part
        for name, part in error.data.items()
    }
    return {**more, **body}


def answer(error: errors.LabelwrightError, request_id: str) -> HttpResponse:
    body = document(error, request_id)
    return HttpResponse(
        orjson.dumps(body, default=str),
        status=body["status"],
        content_type="application/problem+json",
        headers={"Content-Language": get_language() or "en"},
    )


def handle(error: Exception, context: dict[str, Any]) -> Response | HttpResponse | None:
    """DRF's exception handler."""
    return respond(error, context["request"])


def respond(error: Exception, request: Any) -> HttpResponse | None:
    """The answer to `error`; None for one that nobody foresaw."""
    known = translate(error)
    if known is None:
        return None
    response = answer(known, getattr(request, "id", ""))
    if isinstance(known, errors.Unavailable):
        response["Retry-After"] = str(known.data.get("retry_after", 5))
    if isinstance(known, errors.NotSignedIn):
        response["WWW-Authenticate"] = "Bearer"
    return response


def translate(error: Exception) -> errors.LabelwrightError | None:
    if isinstance(error, errors.LabelwrightError):
        return error
    if isinstance(error, drf_errors.ValidationError):
        return errors.Invalid("Some of the input is not valid.", errors=pointers(error.detail))
    for kind, ours in FRAMEWORK.items():
        if isinstance(error, kind):
            spoken = isinstance(error, drf_errors.ParseError | drf_errors.UnsupportedMediaType)
            return ours(str(error)) if spoken else ours()
    return None


def _id(request: HttpRequest) -> str:
    return getattr(request, "id", "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(errors.Forbidden("The CSRF token is missing or wrong; reload the page."), _id(request))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(errors.NotFound(), _id(request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(errors.Invalid("The server could not read this request."), _id(request))


def server_error(request: HttpRequest) -> HttpResponse:
    body = {
        "type": "/problems/internal",
        "title": translated("Something broke on our side"),
        "status": 500,
        "detail": translated("Nothing was changed. The instance names the line of the server's log."),
        "instance": f"urn:uuid:{_id(request)}",
    }
    return HttpResponse(orjson.dumps(body), status=500, content_type="application/problem+json")
