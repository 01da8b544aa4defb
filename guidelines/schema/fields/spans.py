from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Self

from msgspec import Meta
from msgspec.structs import replace

from guidelines.schema.context import ItemContext
from guidelines.schema.fields.crossings import overlaps
from guidelines.schema.fields.located import LocatedField, about, part_findings
from guidelines.schema.findings import Finding, duplicates, nested
from guidelines.schema.labels import Label
from guidelines.schema.relations import RelationType
from guidelines.values.pointers import shown
from guidelines.values.spans import Relation, Span, Spans
from labelwright.errors import Words


class SpansField(LocatedField[Spans], frozen=True, kw_only=True, tag="spans", dict=True):
    """Spans of a text, and relations between them. Unless `overlap`, no code point belongs to two spans."""

    answer = Spans
    inputs = frozenset({"text"})

    labels: Annotated[tuple[Label, ...], Meta(min_length=1, max_length=1000)]
    overlap: bool = False
    relations: Annotated[tuple[RelationType, ...], Meta(max_length=200)] = ()

    @property
    def all_labels(self) -> tuple[Label, ...]:
        return self.labels

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

    def loose(self, answer: Spans) -> Iterator[tuple[int, tuple[Relation, str]]]:
        """The relations of `answer` that cannot stand here, by their place in it, and why, in short plain words."""
        labels = {span.id: span.label for span in answer.spans}
        arrows: set[tuple[str, str, str]] = set()
        for index, relation in enumerate(answer.relations):
            reason = self._looseness(relation, labels)
            arrow = (relation.type, relation.source, relation.target)
            if not reason and arrow in arrows:
                reason = Words("it is there already")
            arrows.add(arrow)
            if reason:
                yield index, (relation, reason)

    def _looseness(self, relation: Relation, labels: Mapping[str, str]) -> str:
        kind = self.relations_by_key.get(relation.type)
        if kind is None:
            return Words("{label} was removed", label=relation.type)
        source, target = labels.get(relation.source), labels.get(relation.target)
        if source is None or target is None:
            return Words("a span that it joins is gone")
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

    def answer_findings(self, answer: Spans, item: ItemContext, *, complete: bool) -> Iterator[Finding]:
        length = item.text_length
        for index, span in enumerate(answer.spans):
            yield from nested(f"/spans/{index}", part_findings(self, span, complete=complete))
            if span.start >= span.end:
                yield (
                    f"/spans/{index}/end",
                    about(
                        span,
                        "Expected an end after start {start}, found {end}.",
                        start=span.start,
                        end=span.end,
                    ),
                )
            if length is not None and span.end > length:
                yield (
                    f"/spans/{index}/end",
                    about(
                        span,
                        "Expected an end within the text ({length}), found {end}.",
                        length=length,
                        end=span.end,
                    ),
                )
        if not self.overlap:
            yield from overlaps(answer.spans, "/spans")
        if answer.relations:
            yield from self._relation_findings(answer)

    def _relation_findings(self, answer: Spans) -> Iterator[Finding]:
        spans = {span.id: span for span in answer.spans}
        ids: set[str] = set()
        arrows: set[tuple[str, str, str]] = set()
        for index, relation in enumerate(answer.relations):
            arrow = (relation.type, relation.source, relation.target)
            found = [*self._kind_findings(relation), *_end_findings(relation, spans)]
            if not found:
                found = list(_label_findings(relation, self.relations_by_key[relation.type], spans))
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


def _end_findings(relation: Relation, spans: dict[str, Span]) -> Iterator[Finding]:
    for name, end in (("from", relation.source), ("to", relation.target)):
        if end not in spans:
            yield (
                f"/{name}",
                about(
                    relation,
                    "Expected the id of a span, found {found}. Remove the relation.",
                    found=shown(end),
                ),
            )
    if relation.source == relation.target:
        yield (
            "/to",
            about(
                relation,
                "Expected two spans, found {found} twice. Choose another.",
                found=shown(relation.target),
            ),
        )


def _label_findings(relation: Relation, kind: RelationType, spans: dict[str, Span]) -> Iterator[Finding]:
    ends = (("from", kind.sources, relation.source), ("to", kind.targets, relation.target))
    for name, allowed, end in ends:
        label = spans[end].label
        if allowed and label not in allowed:
            yield (
                f"/{name}",
                about(
                    relation,
                    "Expected a span of {known} at “{end}”, found {found}. Choose another.",
                    known=", ".join(allowed[:10]),
                    end=name,
                    found=shown(label),
                ),
            )
