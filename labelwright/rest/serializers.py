"""Envelopes of the API. Input serializers refuse what they do not know; output serializers only describe."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from labelwright.errors import Fault, Invalid, Words
from labelwright.rest.language import translated


class In(serializers.Serializer[Any]):
    """The body of a request. A field that is not declared is refused, at every depth, never silently ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = [key for key in data if key not in self.fields]
            if unknown:
                raise serializers.ValidationError(
                    {
                        key: translated(
                            Words(
                                "Unknown field. Known here: {known}.",
                                known=", ".join(self.fields) or Words("none"),
                            )
                        )
                        for key in unknown
                    }
                )
        return super().to_internal_value(data)


class NothingIn(In):
    """The body of a request that says nothing more: empty, or `{}`."""


class SaidField(serializers.CharField):
    """A sentence of ours in an answer, in the language of the request."""

    def to_representation(self, value: Any) -> str:
        return translated(value)


class Out(serializers.Serializer[Any]):
    """The body of an answer: it says what is in it, for the reader of the OpenAPI document and for the browser."""


def pointers(detail: Any, at: str = "") -> list[Fault]:
    """DRF's nested error structure as a flat list of faults with JSON pointers."""
    if isinstance(detail, dict):
        return [
            fault
            for key, value in detail.items()
            for fault in pointers(value, at if key == "non_field_errors" else f"{at}/{_escape(str(key))}")
        ]
    if isinstance(detail, list):
        faults: list[Fault] = []
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            faults += pointers(value, f"{at}/{index}" if nested else at)
        return faults
    return [Fault(at, str(detail))]


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def parse(serializer: type[In], request: Request) -> SimpleNamespace:
    """The validated body of `request`, as attributes. Raises `Invalid` with every fault at once."""
    return _validated(serializer(data=request.data))


def parse_query(serializer: type[In], request: Request) -> SimpleNamespace:
    """The validated query string: an unknown parameter is refused, so that no filter is ignored silently."""
    return _validated(serializer(data=request.query_params.dict()))


def _validated(serializer: In) -> SimpleNamespace:
    if not serializer.is_valid():
        raise Invalid("Some of the input is not valid.", errors=pointers(serializer.errors))
    return SimpleNamespace(**serializer.validated_data)
