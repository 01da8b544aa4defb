from typing import Literal

from guidelines.operations.base import AnswerOperation, Context, Effect
from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Dropped, Migrated, NeedsPerson, Outcome
from guidelines.operations.taxonomy.trees import (
    answers_among,
    parent_key,
    path_of,
    selectable,
    taxonomy_field,
    without_node,
)
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words


class RemoveNode(AnswerOperation, frozen=True, kw_only=True, tag="remove_node/1"):
    """`field` no longer has `node` nor what is below it.

    Answers there become the node above it, are dropped, or a person is asked for another. Its scope is all answers of the
    field: the nodes below `node` stand in the schema, not here.
    """

    node: Key
    answers: Literal["ask", "parent", "drop"] = "ask"

    def effect(self, before: Schema) -> Effect:
        return Effect.AMBIGUOUS if self.answers == "ask" else Effect.LOSSY

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        parent = parent_key(path_of(field, self.node))
        after = without_node(field, self.node)
        if self.answers == "parent" and parent is None:
            raise NotApplicable(
                "/answers", Words("Expected ask or drop, found parent: {node} is a root.", node=self.node)
            )
        if self.answers == "parent" and parent not in set(selectable(after)):
            detail = Words(
                "Expected ask or drop, found parent: {parent} has other children and may be no answer.",
                parent=parent,
            )
            raise NotApplicable("/answers", detail)
        return schema.with_field(after)

    def migrate_answer(self, answer: Taxonomy, context: Context) -> Outcome | None:
        path = taxonomy_field(context.before, self.field).paths.get(answer.taxonomy, ())
        if self.node not in [node.key for node in path]:
            return None
        reason = Words("{label} was removed", label=answer.taxonomy)
        if self.answers == "drop":
            return Dropped(reason)
        if self.answers == "parent":
            at = [node.key for node in path].index(self.node)
            return Migrated((Taxonomy(path[at - 1].key),), Words("was {label}", label=answer.taxonomy))
        field = taxonomy_field(context.after, self.field)
        return NeedsPerson(reason, answers_among(field, selectable(field)))

    def describe(self) -> str:
        rest = {
            "ask": Words("ask what answers there become"),
            "parent": Words("give answers there the node above it"),
            "drop": Words("drop answers there"),
        }
        return Words(
            "Remove the node {node} from {field} and {rest}",
            node=self.node,
            field=self.field,
            rest=rest[self.answers],
        )
