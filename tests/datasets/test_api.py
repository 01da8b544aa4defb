"""The API: publishing, looking, and pulling bytes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.test import Client

from datasets.models import DatasetVersion
from labelwright.accounts.roles import Role
from tests.api.world import session_headers
from tests.factories.accounts import token_for
from tests.factories.annotation import TextItemFactory
from tests.factories.datasets import (
    annotate,
    bytes_of,
    labelled_images,
    labelled_texts,
    project_with,
    publish,
)
from tests.factories.guidelines import INTENTS, ProjectFactory, member

pytestmark = pytest.mark.django_db
API = "/api/v1"


class Caller:
    """Somebody with a token; `last` used long ahead, so that asking writes nothing."""

    def __init__(self, project: Any, role: Role, *scopes: str) -> None:
        from datetime import timedelta

        from django.utils import timezone

        self.who = member(project, role)
        _, secret = token_for(
            self.who.user,
            project.organisation,
            *(scopes or ("write",)),
            last_used_at=timezone.now() + timedelta(days=1),
        )
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{API}{path}", headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return self.client.post(f"{API}{path}", body or {}, content_type="application/json", headers=named)


@pytest.fixture
def project():
    return labelled_images(3, slug="cells")


@pytest.fixture
def version(project, run_jobs) -> DatasetVersion:
    made = publish(project, member(project, Role.CURATOR))
    run_jobs()
    return DatasetVersion.objects.get(pk=made.pk)


@pytest.fixture
def modeler(project) -> Caller:
    return Caller(project, Role.MODELER, f"dataset:read:{project.pk}")


@pytest.fixture
def curator(project) -> Caller:
    return Caller(project, Role.CURATOR)


# ---- publishing -----------------------------------------------------------------------------------------
def test_a_curator_publishes_and_follows_the_job(project, curator, run_jobs):
    answer = curator.post(
        f"/projects/{project.pk}/dataset-versions",
        {"note": "first", "source": "accepted", "splits": {"val": 0.5, "train": 0.5}},
    )
    made = answer.json()
    run_jobs()

    job = curator.get(f"/jobs/{made['job']}").json()
    seen = curator.get(f"/dataset-versions/{made['id']}").json()
    assert answer.status_code == 201
    assert (made["state"], made["number"], made["identity"], made["counts"]) == ("building", 1, None, None)
    assert made["splits"] == [{"name": "train", "share": 0.5}, {"name": "val", "share": 0.5}]
    assert (job["state"], job["done"], job["total"]) == ("succeeded", 3, 3)
    assert seen["state"] == "published"
    assert seen["identity"] == job["report"]["identity"]
    assert seen["counts"]["items"] == 3
    assert seen["files"]["count"] == 10
    assert seen["lineage"]["causes"] == {"import": 3}


def test_the_same_request_twice_is_one_version(project, curator):
    path = f"/projects/{project.pk}/dataset-versions"

    one = curator.post(path, {}, Idempotency_Key="k")
    other = curator.post(path, {}, Idempotency_Key="k")

    assert one.json() == other.json()
    assert DatasetVersion.objects.count() == 1


def test_a_second_publication_names_the_running_job(project, curator):
    path = f"/projects/{project.pk}/dataset-versions"
    first = curator.post(path).json()

    answer = curator.post(path)

    assert answer.status_code == 409
    assert answer.json()["job"] == first["job"]


def test_without_a_schema_or_accepted_work_it_is_a_conflict():
    empty = ProjectFactory()
    unaccepted = project_with(INTENTS)
    annotate(TextItemFactory(project=unaccepted), {"intent": {"choice": "greet"}}, state="submitted")

    no_schema = Caller(empty, Role.CURATOR).post(f"/projects/{empty.pk}/dataset-versions")
    nothing = Caller(unaccepted, Role.CURATOR).post(f"/projects/{unaccepted.pk}/dataset-versions")

    assert (no_schema.status_code, no_schema.json()["type"]) == (409, "/problems/no-schema")
    assert (nothing.status_code, nothing.json()["type"]) == (409, "/problems/nothing-to-publish")


@pytest.mark.parametrize(
    "body",
    [
        {"splits": {"train": 0.5}},
        {"splits": {"train": "much"}},
        {"splits": []},
        {"source": "all"},
        {"state": "published"},
        {"note": "x" * 501},
    ],
)
def test_bad_requests_are_refused_and_do_nothing(project, curator, body):
    answer = curator.post(f"/projects/{project.pk}/dataset-versions", body)

    assert answer.status_code == 400
    assert not DatasetVersion.objects.exists()


def test_the_preview_tells_what_the_version_will_hold(project, curator, run_jobs):
    before = curator.get(f"/projects/{project.pk}/dataset-preview?splits=train:0.5,val:0.25,test:0.25").json()
    made = curator.post(
        f"/projects/{project.pk}/dataset-versions", {"splits": {"train": 0.5, "val": 0.25, "test": 0.25}}
    ).json()
    run_jobs()

    after = curator.get(f"/dataset-versions/{made['id']}").json()
    assert before["number"] == made["number"]
    assert before["counts"] == after["counts"]
    assert before["splits"] == after["splits"]
    assert (before["running"], before["other_schema"]) == (None, 0)


@pytest.mark.parametrize(
    "query", ["source=all", "splits=train", "splits=train:1,", "splits=train:0.5", "x=1"]
)
def test_a_preview_that_makes_no_sense_is_refused(project, curator, query):
    assert curator.get(f"/projects/{project.pk}/dataset-preview?{query}").status_code == 400


def test_a_preview_without_a_schema_says_so():
    project = ProjectFactory()

    seen = Caller(project, Role.CURATOR).get(f"/projects/{project.pk}/dataset-preview").json()

    assert (seen["schema_version"], seen["counts"]) == (None, None)


# ---- looking --------------------------------------------------------------------------------------------
def test_a_modeler_finds_a_version_by_name_and_number(version, modeler):
    by_number = modeler.get("/datasets/cells/versions/1").json()
    latest = modeler.get("/datasets/cells/versions/latest").json()

    assert by_number["id"] == latest["id"] == str(version.pk)
    assert by_number["identity"] == version.manifest_sha256


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1.0", "٣", "9" * 40])
def test_other_numbers_are_not_there(version, modeler, number):
    assert modeler.get(f"/datasets/cells/versions/{number}").status_code == 404


def test_a_modeler_does_not_see_what_is_not_published(project, modeler, curator):
    made = curator.post(f"/projects/{project.pk}/dataset-versions").json()

    assert modeler.get(f"/dataset-versions/{made['id']}").status_code == 404
    assert modeler.get(f"/projects/{project.pk}/dataset-versions").json()["results"] == []
    assert len(curator.get(f"/projects/{project.pk}/dataset-versions").json()["results"]) == 1
    assert curator.get(f"/dataset-versions/{made['id']}/manifest").status_code == 404


def test_a_name_that_means_two_projects_asks_for_the_organisation(version, modeler):
    twin = labelled_texts(1, slug="cells")
    membership = modeler.who.user.memberships.create(organisation=twin.organisation)
    twin.members.create(membership=membership, role="modeler")
    browser = Client(headers=session_headers(modeler.who.user))  # a token is for one organisation
    slug = version.dataset.project.organisation.slug

    unclear = browser.get(f"{API}/datasets/cells/versions/1")
    clear = browser.get(f"{API}/datasets/cells/versions/1?organisation={slug}")

    assert unclear.status_code == 409
    assert len(unclear.json()["organisations"]) == 2
    assert clear.json()["id"] == str(version.pk)


def test_a_list_costs_the_same_however_long_it_is(project, curator, run_jobs, django_assert_max_num_queries):
    for _ in range(3):
        publish(project, curator.who)
        run_jobs()

    with django_assert_max_num_queries(9):
        rows = curator.get(f"/projects/{project.pk}/dataset-versions").json()["results"]

    assert [row["number"] for row in rows] == [3, 2, 1]


def test_a_file_costs_few_queries(version, modeler, django_assert_max_num_queries):
    file = version.files.get(path="schema.json")

    with django_assert_max_num_queries(6):
        modeler.get(f"/dataset-versions/{version.pk}/files/{file.sha256}")


# ---- pulling --------------------------------------------------------------------------------------------
def body(answer: Any) -> bytes:
    return answer.getvalue() if answer.streaming else answer.content


def test_the_manifest_is_the_bytes_that_were_hashed(version, modeler):
    answer = modeler.get(f"/dataset-versions/{version.pk}/manifest")

    assert hashlib.sha256(body(answer)).hexdigest() == version.manifest_sha256
    assert answer["ETag"] == f'"{version.manifest_sha256}"'
    assert answer["Content-Type"] == "application/json"


def test_every_file_of_the_manifest_can_be_pulled_media_too(version, modeler):
    content = bytes_of(version)
    del content["manifest.json"]

    pulled = {
        path: body(modeler.get(f"/dataset-versions/{version.pk}/files/{hashlib.sha256(each).hexdigest()}"))
        for path, each in content.items()
    }

    assert pulled == content
    assert sum(path.startswith("media/") for path in pulled) == 3


def test_a_file_is_saved_and_never_shown(version, modeler):
    file = version.files.filter(path__startswith="media/").first()

    answer = modeler.get(f"/dataset-versions/{version.pk}/files/{file.sha256}")

    assert answer["Content-Disposition"] == f'attachment; filename="{file.sha256}.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["Content-Length"] == str(file.size)
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=10-", (10, None)),
        ("bytes=-7", (-7, None)),
        ("bytes=5-99999999", (5, None)),
    ],
)
def test_a_range_is_sent_alone(version, modeler, wanted, expected):
    file = version.files.get(path="schema.json")
    whole = bytes_of(version)["schema.json"]

    answer = modeler.get(f"/dataset-versions/{version.pk}/files/{file.sha256}", Range=wanted)

    part = whole[expected[0] : expected[1]]
    first = whole.index(part)
    assert answer.status_code == 206
    assert body(answer) == part
    assert answer["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(part))


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(version, modeler, wanted):
    file = version.files.get(path="schema.json")

    answer = modeler.get(f"/dataset-versions/{version.pk}/files/{file.sha256}", Range=wanted)

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{file.size}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,4-5", "bytes=-", "lines=1-2", "bytes=5-2", "bytes=a-b"])
def test_a_range_that_is_not_understood_gets_the_whole(version, modeler, wanted):
    file = version.files.get(path="schema.json")

    answer = modeler.get(f"/dataset-versions/{version.pk}/files/{file.sha256}", Range=wanted)

    assert (answer.status_code, len(body(answer))) == (200, file.size)


@pytest.mark.parametrize(("etag", "status"), [("right", 206), ('"other"', 200), ("W/right", 200)])
def test_a_download_goes_on_only_if_the_file_is_the_same(version, modeler, etag, status):
    file = version.files.get(path="schema.json")
    condition = etag.replace("right", f'"{file.sha256}"')

    answer = modeler.get(
        f"/dataset-versions/{version.pk}/files/{file.sha256}", Range="bytes=3-", If_Range=condition
    )

    assert answer.status_code == status


def test_who_has_a_file_is_not_sent_it_again(version, modeler):
    file = version.files.get(path="schema.json")
    path = f"/dataset-versions/{version.pk}/files/{file.sha256}"

    answer = modeler.get(path, If_None_Match=f'"zzz", "{file.sha256}"')

    assert (answer.status_code, answer.content) == (304, b"")
    assert modeler.get(path, If_None_Match='"zzz"').status_code == 200


def test_head_tells_without_sending(version, modeler):
    file = version.files.get(path="schema.json")

    answer = modeler.client.head(f"{API}/dataset-versions/{version.pk}/files/{file.sha256}")

    assert answer.status_code == 200
    assert answer["Content-Length"] == str(file.size)
    assert body(answer) == b""


def test_only_files_of_the_version_are_there(version, modeler, project):
    other = labelled_images(1, organisation=project.organisation)
    foreign = other.items.get().asset.sha256

    assert modeler.get(f"/dataset-versions/{version.pk}/files/{foreign}").status_code == 404
    assert modeler.get(f"/dataset-versions/{version.pk}/files/..").status_code == 404


def test_a_lost_file_is_not_a_missing_one(version, modeler, files):
    file = version.files.get(path="schema.json")
    (files / file.storage_name).unlink()

    answer = modeler.get(f"/dataset-versions/{version.pk}/files/{file.sha256}")

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/file-lost")


def test_verifying_is_a_job_that_the_version_remembers(version, curator, run_jobs):
    started = curator.post(f"/dataset-versions/{version.pk}/verify")
    run_jobs()

    seen = curator.get(f"/dataset-versions/{version.pk}").json()
    assert started.status_code == 201
    assert seen["verification"]["id"] == started.json()["id"]
    assert seen["verification"]["report"]["intact"] is True
