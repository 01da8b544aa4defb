"""Faults that shapes cannot express.

A finding is a pointer, relative to the thing that was looked at, and the detail.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from guidelines.values.pointers import shown
from labelwright.errors import Words

if TYPE_CHECKING:
    from guidelines.schema.named import Named

Finding = tuple[str, str]


def nested(prefix: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """`findings` as seen from the thing that holds what they are about at `prefix`."""
    return ((prefix + pointer, detail) for pointer, detail in findings)


def duplicates(things: "Sequence[Named]") -> Iterator[Finding]:
    """Findings for keys and names that occur before.

    Names that only differ in Unicode normal form are the same name.
    """
    keys: set[str] = set()
    names: set[str] = set()
    for index, thing in enumerate(things):
        name = unicodedata.normalize("NFC", thing.name)
        if thing.key in keys:
            yield (
                f"/{index}/key",
                Words(
                    "Expected a key of its own, found {found} a second time. Change one.",
                    found=shown(thing.key),
                ),
            )
        elif name in names:
            yield (
                f"/{index}/name",
                Words(
                    "Expected a name of its own, found {found} a second time. Change one.",
                    found=shown(thing.name),
                ),
            )
        keys.add(thing.key)
        names.add(name)


def reversed_bounds(lower: float | None, upper: float | None, names: tuple[str, str]) -> Iterator[Finding]:
    """A finding if `lower` is above `upper`."""
    if lower is not None and upper is not None and lower > upper:
        yield (
            f"/{names[1]}",
            Words(
                "Expected {higher_name} not below {lower_name} ({lower:g}), found {upper:g}. Swap or change them.",
                higher_name=names[1],
                lower_name=names[0],
                lower=lower,
                upper=upper,
            ),
        )
