from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

from msgspec import Meta, field
from msgspec.structs import replace

from guidelines.schema.findings import Finding
from guidelines.schema.named import Named
from guidelines.schema.words import Colour, Key
from guidelines.values.pointers import shown
from labelwright.errors import Words

LabelKeys = Annotated[tuple[Key, ...], Meta(max_length=1000)]


class RelationType(Named, frozen=True, kw_only=True):
    """One kind of arrow between spans, or between regions.

    `sources` (`from`) and `targets` (`to`) are the labels it may leave from and lead to; empty stands for all. In a `hierarchy`
    it leads from parent to child: a child has one parent, and nothing is above itself.
    """

    colour: Colour | None = None
    sources: LabelKeys = field(name="from", default=())
    targets: LabelKeys = field(name="to", default=())
    hierarchy: bool = False

    def findings(self, labels: Collection[str]) -> Iterator[Finding]:
        """What is wrong with this type in a field that has these labels."""
        for name, keys in (("from", self.sources), ("to", self.targets)):
            for index, key in enumerate(keys):
                if key not in labels:
                    yield (
                        f"/{name}/{index}",
                        Words("Expected a label of this field, found {found}. Remove it.", found=shown(key)),
                    )
                elif key in keys[:index]:
                    yield (
                        f"/{name}/{index}",
                        Words("Expected each label once, found {found} again. Remove it.", found=shown(key)),
                    )

    def joins(self, source: str | None, target: str | None) -> bool:
        """Whether it may lead from a part of the label `source` to one of `target`; None stands for no part at all."""
        ends = ((self.sources, source), (self.targets, target))
        return all(label is not None and (not allowed or label in allowed) for allowed, label in ends)

    def without_labels(self, keys: Collection[str], instead: Sequence[str] = ()) -> "RelationType | None":
        """This type with `instead` of the labels `keys`; None if it would have no label left to leave from or lead to."""
        sources, targets = _exchanged(self.sources, keys, instead), _exchanged(self.targets, keys, instead)
        if (self.sources and not sources) or (self.targets and not targets):
            return None
        return replace(self, sources=sources, targets=targets)


class Forest:
    """The parents and children that one type of relation has joined so far, taken in one after the other."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._above: dict[str, str] = {}  # on the way to the root, shortened with every question

    def parent(self, child: str) -> str | None:
        return self._parents.get(child)

    def would_circle(self, parent: str, child: str) -> bool:
        """Whether `child`, which has no parent yet, is already above `parent`."""
        return self._root(parent) == child

    def join(self, parent: str, child: str) -> None:
        self._parents[child] = self._above[child] = parent

    def _root(self, part: str) -> str:
        way = []
        while part in self._above:
            way.append(part)
            part = self._above[part]
        self._above.update(dict.fromkeys(way, part))
        return part


def _exchanged(ends: Sequence[str], gone: Collection[str], instead: Sequence[str]) -> tuple[str, ...]:
    """`ends` with `instead` in the place of the first that is gone, and each once."""
    first = next((index for index, key in enumerate(ends) if key in gone), None)
    if first is None:
        return tuple(ends)
    return tuple(dict.fromkeys(key for key in (*ends[:first], *instead, *ends[first:]) if key not in gone))
