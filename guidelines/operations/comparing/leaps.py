"""Several differences that one operation explains: labels that became part of another which says so, or options; options
that became labels; attributes that moved to the whole item, and back.

A leap is worth a question of its own. Each of its choices leads to the same schema, from which the comparison goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from guidelines.operations.attributes.attribute_to_item import AttributeToItem
from guidelines.operations.attributes.item_to_attribute import ItemToAttribute
from guidelines.operations.base import Operation
from guidelines.operations.comparing.base import bare
from guidelines.operations.errors import NotApplicable
from guidelines.operations.labels.fold_labels import FoldLabels
from guidelines.operations.labels.merge_labels import MergeLabels
from guidelines.operations.labels.unfold_attribute import UnfoldAttribute
from guidelines.schema.attributes import Attribute, ChoiceAttribute
from guidelines.schema.document import Field, Schema
from guidelines.schema.fields.located import LocatedField
from guidelines.schema.labels import Label
from guidelines.schema.named import Named
from guidelines.schema.parse import to_plain
from labelwright.errors import Words


class Leap(Struct, frozen=True):
    """What one operation would explain, and the schema that it leads to."""

    id: str
    words: str
    operation: Operation
    after: Schema


def leap(before: Schema, after: Schema) -> Leap | None:
    """The first operation that explains several differences, if there is one."""
    for id, words, operation in _guesses(before, after):
        try:
            return Leap(id, words, operation, operation.migrate_schema(before))
        except NotApplicable:
            continue  # something else is in the way; then it is no explanation
    return None


def _guesses(before: Schema, after: Schema) -> Iterator[tuple[str, str, Operation]]:
    for field in before.fields:
        other = after.fields_by_key.get(field.key)
        if isinstance(field, LocatedField) and isinstance(other, LocatedField):
            yield from _merges(field, other)
            yield from _folds(field, other)
            yield from _unfolds(field, other)
            yield from _moves_out(before, after, field, other)
            yield from _moves_in(before, after, field, other)


def _merges(before: Any, after: Any) -> Iterator[tuple[str, str, Operation]]:
    """Labels that became part of another, which got an attribute with one option for each of them."""
    gone = {label.key for label in before.all_labels if label.key not in after.labels_by_key}
    for label, later in _common(before, after):
        known = {attribute.key for attribute in label.attributes}
        for attribute in later.attributes:
            if not isinstance(attribute, ChoiceAttribute) or attribute.key in known:
                continue
            sources = tuple(option.key for option in attribute.options)
            if gone.issuperset(sources):
                words = Words(
                    "{attribute} of {label} in {field} looks like which label it was before",
                    attribute=attribute.key,
                    label=label.key,
                    field=before.key,
                )
                merge = MergeLabels(field=before.key, sources=sources, target=label.key, origin=attribute.key)
                yield f"{before.key}/{label.key}/{attribute.key}/merged", words, merge


def _folds(before: Any, after: Any) -> Iterator[tuple[str, str, Operation]]:
    gone = [label for label in before.all_labels if label.key not in after.labels_by_key]
    for label in after.all_labels:
        if label.key in before.labels_by_key:
            continue
        for attribute in label.attributes:
            pairs = _same(gone, attribute.all_options) if isinstance(attribute, ChoiceAttribute) else {}
            if len(pairs) > 1:
                yield _fold(before, label, attribute, pairs)


def _fold(
    field: Any, label: Label, attribute: Attribute, pairs: dict[str, str]
) -> tuple[str, str, Operation]:
    sources = tuple(pairs)
    kept = field.label(sources[0]).attributes  # what else changes is compared from there
    folded = replace(bare(label), attributes=(*map(bare, kept), bare(attribute)))
    words = Words(
        "The labels {sources} of {field} look like options of {label} now",
        sources=", ".join(sources),
        field=field.key,
        label=label.key,
    )
    operation = FoldLabels(
        field=field.key,
        sources=sources,
        label=to_plain(folded),
        attribute=attribute.key,
        options={source: option for source, option in pairs.items() if source != option},
    )
    return f"{field.key}/{label.key}/folded", words, operation


def _unfolds(before: Any, after: Any) -> Iterator[tuple[str, str, Operation]]:
    new = [label for label in after.all_labels if label.key not in before.labels_by_key]
    for label in before.all_labels:
        if label.key in after.labels_by_key:
            continue
        for attribute in label.attributes:
            pairs = _same(attribute.all_options, new)
            if isinstance(attribute, ChoiceAttribute) and 1 < len(pairs) == len(attribute.options):
                keys = {option: key for option, key in pairs.items() if option != key}
                at = {"field": before.key, "label": label.key, "attribute": attribute.key}
                words = Words(
                    "The options of {attribute} of {label} in {field} look like labels now",
                    attribute=attribute.key,
                    label=label.key,
                    field=before.key,
                )
                operation = UnfoldAttribute(**at, keys=keys)  # type: ignore[arg-type]  # each member has its type
                yield f"{before.key}/{label.key}/{attribute.key}/unfolded", words, operation


def _moves_out(before: Schema, after: Schema, field: Any, other: Any) -> Iterator[tuple[str, str, Operation]]:
    new = [each for each in after.fields if each.key not in before.fields_by_key]
    for label, later in _common(field, other):
        gone = [each for each in label.attributes if all(each.key != kept.key for kept in later.attributes)]
        for source, target in _same_question(gone, new):
            words = Words(
                "The attribute {source} of {label} in {field} looks like the field {target} now",
                source=source,
                label=label.key,
                field=field.key,
                target=target,
            )
            operation = AttributeToItem(field=field.key, label=label.key, attribute=source, target=target)
            yield f"{field.key}/{label.key}/{source}/moved", words, operation


def _moves_in(before: Schema, after: Schema, field: Any, other: Any) -> Iterator[tuple[str, str, Operation]]:
    gone = [each for each in before.fields if each.key not in after.fields_by_key]
    for label, later in _common(field, other):
        new = [each for each in later.attributes if all(each.key != old.key for old in label.attributes)]
        for source, target in _same_question(gone, new):
            words = Words(
                "The field {source} looks like the attribute {target} of {label} in {field} now",
                source=source,
                target=target,
                label=label.key,
                field=field.key,
            )
            required = next(each.required for each in new if each.key == target)
            operation = ItemToAttribute(
                field=source, to=field.key, label=label.key, attribute=target, required=required
            )
            yield f"{source}/moved", words, operation


def _common(field: Any, other: Any) -> Iterator[tuple[Label, Label]]:
    for label in field.all_labels:
        if label.key in other.labels_by_key:
            yield label, other.label(label.key)


def _same_question(
    before: Iterable[Attribute | Field], after: Iterable[Attribute | Field]
) -> Iterator[tuple[str, str]]:
    """Keys of things of the same type, with the same key or the same name."""
    wanted = list(after)
    for one in before:
        for other in wanted:
            alike = one.key == other.key or one.name == other.name
            if alike and one.__struct_config__.tag == other.__struct_config__.tag:
                yield one.key, other.key


def _same(before: Iterable[Named], after: Iterable[Named]) -> dict[str, str]:
    """Keys of `before` that have the key, or else the name, of something in `after`, each with that one's key."""
    wanted = list(after)
    found: dict[str, str] = {}
    for one in before:
        same = [other.key for other in wanted if other.key == one.key] or [
            other.key for other in wanted if other.name == one.name
        ]
        if same and same[0] not in found.values():
            found[one.key] = same[0]
    return found
