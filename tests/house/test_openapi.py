"""The OpenAPI document is complete: built without warnings, every operation and every field explained."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

VERBS = ("get", "post", "put", "patch", "delete")


@cache
def build() -> tuple[dict[str, Any], list[str]]:
    """The document, and what the generator complained about."""
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        document = SchemaGenerator().get_schema(request=None, public=True)
        told = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    return document, [str(message) for message in told]


def operations() -> list[tuple[str, dict[str, Any]]]:
    document, _ = build()
    return [
        (f"{verb.upper()} {path}", operation)
        for path, entry in document["paths"].items()
        for verb, operation in entry.items()
        if verb in VERBS
    ]


def fields() -> list[tuple[str, dict[str, Any]]]:
    schemas = build()[0].get("components", {}).get("schemas", {})
    return [
        (f"{name}.{field}", schema)
        for name, component in schemas.items()
        for field, schema in component.get("properties", {}).items()
        if name != "Problem"
    ]


def test_the_document_builds_without_a_warning():
    assert build()[1] == []


def test_the_document_is_openapi_3_1():
    assert build()[0]["openapi"].startswith("3.1")


@pytest.mark.parametrize(("name", "operation"), operations(), ids=[name for name, _ in operations()])
def test_every_operation_is_described(name: str, operation: dict[str, Any]):
    assert operation.get("summary"), "it needs a summary: @extend_schema(summary=…)"
    successes = {code: answer for code, answer in operation["responses"].items() if re.match("[23]", code)}
    assert successes, "it needs a typed answer: @extend_schema(responses=…)"
    untyped = [
        code for code, answer in successes.items() if code not in ("204", "304") and not _typed(answer)
    ]
    assert untyped == []
    unexplained = [
        p["name"] for p in operation.get("parameters", []) if p["in"] == "query" and not p.get("description")
    ]
    assert unexplained == []


def _typed(answer: dict[str, Any]) -> bool:
    contents = answer.get("content", {}).values()
    return bool(contents) and all(content.get("schema") for content in contents)


def test_every_field_is_explained():
    assert [name for name, schema in fields() if not _explained(schema)] == []


def _explained(schema: dict[str, Any]) -> bool:
    return bool(schema.get("description"))


def test_no_two_operations_have_one_name():
    names = [operation["operationId"] for _, operation in operations()]

    assert sorted({name for name in names if names.count(name) > 1}) == []
