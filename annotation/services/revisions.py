"""Writing revisions: the value is checked against the schema version it was made with, and its labels are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from annotation.errors import StaleRevision
from annotation.models import Annotation, AnnotationRevision, Cause, Item, LabelUse
from annotation.queries.annotations import newest_revision
from annotation.queries.in_scope import material_of
from annotation.queries.versions import published_schema, require_guideline
from annotation.services.schema_migration.incoming import carry_in
from annotation.services.schema_migration.writing import void_questions
from guidelines.queries.reading import has_read
from guidelines.queries.versions import share_current_schema
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.usage import answers_used
from guidelines.values.value import Value, dump_value, parse_value
from labelwright.accounts.models import User
from labelwright.database.compiled import insert
from labelwright.errors import Fault, Words

USES_AT_ONCE = 50  # a schema has rarely more labels


@dataclass(frozen=True, slots=True)
class Save:
    """What somebody sends: the value as plain JSON data, and what it was made with."""

    value: Any
    schema_version: UUID
    guideline_version: UUID | None = None
    seconds: int = 0
    client_key: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A save whose value fits; `value` as it is stored."""

    save: Save
    parsed: Value
    value: dict[str, Any]


def check(project_id: UUID, item: Item, save: Save, *, complete: bool = True) -> Checked:
    """The save, if its value fits schema version and item. Raises `ValueErrors` with every fault, `UnknownVersion`."""
    schema = published_schema(project_id, save.schema_version)
    require_guideline(project_id, save.guideline_version)
    try:
        parsed = parse_value(save.value, schema)
    except ValueErrors as error:
        raise ValueErrors("The work does not fit the label schema.", errors=_inside(error.errors)) from error
    faults = validate_value(schema, parsed, context=material_of(item).context, complete=complete)
    if faults:
        raise ValueErrors("The work does not fit the label schema.", errors=_inside(faults))
    return Checked(save, parsed, dump_value(parsed))


def by_what_was_read(checked: Checked, author: UUID, newest: UUID | None) -> Checked:
    """The save with the guideline version that its author had really acknowledged when they did it.

    `newest` is the newest that they have acknowledged by now. An older one stands if they have acknowledged that as well: work
    that waited to be sent was done by it. What they were never shown, or did not confirm, is not what they went by.
    """
    claimed = checked.save.guideline_version
    if claimed == newest or (claimed and newest and has_read(author, claimed)):
        return checked
    return replace(checked, save=replace(checked.save, guideline_version=newest))


def _inside(faults: Any) -> list[Fault]:
    """Pointers into the request body, where the value is a member."""
    return [Fault(f"/value{fault.pointer}", fault.detail) for fault in faults]


def write_revision(
    annotation: Annotation, checked: Checked, *, author: User, cause: Cause
) -> AnnotationRevision:
    """A new newest revision. `annotation` must be locked, and saved already if it is not new (revision 1).

    Work under an older schema version is carried on to the current one, as one more revision (`annotation.revision`).
    """
    # Before any question is touched: who takes a schema migration back has the project first and the questions then.
    current = share_current_schema(annotation.project_id)
    revision = AnnotationRevision(
        annotation=annotation,
        number=annotation.revision,
        value=checked.value,
        schema_version_id=checked.save.schema_version,
        guideline_version_id=checked.save.guideline_version,
        author=author,
        cause=cause,
        seconds=checked.save.seconds,
        client_key=checked.save.client_key,
    )
    insert(revision)
    if annotation.revision > 1:
        LabelUse.objects.filter(annotation=annotation).delete()
        void_questions([annotation.pk])
    uses = [
        LabelUse(
            annotation=annotation, project_id=annotation.project_id, field=field, label=label, count=count
        )
        for (field, label), count in answers_used(checked.parsed).items()
    ]
    for start in range(0, len(uses), USES_AT_ONCE):
        insert(*uses[start : start + USES_AT_ONCE])
    annotation.revision += carry_in([annotation.pk], source=revision.schema_version_id, current=current)
    return revision


def require_newest(annotation: Annotation, base: int | None, yours: object) -> None:
    """Nothing, or `StaleRevision` with both values when `base` is not the newest revision."""
    if base == annotation.revision:
        return
    newest = newest_revision(annotation)
    started = f"revision {base}" if base else "no revision"
    raise StaleRevision(
        Words(
            "You started from {started}; revision {current} is newer. Both are here; nothing was lost.",
            started=started,
            current=annotation.revision,
        ),
        base=base,
        current=annotation.revision,
        annotation=annotation.pk,
        current_value=newest.value,
        current_schema_version=newest.schema_version_id,
        your_value=yours,
    )


def saved_before(author: User, client_key: str | None) -> AnnotationRevision | None:
    """The revision that this very save made when it was sent before."""
    if not client_key:
        return None
    saves = AnnotationRevision.objects.filter(author=author, client_key=client_key)
    return saves.select_related("annotation").first()
