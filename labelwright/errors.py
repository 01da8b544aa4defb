"""The kinds of error. Each app's errors are subclasses of one of them.

They know nothing of HTTP: `labelwright.config.problems` maps kinds to statuses. Keyword arguments
become data of the problem document, so that a program can act on them without reading prose.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec


class Words(str):
    """A sentence for people, with what was found put into it: English as a string, and what a translation needs.

    Only the sentence is translated, never what was put into it, unless that is `Words` too. A sentence with nothing to
    put into it can be a plain string. tests/house/test_words.py finds the sentences in the source by this name.
    """

    template: str
    data: dict[str, Any]

    def __new__(cls, template: str, /, **data: Any) -> Words:
        words = super().__new__(cls, template.format(**data))
        words.template, words.data = template, data
        return words


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing wrong with an input: where (a JSON pointer, and the line if it was text) and what to do."""

    pointer: str
    detail: str
    line: int | None = None
    column: int | None = None


class LabelwrightError(Exception):
    """Something that a caller can be told in plain words."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str = "", **data: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.data = data


class Invalid(LabelwrightError):
    """The input does not fit; `errors` names every fault at once."""

    code = "invalid"
    title = "Some of the input is not valid"

    def __init__(self, detail: str = "", *, errors: Iterable[Fault] = (), **data: Any) -> None:
        super().__init__(detail, **data)
        self.errors: tuple[Fault, ...] = tuple(errors)

    def __str__(self) -> str:
        return "; ".join([self.detail or self.title, *(f"{e.pointer}: {e.detail}" for e in self.errors)])


class MissingPrecondition(Invalid):
    """A change did not say which state it starts from."""

    code = "missing-precondition"
    title = "Say which version you started from"


class TooLarge(Invalid):
    """The input is larger than this installation takes."""

    code = "too-large"
    title = "This is too large"


class NotSupported(Invalid):
    """The content is of a type that is not taken here."""

    code = "not-supported"
    title = "This type of content is not taken here"


class Forbidden(LabelwrightError):
    """The caller may see the thing but may not do this to it."""

    code = "forbidden"
    title = "You may not do this"


class NotSignedIn(Forbidden):
    """Nobody is signed in, or the sign-in is no longer good."""

    code = "not-signed-in"
    title = "Sign in first"


class NotFound(LabelwrightError):
    """The thing does not exist, or the caller may not know that it does."""

    code = "not-found"
    title = "There is no such thing here"


class Conflict(LabelwrightError):
    """The state does not allow it now."""

    code = "conflict"
    title = "This does not fit the present state"


class Stale(Conflict):
    """The caller started from a state that is no longer the newest."""

    code = "stale"
    title = "Somebody changed this in the meantime"


class Unavailable(LabelwrightError):
    """It can be done, but not now."""

    code = "unavailable"
    title = "Not available right now"


class Busy(Unavailable):
    """The caller has asked for too much at once."""

    code = "busy"
    title = "Too many at once"
