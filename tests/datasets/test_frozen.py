"""Published means published: in the database, and on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from datasets.models import DatasetFile, DatasetVersion
from datasets.services.verify import start_verification, verify_now
from labelwright.accounts.roles import Role
from tests.factories.datasets import labelled_images, publish
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(run_jobs) -> DatasetVersion:
    project = labelled_images(2)
    version = publish(project, member(project, Role.CURATOR))
    run_jobs()
    return DatasetVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    "change", [{"note": "different"}, {"state": "building"}, {"manifest_sha256": "0" * 64}]
)
def test_a_published_version_cannot_be_changed(version, change):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        DatasetVersion.objects.filter(pk=version.pk).update(**change)

    assert DatasetVersion.objects.get(pk=version.pk).state == "published"


def test_a_published_version_cannot_be_deleted(version):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        DatasetVersion.objects.filter(pk=version.pk)._raw_delete("default")

    assert DatasetVersion.objects.filter(pk=version.pk).exists()


def test_files_of_a_published_version_cannot_be_changed(version):
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        version.files.update(sha256="0" * 64)

    assert not version.files.filter(sha256="0" * 64).exists()


def test_files_of_a_published_version_cannot_be_deleted(version):
    before = version.files.count()

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        version.files.all().delete()

    assert version.files.count() == before


def test_a_published_version_gets_no_further_files(version):
    with pytest.raises(DatabaseError, match="no further files"), transaction.atomic():
        DatasetFile.objects.create(version=version, path="extra", sha256="0" * 64, size=1, media_type="x")

    assert not version.files.filter(path="extra").exists()


# ---- verifying ------------------------------------------------------------------------------------------
def test_an_untouched_version_is_intact(version):
    report = verify_now(version)

    assert report["intact"]
    assert (report["files"], report["bytes"]) == (version.file_count, version.file_bytes)


@pytest.mark.parametrize("path", ["data/items-00000.parquet", "schema.json", "media/"])
def test_one_changed_byte_is_found_and_named(version, files, path):
    file = version.files.filter(path__startswith=path).order_by("path").first()
    stored: Path = files / file.storage_name
    content = bytearray(stored.read_bytes())
    content[len(content) // 2] ^= 1
    stored.write_bytes(bytes(content))

    report = verify_now(version)

    assert not report["intact"]
    assert [(each["path"], each["expected"]) for each in report["differs"]] == [(file.path, file.sha256)]


def test_a_missing_file_is_found_and_named(version, files):
    (files / version.manifest_name).unlink()

    report = verify_now(version)

    assert [(each["path"], each["found"]) for each in report["differs"]] == [("manifest.json", None)]


def test_a_job_verifies_and_reports(version, run_jobs):
    project = version.dataset.project

    job = start_verification(version, by=member(project, Role.MODELER))
    run_jobs()

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("succeeded", version.file_count, version.file_count)
    assert job.report["intact"]
