"""Finding what an operation names in a schema, and putting back what it changed. Each raises `NotApplicable`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from guidelines.operations.errors import NotApplicable
from guidelines.operations.sentences import either
from guidelines.schema.attributes import Attribute
from guidelines.schema.document import Field, Schema
from guidelines.schema.fields.located import LocatedField
from guidelines.schema.identity import without_cosmetics
from guidelines.schema.labels import Label
from guidelines.schema.named import Named
from guidelines.values.pointers import shown
from guidelines.values.shape import UNREADABLE, Reading, shape_of
from labelwright.errors import Words

Place = Annotated[int, Meta(ge=0, le=1000)]  # a position among labels, options or fields, from 0
THE_SCHEMA = Words("the schema")
NONE = Words("none")
N = TypeVar("N", bound=Named)
F = TypeVar("F")


def field_of(schema: Schema, key: str, *kinds: type[F], pointer: str = "/field") -> F:
    """The field with this key, which must be of one of `kinds`."""
    field = schema.fields_by_key.get(key)
    if field is None:
        known = ", ".join(schema.fields_by_key) or NONE
        raise NotApplicable(
            pointer,
            Words("Expected a field of the schema ({known}), found {found}.", known=known, found=shown(key)),
        )
    if kinds and not isinstance(field, kinds):
        tags = [kind.__struct_config__.tag for kind in kinds]  # type: ignore[attr-defined]  # they are types of fields
        wanted = either([str(tag) for tag in tags if tag]) or Words("regions, spans or segments")
        raise NotApplicable(
            pointer,
            Words(
                "Expected a field of type {wanted}, found {found}.",
                wanted=wanted,
                found=field.__struct_config__.tag,
            ),
        )
    return field  # type: ignore[return-value]  # it is one of `kinds`, or any field where none was asked for


def located_field(schema: Schema, key: str) -> LocatedField[Any]:
    """The field of regions, spans or segments with this key."""
    return field_of(schema, key, LocatedField)


def label_of(field: LocatedField[Any], key: str, pointer: str = "/label") -> Label:
    """The label of `field` with this key."""
    return named(field.all_labels, key, "a label of {holder}", pointer, holder=field.key)


def label_from(field: LocatedField[Any], document: dict[str, Any], pointer: str) -> Label:
    """The label that `document` describes, of the type that `field` takes."""
    label: Label = _read(document, field.label_type, pointer)
    return label


def field_from(document: dict[str, Any], pointer: str) -> Field:
    """The field that `document` describes."""
    field: Field = _read(document, Field, pointer)
    return field


def _read(document: dict[str, Any], kind: Any, pointer: str) -> Any:
    reading = Reading()
    salvaged = reading.read(shape_of(kind), without_cosmetics(document))
    if reading.faults or salvaged is UNREADABLE:
        first = reading.faults[0]
        raise NotApplicable(pointer + first.pointer, first.detail)
    thing = msgspec.convert(salvaged, kind)
    for at, detail in thing.findings():
        raise NotApplicable(pointer + at, detail)
    return thing


def attribute_of(label: Label, key: str, pointer: str = "/attribute") -> Attribute:
    """The attribute of `label` with this key."""
    return named(label.attributes, key, "an attribute of {holder}", pointer, holder=label.key)


def option_of(holder: Any, key: str, pointer: str = "/option") -> Any:
    """The option of `holder` (a field or an attribute with options) with this key."""
    return named(holder.all_options, key, "an option of {holder}", pointer, holder=holder.key)


def named(things: Sequence[N], key: str, what: str, pointer: str, *, holder: str) -> N:
    """The one of `things` with this key; `what` says in the refusal what of the `holder` was expected."""
    for thing in things:
        if thing.key == key:
            return thing
    known = ", ".join(thing.key for thing in things[:10]) or NONE
    expected = Words(what, holder=holder)
    raise NotApplicable(
        pointer,
        Words(
            "Expected {expected} ({known}), found {found}.", expected=expected, known=known, found=shown(key)
        ),
    )


def require_new(things: Iterable[Named], thing: Named, place: str, pointer: str) -> None:
    """Nothing, or `NotApplicable` if something among `things`, which are in `place`, has the key or the name of `thing`."""
    for other in things:
        if other.key == thing.key:
            raise NotApplicable(
                f"{pointer}/key",
                Words(
                    "Expected a new key in {place}, found {found}, which is there.",
                    place=place,
                    found=shown(thing.key),
                ),
            )
        if other.name == thing.name:
            raise NotApplicable(
                f"{pointer}/name",
                Words(
                    "Expected a new name in {place}, found {found} of {other}.",
                    place=place,
                    found=shown(thing.name),
                    other=other.key,
                ),
            )


def inserted(things: Sequence[N], thing: N, at: int | None) -> tuple[N, ...]:
    """`things` with `thing` at position `at`, or last. Positions count from 0 and number the classes."""
    place = len(things) if at is None else min(at, len(things))
    return (*things[:place], thing, *things[place:])


def swapped(things: Sequence[N], thing: N) -> tuple[N, ...]:
    """`things` with `thing` in the place of the one that has its key."""
    return tuple(thing if other.key == thing.key else other for other in things)


def without(things: Sequence[N], keys: Iterable[str]) -> tuple[N, ...]:
    """`things` without those that have these keys."""
    gone = frozenset(keys)
    return tuple(thing for thing in things if thing.key not in gone)


def position(things: Sequence[Named], key: str) -> int:
    """Where the thing with this key stands, counted from 0. It must be there."""
    return next(index for index, thing in enumerate(things) if thing.key == key)


def with_label(schema: Schema, field: LocatedField[Any], label: Label) -> Schema:
    """`schema` with `label` in the place of the one of `field` that has its key."""
    return schema.with_field(field.with_labels(swapped(field.all_labels, label)))


def with_attributes(
    schema: Schema, field: LocatedField[Any], label: Label, attributes: tuple[Attribute, ...]
) -> Schema:
    """`schema` whose `label` of `field` has these attributes."""
    return with_label(schema, field, replace(label, attributes=attributes))


def with_options(schema: Schema, field: Any, options: tuple[Any, ...]) -> Schema:
    """`schema` whose `field` has these options."""
    changed: Field = replace(field, options=options)
    return schema.with_field(changed)
