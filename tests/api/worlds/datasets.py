"""A published dataset version at each site."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from annotation.models import Item
from datasets.contents import shards
from datasets.models import Dataset, DatasetFile, DatasetVersion
from guidelines.queries.versions import current_schema
from labelwright.jobs.models import Job
from tests.factories.datasets import add_schema
from tests.factories.guidelines import INTENTS


def build(world: Any) -> None:
    for number, site in enumerate(world.sites, start=5):
        project = site.project
        schema = current_schema(project) or add_schema(project, INTENTS)
        dataset = Dataset.objects.create(project=project, split_salt=project.pk.hex)
        job = Job.objects.create(
            kind="datasets.publish",
            organisation=site.organisation,
            project_id=project.pk,
            state="succeeded",
            finished_at=timezone.now(),
        )
        version = DatasetVersion.objects.create(
            dataset=dataset,
            number=number,
            note=site.marker,
            source="accepted",
            splits=[["train", 1.0]],
            schema_version=schema,
            counts={"items": 0, "annotations": 0, "splits": [], "labels": []},
            job=job,
            created_by=site.admin,
        )
        content = f'"{site.marker}"'.encode()
        sha256 = f"{number:064x}"
        DatasetFile.objects.create(
            version=version, path="README.md", sha256=sha256, size=len(content), media_type="text/markdown"
        )
        for name in (sha256, "f" * 64):
            default_storage.save(dataset.storage_name(name), ContentFile(content))
        _add_item(version, Item.objects.get(pk=site["item"]))
        DatasetVersion.objects.filter(pk=version.pk).update(
            state="published",
            manifest_sha256="f" * 64,
            manifest_size=len(content),
            published_at=timezone.now(),
        )
        site["dataset_version"] = version.pk
        site["sha256"] = sha256
        site["slug"] = project.slug
        site["number"] = str(number)


def _add_item(version: DatasetVersion, item: Item) -> None:
    """The data files of the version, which hold this item and what somebody said about it."""
    row = shards.ItemRow(
        item_id=str(item.pk),
        external_id=item.external_id,
        kind=item.kind,
        text=item.text,
        media=None,
        media_sha256=None,
        media_type=None,
        width=None,
        height=None,
        content_hash=item.content_hash,
        group_key=None,
        split="train",
        metadata="{}",
        annotations=1,
    )
    said = shards.AnnotationRow(
        annotation_id=str(item.pk),
        item_id=str(item.pk),
        index=0,
        split="train",
        annotator=1,
        state="accepted",
        value="{}",
        revision=1,
        revision_id=str(item.pk),
        cause="human",
        schema_version=1,
        guideline_version=None,
    )
    for path, content in (
        (shards.items_path(0), shards.items_file([row])),
        (shards.annotations_path(0), shards.annotations_file([said])),
    ):
        sha256 = hashlib.sha256(content).hexdigest()
        default_storage.save(version.dataset.storage_name(sha256), ContentFile(content))
        DatasetFile.objects.create(
            version=version, path=path, sha256=sha256, size=len(content), media_type=shards.MEDIA_TYPE
        )
