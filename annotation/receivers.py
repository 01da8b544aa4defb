"""What this floor has to say about what happens on the floors below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from annotation.services.schema_migration.run import refuse_a_second
from guidelines.models import Project
from guidelines.signals import schema_version_publishing


@receiver(schema_version_publishing)
def refuse_while_labels_are_on_their_way(project: Project, **_: Any) -> None:
    """Also of a version that touches no label: the running migration could not be taken back from under it."""
    refuse_a_second(project)
