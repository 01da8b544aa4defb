from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.places import Place
from guidelines.operations.scope import NOTHING, Scope
from guidelines.operations.taxonomy.remove_node import RemoveNode
from guidelines.operations.taxonomy.trees import below, path_of, require_inner, taxonomy_field, with_node
from guidelines.schema.document import Schema
from guidelines.schema.fields.taxonomy import Node
from guidelines.schema.words import Key
from guidelines.values.pointers import shown
from labelwright.errors import Words


class AddNode(FieldOperation, frozen=True, kw_only=True, tag="add_node/1"):
    """`field` has a new `node`, with what is below it, under the node `under` or as a root, at position `at` or last.

    No annotation uses it yet. Under a leaf only where answers may stay on it: else it is to be refined.
    """

    node: Node
    under: Key | None = None
    at: Place | None = None

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        if self.under is not None:
            path_of(field, self.under, "/under")
            require_inner(field, self.under, "/under")
        for key in below(self.node):
            if key in field.paths:
                raise NotApplicable(
                    "/node",
                    Words(
                        "Expected new keys in {field}, found {found}, which is there.",
                        field=field.key,
                        found=shown(key),
                    ),
                )
        return schema.with_field(with_node(field, self.under, self.node, self.at, "/node"))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (RemoveNode(field=self.field, node=self.node.key),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        undone = isinstance(following, RemoveNode) and (following.field, following.node) == (
            self.field,
            self.node.key,
        )
        return () if undone else None

    def describe(self) -> str:
        it = {"node": self.node.key, "field": self.field}
        if self.under:
            return Words("Add the node {node} under {under} in {field}", **it, under=self.under)
        return Words("Add the node {node} at the root of {field}", **it)
