"""A project of cells whose label schema changes, whose items have bytes in the storage, and what its versions hold."""

from __future__ import annotations

import hashlib
from typing import Any

from annotation.models import Annotation, Item
from datasets.models import DatasetVersion
from datasets.queries.contents import items_of
from labelwright import files
from labelwright.jobs.models import Job
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import Cells
from tests.factories.annotation import AssetFactory
from tests.factories.datasets import publish


class Slides(Cells):
    """As `Cells`; a version of it can be published, pulled and verified."""

    def says(self, *regions: dict[str, Any], **fields: Any) -> Annotation:
        annotation = super().says(*regions, **fields)
        content = f"not really a png {annotation.pk}".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        asset = AssetFactory(organisation=self.project.organisation, sha256=sha256, size=len(content))
        files.put(asset.storage_name, content)
        Item.objects.filter(pk=annotation.item_id).update(asset=asset, content_hash=sha256)
        return annotation

    def publish(self) -> DatasetVersion:
        return finish(publish(self.project, self.curator))


def finish(version: DatasetVersion) -> DatasetVersion:
    """The version when its job has ended, well or not."""
    assert version.job_id is not None
    while not Job.objects.get(pk=version.job_id).ended:
        run_job(version.job_id)
    version.refresh_from_db()
    return version


def labels_in(version: DatasetVersion) -> list[list[str]]:
    """The labels of each annotation, in the order of the version."""
    return [
        [part["label"] for part in said["value"]["cells"]["regions"]]
        for each in items_of(version)
        for said in each.annotations
    ]
