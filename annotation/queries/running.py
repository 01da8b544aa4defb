"""Whether the labels of a project are on their way from one schema version to the next."""

from __future__ import annotations

from uuid import UUID

from annotation.models import SchemaMigration


def running_migration(project_id: UUID) -> SchemaMigration | None:
    """The project's schema migration that has not ended, running or paused. For services that have asked who asks."""
    live = (SchemaMigration.State.RUNNING, SchemaMigration.State.PAUSED)
    return SchemaMigration.objects.filter(project=project_id, state__in=live).first()
