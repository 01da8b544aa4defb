"""Who may call a view at all. What of the data they see is decided by the queries that the view starts from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

SAFE = ("GET", "HEAD", "OPTIONS")


class Nobody(BasePermission):
    """The default: a view that nobody thought about shows nothing, and says so loudly where it is developed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        raise ImproperlyConfigured(f"{type(view).__name__} names no permission")


class Anyone(BasePermission):
    """Open to people who are not signed in: log-in, invitations, health."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return True


class SignedIn(BasePermission):
    """A person in the browser, or a token with the scope that the method needs (`read` or `write`)."""

    read_scope = "read"
    write_scope = "write"

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.user is None:
            return False
        scope = self.read_scope if request.method in SAFE else self.write_scope
        token: Any = request.auth  # DRF thinks of its own tokens
        return token is None or token.grants(scope)


class InBrowser(BasePermission):
    """A person in the browser only: a stolen token must not make more tokens or change a password."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user is not None and request.auth is None


class ChangesInBrowser(SignedIn):
    """Reading as `SignedIn`; changing in the browser only: who may come and what they may do is decided by people."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and (request.auth is None or request.method in SAFE)


class AnyBrowser(BasePermission):
    """A browser, also before anybody is signed in. A token has no session to begin or to end."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.auth is None


class PullsDatasets(SignedIn):
    """As `SignedIn`, and reading also with a token that can do nothing but pull dataset versions."""

    read_scope = "dataset:read"


class AsksForExports(PullsDatasets):
    """As `PullsDatasets`, and such a token may also ask for a version in another format: that changes nothing."""

    write_scope = "dataset:read"


class WritesPredictions(PullsDatasets):
    """As `PullsDatasets`, and writing also with a token that can send predictions besides."""

    write_scope = "predictions:write"
