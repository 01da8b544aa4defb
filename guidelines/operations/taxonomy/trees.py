"""Finding and moving nodes of a taxonomy. Each raises `NotApplicable`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Candidate
from guidelines.operations.places import field_of, inserted, require_new, swapped, without
from guidelines.schema.document import Schema
from guidelines.schema.fields.taxonomy import Node, Path, TaxonomyField
from guidelines.values.pointers import shown
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words

Nodes = tuple[Node, ...]
NO_ANSWER = "-"


def taxonomy_field(schema: Schema, key: str) -> TaxonomyField:
    """The taxonomy with this key."""
    return field_of(schema, key, TaxonomyField)


def path_of(field: TaxonomyField, key: str, pointer: str = "/node") -> Path:
    """The nodes that lead to the one with this key, itself last."""
    path = field.paths.get(key)
    if path is None:
        known = ", ".join(list(field.paths)[:10])
        raise NotApplicable(
            pointer,
            Words(
                "Expected a node of {field} ({known}), found {found}.",
                field=field.key,
                known=known,
                found=shown(key),
            ),
        )
    return path


def parent_key(path: Path) -> str | None:
    """The key of the node above the last of `path`; None above a root."""
    return path[-2].key if len(path) > 1 else None


def siblings_at(field: TaxonomyField, parent: str | None) -> Nodes:
    """The children of the node `parent`; the roots for None."""
    return field.nodes if parent is None else field.paths[parent][-1].children


def with_siblings(
    field: TaxonomyField, parent: str | None, change: Callable[[Nodes], Nodes]
) -> TaxonomyField:
    """`field` with `change` made to the children of the node `parent`, or to the roots for None."""
    if parent is None:
        return replace(field, nodes=change(field.nodes))
    *above, node = field.paths[parent]
    changed = replace(node, children=change(node.children))
    while above:
        over = above.pop()
        changed = replace(over, children=swapped(over.children, changed))
    return replace(field, nodes=swapped(field.nodes, changed))


def with_node(
    field: TaxonomyField, parent: str | None, node: Node, at: int | None, pointer: str
) -> TaxonomyField:
    """`field` with `node` among the children of `parent`, at position `at` or last."""
    require_new(siblings_at(field, parent), node, parent or field.key, pointer)
    return with_siblings(field, parent, lambda nodes: inserted(nodes, node, at))


def without_node(field: TaxonomyField, key: str) -> TaxonomyField:
    """`field` without the node `key` and what is below it."""
    parent = parent_key(path_of(field, key))
    return with_siblings(field, parent, lambda nodes: without(nodes, [key]))


def require_inner(field: TaxonomyField, key: str, pointer: str) -> None:
    """Nothing, or `NotApplicable` if a child would make answers of `key` ones that the field does not allow."""
    if field.leaves_only and not path_of(field, key, pointer)[-1].children:
        detail = Words(
            "Expected a node that has children, found {found}, which may be an answer. Refine it instead.",
            found=key,
        )
        raise NotApplicable(pointer, detail)


def below(node: Node) -> Iterator[str]:
    """The keys of `node` and of all nodes below it."""
    yield node.key
    for child in node.children:
        yield from below(child)


def selectable(field: TaxonomyField) -> Iterator[str]:
    """The keys of the nodes that may be an answer, parents before children."""
    for key, path in field.paths.items():
        if not (field.leaves_only and path[-1].children):
            yield key


def answers_among(field: TaxonomyField, keys: Iterable[str]) -> tuple[Candidate, ...]:
    """`keys` as what a person may answer, and no answer at all where the field does not require one."""
    found = [Candidate(key, (Taxonomy(key),)) for key in keys]
    return (*found, *([] if field.required else [Candidate(NO_ANSWER, ())]))
