"""Reading schema documents and writing them back."""

from typing import Any

import msgspec
import yaml
from msgspec import Struct

from guidelines.schema.check import findings
from guidelines.schema.document import Schema
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.yaml_text import read_yaml
from guidelines.values.shape import UNREADABLE, Reading, shape_of
from labelwright.errors import Fault, Words

MAXIMUM_FAULTS = 200
_FIRST = ("key", "name")
_LAST = ("attributes", "options", "labels", "nodes", "children")
_MAXIMUM_DEPTH = 50  # as in YAML; a taxonomy is the one part that can be nested at will


def parse_document(source: object) -> Schema:
    """The schema that `source`, plain JSON data, describes.

    Raises `SchemaErrors` with every fault (the first 200), each with a pointer into `source`.
    """
    if _is_deeper(source, _MAXIMUM_DEPTH):
        raise SchemaErrors(
            errors=[Fault("", Words("Expected at most {most} levels, found more.", most=_MAXIMUM_DEPTH))]
        )
    reading = Reading()
    salvaged = reading.read(shape_of(Schema), source)
    faults = reading.faults
    if salvaged is not UNREADABLE:
        schema = _converted(salvaged)
        faults += [Fault(reading.original(pointer), detail) for pointer, detail in findings(schema)]
        if not faults:
            return schema
    raise SchemaErrors(errors=faults[:MAXIMUM_FAULTS])


def _is_deeper(found: object, levels: int) -> bool:
    parts = found.values() if isinstance(found, dict) else found if isinstance(found, list | tuple) else ()
    return levels < 0 or any(_is_deeper(part, levels - 1) for part in parts)


def _converted(salvaged: object) -> Schema:
    try:
        return msgspec.convert(salvaged, Schema)
    except (msgspec.ValidationError, UnicodeError) as error:
        raise SchemaErrors(errors=[Fault("", Words("{error}.", error=error))]) from error


def parse_yaml(text: str) -> Schema:
    """The schema that `text` describes.

    Raises `SchemaErrors` as `parse_document` does, with lines and columns from 1.
    """
    source = read_yaml(text)
    try:
        return parse_document(source.plain)
    except SchemaErrors as error:
        raise SchemaErrors(errors=[source.placed(fault) for fault in error.errors]) from error


def to_document(schema: Schema) -> dict[str, Any]:
    """`schema` as plain JSON data without defaults; `parse_document` reads it back to the same."""
    return to_plain(schema)


def to_plain(part: Struct) -> dict[str, Any]:
    """A part of a schema, or the whole, as plain JSON data without defaults."""
    document: dict[str, Any] = _tidied(msgspec.to_builtins(part))
    return document


def to_yaml(schema: Schema) -> str:
    """`schema` as YAML, in the order of the documentation; `parse_yaml` reads it back to the same."""
    return yaml.safe_dump(to_document(schema), allow_unicode=True, sort_keys=False, width=110)


def _tidied(found: Any) -> Any:
    """Short parts first, no name that only repeats the key, whole numbers without a point."""
    if isinstance(found, dict):
        names = sorted(found, key=lambda name: (name in _LAST, name not in _FIRST))
        repeats = "name" in found and found["name"] == found.get("key")
        return {name: _tidied(found[name]) for name in names if not (repeats and name == "name")}
    if isinstance(found, list | tuple):
        return [_tidied(part) for part in found]
    return int(found) if isinstance(found, float) and found.is_integer() else found
