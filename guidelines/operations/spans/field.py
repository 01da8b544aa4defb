from guidelines.operations.places import field_of
from guidelines.schema.document import Schema
from guidelines.schema.fields.spans import SpansField


def spans_field(schema: Schema, key: str) -> SpansField:
    """The field of spans with this key."""
    return field_of(schema, key, SpansField)
