"""Texts whose entities are marked in place: `[Mina Park](person) joined` becomes text and spans."""

import re
from dataclasses import dataclass

_MARKED = re.compile(r"\[([^\[\]()]+)\]\(([a-z][a-z0-9_]*)\)")
_LEFT_OVER = re.compile(r"[\[\]]|\]\(")


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Part of a text in Unicode code points, `end` exclusive."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class MarkedText:
    text: str
    spans: tuple[MarkedSpan, ...]


def parse_marked(source: str) -> MarkedText:
    """The text without its marks, and the marked spans in order.

    Raises `ValueError` with the source where a bracket is left over, as after a typing error.
    """
    text, spans, position = "", [], 0
    for mark in _MARKED.finditer(source):
        text += source[position : mark.start()]
        spans.append(MarkedSpan(len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        position = mark.end()
    text += source[position:]
    if _LEFT_OVER.search(text):
        raise ValueError(f"a mark is not closed or has no label: {source}")
    return MarkedText(text, tuple(spans))
