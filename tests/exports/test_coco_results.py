"""COCO results as predictions: by the numbers of our own export, in any order, with every fault told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from pycocotools.coco import COCO

from datasets.evaluation.models import Prediction
from exports.services.export_job import storage_name
from exports.services.exports import request_export
from labelwright.errors import Invalid
from tests.annotation.test_schema_migration import region
from tests.datasets.evaluation.worlds import modeler_of, opened, send, to_the_end
from tests.datasets.slides import Slides

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slides() -> Slides:
    slides = Slides()
    for label in ("rbc", "platelet", "rbc"):
        slides.says(region("a", label))
    return slides


def results(*rows: dict[str, Any]) -> bytes:
    return json.dumps(rows).encode()


def result(image: int, category: int = 1, **fields: Any) -> dict[str, Any]:
    return {"image_id": image, "category_id": category, "bbox": [10, 10, 20, 20], "score": 0.5, **fields}


def test_results_with_the_numbers_of_our_export_reach_their_items(slides, tmp_path):
    version = slides.publish()
    export, _ = request_export(version, by=slides.curator, format="coco", options={})
    to_the_end(export.job_id)
    export.refresh_from_db()
    path = tmp_path / "coco.json"
    path.write_bytes(default_storage.open(storage_name(export)).read())
    truth = COCO(str(path))
    rows = [
        {key: each[key] for key in ("image_id", "category_id", "bbox")} | {"score": 0.9}
        for each in reversed(truth.loadAnns(truth.getAnnIds()))
    ]
    run = opened(version, modeler_of(version))

    file = send(run, modeler_of(version), results(*rows), format="coco")

    assert (file.state, file.taken, file.refused) == ("read", 3, 0)
    said = {each.item_id: each for each in Prediction.objects.all()}
    labelled = {each.item_id: each.revisions.get().value for each in slides.project.annotations.all()}
    assert {item: each.value["cells"]["regions"][0]["label"] for item, each in said.items()} == {
        item: value["cells"]["regions"][0]["label"] for item, value in labelled.items()
    }
    assert {score for each in said.values() for score in each.scores.values()} == {0.9}


@pytest.mark.parametrize(
    ("row", "pointer"),
    [
        ([], "#/0"),
        (result(1, category=99), "#/0"),
        (result(1, bbox=[1, 2, 3]), "#/0"),
        (result(1, bbox=[0, 0, 1e6, 5]), "#/0"),
        (result(1, score=2), "#/0"),
        (result(True), "#/0"),
        (result(77), "#/0"),
    ],
)
def test_a_result_that_does_not_fit_is_told_by_its_place(slides, row, pointer):
    version = slides.publish()
    by = modeler_of(version)
    run = opened(version, by)

    file = send(run, by, results(row, result(2)), format="coco", keep_good=True)

    assert (file.state, file.taken, file.refused) == ("read", 1, 1)
    assert file.problems[0]["pointer"] == pointer


@pytest.mark.parametrize("content", [b"{", b"[" * 100_000, b'[{"image_id": NaN}]', b""])
def test_what_is_no_list_of_results_is_refused(slides, content):
    version = slides.publish()
    by = modeler_of(version)

    file = send(opened(version, by), by, content, format="coco")

    assert file.state == "failed"
    assert not Prediction.objects.exists()


def test_an_option_that_there_is_not_is_refused(slides):
    version = slides.publish()
    by = modeler_of(version)

    with pytest.raises(Invalid):
        send(opened(version, by), by, b"[]", format="coco", options={"image_ids": "luck"})
