"""Reading a value of one type of attribute as another."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guidelines.schema.attributes import Attribute
from guidelines.values.answer import AttributeValue

_NUMBER = re.compile(r"[+-]?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?", re.ASCII)
_TRUTH = {"true": True, "false": False}


def as_text(value: AttributeValue) -> str:
    """`value` in writing: `true`, `2.5`, `an_option`, `one, two`; each says one value of its type and no other."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def converted(
    value: AttributeValue, into: Attribute, values: Mapping[str, AttributeValue]
) -> AttributeValue | None:
    """What `values` says for `value`, else `value` read as the type of `into`; None if it says nothing there.

    Bounds and options are not looked at here.
    """
    text = as_text(value)
    return values[text] if text in values else _read(text, str(into.__struct_config__.tag))


def inverted(values: Mapping[str, AttributeValue], was: Attribute) -> dict[str, AttributeValue]:
    """`values` the other way round, towards the type of `was`; of several that became the same, the first."""
    back: dict[str, AttributeValue] = {}
    for old, new in values.items():
        value = _read(old, str(was.__struct_config__.tag))
        if value is not None and not was.refusal(value):
            back.setdefault(as_text(new), value)
    return back


def _read(text: str, kind: str) -> AttributeValue | None:
    if kind == "boolean":
        return _TRUTH.get(text)
    if kind == "number":
        return float(text) if _NUMBER.fullmatch(text) else None
    if kind == "choices":
        return tuple(text.split(", ")) if text else ()
    return text
