"""A region that is kept beside what is said about it, as it was at that time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from annotation.queries.versions import published_schema
from guidelines.models import Project
from guidelines.values.regions import Regions
from guidelines.values.spans import Spans
from guidelines.values.value import dump_value, parse_value
from labelwright.errors import Fault, Invalid


def copied_region(
    project: Project, *, field: str, region: dict[str, Any], schema_version: UUID | None
) -> tuple[str, dict[str, Any]]:
    """What the field's located parts are called (`regions`, `spans`), and the region as the schema version reads it.

    Raises `Invalid`, and `ValueErrors` for a region that is none.
    """
    if schema_version is None:
        raise Invalid(
            errors=[Fault("/schema_version", "Say under which schema version the region was drawn.")]
        )
    schema = published_schema(project.pk, schema_version)
    kind = schema.answer_types.get(field)
    parts = "regions" if kind is Regions else "spans" if kind is Spans else None
    if parts is None:
        raise Invalid(errors=[Fault("/field", "This field has no regions.")])
    value = dump_value(parse_value({field: {parts: [region]}}, schema))
    copied: dict[str, Any] = value[field][parts][0]
    return parts, copied
