from typing import Annotated, Literal

from msgspec import Meta

from guidelines.operations.base import AnswerOperation, Context, Effect, Operation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.outcome import NeedsPerson, Outcome
from guidelines.operations.scope import NOTHING, Scope, labels_of
from guidelines.operations.taxonomy.remove_node import RemoveNode
from guidelines.operations.taxonomy.trees import (
    answers_among,
    below,
    path_of,
    selectable,
    taxonomy_field,
    with_siblings,
)
from guidelines.schema.document import Schema
from guidelines.schema.fields.taxonomy import Node
from guidelines.schema.words import Key
from guidelines.values.pointers import shown
from guidelines.values.taxonomy import Taxonomy
from labelwright.errors import Words


class RefineNode(AnswerOperation, frozen=True, kw_only=True, tag="refine_node/1"):
    """`node`, a leaf, has `children`.

    A person is asked which of them an answer of `node` is, or answers stay on it, where the field takes more than leaves.
    """

    node: Key
    children: Annotated[tuple[Node, ...], Meta(min_length=1, max_length=1000)]
    answers: Literal["ask", "stay"] = "ask"

    def effect(self, before: Schema) -> Effect:
        return Effect.AMBIGUOUS if self.answers == "ask" else Effect.LOSSLESS

    def scope(self) -> Scope:
        return labels_of(self.field, [self.node]) if self.answers == "ask" else NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = taxonomy_field(schema, self.field)
        if path_of(field, self.node)[-1].children:
            raise NotApplicable(
                "/node", Words("Expected a node without children, found {found}. Add nodes.", found=self.node)
            )
        if self.answers == "stay" and field.leaves_only:
            detail = Words(
                "Expected ask, found stay: only nodes without children are answers of {field}.",
                field=field.key,
            )
            raise NotApplicable("/answers", detail)
        for index, child in enumerate(self.children):
            for key in below(child):
                if key in field.paths:
                    detail = Words(
                        "Expected new keys in {field}, found {found}, which is there.",
                        field=field.key,
                        found=shown(key),
                    )
                    raise NotApplicable(f"/children/{index}", detail)
        return schema.with_field(with_siblings(field, self.node, lambda _: self.children))

    def migrate_answer(self, answer: Taxonomy, context: Context) -> Outcome | None:
        if answer.taxonomy != self.node or self.answers == "stay":
            return None
        field = taxonomy_field(context.after, self.field)
        family = set(below(field.paths[self.node][-1]))
        keys = [key for key in selectable(field) if key in family]
        # what may stay comes last: it is what a person says who cannot tell
        ordered = sorted(keys, key=lambda key: key == self.node)
        return NeedsPerson(Words("{node} was refined", node=self.node), answers_among(field, ordered))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        if self.answers == "ask":
            raise Irreversible  # what people said would be lost
        return tuple(RemoveNode(field=self.field, node=child.key) for child in self.children)

    def describe(self) -> str:
        rest = (
            Words("ask which an answer is")
            if self.answers == "ask"
            else Words("leave answers where they are")
        )
        return Words(
            "Refine the node {node} of {field} into {children} and {rest}",
            node=self.node,
            field=self.field,
            children=", ".join(each.key for each in self.children),
            rest=rest,
        )
