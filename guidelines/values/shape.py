"""Reading plain JSON data against a msgspec type and finding everything that is wrong with it.

msgspec itself stops at the first fault, which is right for speed and wrong for people. `Reading` walks the
same type description, so that the types stay the only place where a shape is written down.
"""

import difflib
import math
import re
from collections.abc import Callable
from typing import Any, Final

from msgspec import inspect

from guidelines.values.pointers import join, shown
from labelwright.errors import Fault

UNREADABLE: Final = object()


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


def expected(shape: inspect.Type) -> str:
    """What `shape` asks for, in words: its own description where it has one."""
    if isinstance(shape, inspect.Metadata):
        return (shape.extra_json_schema or {}).get("description") or expected(shape.type)
    if isinstance(shape, inspect.UnionType):
        members = (member for member in shape.types if not isinstance(member, inspect.NoneType))
        return " or ".join(dict.fromkeys(expected(member) for member in members))
    if isinstance(shape, inspect.LiteralType):
        return "one of " + ", ".join(str(value) for value in shape.values)
    return _WORDS[type(shape)] + _bounds(shape)


def _bounds(shape: inspect.Type) -> str:
    limits = ((getattr(shape, name, None), words) for name, words in _LIMITS.items())
    found = " and ".join(f"{words} {limit:g}" for limit, words in limits if limit is not None)
    return f" ({found})" if found else ""


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
    reading: Reading, shape: inspect.Type, found: object, pointer: str, words: str | None = None
) -> object:
    return reading.refuse(pointer, f"Expected {words or expected(shape)}, found {shown(found)}.")


def _read_text(
    reading: Reading, shape: inspect.StrType, found: object, pointer: str, words: str | None = None
) -> object:
    if not isinstance(found, str):
        hint = " Put it in quotes." if isinstance(found, bool | int | float) else ""
        return reading.refuse(pointer, f"Expected {words or expected(shape)}, found {shown(found)}.{hint}")
    if not _fits_length(shape, found):
        detail = f"Expected {words or 'text'}{_bounds(shape)}, found {len(found)} characters."
        return reading.refuse(pointer, detail)
    if shape.pattern is not None and not re.search(shape.pattern, found):
        return _mismatch(reading, shape, found, pointer, words)
    return found


def _is_finite(found: object) -> bool:
    try:
        return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(float(found))
    except OverflowError:
        return False


def _read_float(
    reading: Reading, shape: inspect.FloatType, found: Any, pointer: str, words: str | None = None
) -> object:
    if _is_finite(found) and _within(shape, found):
        return found
    return _mismatch(reading, shape, found, pointer, words)


def _read_int(
    reading: Reading, shape: inspect.IntType, found: object, pointer: str, words: str | None = None
) -> object:
    if isinstance(found, int) and not isinstance(found, bool) and _within(shape, found):
        return found
    return _mismatch(reading, shape, found, pointer, words)


def _read_bool(
    reading: Reading, shape: inspect.BoolType, found: object, pointer: str, words: str | None = None
) -> object:
    return found if isinstance(found, bool) else _mismatch(reading, shape, found, pointer, words)


def _read_none(reading: Reading, shape: inspect.NoneType, found: object, pointer: str) -> object:
    return found if found is None else _mismatch(reading, shape, found, pointer)


def _read_literal(reading: Reading, shape: inspect.LiteralType, found: object, pointer: str) -> object:
    return found if found in shape.values else _mismatch(reading, shape, found, pointer)


def _read_metadata(reading: Reading, shape: inspect.Metadata, found: object, pointer: str) -> object:
    described = _DESCRIBED.get(type(shape.type))
    if described is None:
        return reading.read(shape.type, found, pointer)
    return described(reading, shape.type, found, pointer, expected(shape))


def _read_list(reading: Reading, shape: inspect.VarTupleType, found: object, pointer: str) -> object:
    if not isinstance(found, list | tuple):
        return _mismatch(reading, shape, found, pointer)
    if not _fits_length(shape, found):
        return reading.refuse(pointer, f"Expected {expected(shape)}, found {len(found)} elements.")
    parts = [reading.read(shape.item_type, part, join(pointer, index)) for index, part in enumerate(found)]
    kept = [index for index, part in enumerate(parts) if part is not UNREADABLE]
    reading.keep(pointer, kept)
    return [parts[index] for index in kept] if len(kept) >= (shape.min_length or 0) else UNREADABLE


def _read_tuple(reading: Reading, shape: inspect.TupleType, found: object, pointer: str) -> object:
    if not isinstance(found, list | tuple) or len(found) != len(shape.item_types):
        what = f"a list of {len(found)}" if isinstance(found, list | tuple) else shown(found)
        return reading.refuse(pointer, f"Expected a list of {len(shape.item_types)} values, found {what}.")
    pairs = enumerate(zip(shape.item_types, found, strict=True))
    parts = [reading.read(item, part, join(pointer, index)) for index, (item, part) in pairs]
    return UNREADABLE if UNREADABLE in parts else parts


def _read_dict(reading: Reading, shape: inspect.DictType, found: object, pointer: str) -> object:
    if not isinstance(found, dict):
        return _mismatch(reading, shape, found, pointer)
    if not _fits_length(shape, found):
        return reading.refuse(pointer, f"Expected {expected(shape)}, found {len(found)} entries.")
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
                else reading.refuse(at, f"Expected {shape.tag}, found {shown(part)}.")
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
                join(pointer, name), f"Expected {expected(field.type)}, found nothing. Add `{name}`."
            )
    return (
        salvaged if all(name in salvaged for name, field in fields.items() if field.required) else UNREADABLE
    )


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean `{near[0]}`?" if near else "Remove it."
    return f"Expected only {', '.join(known)} here, found {shown(name)}. {hint}"


def _read_union(reading: Reading, shape: inspect.UnionType, found: object, pointer: str) -> object:
    tagged = [member for member in shape.types if isinstance(member, inspect.StructType)]
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
    words = f"Expected one of {', '.join(by_tag)}"
    if tag_field not in found:
        return reading.refuse(join(pointer, tag_field), f"{words}, found nothing. Add `{tag_field}`.")
    return reading.refuse(join(pointer, tag_field), f"{words}, found {shown(tag)}.")


_LIMITS: Final = {
    "gt": "more than",
    "ge": "at least",
    "lt": "less than",
    "le": "at most",
    "min_length": "at least",
    "max_length": "at most",
}
_WORDS: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "text",
    inspect.FloatType: "a finite number",
    inspect.IntType: "a whole number",
    inspect.BoolType: "true or false",
    inspect.NoneType: "null",
    inspect.VarTupleType: "a list",
    inspect.TupleType: "a list",
    inspect.DictType: "an object",
    inspect.StructType: "an object",
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
    inspect.NoneType: _read_none,
    inspect.LiteralType: _read_literal,
    inspect.Metadata: _read_metadata,
    inspect.VarTupleType: _read_list,
    inspect.TupleType: _read_tuple,
    inspect.DictType: _read_dict,
    inspect.StructType: _read_struct,
    inspect.UnionType: _read_union,
}
