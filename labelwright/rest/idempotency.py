"""A request that creates something can be sent twice and still create it once.

The answer is remembered in the transaction of the effect: either both are there or neither. A commit can succeed
while its answer is lost on the way; the retry then gets the same answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from labelwright.errors import Conflict, Invalid
from labelwright.rest.models import RememberedAnswer

KEPT_HEADERS = ("ETag", "Location")


class KeyReused(Conflict):
    """The same key came with another request."""

    code = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request"


def once(
    request: Request, handler: Callable[..., Response], *args: Any, **kwargs: Any
) -> Response | HttpResponse:
    """The answer of `handler`, or the remembered one if this key has been answered before."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or request.user is None:
        return handler(request, *args, **kwargs)
    if len(key) > 100 or not key.isascii() or not key.isprintable():
        raise Invalid("An Idempotency-Key has 1 to 100 printable ASCII characters.")
    user: Any = request.user  # DRF thinks that it could be nobody
    fingerprint = hashlib.sha256(
        str(request.method).encode() + request.get_full_path().encode() + b"\0" + request._request.body
    ).hexdigest()
    try:
        with transaction.atomic():
            record = RememberedAnswer.objects.create(
                user=user, key=key, route=request.path[:300], request_hash=fingerprint
            )
            response = handler(request, *args, **kwargs)
            response.accepted_renderer = request.accepted_renderer
            response.accepted_media_type = request.accepted_media_type
            response.renderer_context = {}  # type: ignore[attr-defined]
            record.status = response.status_code
            record.body = response.render().content
            record.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            record.save(update_fields=["status", "body", "headers"])
            return response
    except IntegrityError:
        remembered = RememberedAnswer.objects.filter(user=user, key=key).first()
        if remembered is None:
            raise
    if remembered.request_hash != fingerprint:
        raise KeyReused("Use a new key for each new request.")
    return HttpResponse(
        bytes(remembered.body),
        status=remembered.status,
        content_type="application/json",
        headers={**remembered.headers, "Idempotency-Replayed": "true"},
    )
