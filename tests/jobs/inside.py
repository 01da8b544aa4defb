"""A process in the environment of a stack that does what has no way in by HTTP: a line of JSON in, a line of JSON out.

Started by `tests.jobs.migrations.Inside`; it holds no state that matters, and is not a worker.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

WORDS = [
    "nobody",
    "knows",
    "who",
    "said",
    "this",
    "about",
    "which",
    "of",
    "the",
    "many",
    "places",
    "and",
    "things",
    "there",
    "are",
]
LABELS = ("person", "place", "thing", "event")
SCHEMA: dict[str, Any] = {
    "input": "text",
    "fields": [
        {
            "key": "names",
            "type": "spans",
            "overlap": True,
            "labels": [
                {
                    "key": "person",
                    "attributes": [
                        {"key": "kind", "type": "choice", "options": [{"key": "real"}, {"key": "invented"}]}
                    ],
                },
                *({"key": label} for label in LABELS[1:]),
            ],
        }
    ],
}
OPERATIONS: list[dict[str, Any]] = [
    *({"kind": "add_label/1", "field": "names", "label": {"key": key}} for key in ("human", "figure")),
    {
        "kind": "split_label/1",
        "field": "names",
        "label": "person",
        "targets": ["human", "figure"],
        "rules": [
            {"when": {"type": "attribute_is", "attribute": "kind", "values": ["real"]}, "to": "human"},
            {"when": {"type": "attribute_is", "attribute": "kind", "values": ["invented"]}, "to": "figure"},
        ],
        "consumes": ["kind"],
    },
    {"kind": "merge_labels/1", "field": "names", "sources": ["place"], "target": "thing"},
]


def labelled(seed: int, count: int) -> dict[str, Any]:
    """A project with `count` labelled texts, the same for each seed; a draft, to which the operations lead."""
    from annotation.services.items import NewAnnotation, NewItem, add_imported_annotations, add_items
    from guidelines.operations.plan import make_plan
    from guidelines.operations.registry import read_operations
    from guidelines.schema.parse import parse_document, to_document
    from guidelines.services import schemas
    from guidelines.values.value import parse_value
    from labelwright.accounts.roles import Role
    from tests.factories.guidelines import ProjectFactory, SchemaVersionFactory, member

    chance = random.Random(seed)
    project = ProjectFactory(input="text")
    version = SchemaVersionFactory(project=project, document=SCHEMA)
    curator = member(project, Role.CURATOR)
    schema = parse_document(version.document)
    for start in range(0, count, 500):
        numbers = range(start, min(start + 500, count))
        items = [NewItem("text", text=f"{' '.join(WORDS)} {n}", external_id=f"{n:07}") for n in numbers]
        ids = add_items(project, items).ids
        new = [NewAnnotation(item, parse_value(said(chance), schema)) for item in ids if item is not None]
        add_imported_annotations(project, new, schema_version=version)
    project.refresh_from_db()
    after = make_plan(schema, read_operations(OPERATIONS)).after
    draft = schemas.start_schema_draft(project, by=curator)
    draft, _ = schemas.save_schema_draft(draft, by=curator, expected=1, document=to_document(after))
    schemas.save_operations(draft, by=curator, expected=2, operations=OPERATIONS)
    return {"project": str(project.pk), "draft": str(draft.pk), "curator": str(curator.user.pk)}


def said(chance: random.Random) -> dict[str, Any]:
    """A value; three of five need nothing."""
    choices = LABELS if chance.random() < 0.4 else LABELS[2:]
    spans = []
    for number in range(chance.randint(1, 4)):
        label = chance.choice(choices)
        kind = chance.choice(("real", "invented", None)) if label == "person" else None
        start = chance.randint(0, 30)
        attributes = {"kind": kind} if kind else {}
        end = start + chance.randint(1, 9)
        spans.append(
            {"id": f"s{number}", "label": label, "start": start, "end": end, "attributes": attributes}
        )
    return {"names": {"spans": spans}}


def rehearse(draft: str, curator: str) -> dict[str, Any]:
    from annotation.services.schema_migration.rehearse import rehearse_draft
    from guidelines.models import SchemaVersion

    found = SchemaVersion.objects.select_related("project").get(pk=draft)
    rehearsal = rehearse_draft(found, by=_principal(curator))
    return {"id": str(rehearsal.pk), "jobs": [str(rehearsal.job_id)]}


def apply(draft: str, rehearsal: str, curator: str) -> dict[str, Any]:
    from annotation.models import Rehearsal
    from annotation.services.schema_migration.run import apply_rehearsal
    from guidelines.models import SchemaVersion

    found = SchemaVersion.objects.select_related("project").get(pk=draft)
    rehearsed = Rehearsal.objects.select_related("from_version").get(pk=rehearsal)
    return _told(apply_rehearsal(rehearsed, found, by=_principal(curator), expected=found.version, note=""))


def revert(migration: str, curator: str) -> dict[str, Any]:
    from annotation.services.schema_migration.run import revert_migration

    return _told(revert_migration(_migration(migration), by=_principal(curator)))


def switch(migration: str, curator: str, to: str) -> dict[str, Any]:
    """Paused or resumed."""
    from annotation.services.schema_migration.run import pause_migration, resume_migration

    change = {"paused": pause_migration, "running": resume_migration}[to]
    return _told(change(_migration(migration), by=_principal(curator)))


def state_of(project: str) -> dict[str, Any]:
    """Everything that a schema migration leaves, in an order and in words that do not depend on ids."""
    from annotation.models import (
        Annotation,
        AnnotationRevision,
        LabelUse,
        Rehearsal,
        RelabelQuestion,
        SchemaMigration,
    )

    name = "annotation__item__external_id"
    mine = {"annotation__project": UUID(project)}
    revisions = AnnotationRevision.objects.filter(**mine).order_by(name, "number")
    uses = LabelUse.objects.filter(**mine).order_by(name, "field", "label")
    asked = RelabelQuestion.objects.filter(**mine).order_by(
        name, "migration__to_version__number", "revision", "step", "part"
    )
    columns = ("migration__to_version__number", "revision", "step", "field", "part", "label", "candidates")
    migrations = SchemaMigration.objects.filter(project=project).order_by("to_version__number")
    newest = Annotation.objects.filter(project=project).order_by("item__external_id")
    rehearsals = Rehearsal.objects.filter(project=project).order_by("id")
    return {
        "newest": list(newest.values_list("item__external_id", "revision")),
        "revisions": list(
            revisions.values_list(
                name,
                "number",
                "cause",
                "schema_version__number",
                "migration__to_version__number",
                "value",
            )
        ),
        "uses": list(uses.values_list(name, "field", "label", "count")),
        "questions": list(asked.values_list(name, *columns, "before", "state")),
        "migrations": list(migrations.values_list("to_version__number", "state", "tally")),
        "rehearsals": list(rehearsals.values_list("state", "tally")),
    }


def _migration(pk: str) -> Any:
    from annotation.models import SchemaMigration

    return SchemaMigration.objects.select_related("project").get(pk=pk)


def _told(migration: Any) -> dict[str, Any]:
    return {
        "id": str(migration.pk),
        "state": migration.state,
        "jobs": [str(job) for job in migration.slices.order_by("number").values_list("job_id", flat=True)],
    }


def _principal(user: str) -> Any:
    from labelwright.accounts.models import User
    from labelwright.accounts.principal import Principal

    return Principal(User.objects.get(pk=user))


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    command.__name__: command for command in (labelled, rehearse, apply, revert, switch, state_of)
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")
    import django

    django.setup()
    import tests.jobs.small_steps  # noqa: F401  it also cuts the slices, as the workers do

    for made in _factories():
        made.reset_sequence(os.getpid() * 1_000)  # a stack may see several of these processes
    for line in sys.stdin:
        asked = json.loads(line)
        answer = COMMANDS[asked.pop("do")](**asked)
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()


def _factories() -> tuple[Any, ...]:
    from tests.factories.accounts import OrganisationFactory, UserFactory
    from tests.factories.guidelines import ProjectFactory

    return OrganisationFactory, UserFactory, ProjectFactory


if __name__ == "__main__":
    main()
