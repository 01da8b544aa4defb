"""A region that is kept beside what is said about it, as it was at that time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from annotation.queries.versions import published_schema
from guidelines.models import Project
from guidelines.schema.fields.located import LocatedField
from guidelines.values.answer import located_name
from guidelines.values.value import dump_value, parse_value
from labelwright.errors import Fault, Invalid


def copied_region(
    project: Project, *, field: str, region: dict[str, Any], schema_version: UUID | None
) -> tuple[str, dict[str, Any]]:
    """What the field's located parts are called (`regions`, `spans`, `segments`), and the region as the schema version reads it.

    Raises `Invalid`, and `ValueErrors` for a region that is none.
    """
    if schema_version is None:
        raise Invalid(
            errors=[Fault("/schema_version", "Say under which schema version the region was drawn.")]
        )
    schema = published_schema(project.pk, schema_version)
    question = schema.fields_by_key.get(field)
    if not isinstance(question, LocatedField):
        raise Invalid(errors=[Fault("/field", "This field has no regions.")])
    parts = located_name(question.answer)
    value = dump_value(parse_value({field: {parts: [region]}}, schema))
    copied: dict[str, Any] = value[field][parts][0]
    return parts, copied
