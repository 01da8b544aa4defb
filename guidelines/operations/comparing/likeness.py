"""How much two labels or options look like the same thing under another key."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from guidelines.schema.labels import Label
from guidelines.schema.named import Named

MOST = 0.95  # no likeness makes two keys certainly the same
OF_NAMES = 0.7  # the rest of the weight is that of attributes


def likeness(one: Named, other: Named) -> float:
    """From 0 to `MOST`: names or titles that are spelled alike; for labels also attributes in common."""
    spelled = max(_spelled_alike(one.name, other.name), _titled_alike(one, other))
    if isinstance(one, Label) and isinstance(other, Label) and (one.attributes or other.attributes):
        shared = _shared(
            (attribute.key for attribute in one.attributes), (attribute.key for attribute in other.attributes)
        )
        spelled = OF_NAMES * spelled + (1 - OF_NAMES) * shared
    return round(MOST * spelled, 2)


def _titled_alike(one: Named, other: Named) -> float:
    languages = one.titles.keys() & other.titles.keys()
    pairs = [(one.titles[language], other.titles[language]) for language in languages]
    return max((_spelled_alike(*pair) for pair in pairs if all(pair)), default=0.0)


def _spelled_alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _shared(one: Iterable[str], other: Iterable[str]) -> float:
    """Intersection over union."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second)
