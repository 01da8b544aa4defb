from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Final

from msgspec import Meta

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.base import FieldBase
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.named import Named
from guidelines.values.pointers import shown
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words

MAXIMUM_LEVELS: Final = 12
MAXIMUM_NODES: Final = 10_000


class Node(Named, frozen=True, kw_only=True):
    """One place in a taxonomy. Keys are unique in the whole tree, names among the children of one node."""

    children: "Annotated[tuple[Node, ...], Meta(max_length=1000)]" = ()


Path = tuple[Node, ...]


class TaxonomyField(FieldBase[Taxonomy], frozen=True, kw_only=True, tag="taxonomy", dict=True):
    """Exactly one node of a tree; with `leaves_only` one that has no children."""

    answer = Taxonomy

    nodes: Annotated[tuple[Node, ...], Meta(min_length=1, max_length=1000)]
    leaves_only: bool = False

    @property
    def classes(self) -> tuple[Named, ...]:
        return tuple(path[-1] for path in self.paths.values())

    @cached_property
    def paths(self) -> dict[str, Path]:
        """For every key the nodes that lead to it, from the root to the node itself; parents before children."""
        return {path[-1].key: path for path in _paths(self.nodes)}

    def findings(self) -> Iterator[Finding]:
        yield from nested("/nodes", duplicates(self.nodes))
        yield from _strays(self.nodes)
        paths = list(_paths(self.nodes))
        if len(paths) > MAXIMUM_NODES:
            yield "/nodes", f"Expected at most {MAXIMUM_NODES} nodes, found {len(paths)}. Split the field."
        if (levels := max(map(len, paths), default=0)) > MAXIMUM_LEVELS:
            yield "/nodes", f"Expected at most {MAXIMUM_LEVELS} levels, found {levels}. Flatten the tree."

    def answer_findings(self, answer: Taxonomy, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        path = self.paths.get(answer.taxonomy)
        if path is None:
            found = shown(answer.taxonomy)
            yield (
                "/taxonomy",
                Words("Expected a node of {key}, found {found}. Choose another.", key=self.key, found=found),
            )
        elif self.leaves_only and path[-1].children:
            found = shown(answer.taxonomy)
            yield (
                "/taxonomy",
                Words("Expected a node without children, found {found}. Choose one below it.", found=found),
            )


def _paths(nodes: Sequence[Node], above: Path = ()) -> Iterator[Path]:
    for node in nodes:
        path = (*above, node)
        yield path
        yield from _paths(node.children, path)


def _strays(nodes: Sequence[Node]) -> Iterator[Finding]:
    """Findings for what is twice among the children of a node, and for keys that another branch has too."""
    homes: dict[str, str] = {}

    def look(siblings: Sequence[Node], at: str) -> Iterator[Finding]:
        for index, node in enumerate(siblings):
            if homes.setdefault(node.key, at) != at:
                detail = Words(
                    "Expected a key of its own, found {found} in two branches. Change one.",
                    found=shown(node.key),
                )
                yield f"{at}/{index}/key", detail
            below = f"{at}/{index}/children"
            yield from nested(below, duplicates(node.children))
            yield from look(node.children, below)

    return look(nodes, "/nodes")
