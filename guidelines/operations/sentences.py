"""Sentences put together from sentences, so that each part can still be said in another language."""

from __future__ import annotations

from collections.abc import Sequence

from labelwright.errors import Words


def in_a_row(*parts: str) -> str:
    """The parts that say something, one after the other; empty if none does."""
    return _joined([part for part in parts if part], "{one}; {other}")


def listed(parts: Sequence[str]) -> str:
    """All of the parts."""
    return _joined(parts, "{one}, {other}")


def either(parts: Sequence[str]) -> str:
    """One of the parts."""
    return _joined(parts, "{one} or {other}")


def all_of(parts: Sequence[str]) -> str:
    """The parts, which hold together."""
    return _joined(parts, "{one} and {other}")


def _joined(parts: Sequence[str], template: str) -> str:
    """Halved, and each half joined: a thousand parts are ten sentences deep."""
    if not parts:
        return ""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return Words(template, one=_joined(parts[:half], template), other=_joined(parts[half:], template))
