"""Examples in the text of a guideline: a line of its own names one, says whether it is right, and why.

    {example: rbc-1 | wrong | Two cells that touch are two boxes.}

Verdict and caption are words of the guideline and stand in its text. What the example shows is known on a floor above, by its key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from markdown_it.token import Token

LONGEST_KEY: Final = 63
LONGEST_CAPTION: Final = 500
_LINE = re.compile(
    r"\{example:[ \t]*([a-z][a-z0-9_-]{0,62})[ \t]*\|[ \t]*(right|wrong|borderline)[ \t]*(?:\|(.*))?\}"
)


class Verdict(StrEnum):
    """What an example is one of."""

    RIGHT = "right"
    WRONG = "wrong"
    BORDERLINE = "borderline"


@dataclass(frozen=True, slots=True)
class Example:
    """An example as the text names it; `section` is the key of the section that it stands in, empty before the first."""

    key: str
    verdict: Verdict
    caption: str
    section: str = ""


def example_line(key: str, verdict: str, caption: str) -> str:
    """The line that names an example; of the caption what fits into one line."""
    words = " ".join(caption.split()).rstrip("\\")
    return f"{{example: {key} | {verdict} | {words}}}" if words else f"{{example: {key} | {verdict}}}"


def read_line(line: str) -> Example | None:
    """The example that a line names, or None for every other line."""
    match = _LINE.fullmatch(line.strip())
    if match is None:
        return None
    key, verdict, caption = match.groups()
    return Example(key, Verdict(verdict), (caption or "").strip()[:LONGEST_CAPTION])


def paragraph_of(opening: Token, inline: Token) -> Sequence[Example]:
    """The examples of a paragraph of which each line names one; nothing for a paragraph that also says something else."""
    if opening.type != "paragraph_open" or opening.level != 0:
        return ()
    found = [read_line(line) for line in inline.content.split("\n")]
    return [each for each in found if each is not None] if all(found) else ()
