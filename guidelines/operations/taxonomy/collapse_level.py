from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import AnswerOperation, Context, Effect, Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.taxonomy.trees import Nodes, taxonomy_field
from guidelines.schema.document import Schema
from guidelines.schema.fields.taxonomy import MAXIMUM_LEVELS
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words

Depth = Annotated[int, Meta(ge=1, le=MAXIMUM_LEVELS)]


class CollapseLevel(AnswerOperation, frozen=True, kw_only=True, tag="collapse_level/1"):
    """`field` has `depth` levels of nodes, counted from the roots; answers further down become the node above them there."""

    depth: Depth

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        levels = max(map(len, field.paths.values()))
        if levels <= self.depth:
            detail = Words(
                "Expected fewer levels than {field} has ({levels}), found {found}.",
                field=field.key,
                levels=levels,
                found=self.depth,
            )
            raise NotApplicable("/depth", detail)
        return schema.with_field(replace(field, nodes=_cut(field.nodes, self.depth)))

    def migrate_answer(self, answer: Taxonomy, context: Context) -> Outcome | None:
        path = taxonomy_field(context.before, self.field).paths.get(answer.taxonomy, ())
        if len(path) <= self.depth:
            return None
        return Migrated((Taxonomy(path[self.depth - 1].key),), Words("was {label}", label=answer.taxonomy))

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, CollapseLevel) and following.field == self.field
        return (following,) if same else None

    def describe(self) -> str:
        if self.depth == 1:
            return Words("Collapse {field} to 1 level", field=self.field)
        return Words("Collapse {field} to {depth} levels", field=self.field, depth=self.depth)


def _cut(nodes: Nodes, depth: int) -> Nodes:
    return tuple(
        replace(node, children=_cut(node.children, depth - 1) if depth > 1 else ()) for node in nodes
    )
