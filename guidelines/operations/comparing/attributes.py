"""Differences between the attributes of two labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from guidelines.operations.attributes.add_attribute import AddAttribute
from guidelines.operations.attributes.configure_attribute import SETTINGS, ConfigureAttribute, narrows
from guidelines.operations.attributes.remove_attribute import RemoveAttribute
from guidelines.operations.attributes.rename_attribute import RenameAttribute
from guidelines.operations.attributes.retype_attribute import RetypeAttribute
from guidelines.operations.base import Effect
from guidelines.operations.comparing.base import Choice, Difference, Pairing, asked, bare, certain, paired
from guidelines.operations.comparing.options import (
    Place,
    added_options,
    arranged_options,
    removed_options,
)
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.fitting import countable
from guidelines.operations.settings import configured
from guidelines.schema.document import Attribute, Schema
from guidelines.schema.labels import Label
from labelwright.errors import Words

MOST_DEFAULTS = 10  # more than so many are no list to choose from


def attribute_differences(schema: Schema, field: str, before: Label, after: Label) -> Iterator[Difference]:
    """`schema` is the one before, in which `field` has the label `before`."""
    pairs = paired(before.attributes, after.attributes)
    at: dict[str, Any] = {"field": field, "label": before.key}
    path = f"{field}/{before.key}"
    for key in pairs.removed:
        remove = RemoveAttribute(**at, attribute=key)
        drop = Choice("drop", Words("What was filled in there is dropped"), (remove,), 0.5)
        yield asked(
            f"{path}/{key}/removed",
            Words(
                "The attribute {attribute} of {label} in {field} is gone",
                attribute=key,
                label=before.key,
                field=field,
            ),
            [drop],
        )
    for position, key in enumerate(pairs.common):
        yield from _changed(schema, at, pairs, key, position)
    names = pairs.names_to_add(pairs.common)
    for key, name in names.items():
        yield _added(at, replace(bare(pairs.after[key]), name=name))
    for number, (key, name) in enumerate(pairs.renames(names)):
        rename = RenameAttribute(**at, attribute=key, name=name)
        yield certain(f"{path}/{key}/renamed/{number}", rename.describe(), rename)
    if pairs.is_reordered():
        order = Reorder(**at, order=tuple(pairs.after))
        yield certain(f"{path}/reordered", order.describe(), order)


def _added(at: dict[str, Any], attribute: Any) -> Difference:
    id = f"{at['field']}/{at['label']}/{attribute.key}/added"
    named = {**at, "attribute": attribute.key}
    add = AddAttribute(**at, attribute=attribute)
    if not attribute.required:
        return certain(
            id,
            Words("The attribute {attribute} of {label} in {field} is new", **named),
            add,
        )
    choices = [Choice("ask", Words("People fill it in where the label is used"), (add,), 0.5)]
    for key, value in [*countable(attribute)][:MOST_DEFAULTS]:
        filled = replace(add, default=value)
        choices.append(
            Choice(f"default:{key}", Words("It is {key} where the label is used", key=key), (filled,), 0.1)
        )
    return asked(
        id,
        Words("The attribute {attribute} of {label} in {field} is new and required", **named),
        choices,
    )


def _changed(
    schema: Schema, at: dict[str, Any], pairs: Pairing[Attribute], key: str, position: int
) -> Iterator[Difference]:
    before: Any = pairs.before[key]
    after: Any = pairs.after[key]
    path = f"{at['field']}/{at['label']}/{key}"
    now = before
    if type(before) is not type(after):
        now = bare(replace(after, name=before.name, required=before.required))
        yield _retyped(schema, at, now, position, f"{path}/retyped")
    elif before.all_options:
        place = Place(at["field"], at["label"], key)
        yield from added_options(place, before, after)
        yield from removed_options(place, before, after)
        yield from arranged_options(place, before, after)
    changed = {
        name: getattr(after, name)
        for name in SETTINGS
        if hasattr(after, name) and getattr(after, name) != getattr(now, name)
    }
    if changed:
        configure = ConfigureAttribute(**at, attribute=key, **changed)
        if narrows(now, configured(now, changed)):
            ask = Choice("ask", Words("People are asked about what no longer fits"), (configure,), 0.8)
            yield asked(f"{path}/configured", configure.describe(), [ask])
        else:
            yield certain(f"{path}/configured", configure.describe(), configure)


def _retyped(schema: Schema, at: dict[str, Any], into: Any, position: int, id: str) -> Difference:
    words = Words(
        "The attribute {attribute} of {label} in {field} is a {type} now",
        **at,
        attribute=into.key,
        type=into.__struct_config__.tag,
    )
    retype = RetypeAttribute(**at, into=into)
    if retype.effect(schema) is Effect.LOSSLESS:
        return certain(id, words, retype)
    anew = (
        RemoveAttribute(**at, attribute=into.key),
        AddAttribute(**at, attribute=into, at=position),
    )
    return asked(
        id,
        words,
        [
            Choice(
                "convert",
                Words("What says the same there is kept, people are asked about the rest"),
                (retype,),
                0.7,
            ),
            Choice("anew", Words("What was filled in is dropped"), anew, 0.1),
        ],
    )
