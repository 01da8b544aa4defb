"""Differences between the labels of two fields of regions or spans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guidelines.operations.base import Effect
from guidelines.operations.comparing.attributes import attribute_differences
from guidelines.operations.comparing.base import Choice, Difference, Pairing, asked, bare, certain, paired
from guidelines.operations.comparing.likeness import likeness
from guidelines.operations.comparing.options import MERGED
from guidelines.operations.comparing.relations import widened_relations
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.geometry.change_geometry import ChangeGeometry
from guidelines.operations.geometry.conversions import CONVERSIONS
from guidelines.operations.labels.add_label import AddLabel
from guidelines.operations.labels.merge_labels import MergeLabels
from guidelines.operations.labels.remove_label import RemoveLabel
from guidelines.operations.labels.rename_label import RenameLabel
from guidelines.operations.labels.split_label import SplitLabel
from guidelines.schema.document import Schema
from guidelines.schema.labels import Label, RegionLabel
from guidelines.schema.parse import to_plain
from labelwright.errors import Words


def label_differences(schema: Schema, before: Any, after: Any) -> Iterator[Difference]:
    """`schema` is the one before, `before` and `after` the field in both.

    New labels come first, so that those that are gone can become one of them.
    """
    pairs: Pairing[Label] = paired(before.all_labels, after.all_labels)
    field = before.key
    for key in pairs.common:
        if not before.drawn_alike(pairs.before[key], pairs.after[key]):
            yield _redrawn(schema, field, pairs.after[key])
    names = pairs.names_to_add(pairs.before)
    for key, name in names.items():
        document = {**to_plain(bare(pairs.after[key])), "name": name}
        add = AddLabel(field=field, label=document)
        yield certain(
            f"{field}/{key}/added", Words("The label {label} of {field} is new", label=key, field=field), add
        )
    yield from widened_relations(before, after)
    for key in pairs.removed:
        words = Words("The label {label} of {field} is gone", label=key, field=field)
        yield asked(f"{field}/{key}/removed", words, _fates(before, pairs, key))
    for key in pairs.common:
        yield from attribute_differences(schema, field, before.label(key), after.label(key))
    for number, (key, name) in enumerate(pairs.renames(names)):
        rename = RenameLabel(field=field, label=key, name=name)
        yield certain(f"{field}/{key}/renamed/{number}", rename.describe(), rename)
    if pairs.is_reordered():
        order = Reorder(field=field, order=tuple(pairs.after))
        yield certain(f"{field}/reordered", order.describe(), order)


def can_redraw(one: Label, other: Label) -> bool:
    """Whether regions of `one` can be turned into what `other` is drawn as."""
    if not isinstance(one, RegionLabel) or not isinstance(other, RegionLabel) or other.skeleton is not None:
        return False
    return (one.geometry, other.geometry) in CONVERSIONS


def _redrawn(schema: Schema, field: str, label: Any) -> Difference:
    change = ChangeGeometry(field=field, label=label.key, to=label.geometry)
    id, words = f"{field}/{label.key}/redrawn", change.describe()
    if change.effect(schema) is Effect.LOSSLESS:
        return certain(id, words, change)
    return asked(
        id,
        words,
        [
            Choice(
                "convert",
                Words("What is there becomes a {geometry}", geometry=label.geometry),
                (change,),
                0.9,
            )
        ],
    )


def _fates(field: Any, pairs: Pairing[Label], key: str) -> Iterator[Choice]:
    """What may have become of the label `key`. Each retires it and changes no other label."""
    gone = pairs.before[key]
    alike = [label for label in pairs.after.values() if field.drawn_alike(gone, label)]
    for label in alike:
        merge = MergeLabels(field=field.key, sources=(key,), target=label.key)
        like = likeness(gone, label)
        if label.key in pairs.before:
            yield Choice(
                f"into:{label.key}",
                Words("It is part of {target} now", target=label.key),
                (merge,),
                like * MERGED,
            )
        else:
            yield Choice(f"into:{label.key}", Words("It is {target} now", target=label.key), (merge,), like)
    new = tuple(label.key for label in alike if label.key not in pairs.before)
    if len(new) > 1:
        split = SplitLabel(field=field.key, label=key, targets=new)
        yield Choice("split", Words("People say which of {new} it is", new=", ".join(new)), (split,), 0.25)
    ask = RemoveLabel(field=field.key, label=key)
    yield Choice("ask", Words("People say which label it gets instead, or that it goes"), (ask,), 0.3)
    drop = RemoveLabel(field=field.key, label=key, regions="drop")
    yield Choice("drop", Words("What has it is dropped"), (drop,), 0.05)
