"""Drafting and publishing label schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from guidelines.errors import DraftExists, InputChanged, NothingChanged, RehearsalNeeded
from guidelines.lens import forget_until_committed, plan_between
from guidelines.models import Project, SchemaVersion, VersionState
from guidelines.operations.base import Operation
from guidelines.operations.difference import Difference, differences, operations_of
from guidelines.operations.errors import Irreversible, PlanErrors
from guidelines.operations.fields.replace_schema import ReplaceSchema
from guidelines.operations.plan import Plan, make_plan, require_arrival
from guidelines.operations.plan_files import plan_from_yaml
from guidelines.operations.registry import read_operations, write_operation
from guidelines.queries.projects import require
from guidelines.queries.versions import current_schema
from guidelines.schema.colours import assign_colours
from guidelines.schema.errors import SchemaErrors
from guidelines.schema.identity import identity
from guidelines.schema.parse import parse_document, parse_yaml, to_document, to_yaml
from guidelines.services.projects import require_open
from guidelines.signals import schema_version_published, schema_version_publishing
from labelwright.accounts import audit
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.database.clock import now
from labelwright.errors import Conflict, Fault, Stale, Words


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


def save_operations(
    draft: SchemaVersion,
    *,
    by: Principal,
    expected: int,
    operations: object = None,
    yaml: str | None = None,
    decisions: Mapping[str, str] | None = None,
) -> SchemaVersion:
    """The draft knows how the current version leads to it: by `operations`, the same as YAML, or by what was decided about
    each difference.

    Raises `PlanErrors` with every operation that does not fit, or if they lead elsewhere; `SchemaErrors`, `Stale`.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    if decisions is not None:
        chosen = operations_of(differences_of(draft), decisions)
        operations = [write_operation(operation) for operation in chosen]
    elif yaml is not None:
        before = current_schema(draft.project)
        plan = plan_from_yaml(yaml, parse_document(before.document if before else draft.document))
        operations = [write_operation(operation) for operation in plan.operations]
    plan_of(draft, operations)
    changed = SchemaVersion.objects.filter(pk=draft.pk, version=expected, state=VersionState.DRAFT).update(
        operations=operations, version=F("version") + 1
    )
    if not changed:
        raise Stale("Somebody saved this draft after you read it.")
    draft.refresh_from_db()
    return draft


def differences_of(draft: SchemaVersion) -> tuple[Difference, ...]:
    """What differs between the current version and the draft, and what may have been meant; none for a first version.

    Raises `SchemaErrors` for a draft that is not valid, `PlanErrors` for one about another input.
    """
    current = current_schema(draft.project)
    wanted = parse_document(draft.document)
    return () if current is None else differences(parse_document(current.document), wanted)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What differs, and the plan as far as everything is decided; else `errors` say what is missing."""

    differences: tuple[Difference, ...]
    plan: Plan | None
    errors: tuple[Fault, ...] = ()


def proposal_of(draft: SchemaVersion) -> Proposal:
    """What the curator decides on. A draft that is not a valid schema has no differences, only errors."""
    try:
        found = differences_of(draft)
    except (SchemaErrors, PlanErrors) as error:
        return Proposal((), None, error.errors)
    try:
        return Proposal(found, plan_of(draft))
    except PlanErrors as error:
        return Proposal(found, None, error.errors)


def plan_of(draft: SchemaVersion, operations: object = None) -> Plan:
    """The plan from the current version to the draft: `operations`, or those that it was saved with, or the certain ones.

    For a first version it is empty. Raises `PlanErrors`, with what has to be decided if nothing was; `SchemaErrors`.
    """
    wanted = parse_document(draft.document)
    current = current_schema(draft.project)
    if current is None:
        return make_plan(wanted, ())
    before = parse_document(current.document)
    given = draft.operations if operations is None else operations
    chosen = read_operations(given) if given else operations_of(differences(before, wanted), {}, "/decisions")
    plan = make_plan(before, chosen)
    require_arrival(plan, wanted)
    return plan


def publish_schema_version(draft: SchemaVersion, *, by: Principal, expected: int, note: str) -> SchemaVersion:
    """The draft as the next published version, if that touches no annotation.

    Raises `SchemaErrors` with all faults, `PlanErrors`, `RehearsalNeeded`, `NothingChanged`, `InputChanged`, `Stale`,
    and what floors above have against it: a schema migration that runs.
    """
    with transaction.atomic():
        published = publish_with_plan(draft, by=by, expected=expected, note=note)
        if not plan_to(published).scope.is_empty:
            raise RehearsalNeeded(
                "The change touches labels that are in use; see what becomes of them, then apply it."
            )
    return published


def plan_to(version: SchemaVersion) -> Plan:
    """The plan that leads to a published version from the one before it; empty for a first one."""
    if version.parent is None:
        return make_plan(parse_document(version.document), ())
    return make_plan(parse_document(version.parent.document), read_operations(version.operations))


def publish_with_plan(
    draft: SchemaVersion, *, by: Principal, expected: int, note: str, restores: SchemaVersion | None = None
) -> SchemaVersion:
    """The draft as the next published version, which never changes again; its plan is stored with it.

    For who then carries the annotations along in the same transaction. Raises as `publish_schema_version` does.
    """
    require(by, draft.project, Can.EDIT_SCHEMA)
    require_open(draft.project)
    with transaction.atomic():
        audit.hold(draft.project.organisation_id)
        project = Project.objects.select_for_update().get(pk=draft.project_id)
        locked = SchemaVersion.objects.filter(pk=draft.pk, version=expected, state=VersionState.DRAFT).first()
        if locked is None:
            raise Stale("Somebody saved this draft after you read it.")
        schema_version_publishing.send(SchemaVersion, project=project)
        schema = parse_document(locked.document)
        if not schema.fields:
            raise SchemaErrors(
                errors=[Fault("/fields", "A schema needs at least one field before it is published.")]
            )
        if schema.input != project.input:
            raise InputChanged(
                Words(
                    "This project is about {input} items; make another project for {other}.",
                    input=project.input,
                    other=schema.input,
                )
            )
        current = current_schema(project)
        document = to_document(schema)
        if current is not None and current.document == document:
            raise NothingChanged
        plan = plan_of(locked)
        highest = project.schema_versions.aggregate(highest=Max("number"))["highest"] or 0
        locked.parent = current
        locked.document = document
        locked.operations = [write_operation(operation) for operation in plan.operations]
        locked.restores = restores
        locked.identity = identity(schema)
        locked.number = highest + 1
        locked.note = note
        locked.state = VersionState.PUBLISHED
        locked.published_by = by.user
        locked.published_at = now()
        locked.save()
        _announce(locked, project, by)
    return locked


def _announce(version: SchemaVersion, project: Project, by: Principal) -> None:
    """The published version is the project's current one; the audit log and the floors above hear of it."""
    Project.objects.filter(pk=project.pk).update(current_schema_version=version)
    audit.record(
        by,
        "schema.published",
        version,
        organisation=project.organisation_id,
        project_id=project.pk,
        number=version.number,
        identity=version.identity,
    )
    version_id = version.pk
    forget_until_committed(version_id)
    transaction.on_commit(lambda: schema_version_published.send(SchemaVersion, version_id=version_id))


def restore_schema_version(version: SchemaVersion, *, by: Principal, note: str) -> SchemaVersion:
    """A new published version that says what `version` said; a draft that somebody works on stays.

    Its operations lead there from the current version: the reverse ones where there are any, else one that asks about
    whatever does not fit. For who then brings the annotations back in the same transaction.
    """
    require(by, version.project, Can.EDIT_SCHEMA)
    require_open(version.project)
    with transaction.atomic():
        audit.hold(version.project.organisation_id)
        project = Project.objects.select_for_update().get(pk=version.project_id)
        current = current_schema(project)
        assert current is not None, "a version is restored after a newer one"
        restored = SchemaVersion.objects.create(
            project=project,
            state=VersionState.PUBLISHED,
            number=(current.number or 0) + 1,
            document=version.document,
            identity=version.identity,
            parent=current,
            operations=[write_operation(operation) for operation in way_back(current, version)],
            restores=version,
            note=note,
            created_by=by.user,
            published_by=by.user,
            published_at=now(),
        )
        _announce(restored, project, by)
    return restored


def way_back(current: SchemaVersion, older: SchemaVersion) -> tuple[Operation, ...]:
    """Operations from a version to an older one: the reverse ones, or one that asks about what does not fit."""
    plan = plan_between(older.pk, current.pk)
    if plan is not None:
        try:
            return plan.reversed().operations
        except Irreversible:
            pass
    return (ReplaceSchema(document=older.document),)


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
