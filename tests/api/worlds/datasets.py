"""A published dataset version at each site."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from datasets.models import Dataset, DatasetFile, DatasetVersion
from guidelines.queries import current_schema
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
