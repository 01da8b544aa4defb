"""Model runs over REST, as a modeler's token does it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from labelwright.accounts.roles import Role
from tests.annotation.test_schema_migration import region
from tests.datasets.slides import Slides
from tests.factories.accounts import token_for
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slides() -> Slides:
    slides = Slides()
    slides.says(region("a", "platelet"))
    return slides


def caller(slides: Slides, role: Role, scope: str) -> APIClient:
    person = member(slides.project, role)
    _, secret = token_for(person.user, slides.project.organisation, scope)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def api(slides) -> APIClient:
    return caller(slides, Role.MODELER, f"predictions:write:{slides.project.pk}")


def open_run(api: APIClient, slides: Slides, version: Any, **fields: Any) -> Any:
    body = {"dataset_version": str(version.pk), "name": "net", **fields}
    return api.post(f"/api/v1/projects/{slides.project.pk}/model-runs", body, format="json")


def send(api: APIClient, run: str, content: bytes, **fields: Any) -> Any:
    file = SimpleUploadedFile("predictions.jsonl", content)
    return api.post(f"/api/v1/model-runs/{run}/files", {"file": file, **fields}, format="multipart")


def line(slides: Slides, label: str) -> bytes:
    item = slides.project.items.get()
    value = {"cells": {"regions": [region("p", label)]}}
    return orjson.dumps({"item": str(item.pk), "value": value, "scores": {"p": 0.9}}) + b"\n"


def test_a_modeler_opens_sends_completes_scores_and_sees_the_worst_items(api, slides, run_jobs):
    version = slides.publish()
    run = open_run(api, slides, version).json()

    sent = send(api, run["id"], line(slides, "rbc"))
    run_jobs()
    completed = api.post(f"/api/v1/model-runs/{run['id']}/complete", {}, format="json")
    asked = api.post(f"/api/v1/model-runs/{run['id']}/scores", {}, format="json")
    run_jobs()
    score = api.get(f"/api/v1/run-scores/{asked.json()['id']}").json()
    (worst,) = api.get(f"/api/v1/run-scores/{score['id']}/items").json()["results"]
    both = api.get(f"/api/v1/run-scores/{score['id']}/items/{worst['item']}").json()

    assert (sent.status_code, sent.json()["state"]) == (201, "reading")
    assert (completed.status_code, completed.json()["predictions"]) == (200, 1)
    assert (asked.status_code, asked.json()["state"]) == (201, "counting")
    assert score["report"]["items"] == 1
    assert (worst["errors"], worst["confused"]) == (1, 1)
    assert both["labels"]["cells"]["regions"][0]["label"] == "platelet"
    assert both["prediction"]["cells"]["regions"][0]["label"] == "rbc"
    assert both["scores"] == {"p": 0.9}
    assert b"".join(api.get(both["media_url"]).streaming_content).startswith(b"not really")
    (listed,) = api.get(f"/api/v1/projects/{slides.project.pk}/model-runs").json()["results"]
    assert listed["scores"][0]["figures"][0]["metric"] == "ap"


def test_what_is_wrong_with_a_file_is_there_to_read(api, slides, run_jobs):
    run = open_run(api, slides, slides.publish()).json()
    send(api, run["id"], line(slides, "leucocyte"))
    run_jobs()

    (file,) = api.get(f"/api/v1/model-runs/{run['id']}/files").json()["results"]

    assert (file["state"], file["refused"]) == ("failed", 1)
    assert file["problems"][0]["line"] == 1
    assert "leucocyte" in file["problems"][0]["detail"]
    assert file["job"]["error"]["code"] == "predictions-refused"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"split": "holdout"}, "/split"),
        ({"schema_version": 7}, "/schema_version"),
        ({"dataset_version": "0192aaaa-0000-7000-8000-000000000000"}, "/dataset_version"),
        ({"name": ""}, "/name"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_run_that_fits_nothing_is_refused(api, slides, fields, pointer):
    answer = open_run(api, slides, slides.publish(), **fields)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_the_version_of_another_project_is_not_known_here(api, slides):
    other = Slides()
    other.says(region("a", "rbc"))

    answer = open_run(api, slides, other.publish())

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/dataset_version"


def test_a_token_that_may_only_pull_reads_runs_and_writes_none(slides):
    api = caller(slides, Role.MODELER, f"dataset:read:{slides.project.pk}")

    assert open_run(api, slides, slides.publish()).status_code == 403
    assert api.get(f"/api/v1/projects/{slides.project.pk}/model-runs").status_code == 200


def test_a_token_for_predictions_does_nothing_else(api, slides):
    project = f"/api/v1/projects/{slides.project.pk}"

    assert api.get(f"{project}/dataset-versions").status_code == 200
    assert api.post(f"{project}/dataset-versions", {}, format="json").status_code == 403
    assert api.get(f"{project}/batches").status_code == 403


@pytest.mark.parametrize("threshold", [-0.1, 1.1, "NaN", "x"])
def test_a_threshold_that_is_none_is_refused(api, slides, threshold):
    run = open_run(api, slides, slides.publish()).json()

    answer = api.post(f"/api/v1/model-runs/{run['id']}/scores", {"threshold": threshold}, format="json")

    assert answer.status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_number_of_runs(api, slides):
    version = slides.publish()
    path = f"/api/v1/projects/{slides.project.pk}/model-runs"
    open_run(api, slides, version)
    api.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        api.get(path)
    for _ in range(4):
        open_run(api, slides, version)

    with CaptureQueriesContext(connection) as many:
        answer = api.get(path)

    assert len(answer.json()["results"]) == 5
    assert len(many) == len(one) <= 12


def test_what_was_made_of_the_labels_is_told_to_who_changes_the_schema(slides, api):
    version = slides.publish()
    open_run(api, slides, version)
    curator = caller(slides, Role.CURATOR, "read")

    answer = curator.get(f"/api/v1/projects/{slides.project.pk}/downstream").json()

    assert answer == {
        "versions": 1,
        "lenses": 0,
        "exports": 0,
        "model_runs": {"runs": 1, "predictions": 0, "reachable": 1},
    }
