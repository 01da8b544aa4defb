"""How a text names a person: by pseudonym, the one word for them that is safe where it may be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# ASCII: in Korean and Japanese, words and endings stand against a name without a space.
_PERSON: Final = re.compile(r"(?<![\w-])@?(ann-[0-9a-f]{8})(?![\w-])", re.ASCII)
_MENTION: Final = re.compile(r"(?<![\w-])@(ann-[0-9a-f]{8})(?![\w-])", re.ASCII)
_GAP_AND_PERSON: Final = re.compile(rf"[ \t]*{_PERSON.pattern}", re.ASCII)


def mentioned_in(text: str) -> list[str]:
    """The pseudonyms that `text` mentions (`@ann-7f3c91d2`), each once."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def names_somebody(text: str) -> bool:
    """Whether a pseudonym is in `text`, mentioned or not."""
    return _PERSON.search(text) is not None


def without_people(text: str) -> str:
    """`text` without any pseudonym, for those who may not know of the people in it."""
    return _GAP_AND_PERSON.sub("", text).strip() or "…"


def renamed(text: str, words: Mapping[str, str]) -> str:
    """`text` with other words for the mentions of the pseudonyms in `words`."""
    return _MENTION.sub(lambda hit: words.get(hit[1], hit[0]), text)
