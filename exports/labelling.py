"""Labels by name, as files have them, as a value by keys, as the schema wants it.

A name is looked for exactly as it stands (capitals count): among the names first, then the keys, then the titles.
Labels of an item are taken whole or not at all: half of them would look like all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from msgspec.structs import replace

from exports.drawing import Undrawable, geometry_for
from exports.formats.items import ReadLabels, ReadRegion, ReadRelation, ReadSegment, ReadSpan
from exports.trees import TreeLookup
from guidelines.schema.attributes import TextAttribute
from guidelines.schema.context import ItemContext
from guidelines.schema.document import Schema
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.number import NumberField
from guidelines.schema.fields.rating import RatingField
from guidelines.schema.fields.regions import RegionsField
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.fields.segments import SegmentsField
from guidelines.schema.fields.spans import SpansField
from guidelines.schema.fields.taxonomy import TaxonomyField
from guidelines.schema.fields.text import TextField
from guidelines.schema.labels import Label
from guidelines.schema.named import Named
from guidelines.schema.validate import validate_value
from guidelines.values.answer import Answer
from guidelines.values.choice import Choice
from guidelines.values.choices import Choices
from guidelines.values.number import Number
from guidelines.values.rating import Rating
from guidelines.values.regions import Region, Regions
from guidelines.values.relations import Relation
from guidelines.values.segments import Segment, Segments
from guidelines.values.spans import Span, Spans
from guidelines.values.taxonomy import Taxonomy
from guidelines.values.text import Text
from guidelines.values.value import Value

N = TypeVar("N", bound=Named)
SHOWN: Final = 12  # names in an error text
# Old formats write these beside every box; where the schema does not ask for them, "no" is nothing lost.
FLAGS: Final = frozenset({"difficult", "truncated", "occluded"})


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why labels were not taken (or, as a note, what of them was left out); `label` where a name is unknown."""

    code: str
    detail: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """What came of an item's labels: `value`, or None with `misfits`; `notes` do not stand in the way.

    Neither value nor misfits: the labels say nothing that this schema asks for.
    """

    value: Value | None = None
    misfits: tuple[Misfit, ...] = ()
    notes: tuple[Misfit, ...] = ()
    scores: Mapping[str, float] = field(
        default_factory=dict
    )  # by the ids of regions, spans and segments, where the file has them


@dataclass(slots=True)
class _Found:
    misfits: list[Misfit] = field(default_factory=list)
    notes: list[Misfit] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)


class Lookup(Generic[N]):
    """Finds a part of the schema by its name, key or title, in this order."""

    def __init__(self, parts: Iterable[N]) -> None:
        self._parts = tuple(parts)
        self._known: dict[str, N] = {}
        for part in reversed(self._parts):
            self._known.update(dict.fromkeys(part.titles.values(), part))
        self._known.update({part.key: part for part in reversed(self._parts)})
        self._known.update({part.name: part for part in reversed(self._parts)})

    def find(self, name: str) -> N | None:
        return self._known.get(name)

    def names(self) -> str:
        names = [part.name for part in self._parts]
        return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


class Labeller:
    """Knows one schema by names."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._fields = Lookup(schema.fields)
        self._regions = [each for each in schema.fields if isinstance(each, RegionsField)]
        self._spans = [each for each in schema.fields if isinstance(each, SpansField)]
        self._segments = [each for each in schema.fields if isinstance(each, SegmentsField)]
        self._related = {each.key: each for each in schema.fields if isinstance(each, RelatedField)}
        self._choices = [
            each for each in schema.fields if isinstance(each, ChoiceField | ChoicesField | TaxonomyField)
        ]
        self._labels: dict[str, Lookup[Label]] = {
            each.key: Lookup(each.all_labels) for each in schema.fields if each.all_labels
        }
        self._options = {each.key: Lookup(each.all_options) for each in self._choices}
        self._trees = {
            each.key: TreeLookup(each) for each in self._choices if isinstance(each, TaxonomyField)
        }

    def value(self, labels: ReadLabels, item: ItemContext) -> Labelled:
        """The labels of a file as a value of the schema, checked against it and against the size of the item."""
        found = _Found()
        answers: dict[str, Answer] = {}
        for name, chosen in labels.choices.items():
            self._choose(name, chosen, answers, found)
        for name, said in labels.answers.items():
            self._answer(name, said, answers, found)
        for name, score in labels.scores.items():
            if one := self._fields.find(name):
                found.scores[one.key] = score
        self._locate(labels, item, answers, found)
        if found.misfits:
            return Labelled(misfits=tuple(found.misfits), notes=tuple(found.notes))
        if not answers:
            return Labelled(notes=tuple(found.notes))
        value = Value(answers)
        missing = validate_value(self._schema, value, context=item, complete=True)
        faults = missing and validate_value(self._schema, value, context=item, complete=False)
        if faults:
            words = f"{faults[0].pointer}: {faults[0].detail}"
            more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
            return Labelled(misfits=(Misfit("labels_unfit", f"The labels were not taken: {words}{more}"),))
        if missing:
            words = f"The labels do not answer all that the schema requires: {missing[0].detail}"
            found.notes.append(Misfit("labels_incomplete", words))
        return Labelled(value, notes=tuple(found.notes), scores=found.scores)

    def _locate(
        self, labels: ReadLabels, item: ItemContext, answers: dict[str, Answer], found: _Found
    ) -> None:
        """An empty list of boxes says that there is nothing to see, which is an answer too."""
        whole = not labels.choices and not labels.answers
        size = (item.width, item.height) if item.width and item.height else None
        regions: dict[str, list[Region]] = {each.key: [] for each in self._regions} if whole else {}
        groups: dict[tuple[str, str], str] = {}
        places: dict[int, str] = {}
        for number, read in enumerate(labels.regions):
            if place := self._place("region", read, self._regions, found):
                key, label = place
                if region := _region(number, read, label, size, found):
                    if read.group is not None:
                        group = groups.setdefault((key, read.group), f"g{len(groups)}")
                        region = replace(region, group=group)
                    regions.setdefault(key, []).append(region)
                    places[number] = key
                    if read.score is not None:
                        found.scores[region.id] = read.score
        spans: dict[str, list[Span]] = {each.key: [] for each in self._spans} if whole else {}
        homes: dict[int, str] = {}
        for number, part in enumerate(labels.spans):
            if place := self._place("span", part, self._spans, found):
                key, label = place
                attributes = _attributes(part.attributes, label, found)
                made = Span(
                    id=f"i{number}", label=label.key, start=part.start, end=part.end, attributes=attributes
                )
                spans.setdefault(key, []).append(made)
                if part.score is not None:
                    found.scores[made.id] = part.score
                homes[number] = key
        between = self._relations(labels.region_relations, places, found)
        related = self._relations(labels.relations, homes, found)
        answers.update(self._in_time(labels, whole, found))
        answers.update(
            {key: Regions(tuple(each), relations=between.get(key, ())) for key, each in regions.items()}
        )
        answers.update(
            {key: Spans(tuple(each), relations=related.get(key, ())) for key, each in spans.items()}
        )

    def _relations(
        self, arrows: Iterable[ReadRelation], homes: Mapping[int, str], found: _Found
    ) -> dict[str, tuple[Relation, ...]]:
        """The relations of each field; `homes` are the fields of what they join, by its number."""
        relations: dict[str, list[Relation]] = {}
        for number, arrow in enumerate(arrows):
            if relation := self._relation(number, arrow, homes, found):
                relations.setdefault(homes[arrow.source], []).append(relation)
        return {key: tuple(each) for key, each in relations.items()}

    def _in_time(self, labels: ReadLabels, whole: bool, found: _Found) -> dict[str, Segments]:
        """The segments, by the keys of their fields."""
        segments: dict[str, list[Segment]] = {each.key: [] for each in self._segments} if whole else {}
        for number, read in enumerate(labels.segments):
            if place := self._place("segment", read, self._segments, found):
                key, label = place
                attributes = _attributes(read.attributes, label, found)
                if read.text and (name := _transcript_of(label)):
                    attributes.setdefault(name, read.text)
                elif read.text:
                    words = (
                        f"The label “{label.name}” has no attribute for a text; what is said was left out."
                    )
                    found.notes.append(Misfit("text_left_out", words))
                made = Segment(
                    id=f"i{number}", label=label.key, start=read.start, end=read.end, attributes=attributes
                )
                segments.setdefault(key, []).append(made)
                if read.score is not None:
                    found.scores[made.id] = read.score
        return {key: Segments(tuple(each)) for key, each in segments.items()}

    def _relation(
        self, number: int, arrow: ReadRelation, homes: Mapping[int, str], found: _Found
    ) -> Relation | None:
        """The relation by keys; None where one of its ends was not taken, which is said already."""
        if arrow.source not in homes or arrow.target not in homes:
            return None
        key = homes[arrow.source]
        field = self._related[key]
        if homes[arrow.target] != key:
            words = f"A relation “{arrow.type[:100]}” goes from one field to another ({key}, {homes[arrow.target]})."
            found.misfits.append(Misfit("relation_unfit", words))
            return None
        kinds = Lookup(field.relations)
        kind = kinds.find(arrow.type)
        if kind is None:
            found.misfits.append(_unknown("relation", arrow.type, kinds.names()))
            return None
        return Relation(id=f"a{number}", type=kind.key, source=f"i{arrow.source}", target=f"i{arrow.target}")

    def _place(
        self, what: str, read: ReadRegion | ReadSpan | ReadSegment, fields: list[Any], found: _Found
    ) -> tuple[str, Label] | None:
        """The field and the label that are meant."""
        if not fields:
            found.misfits.append(
                Misfit("field_unknown", f"The schema has no field for a {what}. Add one, or leave them out.")
            )
            return None
        name, wanted = read.label, read.field
        if wanted is None and len(fields) > 1 and "/" in name and self._fields.find(name.split("/", 1)[0]):
            wanted, name = name.split("/", 1)  # as our COCO exports write it
        if wanted is not None:
            one = self._fields.find(wanted)
            if one is None or one.key not in self._labels:
                found.misfits.append(_no_field(wanted, self._fields))
                return None
            fields = [one]
        hits = [(each.key, label) for each in fields if (label := self._labels[each.key].find(name))]
        if len(hits) == 1:
            return hits[0]
        if hits:
            where = ", ".join(key for key, _ in hits)
            words = f"The label “{name[:100]}” is in several fields ({where}). Write it as field/label."
            found.misfits.append(Misfit("label_ambiguous", words, name))
            return None
        known = "; ".join(self._labels[each.key].names() for each in fields)
        found.misfits.append(_unknown("label", name, known))
        return None

    def _choose(self, name: str, chosen: tuple[str, ...], answers: dict[str, Answer], found: _Found) -> None:
        """A column whose name is no field means the schema's only choice, if it has but one."""
        one = self._fields.find(name)
        if one is None and len(self._choices) == 1:
            one = self._choices[0]
        if one is None or one.key not in self._options:
            found.misfits.append(_no_field(name, self._fields))
            return
        if one.key in self._trees:
            self._choose_node(one.key, chosen, answers, found)
            return
        options = [(each, self._options[one.key].find(each)) for each in chosen]
        unknown = [each for each, option in options if option is None]
        if unknown:
            known = self._options[one.key].names()
            found.misfits += [_unknown("option", each, known) for each in unknown]
            return
        keys = tuple(option.key for _, option in options if option)
        if isinstance(one, ChoicesField):
            answers[one.key] = Choices(tuple(dict.fromkeys(keys)))
        elif len(keys) == 1:
            answers[one.key] = Choice(keys[0])
        else:
            words = f"“{name[:100]}” takes one option, found {len(keys)}."
            found.misfits.append(Misfit("too_many_options", words))

    def _choose_node(
        self, key: str, chosen: tuple[str, ...], answers: dict[str, Answer], found: _Found
    ) -> None:
        nodes, name = self._trees[key].find(chosen), " / ".join(chosen)
        if len(nodes) == 1:
            answers[key] = Taxonomy(nodes[0].key)
        elif nodes:
            words = (
                f"“{name[:200]}” is in several branches of {key}. Write its key, or all names from the root."
            )
            found.misfits.append(Misfit("node_ambiguous", words, name))
        else:
            words = (
                f"The taxonomy {key} has no “{name[:200]}”. Add it to the schema, or rename it in the file."
            )
            found.misfits.append(Misfit("node_unknown", words, name))

    def _answer(self, name: str, said: str | float, answers: dict[str, Answer], found: _Found) -> None:
        match self._fields.find(name):
            case TextField(key=key) if isinstance(said, str):
                answers[key] = Text(said)
            case NumberField(key=key) if not isinstance(said, str):
                answers[key] = Number(float(said))
            case RatingField(key=key) if not isinstance(said, str) and float(said).is_integer():
                answers[key] = Rating(int(said))
            case None:
                found.misfits.append(_no_field(name, self._fields))
            case _:
                words = f"The answer to “{name[:100]}” is not of the kind that the schema asks for."
                found.misfits.append(Misfit("labels_unfit", words))


def _region(
    number: int, read: ReadRegion, label: Label, size: tuple[int, int] | None, found: _Found
) -> Region | None:
    try:
        geometry, is_cut = geometry_for(read, label, size)
    except Undrawable as problem:
        what = "Box" if problem.code == "box_unfit" else "Region"
        words = f"{what} {number + 1} (“{read.label[:100]}”): {problem}."
        found.misfits.append(Misfit(problem.code, words))
        return None
    if is_cut:
        words = "A region reached over the edge of the image by a pixel and was cut to it."
        found.notes.append(Misfit("box_clipped", words))
    if read.shapes and geometry.__struct_config__.tag == "box":
        words = "The schema asks for boxes; the outlines or points that the file has too were left out."
        found.notes.append(Misfit("outline_left_out", words))
    attributes = _attributes(read.attributes, label, found)
    return Region(id=f"i{number}", label=label.key, geometry=geometry, attributes=attributes)


def _transcript_of(label: Label) -> str | None:
    """The key of the attribute that what is said goes into: the first that takes a text."""
    return next((each.key for each in label.attributes if isinstance(each, TextAttribute)), None)


def _attributes(given: Mapping[str, Any], label: Label, found: _Found) -> dict[str, Any]:
    """Attributes by keys; what the schema does not ask for is left out and said."""
    if not given:
        return {}
    known = Lookup(label.attributes)
    attributes: dict[str, Any] = {}
    for name, said in given.items():
        attribute = known.find(name)
        if attribute is not None:
            attributes[attribute.key] = _by_keys(attribute, said)
        elif not (name in FLAGS and said is False):
            words = f"The attribute “{name[:100]}” of “{label.name}” is not in the schema and was left out."
            found.notes.append(Misfit("attribute_unknown", words))
    return attributes


def _by_keys(attribute: Any, said: object) -> Any:
    """The value of an attribute with the keys of its options; what does not fit stays for the validation to name."""
    if not attribute.all_options:
        return float(said) if isinstance(said, int) and not isinstance(said, bool) else said
    options = Lookup(attribute.all_options)

    def key(name: object) -> object:
        option = options.find(name) if isinstance(name, str) else None
        return option.key if option else name

    return tuple(key(each) for each in said) if isinstance(said, list | tuple) else key(said)


def _unknown(what: str, name: str, known: str) -> Misfit:
    words = (
        f"The schema has no {what} “{name[:100]}”. It has: {known}. "
        f"Add it to the schema, or rename it in the file, and import again."
    )
    return Misfit(f"{what}_unknown", words, name)


def _no_field(name: str, fields: Lookup[Any]) -> Misfit:
    words = f"The schema has no field for “{name[:100]}”. It has: {fields.names()}."
    return Misfit("field_unknown", words)
