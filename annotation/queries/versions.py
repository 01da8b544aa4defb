"""Published schema and guideline versions by id. They never change, so each process reads one once."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from annotation.errors import UnknownVersion
from guidelines.models import GuidelineVersion, SchemaVersion, VersionState
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document


def published_schema(project_id: UUID, version_id: UUID) -> Schema:
    """The schema of a published version of the project. Raises `UnknownVersion`."""
    try:
        owner, schema = _schema(version_id)
    except SchemaVersion.DoesNotExist:
        owner, schema = None, None
    if owner != project_id or schema is None:
        raise UnknownVersion("Name a published schema version of this project.")
    return schema


def require_guideline(project_id: UUID, version_id: UUID | None) -> None:
    """Nothing, or `UnknownVersion` when the guideline version is not a published one of the project."""
    try:
        known = version_id is None or _guideline_project(version_id) == project_id
    except GuidelineVersion.DoesNotExist:
        known = False
    if not known:
        raise UnknownVersion("Name a published guideline version of this project.")


# An unknown or unpublished version raises, and what raises is not remembered.
@lru_cache(maxsize=256)
def _schema(version_id: UUID) -> tuple[UUID, Schema]:
    version = SchemaVersion.objects.get(pk=version_id, state=VersionState.PUBLISHED)
    return version.project_id, parse_document(version.document)


@lru_cache(maxsize=1024)
def _guideline_project(version_id: UUID) -> UUID:
    return GuidelineVersion.objects.values_list("project_id", flat=True).get(
        pk=version_id, state=VersionState.PUBLISHED
    )
