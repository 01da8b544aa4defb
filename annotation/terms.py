"""What a text is found by: the words of languages that part them, pairs of characters of those that do not."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 6  # of a word, so that its endings make no difference
MOST: Final = 400  # terms of one text
_SPACELESS = (
    "\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"  # kana, ideographs, Hangul
)
_RUNS = re.compile(rf"[{_SPACELESS}]+|[^\W_{_SPACELESS}]+")
_FIRST = re.compile(rf"[{_SPACELESS}]")
# Of a question these words say nothing, and nearly every question has them.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "not",
        "of",
        "on",
        "or",
        "should",
        "so",
        "than",
        "that",
        "the",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
    ]
)


def terms_of(*texts: str) -> list[str]:
    """The distinct terms of `texts` in the order of their first use, at most `MOST`.

    Full and half width, composed and decomposed characters, capitals and small letters are the same.
    """
    found: dict[str, None] = {}
    for text in texts:
        for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
            for term in _pairs(run) if _FIRST.match(run) else _word(run):
                found.setdefault(term)
    return list(found)[:MOST]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _word(run: str) -> list[str]:
    return [] if run in _EMPTY else [run[:LONGEST]]
