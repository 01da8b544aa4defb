"""A project in which people label: schema, guideline, items, and an open batch with its annotators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from annotation.models import Assignment, Batch, Item
from annotation.queries.work import workplace_for
from annotation.services.batches import Plan, create_batch, move_batch
from annotation.services.leases import next_tasks
from annotation.services.revisions import Save
from annotation.services.submit import Submitted, submit_work
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.factories.annotation import ImageItemFactory, TextItemFactory
from tests.factories.guidelines import (
    INTENTS,
    GuidelineVersionFactory,
    ProjectFactory,
    SchemaVersionFactory,
    member,
)

GREET: dict[str, Any] = {"intent": {"choice": "greet"}}
ORDER: dict[str, Any] = {"intent": {"choice": "order"}}
CELL: dict[str, Any] = {
    "cells": {
        "regions": [
            {"id": "r1", "label": "rbc", "geometry": {"type": "box", "box": [10.0, 20.0, 30.0, 40.0]}}
        ]
    }
}


@dataclass
class Work:
    """The project and what is needed to work in it."""

    project: Project
    schema: SchemaVersion
    guideline: GuidelineVersion
    curator: Principal
    items: list[Item] = field(default_factory=list)

    def annotator(self, *, has_read: bool = True, **fields: Any) -> Principal:
        """Somebody who labels here and has read the guideline, unless told otherwise."""
        who = member(self.project, Role.ANNOTATOR, **fields)
        if has_read:
            acknowledge_guideline(self.guideline, by=who)
        return who

    def reviewer(self, **fields: Any) -> Principal:
        return member(self.project, Role.REVIEWER, **fields)

    def batch(self, *annotators: Principal, opened: bool = True, **plan: Any) -> Batch:
        batch = create_batch(
            self.project,
            by=self.curator,
            plan=Plan(**{"name": f"Batch {uuid4().hex[:6]}", **plan}),
            annotators=[who.user.pk for who in annotators],
            items={"all": True},
        )
        return move_batch(batch, "open", by=self.curator) if opened else batch

    def save(self, value: Any = None, **fields: Any) -> Save:
        return Save(
            **{
                "value": GREET if value is None else value,
                "schema_version": self.schema.pk,
                "guideline_version": self.guideline.pk,
                "seconds": 7,
                "client_key": uuid4().hex,
                **fields,
            }
        )


def text_work(items: int = 3, document: dict[str, Any] = INTENTS) -> Work:
    """A text project with one required choice, `intent`, or with another label schema."""
    project = ProjectFactory(input="text")
    schema = SchemaVersionFactory(project=project, document=document)
    made = [TextItemFactory(project=project) for _ in range(items)]
    return Work(
        project, schema, GuidelineVersionFactory(project=project), member(project, Role.CURATOR), made
    )


def image_work(items: int = 1) -> Work:
    """An image project with boxes around cells; its assets have no bytes."""
    project = ProjectFactory()
    schema = SchemaVersionFactory(project=project)
    made = [ImageItemFactory(project=project) for _ in range(items)]
    return Work(
        project, schema, GuidelineVersionFactory(project=project), member(project, Role.CURATOR), made
    )


def take(who: Principal, work: Work, count: int = 1, batch: UUID | None = None) -> list[Assignment]:
    """The person's next assignments."""
    return next_tasks(who, workplace_for(who, work.project.pk), count=count, batch_id=batch)


def do(who: Principal, work: Work, value: Any = None, **fields: Any) -> Submitted:
    """The person takes the next task and submits it."""
    (assignment,) = take(who, work)
    return submit_work(assignment.pk, by=who, save=work.save(value, **fields))
