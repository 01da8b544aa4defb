"""A browser as the API sees it: cookies, the CSRF token from its cookie, JSON in and out."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.test import Client

from labelwright.accounts.models import User
from tests.api.world import session_headers

API = "/api/v1"


class Browser:
    """Starts without any cookie, or with a session of `user`."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user is not None:
            for cookie in session_headers(user)["Cookie"].split("; "):
                name, _, value = cookie.partition("=")
                self.client.cookies[name] = value

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to one request; `If_Match="3"` and the like are headers."""
        token = self.client.cookies.get(settings.CSRF_COOKIE_NAME)
        sent = {"X-CSRFToken": token.value} if token else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = "" if body is None else body if isinstance(body, bytes) else json.dumps(body, default=str)
        return self.client.generic(method, API + path, data, content_type="application/json", headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PUT", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("DELETE", path, **headers)

    @property
    def session_key(self) -> str:
        cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        return cookie.value if cookie else ""
