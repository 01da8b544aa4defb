"""Differences between the fields of two schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from guidelines.operations.answers.choice_to_choices import ChoiceToChoices
from guidelines.operations.answers.choices_to_choice import ChoicesToChoice
from guidelines.operations.base import Operation
from guidelines.operations.comparing.base import Choice, Difference, asked, bare, certain, paired
from guidelines.operations.comparing.labels import can_redraw, label_differences
from guidelines.operations.comparing.nodes import node_differences
from guidelines.operations.comparing.options import (
    Place,
    added_options,
    arranged_options,
    removed_options,
)
from guidelines.operations.comparing.relations import relation_differences
from guidelines.operations.errors import NotApplicable
from guidelines.operations.fields.add_field import AddField
from guidelines.operations.fields.configure_field import SETTINGS, ConfigureField, narrows
from guidelines.operations.fields.remove_field import RemoveField
from guidelines.operations.fields.rename_field import RenameField
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.settings import configured
from guidelines.operations.taxonomy.choice_to_taxonomy import ChoiceToTaxonomy
from guidelines.operations.taxonomy.taxonomy_to_choice import TaxonomyToChoice
from guidelines.operations.taxonomy.trees import selectable
from guidelines.operations.whole_item import every_answer, value_of
from guidelines.schema.document import Schema
from guidelines.schema.fields.base import MAXIMUM_CLASSES
from guidelines.schema.fields.choice import ChoiceField
from guidelines.schema.fields.choices import ChoicesField
from guidelines.schema.fields.located import LocatedField
from guidelines.schema.fields.related import RelatedField
from guidelines.schema.fields.taxonomy import TaxonomyField
from guidelines.schema.parse import to_plain
from labelwright.errors import Words

RETYPED = {
    (ChoiceField, ChoicesField),
    (ChoicesField, ChoiceField),
    (ChoiceField, TaxonomyField),
    (TaxonomyField, ChoiceField),
}
MOST_DEFAULTS = 10  # more than so many are no list to choose from


def field_differences(before: Schema, after: Schema) -> Iterator[Difference]:
    """In the order in which their operations have to run."""
    pairs = paired(before.fields, after.fields)
    for key in pairs.removed:
        drop = Choice("drop", Words("Its answers are dropped"), (RemoveField(field=key),), 0.5)
        yield asked(f"{key}/removed", Words("The field {field} is gone", field=key), [drop])
    for position, key in enumerate(pairs.common):
        one, other = before.field(key), after.field(key)
        steps = _steps(before, one, other)
        yield from [_replaced(one, other, position)] if steps is None else steps
    names = pairs.names_to_add(pairs.common)
    for key, name in names.items():
        yield _added(replace(bare(after.field(key)), name=name))
    for number, (key, name) in enumerate(pairs.renames(names)):
        rename = RenameField(field=key, name=name)
        yield certain(f"{key}/renamed/{number}", rename.describe(), rename)
    if pairs.is_reordered():
        order = Reorder(order=tuple(pairs.after))
        yield certain("reordered", order.describe(), order)


def _steps(schema: Schema, one: Any, other: Any) -> list[Difference] | None:
    """What leads from `one` to `other` without starting over; None if nothing does."""
    if not _can_become(one, other):
        return None
    try:
        return list(_changed(schema, one, other))
    except NotApplicable:
        return None


def _can_become(one: Any, other: Any) -> bool:
    """Whether there are operations on the field from the type of `one` to that of `other`."""
    if isinstance(one, LocatedField) and type(one) is type(other):
        common = [label for label in one.all_labels if label.key in other.labels_by_key]
        return all(
            one.drawn_alike(label, other.label(label.key)) or can_redraw(label, other.label(label.key))
            for label in common
        )
    return type(one) is type(other) or (type(one), type(other)) in RETYPED


def _replaced(one: Any, other: Any, position: int) -> Difference:
    words = Words(
        "The field {field} asks something else now ({before} to {after})",
        field=one.key,
        before=one.__struct_config__.tag,
        after=other.__struct_config__.tag,
    )
    document = {**to_plain(bare(other)), "name": one.name}
    start = (RemoveField(field=one.key), AddField(field=document, at=position))
    return asked(f"{one.key}/replaced", words, [Choice("anew", Words("Its answers are dropped"), start, 0.3)])


def _added(field: Any) -> Difference:
    add = AddField(field=to_plain(field))
    if not field.required:
        return certain(f"{field.key}/added", Words("The field {field} is new", field=field.key), add)
    choices = [Choice("ask", Words("People answer it for every item"), (add,), 0.5)]
    for key, answer in [*every_answer(field)][:MOST_DEFAULTS]:
        default = {answer.__struct_fields__[0]: value_of(answer)}
        filled = replace(add, default=_plain(default))
        choices.append(
            Choice(
                f"default:{key}", Words("The answer is {key} for every item so far", key=key), (filled,), 0.1
            )
        )
    return asked(
        f"{field.key}/added", Words("The field {field} is new and required", field=field.key), choices
    )


def _plain(default: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in default.items()}


def _changed(schema: Schema, before: Any, after: Any) -> Iterator[Difference]:
    now = before
    if type(before) is not type(after):
        difference = _retyped(before, after)
        yield difference
        now = difference.choices[0].operations[0].migrate_schema(schema).field(before.key)
        _require_valid(now)
    settings = list(_configured(now, after))
    is_urgent = _is_urgent(now, after)
    if isinstance(now, LocatedField):
        yield from label_differences(schema, now, after)
    if isinstance(now, RelatedField):
        yield from relation_differences(now, after)
    if isinstance(now, TaxonomyField):
        yield from settings if is_urgent else ()
        yield from node_differences(replace(now, leaves_only=now.leaves_only and after.leaves_only), after)
    if now.all_options:
        place = Place(now.key)
        yield from added_options(place, now, after)
        yield from settings if is_urgent else ()
        yield from removed_options(place, now, after)
        yield from arranged_options(place, now, after)
    yield from () if is_urgent else settings


def _is_urgent(now: Any, after: Any) -> bool:
    """Whether the settings come first: as many options as must be chosen have to be there all the time, and more can be
    done with nodes while all of them may be answers.
    """
    if isinstance(now, TaxonomyField):
        return now.leaves_only and not after.leaves_only
    return (getattr(now, "min_selected", None) or 0) > len(after.all_options)


def _require_valid(field: Any) -> None:
    """Nothing, or `NotApplicable`: nodes of two branches may share a name, options may not."""
    if len(field.all_options) > MAXIMUM_CLASSES:
        raise NotApplicable(
            "",
            Words("Expected at most {most} options, found more.", most=MAXIMUM_CLASSES),
        )
    for at, detail in field.findings():
        raise NotApplicable(at, detail)


def _retyped(before: Any, after: Any) -> Difference:
    if isinstance(after, TaxonomyField):
        return _grown(before, after)
    if isinstance(before, TaxonomyField):
        words = Words("The taxonomy {field} is a choice now", field=before.key)
        return certain(f"{before.key}/retyped", words, TaxonomyToChoice(field=before.key))
    return _counted(before)


def _grown(before: ChoiceField, after: TaxonomyField) -> Difference:
    """A choice that became a taxonomy: at once where every option may still be an answer, else by way of roots."""
    grow = ChoiceToTaxonomy(field=before.key)
    if {option.key for option in before.options} <= set(selectable(after)):
        grow = replace(grow, nodes=bare(after).nodes, leaves_only=after.leaves_only)
    return certain(
        f"{before.key}/retyped", Words("The choice {field} is a taxonomy now", field=before.key), grow
    )


def _counted(before: Any) -> Difference:
    """Of how many options may be chosen."""
    key = before.key
    if isinstance(before, ChoiceField):
        words = Words("Several options of {key} can be chosen now", key=key)
        return certain(f"{key}/counted", words, ChoiceToChoices(field=key))
    order = tuple(option.key for option in before.all_options)
    ask: Operation = ChoicesToChoice(field=key)
    first: Operation = ChoicesToChoice(field=key, priority=order)
    choices = [
        Choice("ask", Words("People say which one stays where several are chosen"), (ask,), 0.6),
        Choice("first", Words("The first of {order} stays", order=", ".join(order)), (first,), 0.2),
    ]
    return asked(f"{key}/counted", Words("Only one option of {key} can be chosen now", key=key), choices)


def _configured(now: Any, after: Any) -> Iterator[Difference]:
    changed = {
        name: getattr(after, name)
        for name in SETTINGS
        if getattr(after, name, UNSET) != getattr(now, name, UNSET)
    }
    if not changed:
        return
    configure = ConfigureField(field=now.key, **changed)
    id, words = f"{now.key}/configured", configure.describe()
    if "unit" in changed:
        keep = Choice(
            "keep", Words("Numbers stay as they are, only the unit has another name"), (configure,), 0.4
        )
        yield asked(id, words, [keep])
    elif narrows(now, configured(now, changed)):
        ask = Choice("ask", Words("People are asked about what no longer fits"), (configure,), 0.8)
        yield asked(id, words, [ask])
    else:
        yield certain(id, words, configure)
