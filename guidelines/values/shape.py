"""Reading plain JSON data against a msgspec type and finding everything that is wrong with it.

msgspec itself stops at the first fault, which is right for speed and wrong for people. `Reading` walks the
same type description, so that the types stay the only place where a shape is written down.
"""

import difflib
import math
import re
from collections.abc import Callable
from functools import cache, reduce
from typing import Any, Final

from msgspec import inspect

from guidelines.values.pointers import join, shown
from labelwright.errors import Fault, Words

UNREADABLE: Final = object()


@cache
def shape_of(kind: Any) -> inspect.Type:
    """The description of a msgspec type; making one takes milliseconds, and types do not change."""
    return inspect.type_info(kind)


class Reading:
    """The faults of one input, and what is left of it without its faulty parts.

    `read` returns the salvaged object, or `UNREADABLE`. Faulty elements are left out of lists, so positions
    in the salvaged object may differ from the input; `original` turns a pointer into the salvaged object into
    one into the input.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._kept: dict[str, list[int]] = {}

    def read(self, shape: inspect.Type, found: object, pointer: str = "") -> object:
        """`found` without the parts that do not fit `shape`; their faults are added to `faults`."""
        return _READERS[type(shape)](self, shape, found, pointer)

    def refuse(self, pointer: str, detail: str) -> object:
        self.faults.append(Fault(pointer, detail))
        return UNREADABLE

    def keep(self, pointer: str, positions: list[int]) -> None:
        self._kept[pointer] = positions

    def original(self, pointer: str) -> str:
        """The pointer into the input for a `pointer` into the salvaged object."""
        path = ""
        for token in pointer.split("/")[1:]:
            kept = self._kept.get(path)
            path += "/" + (
                str(kept[int(token)]) if kept and token.isdigit() and int(token) < len(kept) else token
            )
        return path


def expected(shape: inspect.Type) -> Words:
    """What `shape` asks for, in words: its own description where it has one."""
    if isinstance(shape, inspect.Metadata):
        description = (shape.extra_json_schema or {}).get("description")
        return Words(description) if description else expected(shape.type)
    if isinstance(shape, inspect.UnionType):
        members = (member for member in shape.types if not isinstance(member, inspect.NoneType))
        different = dict.fromkeys(expected(member) for member in members)
        return reduce(lambda one, other: Words("{one} or {other}", one=one, other=other), different)
    if isinstance(shape, inspect.LiteralType):
        return Words("one of {known}", known=", ".join(str(value) for value in shape.values))
    return _bounded(_WORDS[type(shape)], shape)


def _bounded(words: str, shape: inspect.Type) -> Words:
    limits = [
        say(limit) for name, say in _LIMITS.items() if (limit := getattr(shape, name, None)) is not None
    ]
    if not limits:
        return words if isinstance(words, Words) else Words("{what}", what=words)
    bounds = reduce(lambda one, other: Words("{one} and {other}", one=one, other=other), limits)
    return Words("{what} ({bounds})", what=words, bounds=bounds)


def _within(shape: Any, found: float) -> bool:
    return (
        (shape.ge is None or found >= shape.ge)
        and (shape.gt is None or found > shape.gt)
        and (shape.le is None or found <= shape.le)
        and (shape.lt is None or found < shape.lt)
    )


def _fits_length(shape: Any, found: Any) -> bool:
    return (shape.min_length or 0) <= len(found) and (
        shape.max_length is None or len(found) <= shape.max_length
    )


def _mismatch(
    reading: Reading, shape: inspect.Type, found: object, pointer: str, told: inspect.Type | None = None
) -> object:
    return reading.refuse(
        pointer,
        Words("Expected {expected}, found {found}.", expected=expected(told or shape), found=shown(found)),
    )


def _read_text(
    reading: Reading, shape: inspect.StrType, found: object, pointer: str, told: inspect.Type | None = None
) -> object:
    if isinstance(found, bool | int | float):
        detail = Words(
            "Expected {expected}, found {found}. Put it in quotes.",
            expected=expected(told or shape),
            found=shown(found),
        )
        return reading.refuse(pointer, detail)
    if not isinstance(found, str):
        return _mismatch(reading, shape, found, pointer, told)
    if not _fits_length(shape, found):
        wanted = _bounded(expected(told) if told else _WORDS[inspect.StrType], shape)
        detail = Words("Expected {expected}, found {count} characters.", expected=wanted, count=len(found))
        return reading.refuse(pointer, detail)
    if shape.pattern is not None and not re.search(shape.pattern, found):
        return _mismatch(reading, shape, found, pointer, told)
    return found


def _is_finite(found: object) -> bool:
    try:
        return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(float(found))
    except OverflowError:
        return False


def _read_float(
    reading: Reading, shape: inspect.FloatType, found: Any, pointer: str, told: inspect.Type | None = None
) -> object:
    if _is_finite(found) and _within(shape, found):
        return found
    return _mismatch(reading, shape, found, pointer, told)


def _read_int(
    reading: Reading, shape: inspect.IntType, found: object, pointer: str, told: inspect.Type | None = None
) -> object:
    if isinstance(found, int) and not isinstance(found, bool) and _within(shape, found):
        return found
    return _mismatch(reading, shape, found, pointer, told)


def _read_bool(
    reading: Reading, shape: inspect.BoolType, found: object, pointer: str, told: inspect.Type | None = None
) -> object:
    return found if isinstance(found, bool) else _mismatch(reading, shape, found, pointer, told)


def _read_anything(reading: Reading, shape: inspect.AnyType, found: object, pointer: str) -> object:
    return found  # its type is known only where it is used, and it is read again there


def _read_none(reading: Reading, shape: inspect.NoneType, found: object, pointer: str) -> object:
    return found if found is None else _mismatch(reading, shape, found, pointer)


def _read_literal(reading: Reading, shape: inspect.LiteralType, found: object, pointer: str) -> object:
    return found if found in shape.values else _mismatch(reading, shape, found, pointer)


def _read_metadata(reading: Reading, shape: inspect.Metadata, found: object, pointer: str) -> object:
    described = _DESCRIBED.get(type(shape.type))
    if described is None:
        return reading.read(shape.type, found, pointer)
    # What it is called is looked up only for what does not fit: this runs for every value of a document.
    return described(reading, shape.type, found, pointer, shape)


def _read_list(reading: Reading, shape: inspect.VarTupleType, found: object, pointer: str) -> object:
    if not isinstance(found, list | tuple):
        return _mismatch(reading, shape, found, pointer)
    if not _fits_length(shape, found):
        return reading.refuse(
            pointer,
            Words("Expected {expected}, found {count} elements.", expected=expected(shape), count=len(found)),
        )
    parts = [reading.read(shape.item_type, part, join(pointer, index)) for index, part in enumerate(found)]
    kept = [index for index, part in enumerate(parts) if part is not UNREADABLE]
    reading.keep(pointer, kept)
    return [parts[index] for index in kept] if len(kept) >= (shape.min_length or 0) else UNREADABLE


def _read_tuple(reading: Reading, shape: inspect.TupleType, found: object, pointer: str) -> object:
    if not isinstance(found, list | tuple) or len(found) != len(shape.item_types):
        what = (
            Words("a list of {count}", count=len(found)) if isinstance(found, list | tuple) else shown(found)
        )
        detail = Words(
            "Expected a list of {count} values, found {found}.", count=len(shape.item_types), found=what
        )
        return reading.refuse(pointer, detail)
    pairs = enumerate(zip(shape.item_types, found, strict=True))
    parts = [reading.read(item, part, join(pointer, index)) for index, (item, part) in pairs]
    return UNREADABLE if UNREADABLE in parts else parts


def _read_dict(reading: Reading, shape: inspect.DictType, found: object, pointer: str) -> object:
    if not isinstance(found, dict):
        return _mismatch(reading, shape, found, pointer)
    if not _fits_length(shape, found):
        return reading.refuse(
            pointer,
            Words("Expected {expected}, found {count} entries.", expected=expected(shape), count=len(found)),
        )
    salvaged = {}
    for name, part in found.items():
        at = join(pointer, name)
        key, value = reading.read(shape.key_type, name, at), reading.read(shape.value_type, part, at)
        if key is not UNREADABLE and value is not UNREADABLE:
            salvaged[key] = value
    return salvaged


def _read_struct(reading: Reading, shape: inspect.StructType, found: object, pointer: str) -> object:
    if not isinstance(found, dict):
        return _mismatch(reading, shape, found, pointer)
    fields = {field.encode_name: field for field in shape.fields}
    salvaged: dict[str, object] = {}
    for name, part in found.items():
        at = join(pointer, name)
        if name == shape.tag_field:
            value = (
                part
                if part == shape.tag
                else reading.refuse(
                    at, Words("Expected {tag}, found {found}.", tag=shape.tag, found=shown(part))
                )
            )
        elif name in fields:
            value = reading.read(fields[name].type, part, at)
        else:
            value = reading.refuse(at, _unknown(str(name), [*fields, *filter(None, [shape.tag_field])]))
        if value is not UNREADABLE:
            salvaged[name] = value
    for name, field in fields.items():
        if field.required and name not in found:
            reading.refuse(
                join(pointer, name),
                Words(
                    "Expected {expected}, found nothing. Add `{name}`.",
                    expected=expected(field.type),
                    name=name,
                ),
            )
    return (
        salvaged if all(name in salvaged for name, field in fields.items() if field.required) else UNREADABLE
    )


def _unknown(name: str, known: list[str]) -> Words:
    near = difflib.get_close_matches(name, known, n=1)
    hint = Words("Did you mean `{name}`?", name=near[0]) if near else Words("Remove it.")
    return Words(
        "Expected only {known} here, found {found}. {hint}",
        known=", ".join(known),
        found=shown(name),
        hint=hint,
    )


def _read_union(reading: Reading, shape: inspect.UnionType, found: object, pointer: str) -> object:
    structs = [member for member in shape.types if isinstance(member, inspect.StructType)]
    tagged = [member for member in structs if member.tag is not None]
    if tagged and isinstance(found, dict):
        return _read_tagged(reading, tagged, found, pointer)
    members = [member for member in shape.types if not isinstance(member, inspect.NoneType)]
    if len(members) == 1 and found is not None:
        return reading.read(members[0], found, pointer)
    for member in shape.types:
        inner = member.type if isinstance(member, inspect.Metadata) else member
        if isinstance(found, _ACCEPTS[type(inner)]) and isinstance(found, bool) == isinstance(
            inner, inspect.BoolType
        ):
            return reading.read(member, found, pointer)
    return _mismatch(reading, shape, found, pointer)


def _read_tagged(
    reading: Reading, members: list[inspect.StructType], found: dict[str, object], pointer: str
) -> object:
    by_tag = {str(member.tag): member for member in members}
    tag_field = str(members[0].tag_field)
    tag = found.get(tag_field)
    if isinstance(tag, str) and tag in by_tag:
        return reading.read(by_tag[tag], found, pointer)
    at, known = join(pointer, tag_field), ", ".join(by_tag)
    if tag_field not in found:
        detail = Words("Expected one of {known}, found nothing. Add `{name}`.", known=known, name=tag_field)
        return reading.refuse(at, detail)
    return reading.refuse(at, Words("Expected one of {known}, found {found}.", known=known, found=shown(tag)))


_LIMITS: Final[dict[str, Callable[[float], Words]]] = {
    "gt": lambda limit: Words("more than {limit:g}", limit=limit),
    "ge": lambda limit: Words("at least {limit:g}", limit=limit),
    "lt": lambda limit: Words("less than {limit:g}", limit=limit),
    "le": lambda limit: Words("at most {limit:g}", limit=limit),
    "min_length": lambda limit: Words("at least {limit:g}", limit=limit),
    "max_length": lambda limit: Words("at most {limit:g}", limit=limit),
}
_WORDS: Final[dict[type[inspect.Type], Words]] = {
    inspect.StrType: Words("text"),
    inspect.FloatType: Words("a finite number"),
    inspect.IntType: Words("a whole number"),
    inspect.BoolType: Words("true or false"),
    inspect.NoneType: Words("null"),
    inspect.VarTupleType: Words("a list"),
    inspect.TupleType: Words("a list"),
    inspect.DictType: Words("an object"),
    inspect.StructType: Words("an object"),
}
_ACCEPTS: Final[dict[type[inspect.Type], tuple[type, ...]]] = {
    inspect.StrType: (str,),
    inspect.FloatType: (int, float),
    inspect.IntType: (int,),
    inspect.BoolType: (bool,),
    inspect.NoneType: (type(None),),
    inspect.VarTupleType: (list, tuple),
    inspect.DictType: (dict,),
    inspect.StructType: (dict,),
}
_DESCRIBED: Final[dict[type[inspect.Type], Callable[..., object]]] = {
    inspect.StrType: _read_text,
    inspect.FloatType: _read_float,
    inspect.IntType: _read_int,
    inspect.BoolType: _read_bool,
}
_READERS: Final[dict[type[inspect.Type], Callable[..., object]]] = {
    **_DESCRIBED,
    inspect.AnyType: _read_anything,
    inspect.NoneType: _read_none,
    inspect.LiteralType: _read_literal,
    inspect.Metadata: _read_metadata,
    inspect.VarTupleType: _read_list,
    inspect.TupleType: _read_tuple,
    inspect.DictType: _read_dict,
    inspect.StructType: _read_struct,
    inspect.UnionType: _read_union,
}
