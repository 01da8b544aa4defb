"""One line of a file of predictions: what a model says about one item. Plain: no database."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct, field

from labelwright.errors import Words

LONGEST: Final = 16 * 1024 * 1024  # bytes of a line
Score = Annotated[float, Meta(ge=0, le=1)]


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """The item by its `id` in the version or by its external id; `value` as an annotation says it, not read yet."""

    value: msgspec.Raw
    item: str | None = None
    external_id: str | None = None
    scores: dict[str, Score] = field(default_factory=dict)


class RewrittenLine(Line, frozen=True, forbid_unknown_fields=True):
    """As `Line`, where another format was rewritten; `at` is where the item stood there."""

    at: str = ""


class Problem(Struct, frozen=True):
    """Why something was refused: the line it stands on, or a JSON pointer into a file that is not made of lines."""

    detail: str
    line: int | None = None
    pointer: str = ""


class VersionImage(Struct, frozen=True):
    """An image of the version, for formats that number them: `number` counts from 1 as our exports do."""

    number: int
    item: str
    metadata: dict[str, Any]
    width: int | None
    height: int | None


class Unreadable(ValueError):
    """The line is not one; `words` says why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


_LINES: Final = msgspec.json.Decoder(Line)
_REWRITTEN: Final = msgspec.json.Decoder(RewrittenLine)


def read_line(source: bytes, *, is_rewritten: bool = False) -> Line:
    """The line that `source` holds. Raises `Unreadable`."""
    try:
        found = (_REWRITTEN if is_rewritten else _LINES).decode(source)
    except msgspec.ValidationError as error:
        raise Unreadable(
            Words("Expected a prediction, found another object: {error}.", error=error)
        ) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Unreadable(
            Words("Expected JSON in UTF-8, found something else: {error}.", error=error)
        ) from error
    except RecursionError as error:
        raise Unreadable(Words("The line is nested too deeply.")) from error
    if (found.item is None) == (found.external_id is None):
        raise Unreadable(Words("Expected one of “item” and “external_id”. Name the item once."))
    return found
