"""Which split an item falls into: decided by the item alone, so that a new one never moves an old one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final

from msgspec import Struct

from labelwright.errors import Fault, Words

RULE: Final = "salted-sha256/1"
DEFAULT: Final[Mapping[str, float]] = {"train": 0.8, "val": 0.1, "test": 0.1}
# Splits take their places on the line from 0 to 1 in this order, whatever order they were written in.
FIRST: Final = ("train", "val", "test")
WHOLE: Final = 1 << 64
MAXIMUM: Final = 10


class SplitRule(Struct, frozen=True, dict=True):
    """`shares` are (name, share) in the order of `ordered`; together they are 1."""

    salt: str
    shares: tuple[tuple[str, float], ...]

    def split_of(self, *, group_key: str, content_hash: str) -> str:
        """The split of an item: that of its group, or of its own content where it has no group."""
        place = position(self.salt, group_key=group_key, content_hash=content_hash)
        return next((name for name, end in self.ends if place < end), self.shares[-1][0])

    @cached_property
    def ends(self) -> tuple[tuple[str, int], ...]:
        """Where each split ends on the line from 0 to 2**64; exact, so that every machine says the same."""
        ends, total = [], Fraction(0)
        for name, share in self.shares:
            total += Fraction(str(share))
            ends.append((name, int(total * WHOLE)))
        return tuple(ends)


def position(salt: str, *, group_key: str, content_hash: str) -> int:
    """A whole number below 2**64: the first eight bytes of SHA-256 over the salt, a line feed and what to keep together.

    That is `group:<key>`, or `content:<hash>` where there is no group.
    """
    kept_together = f"group:{group_key}" if group_key else f"content:{content_hash}"
    digest = hashlib.sha256(f"{salt}\n{kept_together}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def ordered(shares: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The shares as train, val, test, then the others by name."""
    known = {name: place for place, name in enumerate(FIRST)}
    return tuple(sorted(shares.items(), key=lambda pair: (known.get(pair[0], len(FIRST)), pair[0])))


def share_faults(shares: Mapping[str, float]) -> list[Fault]:
    """What is wrong with the shares; empty if nothing is."""
    faults = [
        Fault(f"/splits/{name}", Words("Expected a share above 0 and at most 1, found {share}.", share=share))
        for name, share in shares.items()
        if not 0 < share <= 1
    ]
    faults += [
        Fault(
            "/splits",
            Words("Expected names of 1 to 30 lower-case letters, digits, _ or -, found {name!r}.", name=name),
        )
        for name in shares
        if not _is_name(name)
    ]
    if not 1 <= len(shares) <= MAXIMUM:
        faults.append(
            Fault(
                "/splits",
                Words("Expected 1 to {most} splits, found {count}.", most=MAXIMUM, count=len(shares)),
            )
        )
    total = sum(Fraction(str(share)) for share in shares.values() if share == share)
    if not faults and total != 1:
        faults.append(
            Fault("/splits", Words("Expected shares that add up to 1, found {total:g}.", total=float(total)))
        )
    return faults


def _is_name(name: str) -> bool:
    return (
        1 <= len(name) <= 30 and name.isascii() and all(c.islower() or c.isdigit() or c in "_-" for c in name)
    )
