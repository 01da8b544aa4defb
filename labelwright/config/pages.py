"""The one page of the front end, and the OpenAPI document."""

from __future__ import annotations

from functools import cache

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_safe

from labelwright.accounts.services import digests
from labelwright.config.problems import answer
from labelwright.errors import NotFound, Unavailable


@require_safe
@ensure_csrf_cookie
def index(request: HttpRequest) -> HttpResponse:
    """The front end's page, with the nonce that its style elements need; nothing else in it is inline."""
    try:
        page = settings.FRONTEND_INDEX.read_text(encoding="utf-8")
    except FileNotFoundError:
        return answer(Unavailable("The front end is not built; `./run` builds it."), request.id)  # type: ignore[attr-defined]
    return HttpResponse(page.replace("__CSP_NONCE__", str(request.csp_nonce)))  # type: ignore[attr-defined]


@csrf_exempt
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """The front end's page for the link in a digest; a POST is a mail program's one click (RFC 8058), and needs no more.

    No cookie counts here, only the signed token in the address.
    """
    if request.method != "POST":
        return index(request)  # type: ignore[no-any-return]
    try:
        digests.unsubscribe(request.GET.get("token", ""))
    except NotFound as error:
        return answer(error, request.id)  # type: ignore[attr-defined]
    return HttpResponse(status=204)


@cache
def openapi_bytes() -> bytes:
    from drf_spectacular.generators import SchemaGenerator  # loading it costs 200 ms: only who asks pays

    schema = SchemaGenerator().get_schema(request=None, public=True)
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS, default=str) + b"\n"


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of this very version."""
    return HttpResponse(openapi_bytes(), content_type="application/json")


def no_such_api(request: HttpRequest) -> HttpResponse:
    return answer(NotFound("There is no such address in the API."), request.id)  # type: ignore[attr-defined]
