from typing import Literal

from guidelines.operations.base import Context, Effect
from guidelines.operations.outcome import Dropped, NeedsPerson, Outcome
from guidelines.operations.places import without
from guidelines.operations.relations.base import (
    RelationOperation,
    other_types,
    related_field,
    relation_of,
    with_relations,
)
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.relations import Relation
from labelwright.errors import Words


class RemoveRelation(RelationOperation, frozen=True, kw_only=True, tag="remove_relation/1"):
    """`field` no longer has the type `relation`. Its relations are dropped, or a person is asked which type they get instead."""

    relation: Key
    relations: Literal["ask", "drop"] = "ask"

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY if self.relations == "drop" else Effect.AMBIGUOUS

    def types(self) -> frozenset[str]:
        return frozenset({self.relation})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = related_field(schema, self.field)
        relation_of(field, self.relation)
        return with_relations(schema, field, without(field.relations, [self.relation]))

    def migrate_relation(self, relation: Relation, context: Context) -> Outcome:
        reason = Words("{label} was removed", label=self.relation)
        if self.relations == "drop":
            return Dropped(reason)
        return NeedsPerson(reason, other_types(self.field, relation, context))

    def describe(self) -> str:
        rest = Words("drop what has it") if self.relations == "drop" else Words("ask what becomes of it")
        return Words(
            "Remove the relation {relation} from {field} and {rest}",
            relation=self.relation,
            field=self.field,
            rest=rest,
        )
