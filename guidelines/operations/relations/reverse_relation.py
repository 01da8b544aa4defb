from msgspec.structs import replace

from guidelines.operations.base import Context, Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.places import swapped
from guidelines.operations.relations.base import (
    RelationOperation,
    related_field,
    relation_of,
    with_relations,
)
from guidelines.schema.document import Schema
from guidelines.schema.words import Key
from guidelines.values.relations import Relation
from labelwright.errors import Words


class ReverseRelation(RelationOperation, frozen=True, kw_only=True, tag="reverse_relation/1"):
    """The arrows of the type `relation` point the other way: what they left from is what they lead to."""

    relation: Key

    def types(self) -> frozenset[str]:
        return frozenset({self.relation})

    def migrate_schema(self, schema: Schema) -> Schema:
        field = related_field(schema, self.field)
        kind = relation_of(field, self.relation)
        if kind.hierarchy:
            raise NotApplicable(
                "/relation",
                Words(
                    "Expected a relation that is no hierarchy, found {found}: turned around, a child could have several parents.",
                    found=self.relation,
                ),
            )
        turned = replace(kind, sources=kind.targets, targets=kind.sources)
        return with_relations(schema, field, swapped(field.relations, turned))

    def migrate_relation(self, relation: Relation, context: Context) -> Outcome:
        return Migrated((replace(relation, source=relation.target, target=relation.source),))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (self,)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        return () if following == self else None

    def describe(self) -> str:
        return Words(
            "Turn the arrows of the relation {relation} of {field} around",
            relation=self.relation,
            field=self.field,
        )
