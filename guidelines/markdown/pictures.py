"""Pictures in Markdown: `![Two cells that touch](picture:k7f2m9q4x5abcdef)`.

The text says which picture and what it shows, never where it is: an address would be wrong wherever else the text is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

SCHEME: Final = "picture:"
KEY_LENGTH: Final = 16
_KEY: Final = rf"[a-z2-7]{{{KEY_LENGTH}}}"
_ADDRESS: Final = re.compile(rf"{SCHEME}({_KEY})")
# As the editors write it, with any alternative text that Markdown reads as one.
_WRITTEN: Final = re.compile(
    rf"!\[((?:\\.|[^\[\]\\])*)\]\([ \t]*<?{SCHEME}({_KEY})>?(?:[ \t]+\"[^\"\n]*\")?[ \t]*\)"
)
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def key_in(address: str) -> str | None:
    """The key of the picture that an image's address names; None for every other address."""
    match = _ADDRESS.fullmatch(address)
    return match[1] if match else None


def in_words(markdown: str, *, except_of: Collection[str] = (), mark: str = "") -> str:
    """The text with what they show in the place of its pictures, but for those of the keys `except_of`.

    `mark` stands before each, so that a reader knows that there was a picture.
    """

    def told(match: re.Match[str]) -> str:
        if match[2] in except_of:
            return match[0]
        shows = _ESCAPED.sub(r"\1", match[1]).strip()
        return f"[{mark}: {shows}]" if mark and shows else f"[{mark}]" if mark else shows

    return _WRITTEN.sub(told, markdown)
