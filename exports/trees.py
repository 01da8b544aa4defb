"""Finding a node of a taxonomy by what files call it."""

from __future__ import annotations

from guidelines.schema.fields.taxonomy import Node, TaxonomyField


class TreeLookup:
    """Finds the nodes of one taxonomy, by all names from the root, or by the name, key or title of the node alone."""

    def __init__(self, field: TaxonomyField) -> None:
        self._paths = {tuple(node.name for node in path): path[-1] for path in field.paths.values()}
        self._alone: tuple[dict[str, list[Node]], ...] = ({}, {}, {})
        for node in self._paths.values():
            for known, words in zip(
                self._alone, ({node.name}, {node.key}, set(node.titles.values())), strict=True
            ):
                for word in words:
                    known.setdefault(word, []).append(node)

    def find(self, names: tuple[str, ...]) -> list[Node]:
        """The nodes that are meant: one, none, or several that have the same name."""
        if names in self._paths:
            return [self._paths[names]]
        if len(names) != 1:
            return []
        return next((known[names[0]] for known in self._alone if names[0] in known), [])
