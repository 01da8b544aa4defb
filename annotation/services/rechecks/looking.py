"""Looking at an annotation again: the work becomes its next revision, and it is kept what was changed of the touched labels."""

from __future__ import annotations

from annotation.consequences import changed_labels
from annotation.models import Annotation, AnnotationRevision, RecheckTask, Task
from annotation.queries.annotations import newest_revision
from annotation.queries.versions import published_schema
from annotation.services.revisions import Checked, require_newest
from annotation.services.schema_migration.showing import read_now
from guidelines.values.value import Value, parse_value


def begin_look(task: Task, base: int | None, value: object) -> tuple[Annotation, AnnotationRevision]:
    """The annotation that the task is about, locked and with the number of its next revision, and what it said before.

    It stays its author's, and in its state: a second look decides nothing about who made it. Raises `StaleRevision`.
    """
    annotation = (
        Annotation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("project", "item__asset")
        .get(rechecks__task=task)
    )
    require_newest(annotation, base, value)
    before = newest_revision(annotation)
    annotation.revision += 1
    return annotation, before


def end_look(task: Task, before: AnnotationRevision, checked: Checked, revision: AnnotationRevision) -> None:
    """It is written down what became of the labels that the change of the guideline touched."""
    row = RecheckTask.objects.select_related("annotation__project", "annotation__item__asset").get(task=task)
    said = _before(row.annotation, before, checked)
    changed = changed_labels(said, checked.parsed, row.labels)
    row.is_changed, row.changed, row.revision = bool(changed), changed, revision.number
    row.save(update_fields=["is_changed", "changed", "revision"])


def _before(annotation: Annotation, revision: AnnotationRevision, checked: Checked) -> Value:
    """What was said before, in the words of the new value where operations lead there."""
    version, stored = revision.schema_version_id, revision.value
    if version != checked.save.schema_version:
        reading = read_now(annotation, revision)
        version, stored = reading.schema_version, dict(reading.value)
    return parse_value(stored, published_schema(annotation.project_id, version))
