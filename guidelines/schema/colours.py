"""Colours for labels and options that have none of their own."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from msgspec.structs import replace

from guidelines.schema.document import Field, Schema
from guidelines.schema.fields.located import LocatedField
from guidelines.schema.labels import Label
from guidelines.schema.named import Option

# Started from Okabe and Ito (2008), then moved apart until the first eight differ by 17 (CIEDE2000) or more
# with normal vision, protanopia and deuteranopia (Machado et al., 2009), within what can be seen on white and
# on near black. The other twelve follow greedily, each as far as can be from those before it. The numbers are
# tested.
PALETTE: Final = (
    "#4488ff",
    "#bb8844",
    "#55ccaa",
    "#bb4466",
    "#994400",
    "#22ddff",
    "#ffbb00",
    "#0044cc",
    "#ff88cc",
    "#9966bb",
    "#ff8877",
    "#007733",
    "#990088",
    "#aaaa00",
    "#bb99ff",
    "#8822ff",
    "#887711",
    "#ffaa66",
    "#ff2299",
    "#ee22ee",
)

C = TypeVar("C", Label, Option)


def assign_colours(schema: Schema) -> Schema:
    """`schema` with a colour for every label and field option.

    Colours that are set stay. A missing one is the first of the palette that its field uses least, so that
    colours repeat only after twenty.
    """
    return replace(schema, fields=tuple(_coloured(field) for field in schema.fields))


def _coloured(field: Field) -> Field:
    if isinstance(field, LocatedField):
        return field.with_labels(_filled(field.all_labels))
    if field.all_options:
        return replace(field, options=tuple(_filled(field.all_options)))
    return field


def _filled(things: Sequence[C]) -> Iterator[C]:
    uses = dict.fromkeys(PALETTE, 0)
    for thing in things:
        if thing.colour is not None and thing.colour.lower() in uses:
            uses[thing.colour.lower()] += 1
    for thing in things:
        if thing.colour is not None:
            yield thing
            continue
        colour = min(uses, key=lambda each: uses[each])
        uses[colour] += 1
        yield replace(thing, colour=colour)
