"""Reading versions through a lens over REST, as a modeler's token does it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from rest_framework.test import APIClient

from datasets.models import DatasetVersion
from labelwright.accounts.roles import Role
from tests.annotation.test_schema_migration import MERGE, region
from tests.datasets.slides import Slides
from tests.factories.accounts import token_for
from tests.factories.guidelines import member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slides() -> Slides:
    slides = Slides()
    slides.says(region("a", "platelet"))
    return slides


@pytest.fixture
def api(slides) -> APIClient:
    modeler = member(slides.project, Role.MODELER)
    scope = f"dataset:read:{slides.project.pk}"
    _, secret = token_for(modeler.user, slides.project.organisation, scope)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def at(version: DatasetVersion, rest: str = "") -> str:
    return f"/api/v1/dataset-versions/{version.pk}{rest}"


def bytes_at(api: APIClient, path: str) -> bytes:
    answer: Any = api.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_a_version_says_how_it_is_read_before_anybody_asked_for_its_files(api, slides):
    version = slides.publish()
    slides.apply(MERGE)

    answer = api.get(at(version, "?as_schema=2")).json()

    assert answer["identity"] == version.manifest_sha256
    assert answer["lens"]["state"] == "absent"
    assert answer["lens"]["as_schema"]["number"] == 2
    assert len(answer["lens"]["operations"]) == 1
    assert answer["lens"]["identity"] is None


def test_a_modeler_asks_waits_and_gets_every_byte(api, slides, run_jobs):
    version = slides.publish()
    slides.apply(MERGE)

    asked = api.post(at(version, "/lenses"), {"as_schema": 2}, format="json")
    run_jobs()
    again = api.post(at(version, "/lenses"), {"as_schema": 2}, format="json")
    lens = api.get(at(version, "?as_schema=2")).json()["lens"]
    manifest = bytes_at(api, at(version, "/manifest?as_schema=2"))

    assert (asked.status_code, asked.json()["state"]) == (201, "writing")
    assert (again.status_code, again.json()["state"]) == (200, "ready")
    assert lens["identity"] == hashlib.sha256(manifest).hexdigest() != version.manifest_sha256
    assert lens["report"]["annotations"]["lossy"] == 1
    file = version.lenses.get().files.get(path__startswith="data/annotations")
    content = bytes_at(api, at(version, f"/files/{file.sha256}?as_schema=2"))
    assert hashlib.sha256(content).hexdigest() == file.sha256
    assert api.get(at(version, f"/files/{file.sha256}")).status_code == 404
    (listed,) = api.get(at(version, "/lenses")).json()["results"]
    assert listed == lens


def test_files_that_nobody_asked_for_are_a_conflict_that_says_what_to_do(api, slides):
    version = slides.publish()
    slides.apply(MERGE)

    answer = api.get(at(version, "/manifest?as_schema=2"))

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/lens-not-ready"
    assert "/lenses" in answer.json()["detail"]


def test_where_nothing_leads_back_the_problem_names_the_operation(api, slides):
    slides.apply(MERGE)
    version = slides.publish()

    answer = api.get(at(version, "?as_schema=1"))

    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/schema-not-reachable"
    assert answer.json()["kind"] == "merge_labels/1"
    assert answer.json()["schema_version"] == 2


def test_the_own_schema_is_the_version_itself(api, slides):
    version = slides.publish()

    answer = api.get(at(version, "?as_schema=1"))
    manifest = bytes_at(api, at(version, "/manifest?as_schema=1"))

    assert answer.json()["lens"] is None
    assert hashlib.sha256(manifest).hexdigest() == version.manifest_sha256


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e9", "99999999999999999999"])
def test_a_number_that_is_none_is_refused(api, slides, number):
    version = slides.publish()

    assert api.get(at(version, f"?as_schema={number}")).status_code == 400


def test_a_schema_version_that_there_is_not_is_named(api, slides):
    version = slides.publish()

    answer = api.post(at(version, "/lenses"), {"as_schema": 9}, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/as_schema"


def test_reading_changes_nothing(api, slides):
    version = slides.publish()
    slides.apply(MERGE)

    api.get(at(version, "?as_schema=2"))
    api.get(at(version, "/manifest?as_schema=2"))

    assert not version.lenses.exists()
