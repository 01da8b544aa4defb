"""Choosing parts of a schema's plain document, for the strategies of operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.laws.strategies import Document

Drawn = Document | None
Draw = Callable[[st.SearchStrategy[Any]], Any]

NEW_KEYS = st.sampled_from(["new", "new_2", "other", "z"])


def located(document: Document) -> list[Document]:
    """The fields with labels."""
    return [field for field in document["fields"] if "labels" in field]


def keys_of(things: list[Document]) -> list[str]:
    return [thing["key"] for thing in things]


def a_label(draw: Draw, document: Document) -> tuple[Document, Document] | None:
    """A field and one of its labels."""
    fields = located(document)
    if not fields:
        return None
    field = draw(st.sampled_from(fields))
    return field, draw(st.sampled_from(field["labels"]))


def a_field(draw: Draw, document: Document, *kinds: str) -> Drawn:
    """A field of one of `kinds`; of any where none is named."""
    fields = [field for field in document["fields"] if not kinds or field["type"] in kinds]
    return draw(st.sampled_from(fields)) if fields else None


def an_attribute(draw: Draw, document: Document, *kinds: str) -> tuple[Document, Document, Document] | None:
    """A field, one of its labels and one of its attributes, of one of `kinds`; of any where none is named."""
    found = [
        (field, label, attribute)
        for field in located(document)
        for label in field["labels"]
        for attribute in label.get("attributes", [])
        if not kinds or attribute["type"] in kinds
    ]
    return draw(st.sampled_from(found)) if found else None


def with_options(draw: Draw, document: Document, *, least: int = 1) -> tuple[Document, Document] | None:
    """The address of something with at least so many options, as members of an operation, and that thing."""
    fields = [
        ({"field": field["key"]}, field)
        for field in document["fields"]
        if field["type"] in ("choice", "choices")
    ]
    attributes = [
        ({"field": field["key"], "label": label["key"], "attribute": attribute["key"]}, attribute)
        for field in located(document)
        for label in field["labels"]
        for attribute in label.get("attributes", [])
        if "options" in attribute
    ]
    found = [each for each in fields + attributes if len(each[1]["options"]) >= least]
    return draw(st.sampled_from(found)) if found else None
