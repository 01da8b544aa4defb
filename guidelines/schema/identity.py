"""The identity of a schema: what annotations, exports and models can notice, nothing that only people see."""

import hashlib
from typing import Any, Final

import msgspec

from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document, to_document

COSMETIC: Final = frozenset({"titles", "help", "description", "colour", "shortcut"})


def canonical_json(schema: Schema) -> bytes:
    """`schema` without cosmetic parts and defaults, as JSON: sorted keys, no spaces, UTF-8.

    Labels and options keep their order, which is the class numbering.
    """
    return msgspec.json.encode(without_cosmetics(to_document(schema)), order="sorted")


def essential(schema: Schema) -> Schema:
    """`schema` without cosmetic parts: what annotations can notice."""
    return parse_document(without_cosmetics(to_document(schema)))


def identity(schema: Schema) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal; blind to what only people see."""
    return hashlib.sha256(canonical_json(schema)).hexdigest()


def without_cosmetics(found: Any) -> Any:
    """`found`, plain data of a schema or of a part of one, without cosmetic parts."""
    if isinstance(found, dict):
        return {name: without_cosmetics(part) for name, part in found.items() if name not in COSMETIC}
    return [without_cosmetics(part) for part in found] if isinstance(found, list) else found
