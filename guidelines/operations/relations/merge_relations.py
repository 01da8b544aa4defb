from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.base import Context, Effect, Operation
from guidelines.operations.errors import NotApplicable
from guidelines.operations.outcome import Migrated, Outcome
from guidelines.operations.places import swapped, without
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


class MergeRelations(RelationOperation, frozen=True, kw_only=True, tag="merge_relations/1"):
    """Give the relations of the types `sources` the type `target`, which exists already, and retire `sources`.

    The target then leaves from and leads to whatever one of them did. An arrow that is there twice afterwards is dropped once.
    """

    sources: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=200)]
    target: Key

    def effect(self, before: Schema) -> Effect:
        return Effect.LOSSY

    def types(self) -> frozenset[str]:
        return frozenset(self.sources)

    def migrate_schema(self, schema: Schema) -> Schema:
        field = related_field(schema, self.field)
        kinds = [relation_of(field, self.target, "/target")]
        for index, key in enumerate(self.sources):
            if key == self.target:
                raise NotApplicable(
                    f"/sources/{index}",
                    Words("Expected other relations than the target, found {found}.", found=key),
                )
            kinds.append(relation_of(field, key, f"/sources/{index}"))
        sources, targets = all_ends(kind.sources for kind in kinds), all_ends(kind.targets for kind in kinds)
        merged = replace(kinds[0], sources=sources, targets=targets)
        return with_relations(schema, field, without(swapped(field.relations, merged), self.sources))

    def migrate_relation(self, relation: Relation, context: Context) -> Outcome:
        return Migrated((replace(relation, type=self.target),), Words("was {label}", label=relation.type))

    def absorb(self, following: Operation) -> tuple[Operation, ...] | None:
        """Only into the same target; on the way through another a relation says twice what it was."""
        if not isinstance(following, MergeRelations):
            return None
        if (self.field, self.target) != (following.field, following.target):
            return None
        return (replace(self, sources=(*self.sources, *following.sources)),)

    def describe(self) -> str:
        return Words(
            "Merge the relations {sources} into {target} in {field}",
            sources=", ".join(self.sources),
            target=self.target,
            field=self.field,
        )


def all_ends(ends: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The labels of all of `ends`, each once; empty, which means all there are, if one of them is."""
    found = list(ends)
    return tuple(dict.fromkeys(key for keys in found for key in keys)) if all(found) else ()
