"""What points to a section of a guideline, and where it points to when the section goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something that is about a section: an example in it, a question about it. `id` is unique among its kind."""

    kind: str  # example, thread
    id: str
    title: str
    section: str


@dataclass(frozen=True, slots=True)
class Move:
    """Where what points to `section` points to from now on: another section, or the guideline as a whole (an empty `to`).

    With an `id` it is about that one alone; None for `to` leaves an example out.
    """

    section: str
    to: str | None
    id: str = ""


def move_of(pointer: Pointer, moves: Sequence[Move]) -> Move | None:
    """The move that a pointer makes: its own rather than that of all that point to its section."""
    mine = [move for move in moves if move.section == pointer.section and move.id in ("", pointer.id)]
    return max(mine, key=lambda move: bool(move.id), default=None)
