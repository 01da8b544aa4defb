"""Labelled projects that a version can be published of."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.storage import default_storage

from annotation.models import Annotation, AnnotationRevision, Item, LabelUse
from datasets.models import DatasetVersion
from datasets.services.publish import publish_dataset_version
from guidelines.models import GuidelineVersion, Project, SchemaVersion
from guidelines.queries.versions import current_guideline, current_schema
from guidelines.schema.identity import identity
from guidelines.schema.parse import parse_document
from guidelines.values.usage import labels_used
from guidelines.values.value import parse_value
from labelwright import files
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from labelwright.ids import new_id
from tests.factories.annotation import AssetFactory, ImageItemFactory, TextItemFactory
from tests.factories.guidelines import (
    CELLS,
    INTENTS,
    GuidelineVersionFactory,
    ProjectFactory,
    SchemaVersionFactory,
)

HALVES = {"train": 0.5, "val": 0.25, "test": 0.25}
BOX: dict[str, Any] = {
    "cells": {
        "regions": [
            {
                "id": "a",
                "label": "rbc",
                "geometry": {"type": "box", "box": [1, 2.5, 30, 40]},
                "attributes": {},
            },
            {
                "id": "b",
                "label": "wbc",
                "geometry": {"type": "box", "box": [50, 60, 7, 8]},
                "attributes": {"lobes": "two"},
            },
        ]
    },
    "focus": {"choice": "good"},
}


def project_with(document: dict[str, Any], **fields: Any) -> Any:
    """A project with a published schema and guideline."""
    project = ProjectFactory(input=document["input"], **fields)
    add_schema(project, document)
    GuidelineVersionFactory(project=project)
    return project


def add_schema(project: Project, document: dict[str, Any], number: int = 1) -> Any:
    """One more published schema version, with its real identity."""
    return SchemaVersionFactory(
        project=project,
        document=document,
        number=number,
        identity=identity(parse_document(document)),
    )


def annotate(
    item: Item,
    value: dict[str, Any],
    *,
    state: str = "accepted",
    author: User | None = None,
    schema_version: SchemaVersion | None = None,
    guideline_version: GuidelineVersion | None = None,
    task: Any = None,
) -> Annotation:
    """An annotation with one revision, as if somebody had saved it."""
    schema_version = schema_version or current_schema(item.project)
    assert schema_version is not None
    annotation = Annotation.objects.create(
        project=item.project,
        item=item,
        task=task,
        author=author,
        state=state,
        import_id=None if author else new_id(),
    )
    AnnotationRevision.objects.create(
        annotation=annotation,
        number=1,
        value=value,
        schema_version=schema_version,
        guideline_version=guideline_version or current_guideline(item.project),
        author=author,
        cause="human" if author else "import",
    )
    used = labels_used(parse_value(value, parse_document(schema_version.document)))
    LabelUse.objects.bulk_create(
        LabelUse(annotation=annotation, project=item.project, field=field, label=label, count=count)
        for (field, label), count in used.items()
    )
    return annotation


def labelled_texts(count: int = 10, **fields: Any) -> Any:
    """A text project whose items all have an accepted intent."""
    project = project_with(INTENTS, **fields)
    intents = ("greet", "order", "cancel")
    for n in range(count):
        item = TextItemFactory(
            project=project,
            text=f"Text {n} 안녕 🙂",
            external_id=f"t{n}",
            group_key=f"g{n // 2}" if n % 3 else "",
            metadata={"b": n, "a": [1, None, "é"]},
        )
        annotate(item, {"intent": {"choice": intents[n % 3]}})
    return project


def labelled_images(count: int = 3, **fields: Any) -> Any:
    """An image project whose items have bytes in the storage and an accepted annotation."""
    project = project_with(CELLS, **fields)
    for n in range(count):
        content = f"not really a png {project.pk} {n}".encode() * 50
        sha256 = hashlib.sha256(content).hexdigest()
        asset = AssetFactory(organisation=project.organisation, sha256=sha256, size=len(content))
        files.put(asset.storage_name, content)
        annotate(ImageItemFactory(project=project, asset=asset), BOX)
    return project


def publish(project: Project, by: Principal, **fields: Any) -> DatasetVersion:
    """A publication that a job has yet to carry out."""
    return publish_dataset_version(
        project, by=by, **{"source": "accepted", "splits": HALVES, "note": "", **fields}
    )


def bytes_of(version: DatasetVersion) -> dict[str, bytes]:
    """Every file of the version by path, the manifest too."""
    found = {}
    for file in version.files.all():
        found[file.path] = default_storage.open(file.storage_name).read()
    found["manifest.json"] = default_storage.open(version.manifest_name).read()
    return found
