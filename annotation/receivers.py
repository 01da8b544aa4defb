"""What this floor has to say about what happens on the floors below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from annotation.queries.pictures import seen_among
from annotation.services.examples.publish import show_examples
from annotation.services.schema_migration.run import refuse_a_second
from annotation.services.threads.repoint import repoint_threads
from guidelines.models import GuidelineVersion, Project
from guidelines.pointers import Move, Pointer
from guidelines.signals import guideline_version_publishing, pictures_named, schema_version_publishing
from labelwright.accounts.principal import Principal


@receiver(schema_version_publishing)
def refuse_while_labels_are_on_their_way(project: Project, **_: Any) -> None:
    """Also of a version that touches no label: the running migration could not be taken back from under it."""
    refuse_a_second(project)


@receiver(guideline_version_publishing)
def show_its_examples(version: GuidelineVersion, markdown: str, **_: Any) -> list[Pointer]:
    show_examples(version, markdown)
    return []


@receiver(guideline_version_publishing)
def keep_questions_at_sections(
    version: GuidelineVersion, markdown: str, gone: list[str], moves: Sequence[Move], by: Principal, **_: Any
) -> list[Pointer]:
    return repoint_threads(version, markdown=markdown, gone=gone, moves=moves, by=by)


@receiver(pictures_named)
def show_pictures_of_questions(project_id: UUID, keys: list[str], by: Principal, **_: Any) -> set[UUID]:
    return seen_among(by, project_id, keys)
