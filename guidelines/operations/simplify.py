"""Fewer operations that do the same."""

from __future__ import annotations

from collections.abc import Sequence

from guidelines.operations.base import Operation


def simplify(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """`operations` with neighbours folded where one says what both do: rename a → b, b → c is rename a → c."""
    done: list[Operation] = []
    waiting = list(reversed(operations))
    while waiting:
        following = waiting.pop()
        folded = done[-1].absorb(following) if done else None
        if folded is None:
            done.append(following)
        else:
            done.pop()
            waiting += reversed(folded)
    return tuple(done)
