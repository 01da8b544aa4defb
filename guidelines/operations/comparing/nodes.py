"""Differences between the nodes of two taxonomies.

The tree is walked from the roots down as it is to be, and a copy of the old one is changed on the way: whoever has its
place has it for good. What is gone goes after that, leaves first, so that its answers can become any node that is there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import Any

from msgspec.structs import replace

from guidelines.operations.base import Operation
from guidelines.operations.comparing.base import (
    Choice,
    Difference,
    asked,
    bare,
    certain,
    free_name,
    normal,
    paired,
)
from guidelines.operations.comparing.likeness import likeness
from guidelines.operations.comparing.options import MERGED
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fields.configure_field import ConfigureField
from guidelines.operations.taxonomy.add_node import AddNode
from guidelines.operations.taxonomy.collapse_level import CollapseLevel
from guidelines.operations.taxonomy.move_node import MoveNode
from guidelines.operations.taxonomy.refine_node import RefineNode
from guidelines.operations.taxonomy.remove_node import RemoveNode
from guidelines.operations.taxonomy.rename_node import RenameNode
from guidelines.operations.taxonomy.trees import below, parent_key, siblings_at
from guidelines.schema.document import Schema
from guidelines.schema.fields.taxonomy import MAXIMUM_LEVELS, MAXIMUM_NODES, Node, TaxonomyField
from labelwright.errors import Words

MOST_TARGETS = 10  # more than so many are no list to choose from
MOST_COMPARED = 200  # names that are spelled out against each other
MOST_SIBLINGS = 1000


def node_differences(before: TaxonomyField, after: TaxonomyField) -> Iterator[Difference]:
    """What leads from the nodes of `before` to those of `after`; their settings are for others, `leaves_only` aside.

    Where only leaves may be answers, before and after, some steps need that others may too in the meantime.
    Raises `NotApplicable` where no step by step way leads there.
    """
    after = bare(after)
    try:
        yield from list(_Walk(bare(before), after).differences())
    except NotApplicable:
        if not before.leaves_only:
            raise
        opened = replace(bare(before), leaves_only=False)
        found = list(_Walk(opened, after).differences())
        yield certain(
            f"{before.key}/nodes/opened",
            Words("All nodes of {field} may be answers while they are arranged", field=before.key),
            ConfigureField(field=before.key, leaves_only=False),
        )
        yield from found
        if after.leaves_only:
            yield asked(
                f"{before.key}/nodes/closed",
                Words("Only nodes of {field} that have no children may be answers again", field=before.key),
                [_closing(before.key)],
            )


def _closing(field: str) -> Choice:
    close = ConfigureField(field=field, leaves_only=True)
    return Choice("ask", Words("People are asked about what no longer fits"), (close,), 0.8)


class _Walk:
    """`now` is the tree so far, on its way to `after`."""

    def __init__(self, before: TaxonomyField, after: TaxonomyField) -> None:
        self.before, self.now, self.after = before, before, after
        self.key = before.key

    def differences(self) -> Iterator[Difference]:
        yield from self._placed(None)
        yield from self._gone()
        yield from self._renamed(None)

    def _do(self, *operations: Operation) -> None:
        for operation in operations:
            schema = Schema(input="text", fields=(self.now,))
            after: Any = operation.migrate_schema(schema).field(self.key)
            self.now = after
        levels = max(map(len, self.now.paths.values()))
        if levels > MAXIMUM_LEVELS or len(self.now.paths) > MAXIMUM_NODES:
            raise NotApplicable("", Words("Expected room for what is new beside what goes, found none."))

    def _children(self, key: str | None) -> tuple[Node, ...]:
        return siblings_at(self.now, key)

    def _placed(self, parent: str | None) -> Iterator[Difference]:
        """New and moved nodes under `parent`, and below them."""
        wanted = siblings_at(self.after, parent)
        if self._is_refined(parent, wanted):
            yield self._refined(str(parent), wanted)
            return
        here = [node.key for node in self._children(parent)]
        still = _longest_rising([node.key for node in wanted], here)
        previous: str | None = None
        for node in wanted:
            if node.key not in self.now.paths:
                yield self._added(parent, node, previous)
            elif node.key not in still:
                yield self._moved(parent, node.key, previous)
            previous = node.key
        for node in wanted:
            yield from self._placed(node.key)

    def _is_refined(self, parent: str | None, wanted: Sequence[Node]) -> bool:
        return (
            parent in self.before.paths
            and bool(wanted)
            and not self._children(parent)
            and all(key not in self.now.paths for node in wanted for key in below(node))
        )

    def _refined(self, key: str, children: tuple[Node, ...]) -> Difference:
        ask = RefineNode(field=self.key, node=key, children=children)
        choices = [Choice("ask", Words("People say which of them an answer is"), (ask,), 0.6)]
        if not (self.now.leaves_only or self.after.leaves_only):
            stay = replace(ask, answers="stay")
            choices.append(Choice("stay", Words("Answers stay where they are"), (stay,), 0.4))
        self._do(ask)
        return asked(
            f"{self.key}/nodes/{key}/refined",
            Words("The node {node} of {field} has children now", node=key, field=self.key),
            choices,
        )

    def _place(self, parent: str | None, key: str, previous: str | None) -> int | None:
        """The position behind `previous`; None for the last."""
        keys = [node.key for node in self._children(parent) if node.key != key]
        at = 0 if previous is None else keys.index(previous) + 1
        if len(keys) >= MOST_SIBLINGS:
            raise NotApplicable(
                "",
                Words(
                    "Expected fewer than {most} nodes beside each other.",
                    most=MOST_SIBLINGS,
                ),
            )
        return at if at < len(keys) else None

    def _added(self, parent: str | None, node: Node, previous: str | None) -> Difference:
        name = self._free_name(node, parent) or node.name
        new = replace(self._all_new(node), name=name)
        at = self._place(parent, node.key, previous)
        add = AddNode(field=self.key, node=new, under=parent, at=at)
        self._do(add)
        return certain(
            f"{self.key}/nodes/{node.key}/added",
            Words("The node {node} of {field} is new", node=node.key, field=self.key),
            add,
        )

    def _all_new(self, node: Node) -> Node:
        """`node` with what is below it, without nodes that are somewhere already and what hangs from them."""
        fresh = [child for child in node.children if child.key not in self.now.paths]
        return replace(node, children=tuple(self._all_new(child) for child in fresh))

    def _moved(self, parent: str | None, key: str, previous: str | None) -> Difference:
        node, operations = self.now.paths[key][-1], list[Operation]()
        name = self._free_name(node, parent)
        if name is not None:
            operations.append(RenameNode(field=self.key, node=key, name=name))
        at = self._place(parent, key, previous)
        operations.append(MoveNode(field=self.key, node=key, under=parent, at=at))
        self._do(*operations)
        it = {"node": key, "field": self.key}
        if parent:
            words = Words("The node {node} of {field} has another place under {parent}", **it, parent=parent)
        else:
            words = Words("The node {node} of {field} has another place at the root", **it)
        return certain(f"{self.key}/nodes/{key}/moved", words, *operations)

    def _free_name(self, node: Node, parent: str | None) -> str | None:
        """A name for `node` to wait with, if another one under `parent` has its own."""
        others = {normal(each.name) for each in self._children(parent) if each.key != node.key}
        if normal(node.name) not in others:
            return None
        around = list(siblings_at(self.after, parent))
        if node.key in self.now.paths:
            around += self._children(parent_key(self.now.paths[node.key]))
        return free_name(node.key, others | {normal(each.name) for each in around})

    def _gone(self) -> Iterator[Difference]:
        gone = [key for key in self.now.paths if key not in self.after.paths]
        collapsed = self._collapsed(gone)
        if collapsed is not None:
            yield collapsed
            return
        for key in reversed(gone):  # children before parents
            words = Words("The node {node} of {field} is gone", node=key, field=self.key)
            yield asked(f"{self.key}/nodes/{key}/removed", words, list(self._fates(key)))
            self._do(RemoveNode(field=self.key, node=key))

    def _collapsed(self, gone: Sequence[str]) -> Difference | None:
        """One question for all that are gone, if they are all the nodes from some level on and nothing is new."""
        depths = {key: len(path) for key, path in self.now.paths.items()}
        depth = min((depths[key] for key in gone), default=0) - 1
        deeper = sum(each > depth for each in depths.values())
        is_all = len(gone) > 1 and depth > 0 and deeper == len(gone)
        if not is_all or self.after.paths.keys() - self.before.paths.keys():
            return None
        collapse = CollapseLevel(field=self.key, depth=depth)
        top = [key for key in gone if depths[key] == depth + 1]
        ask: list[Operation] = [RemoveNode(field=self.key, node=key) for key in top]
        drop: list[Operation] = [RemoveNode(field=self.key, node=key, answers="drop") for key in top]
        self._do(collapse)
        choices = [
            Choice("parent", Words("Answers there become the node above them"), (collapse,), 0.6),
            Choice("ask", Words("People choose again where one of them was chosen"), tuple(ask), 0.3),
            Choice("drop", Words("Answers there are dropped"), tuple(drop), 0.05),
        ]
        words = Words("The nodes of {field} below level {depth} are gone", field=self.key, depth=depth)
        return asked(f"{self.key}/nodes/collapsed", words, choices)

    def _fates(self, key: str) -> Iterator[Choice]:
        """What may have become of the node `key`, below which nothing is left."""
        gone = self.now.paths[key][-1]
        parent = parent_key(self.now.paths[key])
        remove = RemoveNode(field=self.key, node=key)
        up = replace(remove, answers="parent")
        if parent is not None and not (self.now.leaves_only and len(self._children(parent)) > 1):
            yield Choice(
                "parent", Words("Answers there become {parent}, the node above it", parent=parent), (up,), 0.4
            )
        for target in self._targets(gone, parent):
            into = self._into(gone, target)
            alike = likeness(gone, target)
            if into is not None and target.key not in self.before.paths:
                yield Choice(
                    f"into:{target.key}", Words("It is {target} now", target=target.key), into, alike
                )
            elif into is not None:
                yield Choice(
                    f"into:{target.key}",
                    Words("It is part of {target} now", target=target.key),
                    into,
                    alike * MERGED,
                )
        yield Choice("ask", Words("People choose again where it was chosen"), (remove,), 0.3)
        drop = replace(remove, answers="drop")
        yield Choice("drop", Words("It is dropped where it was chosen"), (drop,), 0.05)

    def _targets(self, gone: Node, parent: str | None) -> list[Node]:
        """The nodes that look most like `gone`: new ones, and those beside it."""
        new = [path[-1] for key, path in self.now.paths.items() if key not in self.before.paths]
        beside = [
            node for node in self._children(parent) if node.key in self.before.paths and node.key != gone.key
        ]
        possible = [node for node in (*new, *beside) if node.key in self.after.paths]
        return nlargest(MOST_TARGETS, possible[:MOST_COMPARED], key=lambda node: likeness(gone, node))

    def _into(self, gone: Node, target: Node) -> tuple[Operation, ...] | None:
        """Gives the answers of `gone` to `target`: it hangs from there for a moment, then goes to the node above it."""
        path = self.now.paths[target.key]
        names = {normal(child.name) for child in target.children}
        if self.now.leaves_only and target.children:
            return None
        if len(path) >= MAXIMUM_LEVELS or normal(gone.name) in names:
            return None
        move = MoveNode(field=self.key, node=gone.key, under=target.key)
        remove = RemoveNode(field=self.key, node=gone.key, answers="parent")
        if not self.now.leaves_only:
            return move, remove
        opened = ConfigureField(field=self.key, leaves_only=False)
        return opened, move, remove, replace(opened, leaves_only=True)

    def _renamed(self, parent: str | None) -> Iterator[Difference]:
        wanted = siblings_at(self.after, parent)
        for number, (key, name) in enumerate(paired(self._children(parent), wanted).renames({})):
            rename = RenameNode(field=self.key, node=key, name=name)
            yield certain(f"{self.key}/nodes/{key}/renamed/{number}", rename.describe(), rename)
        for node in wanted:
            yield from self._renamed(node.key)


def _longest_rising(wanted: Sequence[str], here: Sequence[str]) -> frozenset[str]:
    """As many of `wanted` as possible that stand in `here` in the same order: they can stay where they are.

    Patience sorting: `tails` has for every length the chain that ends soonest.
    """
    places = {key: place for place, key in enumerate(here)}
    tails, keys = list[int](), list[str]()
    above: dict[str, str | None] = {}
    for key in wanted:
        if key not in places:
            continue
        length = bisect_left(tails, places[key])
        above[key] = keys[length - 1] if length else None
        tails[length : length + 1] = [places[key]]
        keys[length : length + 1] = [key]
    found, last = set[str](), keys[-1] if keys else None
    while last is not None:
        found.add(last)
        last = above[last]
    return frozenset(found)
