from msgspec.structs import replace

from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.places import require_new, swapped, without
from guidelines.operations.scope import NOTHING, Scope
from guidelines.operations.taxonomy.trees import (
    parent_key,
    path_of,
    siblings_at,
    taxonomy_field,
    with_siblings,
)
from guidelines.schema.document import Schema
from guidelines.schema.words import Key, Name
from labelwright.errors import Words


class RenameNode(FieldOperation, frozen=True, kw_only=True, tag="rename_node/1"):
    """`node` has another name, which exports write. Annotations keep keys, so none is touched."""

    node: Key
    name: Name

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        path = path_of(field, self.node)
        node, parent = replace(path[-1], name=self.name), parent_key(path)
        others = without(siblings_at(field, parent), [self.node])
        require_new(others, node, parent or field.key, "")
        return schema.with_field(with_siblings(field, parent, lambda nodes: swapped(nodes, node)))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        was = path_of(taxonomy_field(before, self.field), self.node)[-1].name
        return (RenameNode(field=self.field, node=self.node, name=was),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, RenameNode) and (following.field, following.node) == (
            self.field,
            self.node,
        )
        return (following,) if same else None

    def describe(self) -> str:
        return Words(
            "Rename the node {node} of {field} to “{name}”", node=self.node, field=self.field, name=self.name
        )
