"""The kinds of error every part of the product raises; none of them knows HTTP."""

from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct


class Fault(Struct, frozen=True, omit_defaults=True):
    """One thing wrong with an input: where, and what.

    `pointer` is a JSON pointer (RFC 6901); `line` and `column`, from 1, are set if the input was text.
    """

    pointer: str
    detail: str
    line: int | None = None
    column: int | None = None


class LabelwrightError(Exception):
    """The root of the product's own errors."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"


class Invalid(LabelwrightError):
    """The input does not say something that can be carried out; `errors` holds all of its faults."""

    code = "invalid"
    title = "The input is not valid"

    def __init__(self, *, errors: Iterable[Fault]) -> None:
        self.errors: tuple[Fault, ...] = tuple(errors)
        super().__init__("; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in self.errors[:5]))
