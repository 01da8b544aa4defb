"""Differences between the options of two fields or attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from guidelines.operations.comparing.base import Choice, Difference, Pairing, asked, bare, certain, paired
from guidelines.operations.comparing.likeness import likeness
from guidelines.operations.fields.reorder import Reorder
from guidelines.operations.options.add_option import AddOption
from guidelines.operations.options.merge_options import MergeOptions
from guidelines.operations.options.remove_option import RemoveOption
from guidelines.operations.options.rename_option import RenameOption
from guidelines.schema.named import Option
from labelwright.errors import Words

MERGED = 0.6  # into an option that was there before is less likely than that a new one is the same


class Place:
    """Where the options are: the members of an operation on them, a path for ids, and words."""

    def __init__(self, field: str, label: str | None = None, attribute: str | None = None) -> None:
        self.address: dict[str, Any] = {"field": field}
        if label is not None:
            self.address |= {"label": label, "attribute": attribute}
        self.path = "/".join(str(part) for part in self.address.values())
        self.words: str = field
        if label is not None:
            self.words = Words(
                "{attribute} of {label} of {field}", attribute=attribute, label=label, field=field
            )


def added_options(place: Place, before: Any, after: Any) -> Iterator[Difference]:
    pairs = _paired(before, after)
    for key, name in pairs.names_to_add(pairs.before).items():
        option = replace(bare(pairs.after[key]), name=name)
        add = AddOption(**place.address, option=option)
        yield certain(
            f"{place.path}/options/{key}/added",
            Words("The option {option} of {place} is new", option=key, place=place.words),
            add,
        )


def removed_options(place: Place, before: Any, after: Any) -> Iterator[Difference]:
    pairs = _paired(before, after)
    for key in pairs.removed:
        words = Words("The option {option} of {place} is gone", option=key, place=place.words)
        yield asked(f"{place.path}/options/{key}/removed", words, _fates(place, pairs, key))


def _fates(place: Place, pairs: Pairing[Option], key: str) -> Iterator[Choice]:
    for target in pairs.after:
        merge = MergeOptions(**place.address, sources=(key,), target=target)
        alike = likeness(pairs.before[key], pairs.after[target])
        if target in pairs.before:
            yield Choice(
                f"into:{target}", Words("It is part of {target} now", target=target), (merge,), alike * MERGED
            )
        else:
            yield Choice(f"into:{target}", Words("It is {target} now", target=target), (merge,), alike)
    ask = RemoveOption(**place.address, option=key)
    yield Choice("ask", Words("People choose again where it was chosen"), (ask,), 0.3)
    drop = RemoveOption(**place.address, option=key, answers="drop")
    yield Choice("drop", Words("It is dropped where it was chosen"), (drop,), 0.05)


def arranged_options(place: Place, before: Any, after: Any) -> Iterator[Difference]:
    """Names and order, once all are there."""
    pairs = _paired(before, after)
    for number, (key, name) in enumerate(pairs.renames(pairs.names_to_add(pairs.before))):
        rename = RenameOption(**place.address, option=key, name=name)
        yield certain(f"{place.path}/options/{key}/renamed/{number}", rename.describe(), rename)
    if pairs.is_reordered():
        order = Reorder(**place.address, order=tuple(pairs.after))
        yield certain(f"{place.path}/options/reordered", order.describe(), order)


def _paired(before: Any, after: Any) -> Pairing[Option]:
    return paired(before.all_options, after.all_options)
