"""The identity of a schema: what annotations, exports and models can notice, nothing that only people see."""

import hashlib
from typing import Any, Final

import msgspec

from guidelines.schema.document import Schema
from guidelines.schema.parse import to_document

COSMETIC: Final = frozenset({"titles", "help", "description", "colour", "shortcut"})


def canonical_json(schema: Schema) -> bytes:
    """`schema` without cosmetic parts and defaults, as JSON: sorted keys, no spaces, UTF-8.

    Labels and options keep their order, which is the class numbering.
    """
    return msgspec.json.encode(_essential(to_document(schema)), order="sorted")


def identity(schema: Schema) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal; blind to what only people see."""
    return hashlib.sha256(canonical_json(schema)).hexdigest()


def _essential(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _essential(part) for name, part in found.items() if name not in COSMETIC}
    return [_essential(part) for part in found] if isinstance(found, list) else found
