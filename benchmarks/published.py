"""A published dataset version of labelled texts, for the benchmarks that start from one."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import default_storage

from benchmarks.jobs import finish
from benchmarks.world import project_with_texts, with_labels
from datasets.models import DatasetVersion
from datasets.services.publish import publish_dataset_version
from tests.factories.work import Work

COUNT = 10_000
SPLITS = {"train": 0.8, "val": 0.1, "test": 0.1}


def labelled(count: int) -> Work:
    work = project_with_texts(count)
    with_labels(work)
    return work


def publish(work: Work) -> DatasetVersion:
    """The next version, published in this process."""
    version = publish_dataset_version(
        work.project, by=work.curator, source="accepted", splits=SPLITS, note="benchmark"
    )
    assert version.job is not None
    finish(version.job)
    version.refresh_from_db()
    return version


def bytes_of(version: DatasetVersion) -> list[bytes]:
    """Every file of the version, as it lies in the storage."""
    names = [
        version.dataset.storage_name(sha256) for sha256 in version.files.values_list("sha256", flat=True)
    ]
    return [Path(default_storage.path(name)).read_bytes() for name in names]
