"""The OpenAPI document: error answers, preconditions and idempotency are described here, once for all views."""

from __future__ import annotations

import inspect
from typing import Any, cast

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from labelwright.rest.serializers import Out

PROBLEM = {
    "type": "object",
    "description": "What went wrong, where, and how to mend it (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "A page that explains this kind of problem."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The id of this request in the logs."},
        "errors": {
            "type": "array",
            "description": "Every fault of the input at once.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the request body."},
                    "detail": {"type": "string"},
                    "line": {"type": "integer"},
                    "column": {"type": "integer"},
                },
            },
        },
    },
    "additionalProperties": True,
}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "labelwright.accounts.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The browser's session; unsafe requests also carry the CSRF cookie's value in X-CSRFToken.",
        }


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "labelwright.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer lw_…`"}


class Pages:
    """How `paged()` wraps a list, in the words of the generator."""

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": {**schema, "description": "One page of rows."},
                "next": {
                    "type": ["string", "null"],
                    "description": "Pass it back as `after` for the next page; null on the last one.",
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[Any]:
        return []  # each list names PageIn, or its own query serializer, among its parameters


def listing(out: type[Out]) -> Out:
    """The serializer of a page of `out`: what `paged` gives."""
    named = getattr(out, "_spectacular_annotation", {}).get("component_name", out.__name__)
    name = f"{named.removesuffix('Out')}PageOut"
    fields = {
        "results": out(many=True, help_text="The rows of this page."),
        "next": serializers.CharField(
            allow_null=True, help_text="Pass it as `after`; null on the last page."
        ),
    }
    return cast(Out, type(name, (Out,), fields)())


class Schema(AutoSchema):
    """Names operations by path and method, and adds the headers that every view takes."""

    def get_operation_id(self) -> str:
        parts = [p for p in self.path.removeprefix("/api/v1/").split("/") if p]
        words = ["by_" + p.strip("{}") if p.startswith("{") else p for p in parts]
        verb = {"get": "get", "post": "post", "put": "put", "patch": "patch", "delete": "delete"}[
            self.method.lower()
        ]
        return "_".join([verb, *words]).replace("-", "_")

    def _get_paginator(self) -> Pages:
        return Pages()

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name.removesuffix('Out')}PageOut"  # as `listing` names it

    def get_description(self) -> str:  # type: ignore[override]
        """The method's own docstring; that of a base class would tell the reader of the API nothing."""
        return inspect.getdoc(getattr(self.view, self.method.lower(), None)) or ""

    def get_tags(self) -> list[str]:
        return [self.view.__module__.split(".api")[0].rsplit(".", 1)[-1]]

    def get_override_parameters(self) -> list[Any]:
        headers = []
        if self.method == "POST" and getattr(self.view, "keeps_answers", False):
            headers.append(
                OpenApiParameter(
                    "Idempotency-Key",
                    str,
                    OpenApiParameter.HEADER,
                    description="Any text of up to 100 characters; the same key gives the first answer again.",
                )
            )
        if self.method in getattr(self.view, "needs_if_match", ()):
            headers.append(
                OpenApiParameter(
                    "If-Match",
                    str,
                    OpenApiParameter.HEADER,
                    required=True,
                    description='The version that you read, as in `"3"`.',
                )
            )
        return headers


def describe_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every operation can answer with a problem document."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "What went wrong and how to mend it.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("default", answer)
    return result
