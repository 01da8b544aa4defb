"""Other formats of predictions. The floor that knows a format tells how to rewrite it; everything else is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from datasets.evaluation.lines import Problem, RewrittenLine, VersionImage
from labelwright.errors import Fault, Invalid, Words

LINES: Final = "jsonl"
Images = Callable[[], Iterator[VersionImage]]
# (file, schema document, images of the version's split, options) → lines, and what could not be read
Rewrite = Callable[
    [IO[bytes], Mapping[str, Any], Images, Mapping[str, Any]], Iterator[RewrittenLine | Problem]
]
Check = Callable[[Mapping[str, Any]], None]

_formats: Final[dict[str, tuple[Rewrite, Check]]] = {}


def register_format(key: str, rewrite: Rewrite, check: Check) -> None:
    """Make a format known. `check` raises `Invalid` for options that it does not have."""
    _formats[key] = (rewrite, check)


def known_formats() -> tuple[str, ...]:
    """The formats that a file may have."""
    return (LINES, *_formats)


def check_format(key: str, options: Mapping[str, Any]) -> None:
    """Nothing, or `Invalid` for a format that is not known or options that it does not have."""
    if key in _formats:
        _formats[key][1](options)
        return
    if key != LINES:
        words = Words(
            "Expected one of {known}, found {found}.", known=", ".join(known_formats()), found=key[:50]
        )
        raise Invalid(words, errors=[Fault("/format", words)])
    if options:
        words = Words("Lines of JSON have no options. Leave them out.")
        raise Invalid(words, errors=[Fault("/options", words)])


def rewriter(key: str) -> Rewrite | None:
    """How to rewrite the format to lines; None where it is made of them."""
    return None if key == LINES else _formats[key][0]
