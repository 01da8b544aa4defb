"""Faults that shapes cannot express. A finding is a pointer relative to the thing that was looked at, and the detail."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelines.schema.named import Named

Finding = tuple[str, str]


def nested(prefix: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """`findings` as seen from the thing that holds what they are about at `prefix`."""
    return ((prefix + pointer, detail) for pointer, detail in findings)


def duplicates(things: "Sequence[Named]", words: str) -> Iterator[Finding]:
    """Findings for keys and names that occur before; names that only differ in Unicode normal form are the same name."""
    keys: dict[str, int] = {}
    names: dict[str, int] = {}
    for index, thing in enumerate(things):
        first = keys.setdefault(thing.key, index)
        if first != index:
            yield f"/{index}/key", f"Expected a key of its own, found {thing.key!r} of {words} {first + 1} again. Change one."
        first_named = names.setdefault(unicodedata.normalize("NFC", thing.name), index)
        if first_named != index and first == index:
            yield (
                f"/{index}/name",
                f"Expected a name of its own, found {thing.name!r} of {words} {first_named + 1} again. Change one.",
            )


def reversed_bounds(lower: float | None, upper: float | None, names: tuple[str, str]) -> Iterator[Finding]:
    """A finding if `lower` is above `upper`."""
    if lower is not None and upper is not None and lower > upper:
        yield f"/{names[1]}", f"Expected {names[1]} not below {names[0]} ({lower:g}), found {upper:g}. Swap or change them."
