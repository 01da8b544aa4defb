"""What differs between two schemas, and what may have happened: the types, and small helpers of the comparison."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from guidelines.operations.base import Operation
from guidelines.schema.identity import without_cosmetics
from guidelines.schema.named import Named
from guidelines.schema.parse import to_plain

N = TypeVar("N", bound=Named)


class Choice(Struct, frozen=True):
    """One thing that may have been meant. `confidence` is a rough figure from 0 to 1 for sorting, not a probability."""

    key: str
    words: str
    operations: tuple[Operation, ...]
    confidence: float


class Difference(Struct, frozen=True):
    """One difference, in plain words, and what may have been meant by it, the likeliest first.

    `decided` is the key of a choice that is certain and takes nothing from any annotation; None asks the curator.
    """

    id: str
    words: str
    choices: tuple[Choice, ...]
    decided: str | None = None

    @property
    def needs_decision(self) -> bool:
        return self.decided is None

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


def certain(id: str, words: str, *operations: Operation) -> Difference:
    """A difference that can only mean one thing, and a harmless one."""
    return Difference(id, words, (Choice("apply", words, operations, 1.0),), "apply")


def asked(id: str, words: str, choices: Iterable[Choice]) -> Difference:
    """A difference that the curator decides on, even if only one thing can be meant."""
    return Difference(id, words, tuple(sorted(choices, key=lambda choice: -choice.confidence)))


def bare(thing: N) -> N:
    """`thing` without cosmetic parts, as operations write it down."""
    return msgspec.convert(without_cosmetics(to_plain(thing)), type(thing))


def keyed(things: Iterable[N]) -> dict[str, N]:
    return {thing.key: thing for thing in things}


class Pairing(Struct, Generic[N], frozen=True):
    """Things before and after, paired by key, each in its own order."""

    before: Mapping[str, N]
    after: Mapping[str, N]

    @property
    def added(self) -> list[str]:
        return [key for key in self.after if key not in self.before]

    @property
    def removed(self) -> list[str]:
        return [key for key in self.before if key not in self.after]

    @property
    def common(self) -> list[str]:
        return [key for key in self.before if key in self.after]

    def names_to_add(self, present: Iterable[str]) -> dict[str, str]:
        """The name that each new thing gets while those of `present` are there: its own, or one to wait with."""
        taken = {normal(self.before[key].name) for key in present}
        names: dict[str, str] = {}
        for key in self.added:
            wanted = self.after[key].name
            names[key] = self._free(key, taken) if normal(wanted) in taken else wanted
            taken.add(normal(names[key]))
        return names

    def renames(self, added: Mapping[str, str]) -> list[tuple[str, str]]:
        """Keys and names, one after the other, until all have their own; `added` says what the new ones have now.

        No name is in use twice on the way: two that swap names do so by way of a third.
        """
        now = {key: self.before[key].name for key in self.common} | dict(added)
        waiting = {key: self.after[key].name for key in now if self.after[key].name != now[key]}
        steps: list[tuple[str, str]] = []
        while waiting:
            key = next((key for key in waiting if _is_free(waiting[key], key, now)), None)
            if key is not None:
                name = waiting.pop(key)
            else:
                key = next(iter(waiting))
                name = self._free(key, {normal(each) for each in now.values()})
            now[key] = name
            steps.append((key, name))
        return steps

    def is_reordered(self) -> bool:
        """Whether the order differs once what is gone is gone and what is new stands last."""
        return [*self.common, *self.added] != list(self.after)

    def _free(self, key: str, taken: set[str]) -> str:
        return free_name(key, {normal(thing.name) for thing in self.after.values()} | taken)


def paired(before: Sequence[N], after: Sequence[N]) -> Pairing[N]:
    return Pairing(keyed(before), keyed(after))


def _is_free(name: str, key: str, now: Mapping[str, str]) -> bool:
    return all(normal(other) != normal(name) for holder, other in now.items() if holder != key)


def free_name(key: str, taken: Container[str]) -> str:
    """A name for the thing `key` to wait with, none of `taken`, which are in normal form."""
    return next(name for number in range(1, 100_000) if (name := f"{key} {number}") not in taken)


def normal(name: str) -> str:
    """`name` in the form in which names are compared."""
    return unicodedata.normalize("NFC", name)
