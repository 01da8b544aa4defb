from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.places import Place, position
from guidelines.operations.scope import NOTHING, Scope
from guidelines.operations.taxonomy.trees import (
    below,
    parent_key,
    path_of,
    require_inner,
    siblings_at,
    taxonomy_field,
    with_node,
    without_node,
)
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from labelwright.errors import Words


class MoveNode(FieldOperation, frozen=True, kw_only=True, tag="move_node/1"):
    """`node`, with what is below it, stands under the node `under` or as a root, at position `at` there or last.

    Annotations keep the keys of nodes, not the paths to them, so none is touched.
    """

    node: Key
    under: Key | None = None
    at: Place | None = None

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        path = path_of(field, self.node)
        if self.under is not None:
            path_of(field, self.under, "/under")
            if self.under in below(path[-1]):
                detail = Words(
                    "Expected a node that is not below {node}, found {found}.",
                    node=self.node,
                    found=self.under,
                )
                raise NotApplicable("/under", detail)
        rest = without_node(field, self.node)
        if self.under is not None and self.under != parent_key(path):
            require_inner(rest, self.under, "/under")
        return schema.with_field(with_node(rest, self.under, path[-1], self.at, ""))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        """Not where the node was the only one below another that could become an answer by its leaving."""
        field = taxonomy_field(before, self.field)
        parent = parent_key(path_of(field, self.node))
        siblings = siblings_at(field, parent)
        if field.leaves_only and parent is not None and parent != self.under and len(siblings) == 1:
            raise Irreversible
        at = position(siblings, self.node)
        return (MoveNode(field=self.field, node=self.node, under=parent, at=at),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, MoveNode) and (following.field, following.node) == (
            self.field,
            self.node,
        )
        return (following,) if same else None

    def describe(self) -> str:
        it = {"node": self.node, "field": self.field}
        if self.under:
            return Words("Move the node {node} of {field} under {under}", **it, under=self.under)
        return Words("Move the node {node} of {field} to the root", **it)
