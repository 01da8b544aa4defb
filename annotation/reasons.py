"""Reasons kept in a text column so that each reader has them in their own language. Plain: no database.

A reason that is `Words` is kept as JSON: its template and what was put into it. Any other, and those from before this was
so, are kept as they read, in English, and are read as they are.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from labelwright.errors import Words

_SAID: Final = "said"
_WITH: Final = "with"
_START: Final = f'{{"{_SAID}":'


def kept_reason(reason: str, *, longest: int) -> str:
    """`reason` for the column, of at most `longest` characters; one that is too long with its parts is kept in English."""
    if isinstance(reason, Words):
        kept = msgspec.json.encode(_plain(reason)).decode()
        if len(kept) <= longest:
            return kept
    return str(reason)[:longest]


def read_reason(kept: str) -> str:
    """What `kept_reason` kept."""
    if not kept.startswith(_START):
        return kept
    try:
        return _read(msgspec.json.decode(kept))
    except (ValueError, TypeError, LookupError):  # a text of before that only looks like one of ours
        return kept


def _plain(words: Words) -> dict[str, Any]:
    return {_SAID: words.template, _WITH: {name: _part(part) for name, part in words.data.items()}}


def _part(part: Any) -> Any:
    """Numbers stay numbers: a template may say how they are written."""
    if isinstance(part, Words):
        return _plain(part)
    return part if isinstance(part, int | float) else str(part)


def _read(plain: dict[str, Any]) -> Words:
    parts = {name: _read(part) if isinstance(part, dict) else part for name, part in plain[_WITH].items()}
    return Words(plain[_SAID], **parts)
