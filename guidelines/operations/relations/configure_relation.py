from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, UnsetType, field
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation
from guidelines.operations.errors import Irreversible, NotApplicable
from guidelines.operations.outcome import Candidate, NeedsPerson, Outcome
from guidelines.operations.places import swapped
from guidelines.operations.relations.base import (
    RelationOperation,
    labels_joined,
    other_types,
    related_field,
    relation_of,
    with_relations,
)
from guidelines.schema.document import Schema
from guidelines.schema.relations import LabelKeys, RelationType
from guidelines.schema.words import Key
from guidelines.values.relations import Relation
from labelwright.errors import Words


class ConfigureRelation(RelationOperation, frozen=True, kw_only=True, tag="configure_relation/1"):
    """The type `relation` leaves `from` and leads `to` other labels; empty stands for all, and one left out stays.

    With `hierarchy` it leads from parent to child from now on, or no longer has to. A person is asked which type a relation gets
    that no longer fits, or that it goes.
    """

    relation: Key
    sources: LabelKeys | UnsetType = field(name="from", default=UNSET)
    targets: LabelKeys | UnsetType = field(name="to", default=UNSET)
    hierarchy: bool | UnsetType = UNSET

    def effect(self, before: Schema) -> Effect:
        was = relation_of(related_field(before, self.field), self.relation)
        return Effect.AMBIGUOUS if narrows(was, self._configured(was)) else Effect.LOSSLESS

    def types(self) -> frozenset[str]:
        return frozenset({self.relation})

    def _configured(self, was: RelationType) -> RelationType:
        sources = was.sources if self.sources is UNSET else self.sources
        targets = was.targets if self.targets is UNSET else self.targets
        hierarchy = was.hierarchy if self.hierarchy is UNSET else self.hierarchy
        return replace(was, sources=sources, targets=targets, hierarchy=hierarchy)

    def migrate_schema(self, schema: Schema) -> Schema:
        field = related_field(schema, self.field)
        kind = self._configured(relation_of(field, self.relation))
        if self.sources is UNSET and self.targets is UNSET and self.hierarchy is UNSET:
            raise NotApplicable("", Words("Expected from, to or hierarchy, found none of them."))
        for pointer, detail in kind.findings(field.labels_by_key):
            raise NotApplicable(pointer, detail)
        return with_relations(schema, field, swapped(field.relations, kind))

    def migrate_relation(self, relation: Relation, context: Context) -> Outcome | None:
        source, target = labels_joined(self.field, relation, context)
        kind = relation_of(related_field(context.after, self.field), self.relation)
        if kind.joins(source, target):
            return None
        reason = Words(
            "{relation} no longer leads from {source} to {target}",
            relation=self.relation,
            source=source,
            target=target,
        )
        return NeedsPerson(reason, other_types(self.field, relation, context))

    def misplaced(self, answer: Any, context: Context) -> Mapping[str, Outcome]:
        if self.hierarchy is not True:
            return {}
        found = related_field(context.after, self.field).loose(answer)
        return {
            relation.id: NeedsPerson(reason, self._others(relation, context))
            for _, (relation, reason) in found
            if relation.type == self.relation
        }

    def _others(self, relation: Relation, context: Context) -> tuple[Candidate, ...]:
        return tuple(each for each in other_types(self.field, relation, context) if each.key != self.relation)

    def reverse(self, before: Schema) -> tuple[Operation, ...]:
        if self.effect(before) is not Effect.LOSSLESS:
            raise Irreversible  # what people said would be lost
        was = relation_of(related_field(before, self.field), self.relation)
        hierarchy = UNSET if self.hierarchy is UNSET else was.hierarchy
        return (replace(self, sources=was.sources, targets=was.targets, hierarchy=hierarchy),)

    def describe(self) -> str:
        ends = {
            name: ", ".join(keys) or Words("any label")
            for name, keys in (("source", self.sources), ("target", self.targets))
            if not isinstance(keys, UnsetType)
        }
        it = {"relation": self.relation, "field": self.field, **ends}
        led = self._led(ends, it)
        if self.hierarchy is UNSET:
            return led
        kind = (
            Words("Let the relation {relation} of {field} lead from parent to child", **it)
            if self.hierarchy
            else Words("Let what the relation {relation} of {field} joins be no parent and child", **it)
        )
        return Words("{one}. {other}", one=led, other=kind) if ends else kind

    def _led(self, ends: Mapping[str, object], it: Mapping[str, Any]) -> Words:
        if len(ends) > 1:
            return Words("Let the relation {relation} of {field} lead from {source} to {target}", **it)
        if "source" in ends:
            return Words("Let the relation {relation} of {field} lead from {source}", **it)
        return Words("Let the relation {relation} of {field} lead to {target}", **it)


def narrows(was: RelationType, now: RelationType) -> bool:
    """Whether a relation that `was` allowed may not fit `now`."""
    ends = ((was.sources, now.sources), (was.targets, now.targets))
    return (now.hierarchy and not was.hierarchy) or any(
        new and (not old or not set(old) <= set(new)) for old, new in ends
    )
