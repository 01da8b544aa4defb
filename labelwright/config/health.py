"""GET /healthz: what is ready, in JSON, for people and for load balancers."""

from __future__ import annotations

import uuid

import orjson
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from labelwright.jobs import queries as jobs


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _storage() -> bool:
    name = f"health/{uuid.uuid4().hex}"
    try:
        default_storage.save(name, ContentFile(b"ok"))
        default_storage.delete(name)
    except Exception:  # noqa: BLE001  each storage has errors of its own, and all mean the same here
        return False
    return True


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the web server can work; a missing worker is said but does not take the web server out of service."""
    database = _database()
    worker = jobs.worker_health() if database else {"ready": False, "seen_seconds_ago": None}
    storage = _storage()
    body = {
        "ready": database and storage,
        "database": {"ready": database, "kind": connection.vendor},
        "worker": worker,
        "storage": {"ready": storage},
    }
    return HttpResponse(
        orjson.dumps(body), status=200 if body["ready"] else 503, content_type="application/json"
    )
