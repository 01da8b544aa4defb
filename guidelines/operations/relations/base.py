"""What operations on relations have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from guidelines.operations.base import (
    Context,
    FieldOperation,
    settled,
    standing,
    with_relations_settled,
)
from guidelines.operations.outcome import Candidate, Carried, Change, Outcome
from guidelines.operations.places import field_of, named
from guidelines.schema.document import Schema
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.relations import RelationType
from guidelines.values.relations import Relation
from guidelines.values.value import Value


class RelationOperation(FieldOperation, frozen=True, kw_only=True):
    """An operation that looks at the relations of one field, one at a time.

    Its scope is all answers of the field: the index knows the labels of parts, not what joins them.
    """

    def types(self) -> frozenset[str]:
        """The types whose relations it looks at."""
        raise NotImplementedError

    def migrate_relation(self, relation: Relation, context: Context) -> Outcome | None:
        """What becomes of `relation`; None if it stays as it is."""
        raise NotImplementedError

    def misplaced(self, answer: Any, context: Context) -> Mapping[str, Outcome]:
        """What becomes of relations of `answer`, by their ids, because of where others lead."""
        return {}

    def migrate_annotation(self, value: Value, context: Context) -> Carried:
        answer: Any = value.answers.get(self.field)
        types, relations, changes = self.types(), list[Relation](), list[Change]()
        misplaced = {} if answer is None else self.misplaced(answer, context)
        for relation in answer.relations if answer is not None else ():
            outcome = self.migrate_relation(relation, context) if relation.type in types else None
            outcome = outcome or misplaced.get(relation.id)
            if outcome is None:
                relations.append(relation)
                continue
            changes.append(settled(self.field, relation, outcome, context))
            relations += standing(changes[-1])
        if not changes:
            return Carried(value)
        after = answer.with_relations(tuple(relations))
        return with_relations_settled(self.field, after, changes, context)


def related_field(schema: Schema, key: str) -> RelatedField[Any]:
    """The field of spans or regions with this key."""
    return field_of(schema, key, RelatedField)


def relation_of(field: RelatedField[Any], key: str, pointer: str = "/relation") -> RelationType:
    """The type of relation of `field` with this key."""
    return named(field.relations, key, "a relation of {holder}", pointer, holder=field.key)


def other_types(key: str, relation: Relation, context: Context) -> tuple[Candidate, ...]:
    """The types that `relation` of the field `key` could have between the parts that it joins; `-` takes it away."""
    source, target = labels_joined(key, relation, context)
    kinds = [kind for kind in related_field(context.after, key).relations if kind.joins(source, target)]
    return (*(Candidate(kind.key, (replace(relation, type=kind.key),)) for kind in kinds), Candidate("-", ()))


def labels_joined(key: str, relation: Relation, context: Context) -> tuple[str | None, str | None]:
    """The labels of the parts that `relation` of the field `key` joins; None for a part that is not there."""
    labels = {part.id: part.label for part in context.value.answers[key].located}
    return labels.get(relation.source), labels.get(relation.target)


def with_relations(schema: Schema, field: RelatedField[Any], relations: tuple[RelationType, ...]) -> Schema:
    """`schema` whose `field` has these types of relations."""
    return schema.with_field(field.with_relations(relations))
