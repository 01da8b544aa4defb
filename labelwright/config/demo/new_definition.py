"""The second schema version of the demo's news: one label becomes two, and some names only people can tell apart."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import UUID

from annotation.services.schema_migration.rehearse import rehearse_draft
from annotation.services.schema_migration.run import apply_rehearsal
from guidelines.models import Project
from guidelines.services import schemas
from labelwright.accounts.principal import Principal
from labelwright.config.demo.schemas import NEWS, area, building
from labelwright.jobs.models import JobState
from labelwright.jobs.runner import run_job

NOTE = "The map needs to know whether a place is a building or an area."
PLACE = 2  # where the label stood among the others
OPERATIONS: list[dict[str, Any]] = [
    *(
        {"kind": "add_label/1", "field": "entities", "label": label, "at": at}
        for at, label in enumerate((area(), building()), start=PLACE + 1)
    ),
    {
        "kind": "split_label/1",
        "field": "entities",
        "label": "place",
        "targets": ["area", "building"],
        "rules": [
            {"when": {"type": "text_matches", "pattern": "Hall|Granary|会館|蔵|창고|마당"}, "to": "building"},
            {"when": {"type": "text_matches", "pattern": "町|마을|동$|섬"}, "to": "area"},
        ],
    },
]


def second_schema() -> dict[str, Any]:
    """The schema document with two labels in the place of the one."""
    document = deepcopy(NEWS)
    labels = document["fields"][0]["labels"]
    document["fields"][0]["labels"] = [*labels[:PLACE], area(), building(), *labels[PLACE + 1 :]]
    return document


def change_the_definition(project: Project, *, by: Principal) -> None:
    """The second version is rehearsed, applied and carried out; what it asks of people waits for them."""
    draft = schemas.start_schema_draft(project, by=by)
    saved, faults = schemas.save_schema_draft(draft, by=by, expected=draft.version, document=second_schema())
    assert not faults, faults
    ready = schemas.save_operations(saved, by=by, expected=saved.version, operations=OPERATIONS)
    rehearsal = rehearse_draft(ready, by=by)
    assert rehearsal.job_id is not None
    _carry_out(rehearsal.job_id)
    rehearsal.refresh_from_db()
    migration = apply_rehearsal(rehearsal, ready, by=by, expected=ready.version, note=NOTE)
    for job in migration.slices.values_list("job_id", flat=True):
        _carry_out(job)


def _carry_out(job: UUID) -> None:
    while run_job(job) == JobState.QUEUED:
        pass
