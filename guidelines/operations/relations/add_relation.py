from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.places import Place, inserted, require_new
from guidelines.operations.relations.base import related_field, with_relations
from guidelines.operations.relations.remove_relation import RemoveRelation
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.relations import RelationType
from labelwright.errors import Words


class AddRelation(FieldOperation, frozen=True, kw_only=True, tag="add_relation/1"):
    """`field` has a new type of relation, at position `at` or last. No annotation uses it yet."""

    relation: RelationType
    at: Place | None = None

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = related_field(schema, self.field)
        require_new(field.relations, self.relation, field.key, "/relation")
        return with_relations(schema, field, inserted(field.relations, self.relation, self.at))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        return (RemoveRelation(field=self.field, relation=self.relation.key),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        undone = isinstance(following, RemoveRelation) and (following.field, following.relation) == (
            self.field,
            self.relation.key,
        )
        return () if undone else None

    def describe(self) -> str:
        return Words("Add the relation {relation} to {field}", relation=self.relation.key, field=self.field)
