"""A published version in public formats: right counts, the same bytes each time, written once."""

import csv
import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest
from django.core.files.storage import default_storage
from pycocotools.coco import COCO
from rest_framework.test import APIClient

from annotation.models import Task
from exports.models import Export
from exports.services import export_job
from exports.services.exports import request_export
from labelwright.accounts.roles import Role
from labelwright.errors import Invalid
from labelwright.jobs import runner, services
from labelwright.jobs.models import Job
from tests.exports.imports import boxes_of, folder, packed, project_with, started
from tests.exports.sources import shared_data
from tests.factories.accounts import UserFactory, token_for
from tests.factories.annotation import BatchFactory
from tests.factories.datasets import annotate, labelled_images, labelled_texts, publish
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def published(run_jobs):
    def run(project):
        version = publish(project, member(project, Role.CURATOR))
        run_jobs()
        version.refresh_from_db()
        return version

    return run


@pytest.fixture
def exported(run_jobs):
    def run(version, format, **options):
        who = member(version.dataset.project, Role.CURATOR)
        export, _ = request_export(version, by=who, format=format, options=options)
        run_jobs()
        export.refresh_from_db()
        return export

    return run


def content_of(export):
    with default_storage.open(export_job.storage_name(export), "rb") as file:
        return file.read()


def test_the_blood_cells_leave_as_they_came(run_jobs, published, exported, tmp_path):
    project, curator = project_with(boxes_of("RBC", "WBC", "Platelets"))
    started(project, curator, {"bccd.zip": packed(folder(shared_data("bccd")))})
    run_jobs()

    export = exported(published(project), "coco", media=True)

    with zipfile.ZipFile(io.BytesIO(content_of(export))) as archive:
        archive.extractall(tmp_path)
    read = COCO(str(tmp_path / "annotations.json"))
    assert len(read.imgs) == 60
    assert {read.cats[cat]["name"]: len(read.getAnnIds(catIds=[cat])) for cat in read.cats} == {
        "RBC": 716,
        "WBC": 62,
        "Platelets": 68,
    }
    assert all((tmp_path / image["file_name"]).is_file() for image in read.imgs.values())


@pytest.mark.parametrize("format", ["coco", "jsonl", "csv", "parquet"])
@pytest.mark.parametrize("media", [False, True])
def test_writing_it_again_gives_the_same_bytes(format, media, published, exported):
    version = published(labelled_images(4))
    first = exported(version, format, media=media)
    before = content_of(first)
    Export.objects.all().delete()
    default_storage.delete(export_job.storage_name(first))

    second = exported(version, format, media=media)

    assert second.pk != first.pk
    assert content_of(second) == before
    assert (second.sha256, second.size) == (first.sha256, len(before))


def test_lines_rows_and_tables_hold_every_item(published, exported):
    version = published(labelled_texts(10))

    lines = content_of(exported(version, "jsonl")).decode().splitlines()
    rows = list(csv.DictReader(io.StringIO(content_of(exported(version, "csv")).decode("utf-8-sig"))))
    table = pq.read_table(io.BytesIO(content_of(exported(version, "parquet"))))

    assert len(lines) == len(rows) == table.num_rows == 10
    assert {json.loads(line)["external_id"] for line in lines} == {row["external_id"] for row in rows}
    assert rows[0]["choice:intent"] in ("greet", "order", "cancel")


def test_one_split_alone(published, exported):
    version = published(labelled_texts(150))  # so many that chance leaves no split empty

    lines = content_of(exported(version, "jsonl", split="test")).decode().splitlines()

    assert 0 < len(lines) < 150
    assert {json.loads(line)["split"] for line in lines} == {"test"}


def test_of_several_annotations_the_newest_by_a_person_stands_for_the_item(published, exported):
    project = labelled_texts(1)
    item = project.items.get()
    for intent in ("order", "cancel"):
        batch = BatchFactory(project=project)
        author = UserFactory()
        task = Task.objects.create(
            batch=batch, item=item, slot=0, position=0, state="accepted", annotator=author
        )
        annotate(item, {"intent": {"choice": intent}}, author=author, task=task)
    version = published(project)

    one = content_of(exported(version, "jsonl")).splitlines()
    every = content_of(exported(version, "jsonl", annotations="all")).splitlines()

    assert [json.loads(line)["value"] for line in one] == [{"intent": {"choice": "cancel"}}]
    assert len(every) == version.counts["annotations"] == 3


def test_the_same_request_finds_the_same_export(published, exported):
    version = published(labelled_texts(3))
    client = client_for(member(version.dataset.project, Role.CURATOR))

    first = client.post(f"/api/v1/dataset-versions/{version.pk}/exports", {"format": "csv"}, format="json")
    again = client.post(
        f"/api/v1/dataset-versions/{version.pk}/exports",
        {"format": "csv", "options": {"media": False}},
        format="json",
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert Export.objects.count() == 1


def client_for(who):
    client = APIClient()
    client.force_login(who.user)
    return client


def test_a_modeler_asks_waits_and_fetches_with_a_token_that_can_only_pull(published, run_jobs):
    version = published(labelled_texts(3))
    project = version.dataset.project
    modeler = member(project, Role.MODELER)
    _, secret = token_for(modeler.user, project.organisation, f"dataset:read:{project.pk}")
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})

    asked = client.post(
        f"/api/v1/dataset-versions/{version.pk}/exports", {"format": "jsonl"}, format="json"
    ).json()
    early = client.get(f"/api/v1/exports/{asked['id']}/file")
    run_jobs()
    ready = client.get(f"/api/v1/exports/{asked['id']}").json()
    whole = client.get(ready["url"])
    part = client.get(ready["url"], headers={"Range": "bytes=5-9"})
    unchanged = client.get(ready["url"], headers={"If-None-Match": whole["ETag"]})

    content = b"".join(whole.streaming_content)
    assert early.status_code == 409
    assert (ready["state"], ready["size"]) == ("ready", len(content))
    assert whole["ETag"] == f'"{ready["sha256"]}"'
    assert "attachment" in whole["Content-Disposition"]
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[5:10])
    assert unchanged.status_code == 304


def test_a_cancelled_export_can_be_asked_for_again(published, exported):
    version = published(labelled_texts(3))
    who = member(version.dataset.project, Role.CURATOR)
    export, _ = request_export(version, by=who, format="csv")
    services.cancel_job(export.job)
    export.refresh_from_db()
    assert export.state == "failed"

    again = exported(version, "csv")

    assert (again.pk, again.state) == (export.pk, "ready")


def test_a_cancelled_export_is_being_written_again_as_soon_as_its_job_is_started_again(published):
    version = published(labelled_texts(3))
    export, _ = request_export(version, by=member(version.dataset.project, Role.CURATOR), format="csv")
    services.cancel_job(export.job)

    services.retry_job(export.job)
    export.refresh_from_db()
    again = export.state
    runner.run_job(export.job.pk)

    export.refresh_from_db()
    assert (again, export.state) == ("writing", "ready")


def test_a_job_of_an_export_that_was_asked_for_anew_says_nothing_of_the_new_one(published):
    version = published(labelled_texts(3))
    who = member(version.dataset.project, Role.CURATOR)
    export, _ = request_export(version, by=who, format="csv")
    old = export.job
    services.cancel_job(old)
    anew, _ = request_export(version, by=who, format="csv")
    services.cancel_job(anew.job)

    services.retry_job(old)

    anew.refresh_from_db()
    assert (anew.pk, anew.state) == (export.pk, "failed")


def test_cancelling_stops_in_the_middle_of_writing(published, monkeypatch):
    version = published(labelled_texts(20))
    who = member(version.dataset.project, Role.CURATOR)
    export, _ = request_export(version, by=who, format="jsonl")
    monkeypatch.setattr(export_job, "TELL_SECONDS", 0.0)
    tell, told = services.tell, []

    def cancels(job, *, done):
        told.append(done)
        if len(told) == 5:
            services.cancel_job(Job.objects.get(pk=job.pk))
        return tell(job, done=done)

    monkeypatch.setattr(services, "tell", cancels)
    runner.run_job(export.job.pk)

    export.refresh_from_db()
    assert told == [0, 1, 2, 3, 4]
    assert (export.state, export.job.state) == ("failed", "cancelled")
    assert not default_storage.exists(export_job.storage_name(export))


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("voc", {}),
        ("csv", {"split": "no such split"}),
        ("csv", {"no_such_option": 1}),
        ("csv", {"media": "yes"}),
        ("coco", {"annotations": "all"}),
    ],
)
def test_a_format_or_an_option_that_is_not_there_is_refused(format, options, published):
    version = published(labelled_texts(3))
    who = member(version.dataset.project, Role.CURATOR)

    with pytest.raises(Invalid):
        request_export(version, by=who, format=format, options=options)

    assert not Export.objects.exists()
