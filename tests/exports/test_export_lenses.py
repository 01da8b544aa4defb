"""Exports of a version under another schema version of its project."""

import json

import pytest
from django.core.files.storage import default_storage

from datasets.errors import SchemaNotReachable
from exports.models import Export
from exports.services.export_job import storage_name
from exports.services.exports import request_export
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, region
from tests.datasets.slides import Slides

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exported(run_jobs):
    def run(slides, version, format, **fields):
        export, _ = request_export(version, by=slides.curator, format=format, **fields)
        run_jobs()
        export.refresh_from_db()
        return export

    return run


def coco(export):
    with default_storage.open(storage_name(export)) as file:
        document = json.load(file)
    names = {each["id"]: each["name"] for each in document["categories"]}
    return sorted(names[each["category_id"]] for each in document["annotations"]), sorted(names.values())


def test_an_export_can_be_read_under_a_newer_schema(exported):
    slides = Slides()
    slides.says(region("a", "platelet"), region("b", "rbc"))
    version = slides.publish()
    slides.apply(MERGE)

    own = exported(slides, version, "coco")
    seen = exported(slides, version, "coco", as_schema=2)

    assert coco(own) == (["Platelets", "RBC"], ["Platelets", "RBC", "WBC"])
    assert coco(seen) == (["RBC", "RBC"], ["RBC", "WBC"])
    assert seen.file_name.endswith("-1-coco-as-2.json")
    assert own.file_name.endswith("-1-coco.json")


def test_what_did_not_come_along_is_in_the_report(exported):
    slides = Slides()
    slides.says(region("a", "wbc"))
    slides.says(region("a", "rbc"))
    version = slides.publish()
    slides.apply(*NEW_LABELS, SPLIT)

    export = exported(slides, version, "jsonl", as_schema=2)

    assert export.job.report["items"] == 1
    assert export.job.report["left_out"] == {"annotations that only a person could bring to this schema": 1}


def test_the_own_schema_is_the_export_that_is_there(exported):
    slides = Slides()
    slides.says(region("a", "rbc"))
    version = slides.publish()

    own = exported(slides, version, "csv")
    named = exported(slides, version, "csv", as_schema=1)

    assert named == own


def test_a_schema_that_nothing_leads_to_makes_no_export(exported):
    slides = Slides()
    slides.says(region("a", "rbc"))
    slides.apply(MERGE)
    version = slides.publish()

    with pytest.raises(SchemaNotReachable):
        exported(slides, version, "csv", as_schema=1)

    assert not Export.objects.exists()
