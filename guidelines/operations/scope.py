"""What an operation may touch, in the words of the index over the labels used."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from guidelines.values.value import Value

ANY = ""  # in place of a label: any answer of the field, with labels or without


class Scope(Struct, frozen=True):
    """Annotations that use one of `uses` (field key and label or option key, or `ANY`); all there are if `everything`.

    In doubt a scope says more. What it leaves out is never read, and is the same afterwards.
    """

    uses: frozenset[tuple[str, str]] = frozenset()
    everything: bool = False

    def __or__(self, other: Scope) -> Scope:
        return Scope(self.uses | other.uses, self.everything or other.everything)

    @property
    def is_empty(self) -> bool:
        """Whether no annotation can be touched: the schema alone changes."""
        return not self.uses and not self.everything

    def touches(self, value: Value) -> bool:
        """Whether `value` is in scope."""
        if self.everything:
            return True
        for field, answer in value.answers.items():
            if (field, ANY) in self.uses or any((field, label) in self.uses for label in answer.labels):
                return True
        return False


NOTHING = Scope()
EVERYTHING = Scope(everything=True)


def labels_of(field: str, labels: Iterable[str]) -> Scope:
    """Annotations that use one of these labels or options of the field."""
    return Scope(frozenset((field, label) for label in labels))


def whole_field(field: str) -> Scope:
    """Annotations that answer the field at all."""
    return Scope(frozenset({(field, ANY)}))
