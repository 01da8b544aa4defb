"""Differences between the types of relations of two fields of spans or regions.

What a type joins changes with the labels: those that go are taken out, or exchanged for what they became. So a type joins
old and new labels while labels come and go, and only what it should once they are all there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from guidelines.operations.comparing.base import Choice, Difference, Pairing, asked, bare, certain, paired
from guidelines.operations.comparing.likeness import likeness
from guidelines.operations.comparing.options import MERGED
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.outcome import RELATION
from guidelines.operations.relations.add_relation import AddRelation
from guidelines.operations.relations.configure_relation import ConfigureRelation
from guidelines.operations.relations.merge_relations import MergeRelations, all_ends
from guidelines.operations.relations.remove_relation import RemoveRelation
from guidelines.operations.relations.rename_relation import RenameRelation
from guidelines.operations.relations.reverse_relation import ReverseRelation
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.relations import RelationType
from labelwright.errors import Words


def widened_relations(before: Any, after: Any) -> Iterator[Difference]:
    """What has to be allowed between new labels, and between old ones as long as they are there."""
    if not isinstance(before, RelatedField):
        return
    for kind in before.relations:
        wide = _wide(kind, before, after)
        if wide != _ends(kind, kind):
            configure = _configured(before.key, kind, wide)
            yield certain(_id(before, kind.key, "widened"), configure.describe(), configure)


def relation_differences(before: RelatedField[Any], after: RelatedField[Any]) -> Iterator[Difference]:
    """What differs once the labels are those of `after`."""
    pairs: Pairing[RelationType] = paired(before.relations, after.relations)
    for key in pairs.common:
        yield from _changed(before, after, key)
    names = pairs.names_to_add(pairs.before)
    for key, name in names.items():
        add = AddRelation(field=before.key, relation=replace(bare(pairs.after[key]), name=name))
        yield certain(
            _id(before, key, "added"),
            Words("The relation {relation} of {field} is new", relation=key, field=before.key),
            add,
        )
    for key in pairs.removed:
        words = Words("The relation {relation} of {field} is gone", relation=key, field=before.key)
        yield asked(_id(before, key, "removed"), words, _fates(before, after, pairs, key))
    for number, (key, name) in enumerate(pairs.renames(names)):
        rename = RenameRelation(field=before.key, relation=key, name=name)
        yield certain(_id(before, key, f"renamed/{number}"), rename.describe(), rename)
    if pairs.is_reordered():
        order = Reorder(field=before.key, relations=True, order=tuple(pairs.after))
        yield certain(f"{before.key}/{RELATION}/reordered", order.describe(), order)


def _id(field: RelatedField[Any], key: str, what: str) -> str:
    """No label is called like this."""
    return f"{field.key}/{RELATION}{key}/{what}"


def _ends(kind: RelationType, ends: RelationType) -> RelationType:
    """The type `kind` that joins what `ends` joins, and nothing else of it."""
    return RelationType(
        key=kind.key, name=kind.name, sources=ends.sources, targets=ends.targets, hierarchy=ends.hierarchy
    )


def _configured(field: str, was: RelationType, kind: RelationType) -> ConfigureRelation:
    """What makes `was` join what `kind` joins; of being a hierarchy it speaks only where that changes."""
    return ConfigureRelation(
        field=field,
        relation=kind.key,
        sources=kind.sources,
        targets=kind.targets,
        hierarchy=UNSET if was.hierarchy == kind.hierarchy else kind.hierarchy,
    )


def _wide(kind: RelationType, before: RelatedField[Any], after: RelatedField[Any]) -> RelationType:
    """What the type `kind` of `before` joins while labels come and go."""
    same = after.relations_by_key.get(kind.key)
    if same is None:
        # one that could only join labels that go would go with them, unasked
        free = RelationType(key=kind.key, name=kind.name, hierarchy=kind.hierarchy)
        return _ends(kind, free if _joins_gone(kind, after) else kind)
    if _is_turned(kind, same):
        return _ends(kind, kind)
    sources = _both(kind.sources, same.sources)
    targets = _both(kind.targets, same.targets)
    hierarchy = kind.hierarchy and same.hierarchy
    return replace(_ends(kind, kind), sources=sources, targets=targets, hierarchy=hierarchy)


def _joins_gone(kind: RelationType, after: RelatedField[Any]) -> bool:
    return not {*kind.sources, *kind.targets} <= after.labels_by_key.keys()


def _is_turned(kind: RelationType, same: RelationType) -> bool:
    turned = (kind.targets, kind.sources)
    is_free = not kind.hierarchy and not same.hierarchy
    return is_free and kind.sources != kind.targets and (same.sources, same.targets) == turned


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of both, in the order of `other` where it has all of them."""
    return other if one and set(one) <= set(other) else all_ends([one, other])


def _changed(before: RelatedField[Any], after: RelatedField[Any], key: str) -> Iterator[Difference]:
    was, now = before.relations_by_key[key], after.relations_by_key[key]
    wide = _wide(was, before, after)
    if wide == _ends(was, now) and not _joins_gone(wide, after):
        return
    configure = _configured(before.key, wide, _ends(was, now))
    words = Words("The relation {relation} of {field} joins other labels now", relation=key, field=before.key)
    choices = [Choice("ask", Words("People are asked about what no longer fits"), (configure,), 0.5)]
    if _is_turned(was, now):
        turn = ReverseRelation(field=before.key, relation=key)
        choices.append(Choice("turned", Words("Its arrows point the other way"), (turn,), 0.6))
    yield asked(_id(before, key, "configured"), words, choices)


def _fates(
    before: RelatedField[Any], after: RelatedField[Any], pairs: Pairing[RelationType], key: str
) -> Iterator[Choice]:
    """What may have become of the type `key`. Each retires it and changes no other type."""
    gone = _wide(pairs.before[key], before, after)
    for target in pairs.after.values():
        merge = MergeRelations(field=before.key, sources=(key,), target=target.key)
        merged = replace(
            target,
            sources=all_ends([target.sources, gone.sources]),
            targets=all_ends([target.targets, gone.targets]),
        )
        back = (_configured(before.key, merged, target),) if merged != target else ()
        like = likeness(pairs.before[key], target)
        if target.key in pairs.before:
            yield Choice(
                f"into:{target.key}",
                Words("It is part of {target} now", target=target.key),
                (merge, *back),
                like * MERGED,
            )
        else:
            yield Choice(
                f"into:{target.key}", Words("It is {target} now", target=target.key), (merge, *back), like
            )
    ask = RemoveRelation(field=before.key, relation=key)
    yield Choice("ask", Words("People say which relation it is instead, or that it goes"), (ask,), 0.3)
    drop = RemoveRelation(field=before.key, relation=key, relations="drop")
    yield Choice("drop", Words("What has it is dropped"), (drop,), 0.05)
