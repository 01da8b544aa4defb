from msgspec import UNSET, UnsetType, field
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.outcome import NeedsPerson, Outcome
from guidelines.operations.places import swapped
from guidelines.operations.relations.base import (
    RelationOperation,
    labels_joined,
    other_types,
    relation_of,
    spans_field,
    with_relations,
)
from guidelines.schema.document import Schema
from guidelines.schema.relations import LabelKeys, RelationType
from guidelines.schema.words import Key
from guidelines.values.spans import Relation
from labelwright.errors import Words


class ConfigureRelation(RelationOperation, frozen=True, kw_only=True, tag="configure_relation/1"):
    """The type `relation` leaves `from` and leads `to` other labels; empty stands for all, and one left out stays.

    A person is asked which type a relation gets that no longer fits, or that it goes.
    """

    relation: Key
    sources: LabelKeys | UnsetType = field(name="from", default=UNSET)
    targets: LabelKeys | UnsetType = field(name="to", default=UNSET)

    def effect(self, before: Schema) -> Effect:
        was = relation_of(spans_field(before, self.field), self.relation)
        return Effect.AMBIGUOUS if narrows(was, self._configured(was)) else Effect.LOSSLESS

    def types(self) -> frozenset[str]:
        return frozenset({self.relation})

    def _configured(self, was: RelationType) -> RelationType:
        sources = was.sources if self.sources is UNSET else self.sources
        targets = was.targets if self.targets is UNSET else self.targets
        return replace(was, sources=sources, targets=targets)

    def migrate_schema(self, schema: Schema) -> Schema:
        field = spans_field(schema, self.field)
        kind = self._configured(relation_of(field, self.relation))
        if self.sources is UNSET and self.targets is UNSET:
            raise NotApplicable("", Words("Expected from or to, found neither."))
        for pointer, detail in kind.findings(field.labels_by_key):
            raise NotApplicable(pointer, detail)
        return with_relations(schema, field, swapped(field.relations, kind))

    def migrate_relation(self, relation: Relation, context: Context) -> Outcome | None:
        source, target = labels_joined(self.field, relation, context)
        kind = relation_of(spans_field(context.after, self.field), self.relation)
        if kind.joins(source, target):
            return None
        reason = Words(
            "{relation} no longer leads from {source} to {target}",
            relation=self.relation,
            source=source,
            target=target,
        )
        return NeedsPerson(reason, other_types(self.field, relation, context))

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        if self.effect(before) is not Effect.LOSSLESS:
            raise Irreversible  # what people said would be lost
        was = relation_of(spans_field(before, self.field), self.relation)
        return (replace(self, sources=was.sources, targets=was.targets),)

    def describe(self) -> str:
        ends = {
            name: ", ".join(keys) or Words("any label")
            for name, keys in (("source", self.sources), ("target", self.targets))
            if not isinstance(keys, UnsetType)
        }
        it = {"relation": self.relation, "field": self.field, **ends}
        if len(ends) > 1:
            return Words("Let the relation {relation} of {field} lead from {source} to {target}", **it)
        if "source" in ends:
            return Words("Let the relation {relation} of {field} lead from {source}", **it)
        return Words("Let the relation {relation} of {field} lead to {target}", **it)


def narrows(was: RelationType, now: RelationType) -> bool:
    """Whether a relation that `was` allowed may not fit `now`."""
    ends = ((was.sources, now.sources), (was.targets, now.targets))
    return any(new and (not old or not set(old) <= set(new)) for old, new in ends)
