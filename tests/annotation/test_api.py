"""The endpoints, as each role meets them."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client

from annotation.models import AnnotationRevision, Item
from annotation.services.items import NewItem, add_items
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.annotation.test_items import picture, stored
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import GREET, ORDER, do, image_work, take, text_work

pytestmark = pytest.mark.django_db


class Browser:
    """A signed-in person: JSON in, JSON out."""

    def __init__(self, who: Principal) -> None:
        self.client = Client()
        self.client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1{path}",
            orjson.dumps(body) if body is not None else b"",
            content_type="application/json",
            headers=named,
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body or {}, **headers)


def submit(browser: Browser, assignment: dict[str, Any], value: Any, key: str, **extra: Any) -> Any:
    body = {
        "value": value,
        "schema_version": assignment["schema_version"],
        "guideline_version": assignment["guideline_version"],
        "base_revision": assignment["base_revision"],
        "seconds": 12,
        **extra,
    }
    return browser.post(f"/assignments/{assignment['id']}/submit", body, Idempotency_Key=key)


def test_the_whole_way_of_a_task():
    work = text_work(items=2)
    who, reviewer = work.annotator(), work.reviewer()
    curator, annotator, critic = Browser(work.curator), Browser(who), Browser(reviewer)
    project = f"/projects/{work.project.pk}"
    batch = curator.post(
        f"{project}/batches",
        {"name": "First", "annotators": [str(who.user.pk)], "items": {"all": True}, "instructions": "Mind."},
    )
    assert batch.status_code == 201, batch.content
    assert batch.json()["tasks"] == {**dict.fromkeys(batch.json()["tasks"], 0), "total": 2, "open": 2}
    opened = curator.post(f"/batches/{batch.json()['id']}/open")
    assert (opened.status_code, opened.json()["state"], opened["ETag"]) == (200, "open", '"2"')

    (given,) = annotator.post(f"{project}/assignments", {"count": 1}).json()["assignments"]
    assert given["item"]["text"] in [item.text for item in work.items]
    assert given["batch"] == {"id": batch.json()["id"], "name": "First", "instructions": "Mind."}
    assert given["position"] == {"done": 0, "total": 2}
    draft = annotator.send(
        "PUT", f"/assignments/{given['id']}/draft", {"value": ORDER, "seconds": 3}, If_Match='"0"'
    )
    assert (draft.status_code, draft["ETag"]) == (200, '"1"')
    again = annotator.post(f"{project}/assignments").json()["assignments"][0]
    assert (again["id"], again["value"], again["draft_version"]) == (given["id"], ORDER, 1)

    done = submit(annotator, given, GREET, "key-1")
    assert done.status_code == 201, done.content
    assert done.json()["position"] == {"done": 1, "total": 2}
    assert submit(annotator, given, GREET, "key-1").json() == done.json()

    found = critic.post(f"{project}/reviews/next").json()
    assert (found["value"], found["author_pseudonym"]) == (GREET, who.user.pseudonym)
    decided = critic.post(
        f"/annotations/{found['annotation']}/reviews",
        {"decision": "returned", "revision": 1, "reason": "It is an order."},
    )
    assert (decided.status_code, decided.json()["state"]) == (201, "returned")
    assert critic.post(f"{project}/reviews/next").status_code == 204

    (back,) = annotator.post(f"{project}/assignments").json()["assignments"]
    assert (back["returned"], back["base_revision"]) == ({"reason": "It is an order.", "regions": []}, 1)
    assert submit(annotator, back, ORDER, "key-2").json()["revision"] == 2
    last = critic.post(f"/annotations/{found['annotation']}/reviews", {"decision": "accepted", "revision": 2})
    assert last.json()["state"] == "accepted"
    progress = curator.get(f"{project}/progress").json()
    assert (progress["tasks"]["accepted"], progress["tasks"]["open"], progress["seconds"]) == (1, 1, 12)
    assert [d["submitted"] for d in progress["days"]][-1] == 1


def test_a_save_without_a_key_is_refused():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    browser = Browser(who)
    (given,) = browser.post(f"/projects/{work.project.pk}/assignments").json()["assignments"]

    answer = submit(browser, given, GREET, "")

    assert (answer.status_code, AnnotationRevision.objects.count()) == (428, 0)


def test_a_stale_save_is_answered_with_both_values():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)
    path = f"/annotations/{done.annotation.pk}/revisions"
    body = {"value": ORDER, "schema_version": str(work.schema.pk), "seconds": 1}
    first = Browser(work.curator).post(path, body, If_Match='"1"', Idempotency_Key="c")

    answer = Browser(who).post(path, {**body, "value": GREET}, If_Match='"1"')

    assert (first.status_code, first["ETag"]) == (201, '"2"')
    assert answer.status_code == 412
    problem = answer.json()
    assert (problem["type"], problem["base"], problem["current"]) == ("/problems/stale-revision", 1, 2)
    assert (problem["current_value"], problem["your_value"]) == (ORDER, GREET)


def test_unknown_fields_are_refused():
    work = text_work()
    browser = Browser(work.curator)

    answer = browser.post(f"/projects/{work.project.pk}/batches", {"name": "x", "is_gold": True})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/is_gold")


def test_a_faulty_request_about_anothers_assignment_is_one_about_none():
    work = text_work()
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)
    browser = Browser(b)

    for path, method in (("submit", "POST"), ("skip", "POST"), ("draft", "PUT"), ("renew", "POST")):
        mine = browser.send(method, f"/assignments/{lease.pk}/{path}", {})
        none = browser.send(method, f"/assignments/{uuid4()}/{path}", {})
        assert mine.status_code == none.status_code == 404
        assert {**mine.json(), "instance": ""} == {**none.json(), "instance": ""}


def test_a_batch_is_changed_only_from_what_was_read():
    work = text_work()
    batch = work.batch(work.annotator())
    browser = Browser(work.curator)
    path = f"/batches/{batch.pk}"
    tag = browser.get(path)["ETag"]

    missing = browser.send("PATCH", path, {"name": "new"})
    changed = browser.send("PATCH", path, {"name": "new"}, If_Match=tag)
    stale = browser.send("PATCH", path, {"name": "newer"}, If_Match=tag)

    assert [r.status_code for r in (missing, changed, stale)] == [428, 200, 412]
    assert (changed.json()["name"], changed.json()["lease_minutes"]) == ("new", 30)


def test_making_a_batch_twice_with_one_key_makes_one():
    work = text_work()
    browser = Browser(work.curator)
    body = {"name": "x", "items": {"all": True}}

    first = browser.post(f"/projects/{work.project.pk}/batches", body, Idempotency_Key="k")
    again = browser.post(f"/projects/{work.project.pk}/batches", body, Idempotency_Key="k")

    assert first.json() == again.json()
    assert len(browser.get(f"/projects/{work.project.pk}/batches").json()["results"]) == 1


def test_nothing_that_an_annotator_gets_names_a_vendor_or_another_person():
    work = text_work(items=2)
    vendors = [
        VendorFactory(organisation=work.project.organisation, name=f"Canary Vendor {n}") for n in range(2)
    ]
    a, b = (work.annotator(vendor=v, name=f"Canary Name {n}") for n, v in enumerate(vendors))
    batch = work.batch(a, b, kind="pilot", overlap=2)
    done = do(b, work)
    do(a, work)
    browser, project = Browser(a), f"/projects/{work.project.pk}"

    answers = [
        browser.get(f"{project}/work"),
        browser.post(f"{project}/assignments", {"count": 5}),
        browser.get(f"{project}/annotations"),
        browser.get(f"/items/{done.annotation.item_id}"),
    ]
    hidden = [
        browser.get(path)
        for path in (
            f"/annotations/{done.annotation.pk}",
            f"/annotations/{done.annotation.pk}/revisions",
            f"/batches/{batch.pk}",
            f"/batches/{batch.pk}/tasks",
        )
    ]
    refused = [browser.get(f"{project}/{part}") for part in ("items", "batches", "progress")]

    assert {r.status_code for r in answers} == {200}
    text = b"".join(r.content for r in answers)
    assert not any(word in text for word in (b"Canary", b.user.pseudonym.encode(), b"pilot", b'"kind":"p'))
    assert {r.status_code for r in hidden} == {404}
    assert {r.status_code for r in refused} == {403}


def test_a_reviewer_sees_pseudonyms_only():
    work = text_work()
    vendor = VendorFactory(organisation=work.project.organisation, name="Canary Vendor")
    who = work.annotator(vendor=vendor, name="Canary Name")
    work.batch(who)
    done = do(who, work)
    browser = Browser(work.reviewer())

    answers = [
        browser.post(f"/projects/{work.project.pk}/reviews/next"),
        browser.get(f"/projects/{work.project.pk}/annotations"),
        browser.get(f"/annotations/{done.annotation.pk}"),
        browser.get(f"/annotations/{done.annotation.pk}/revisions"),
    ]

    assert {r.status_code for r in answers} == {200}
    text = b"".join(r.content for r in answers)
    assert b"Canary" not in text
    assert who.user.pseudonym.encode() in text


def test_a_vendor_lead_sees_the_progress_of_their_own_people():
    work = text_work(items=2)
    ours, theirs = (VendorFactory(organisation=work.project.organisation) for _ in range(2))
    a, b = work.annotator(vendor=ours), work.annotator(vendor=theirs)
    work.batch(a, b)
    do(a, work), do(b, work)
    lead = member(work.project, Role.VENDOR_LEAD, vendor=ours)

    told = Browser(lead).get(f"/projects/{work.project.pk}/progress").json()

    assert [row["person"]["name"] for row in told["annotators"]] == [a.user.name]
    assert (told["tasks"]["total"], told["items"], told["days"][-1]["submitted"]) == (1, None, 1)


def test_tasks_tell_who_skipped_and_why():
    work = text_work(items=1)
    who = work.annotator()
    batch = work.batch(who)
    (lease,) = take(who, work)
    Browser(who).post(f"/assignments/{lease.pk}/skip", {"reason": "not my language"})

    (row,) = Browser(work.curator).get(f"/batches/{batch.pk}/tasks?state=skipped").json()["results"]

    assert row["skips"] == [{"person": who.user.pseudonym, "reason": "not my language"}]


def test_a_list_of_items_goes_on_where_it_stopped(django_assert_max_num_queries):
    work = text_work(items=0)
    add_items(work.project, [NewItem("text", text=f"text {n}") for n in range(7)])
    browser = Browser(work.curator)
    path = f"/projects/{work.project.pk}/items"

    with django_assert_max_num_queries(8):
        first = browser.get(f"{path}?limit=4").json()
    second = browser.get(f"{path}?limit=4&after={first['next']}").json()

    ids = [row["id"] for row in first["results"] + second["results"]]
    assert (len(ids), len(set(ids)), second["next"]) == (7, 7, None)
    assert browser.get(f"{path}?order=text").status_code == 400


@pytest.fixture
def picture_item():
    work = image_work(items=0)
    asset = stored(work.project.organisation)
    item = Item.objects.create(project=work.project, kind="image", asset=asset, content_hash=asset.sha256)
    return work, item


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_media_are_bytes_that_a_browser_will_not_run(picture_item):
    work, item = picture_item

    answer = Browser(work.curator).get(f"/items/{item.pk}/media")

    assert body_of(answer) == picture()
    assert answer["ETag"] == f'"{hashlib.sha256(picture()).hexdigest()}"'
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-0,4-5", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_media_come_in_ranges(picture_item, wanted, status, part):
    work, item = picture_item

    answer = Browser(work.curator).get(f"/items/{item.pk}/media", Range=wanted)

    assert (answer.status_code, body_of(answer)) == (status, picture()[part])


@pytest.mark.parametrize("wanted", ["bytes=999999-", "bytes=-0"])
def test_a_range_that_is_not_there_is_refused(picture_item, wanted):
    work, item = picture_item

    answer = Browser(work.curator).get(f"/items/{item.pk}/media", Range=wanted)

    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(picture())}")


def test_media_that_the_browser_has_are_not_sent_again(picture_item):
    work, item = picture_item
    browser = Browser(work.curator)
    tag = browser.get(f"/items/{item.pk}/media")["ETag"]

    assert browser.get(f"/items/{item.pk}/media", If_None_Match=tag).status_code == 304


def test_a_thumbnail_is_small(picture_item):
    work, item = picture_item

    answer = Browser(work.curator).get(f"/items/{item.pk}/thumbnail")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert body_of(answer)[8:12] == b"WEBP"


def test_media_are_for_those_whose_work_they_are(picture_item):
    work, item = picture_item
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    take(a, work)

    answers = [Browser(who).get(f"/items/{item.pk}/media").status_code for who in (a, b, work.reviewer())]

    assert answers == [200, 404, 404]


def test_deleting_needs_the_right_and_an_unused_item():
    work = text_work(items=2)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    path = f"/items/{lease.task.item_id}"

    assert Browser(who).send("DELETE", path).status_code == 403
    assert Browser(work.curator).send("DELETE", path).status_code == 409
