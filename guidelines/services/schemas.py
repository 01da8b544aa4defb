"""Drafting and publishing label schemas."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from guidelines.errors import DraftExists, InputChanged, NothingChanged
from guidelines.models import Project, SchemaVersion, VersionState
from guidelines.queries import current_schema, require
from guidelines.schema.colours import assign_colours
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.identity import identity
from guidelines.schema.parse import parse_document, parse_yaml, to_document, to_yaml
from guidelines.services.projects import require_open
from guidelines.signals import schema_version_published
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Conflict, Fault, Stale


def start_schema_draft(project: Project, *, by: Principal) -> SchemaVersion:
    """A draft that begins as a copy of the current version. Raises `DraftExists`."""
    require(by, project, Can.EDIT_SCHEMA)
    require_open(project)
    current = current_schema(project)
    document = current.document if current else {"input": project.input, "fields": []}
    try:
        with transaction.atomic():
            return SchemaVersion.objects.create(
                project=project, document=document, parent=current, created_by=by.user
            )
    except IntegrityError as error:
        raise DraftExists("Go on with the draft that is there, or discard it.") from error


def save_schema_draft(
    draft: SchemaVersion,
    *,
    by: Principal,
    expected: int,
    document: dict[str, Any] | None = None,
    yaml: str | None = None,
) -> tuple[SchemaVersion, list[Fault]]:
    """The draft with its new content, and what keeps it from being published.

    A draft may be unfinished: it is kept with its faults. Text that is not YAML at all is refused (`SchemaErrors`).
    Raises `Stale` if the draft is no longer at version `expected`.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    faults: list[Fault] = []
    try:
        schema = parse_yaml(yaml) if yaml is not None else parse_document(document)
        document = to_document(assign_colours(schema))
    except SchemaErrors as error:
        if document is None:
            raise
        faults = list(error.errors)
    changed = SchemaVersion.objects.filter(pk=draft.pk, version=expected, state=VersionState.DRAFT).update(
        document=document, version=F("version") + 1
    )
    if not changed:
        newest = SchemaVersion.objects.filter(pk=draft.pk, state=VersionState.DRAFT).first()
        if newest is None:
            raise Conflict("The draft was published or discarded in the meantime.")
        raise Stale(
            "Somebody saved this draft after you read it.", current=newest.version, document=newest.document
        )
    draft.refresh_from_db()
    return draft, faults


def discard_schema_draft(draft: SchemaVersion, *, by: Principal, expected: int) -> None:
    """The draft is gone. Raises `Stale` if somebody changed it since version `expected`."""
    require(by, draft.project, Can.EDIT_SCHEMA)
    deleted, _ = SchemaVersion.objects.filter(
        pk=draft.pk, version=expected, state=VersionState.DRAFT
    ).delete()
    if not deleted:
        raise Stale("Somebody saved this draft after you read it.")


def publish_schema_version(draft: SchemaVersion, *, by: Principal, expected: int, note: str) -> SchemaVersion:
    """The draft as the next published version, which never changes again.

    Raises `SchemaErrors` with all faults, `NothingChanged`, `InputChanged`, `Stale`.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    require_open(draft.project)
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=draft.project_id)
        locked = SchemaVersion.objects.filter(pk=draft.pk, version=expected, state=VersionState.DRAFT).first()
        if locked is None:
            raise Stale("Somebody saved this draft after you read it.")
        schema = parse_document(locked.document)
        if not schema.fields:
            raise SchemaErrors(
                errors=[Fault("/fields", "A schema needs at least one field before it is published.")]
            )
        if schema.input != project.input:
            raise InputChanged(
                f"This project is about {project.input} items; make another project for {schema.input}."
            )
        current = current_schema(project)
        document = to_document(schema)
        if current is not None and current.document == document:
            raise NothingChanged
        highest = project.schema_versions.aggregate(highest=Max("number"))["highest"] or 0
        locked.parent = current
        locked.document = document
        locked.identity = identity(schema)
        locked.number = highest + 1
        locked.note = note
        locked.state = VersionState.PUBLISHED
        locked.published_by = by.user
        locked.published_at = now()
        locked.save()
        audit.record(
            by,
            "schema.published",
            locked,
            organisation=project.organisation_id,
            project_id=project.pk,
            number=locked.number,
            identity=locked.identity,
        )
        version_id = locked.pk
        transaction.on_commit(lambda: schema_version_published.send(SchemaVersion, version_id=version_id))
    return locked


def check_schema(
    *, document: Any = None, yaml: str | None = None
) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The tidy document and no faults, or None and every fault; nothing is stored."""
    try:
        schema = parse_yaml(yaml) if yaml is not None else parse_document(document)
    except SchemaErrors as error:
        return None, list(error.errors)
    return to_document(assign_colours(schema)), []


def yaml_of(document: dict[str, Any]) -> str:
    """A valid document as YAML."""
    return to_yaml(parse_document(document))
