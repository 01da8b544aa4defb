"""What fields whose located parts can be related (regions, spans) have in common."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, ClassVar, Generic, Self, TypeVar

from msgspec import Meta
from msgspec.structs import replace

from guidelines.schema.fields.located import LocatedField, about
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.relations import Forest, RelationType
from guidelines.values.pointers import shown
from guidelines.values.relations import RelatedAnswer, Relation
from labelwright.errors import Words

R = TypeVar("R", bound=RelatedAnswer)


class RelatedField(LocatedField[R], Generic[R], frozen=True, kw_only=True, dict=True):
    """A located field whose parts may be joined by arrows of its types of relations."""

    part: ClassVar[Words]  # what people call a part that is joined

    relations: Annotated[tuple[RelationType, ...], Meta(max_length=200)] = ()

    @cached_property
    def relations_by_key(self) -> dict[str, RelationType]:
        return {relation.key: relation for relation in self.relations}

    def without(self, keys: Iterable[str], instead: Sequence[str] = ()) -> Self:
        """This field without the labels that have these keys; where relations name one, they name `instead`.

        A relation type that could only leave from them, or only lead to them, goes too: empty would mean all.
        """
        gone = frozenset(keys)
        kept = (each.without_labels(gone, instead) for each in self.relations)
        return replace(super().without(gone), relations=tuple(each for each in kept if each is not None))

    def with_relations(self, relations: Iterable[RelationType]) -> Self:
        """This field with these types of relations in place of its own."""
        return replace(self, relations=tuple(relations))

    def loose(self, answer: R) -> Iterator[tuple[int, tuple[Relation, str]]]:
        """The relations of `answer` that cannot stand here, by their place in it, and why, in short plain words."""
        labels = {part.id: part.label for part in answer.located}
        arrows: set[tuple[str, str, str]] = set()
        forests: defaultdict[str, Forest] = defaultdict(Forest)
        for index, relation in enumerate(answer.relations):
            reason = self._looseness(relation, labels)
            arrow = (relation.type, relation.source, relation.target)
            if not reason and arrow in arrows:
                reason = Words("it is there already")
            if not reason and self.relations_by_key[relation.type].hierarchy:
                reason = _misplacement(relation, forests[relation.type])
            arrows.add(arrow)
            if reason:
                yield index, (relation, reason)

    def _looseness(self, relation: Relation, labels: Mapping[str, str]) -> str:
        kind = self.relations_by_key.get(relation.type)
        if kind is None:
            return Words("{label} was removed", label=relation.type)
        source, target = labels.get(relation.source), labels.get(relation.target)
        if source is None or target is None:
            return Words("a {part} that it joins is gone", part=self.part)
        if kind.sources and source not in kind.sources:
            return Words("{relation} never leaves from {label}", relation=kind.key, label=source)
        if kind.targets and target not in kind.targets:
            return Words("{relation} never leads to {label}", relation=kind.key, label=target)
        return ""

    def findings(self) -> Iterator[Finding]:
        yield from super().findings()
        yield from nested("/relations", duplicates(self.relations))
        for index, relation in enumerate(self.relations):
            yield from nested(f"/relations/{index}", relation.findings(self.labels_by_key))

    def relation_findings(self, answer: R) -> Iterator[Finding]:
        """What is wrong with the relations of `answer`."""
        labels = {part.id: part.label for part in answer.located}
        ids: set[str] = set()
        arrows: set[tuple[str, str, str]] = set()
        forests: defaultdict[str, Forest] = defaultdict(Forest)
        for index, relation in enumerate(answer.relations):
            arrow = (relation.type, relation.source, relation.target)
            found = [*self._kind_findings(relation), *self._end_findings(relation, labels)]
            if not found:
                kind = self.relations_by_key[relation.type]
                found = list(self._label_findings(relation, kind, labels))
                if kind.hierarchy and arrow not in arrows:
                    found += _misplacement_findings(relation, forests[kind.key])
            if relation.id in ids:
                detail = Words(
                    "Expected an id of its own, found {id} again. Give one of them a new id.", id=relation.id
                )
                found.append(("/id", detail))
            if arrow in arrows:
                found.append(("", about(relation, "Expected it once, found it again. Remove one.")))
            ids.add(relation.id)
            arrows.add(arrow)
            yield from nested(f"/relations/{index}", found)

    def _kind_findings(self, relation: Relation) -> Iterator[Finding]:
        if relation.type not in self.relations_by_key:
            yield (
                "/type",
                about(
                    relation,
                    "Expected a relation of {key}, found {found}. Choose another.",
                    key=self.key,
                    found=shown(relation.type),
                ),
            )

    def _end_findings(self, relation: Relation, labels: Mapping[str, str]) -> Iterator[Finding]:
        for name, end in (("from", relation.source), ("to", relation.target)):
            if end not in labels:
                yield (
                    f"/{name}",
                    about(
                        relation,
                        "Expected the id of a {part}, found {found}. Remove the relation.",
                        part=self.part,
                        found=shown(end),
                    ),
                )
        if relation.source == relation.target:
            yield (
                "/to",
                about(
                    relation,
                    "Expected another {part} than {found}, which it leaves from. Choose another.",
                    part=self.part,
                    found=shown(relation.target),
                ),
            )

    def _label_findings(
        self, relation: Relation, kind: RelationType, labels: Mapping[str, str]
    ) -> Iterator[Finding]:
        ends = (("from", kind.sources, relation.source), ("to", kind.targets, relation.target))
        for name, allowed, end in ends:
            label = labels[end]
            if allowed and label not in allowed:
                yield (
                    f"/{name}",
                    about(
                        relation,
                        "Expected a {part} of {known} at “{end}”, found {found}. Choose another.",
                        part=self.part,
                        known=", ".join(allowed[:10]),
                        end=name,
                        found=shown(label),
                    ),
                )


def _misplacement(relation: Relation, forest: Forest) -> str:
    """Why `relation` cannot stand in the hierarchy as it is so far; it is part of it where it can."""
    if forest.parent(relation.target) is not None:
        return Words("{part} has a parent already", part=relation.target)
    if forest.would_circle(relation.source, relation.target):
        return Words("{part} would be above itself", part=relation.target)
    forest.join(relation.source, relation.target)
    return ""


def _misplacement_findings(relation: Relation, forest: Forest) -> Iterator[Finding]:
    if (parent := forest.parent(relation.target)) is not None:
        yield (
            "/to",
            about(
                relation,
                "Expected one parent of {child}, found {parent} and {found}. Remove one.",
                child=relation.target,
                parent=parent,
                found=relation.source,
            ),
        )
    elif forest.would_circle(relation.source, relation.target):
        yield (
            "/to",
            about(
                relation,
                "Expected {child} below {found}, found it above as well. Remove one of the relations.",
                child=relation.target,
                found=relation.source,
            ),
        )
    else:
        forest.join(relation.source, relation.target)
