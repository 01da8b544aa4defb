"""The base of every view: it refuses until a permission is named, and creating requests can be repeated safely."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labelwright.accounts.principal import Principal
from labelwright.rest.idempotency import once
from labelwright.rest.permissions import Nobody


class View(APIView):
    """A view scopes, parses, calls one service or query, and answers.

    `permission` says who may call it; `keeps_answers` is False where the answer holds a secret, or where the
    service has an idempotency key of its own.
    """

    permission: ClassVar[type[BasePermission]] = Nobody
    keeps_answers: ClassVar[bool] = True

    def get_permissions(self) -> list[BasePermission]:
        return [self.permission()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        handler = getattr(self, (request.method or "").lower(), None)
        if request.method == "POST" and self.keeps_answers and handler is not None:
            self.post = lambda request, *a, **kw: once(request, handler, *a, **kw)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    @property
    def who(self) -> Principal:
        """The person asking, with what their token may do."""
        user: Any = self.request.user  # DRF thinks that it could be nobody, and of its own tokens
        token: Any = self.request.auth
        return Principal(user, token)
