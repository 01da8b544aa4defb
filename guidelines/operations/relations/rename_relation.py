from msgspec.structs import replace

from guidelines.operations.base import FieldOperation, Operation
from guidelines.operations.places import require_new, swapped, without
from guidelines.operations.relations.base import related_field, relation_of, with_relations
from guidelines.operations.scope import NOTHING, Scope
from guidelines.schema.document import Schema
from guidelines.schema.words import Key, Name
from labelwright.errors import Words


class RenameRelation(FieldOperation, frozen=True, kw_only=True, tag="rename_relation/1"):
    """The type `relation` has another name, which exports write. Annotations keep keys, so none is touched."""

    relation: Key
    name: Name

    def scope(self) -> Scope:
        return NOTHING

    def migrate_schema(self, schema: Schema) -> Schema:
        field = related_field(schema, self.field)
        relation = replace(relation_of(field, self.relation), name=self.name)
        require_new(without(field.relations, [self.relation]), relation, field.key, "")
        return with_relations(schema, field, swapped(field.relations, relation))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        was = relation_of(related_field(before, self.field), self.relation).name
        return (RenameRelation(field=self.field, relation=self.relation, name=was),)

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        same = isinstance(following, RenameRelation) and (following.field, following.relation) == (
            self.field,
            self.relation,
        )
        return (following,) if same else None

    def describe(self) -> str:
        return Words(
            "Rename the relation {relation} of {field} to “{name}”",
            relation=self.relation,
            field=self.field,
            name=self.name,
        )
