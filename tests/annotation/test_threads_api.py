"""Questions over HTTP: what each side is told, and that nothing of one vendor reaches another in any answer."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.models import Message, Thread
from annotation.services.threads.curate import publish_thread
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import answer, ask, vendor_of
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import CELL, Work, image_work, take, text_work
from tests.markdown import HOSTILE

pytestmark = pytest.mark.django_db


def named(work: Work, name: str) -> Principal:
    vendor = VendorFactory(organisation=work.project.organisation, name=f"{name} Ltd")
    return work.annotator(vendor=vendor, name=f"{name} Person", email=f"{name}@example.test")


def test_a_question_is_asked_once_for_each_key():
    work = text_work()
    browser = Browser(work.annotator())
    path = f"/projects/{work.project.pk}/threads"

    first = browser.post(path, {"body": "Is that greeting?"}, Idempotency_Key="one")
    again = browser.post(path, {"body": "Is that greeting?"}, Idempotency_Key="one")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert Thread.objects.count() == 1


def test_every_answer_to_another_vendor_is_as_if_nobody_had_asked():
    work = text_work()
    mine, stranger = named(work, "canary"), named(work, "other")
    work.batch(mine, stranger)
    browser = Browser(stranger)
    paths = [
        f"/projects/{work.project.pk}/{rest}"
        for rest in (
            "threads",
            "threads?state=open",
            "threads?unread=true",
            "threads/counts",
            "threads/similar?text=canary question",
            "answers",
        )
    ]
    before = [browser.get(path).json() for path in paths]

    lease = take(mine, work)[0]
    thread = ask(mine, work, "A canary question", assignment=lease.pk, park=True)
    answer(thread, work, "A canary answer")
    ask(mine, work, "Another canary question")

    assert [browser.get(path).json() for path in paths] == before
    missing = browser.get("/threads/0192aaaa-0000-7000-8000-000000000000")
    for rest in ("", "/messages"):
        refused = browser.get(f"/threads/{thread.pk}{rest}")
        told = {**refused.json(), "instance": ""}
        assert (refused.status_code, told) == (404, {**missing.json(), "instance": ""})


def test_a_published_answer_tells_neither_who_nor_when_it_was_asked():
    work = text_work()
    mine, stranger = named(work, "canary"), named(work, "other")
    thread = ask(mine, work, "canary: is a blurred text a text?")
    answer(thread, work)
    publish_thread(thread.pk, by=work.curator, question="Is a blurred text a text?", answer="Yes.")

    browser = Browser(stranger)
    told = browser.get(f"/projects/{work.project.pk}/answers")
    found = browser.get(f"/projects/{work.project.pk}/threads/similar?text=blurred text")

    for body in (told.content.decode(), found.content.decode()):
        assert "blurred" in body
        assert "canary" not in body
        assert str(thread.pk) not in body
        assert work.curator.user.name not in body


def test_a_colleague_reads_the_question_but_not_the_work_behind_it():
    work = image_work()
    vendor = vendor_of(work)
    mine, colleague = work.annotator(vendor=vendor), work.annotator(vendor=vendor)
    work.batch(mine)
    region = CELL["cells"]["regions"][0]
    lease = take(mine, work)[0]
    thread = ask(mine, work, assignment=lease.pk, field="cells", region=region, schema_version=work.schema.pk)

    own = Browser(mine).get(f"/threads/{thread.pk}").json()
    theirs = Browser(colleague).get(f"/threads/{thread.pk}").json()

    assert own["region"]["id"] == "r1"
    assert own["item"]["id"] == str(lease.task.item_id)
    assert (theirs["region"], theirs["item"], theirs["draft"]) == (None, None, None)


def test_a_curator_sees_vendor_and_pseudonym_and_no_name():
    work = text_work()
    mine = named(work, "canary")
    thread = ask(mine, work)

    told = Browser(work.curator).get(f"/threads/{thread.pk}")

    assert told.json()["asked_by"]["pseudonym"] == mine.user.pseudonym
    assert told.json()["asked_by"]["vendor"] == "canary Ltd"
    assert "canary Person" not in told.content.decode()


def test_who_asked_is_told_that_a_curator_answered_and_not_which():
    work = text_work()
    mine = work.annotator()
    thread = ask(mine, work)
    answer(thread, work)

    told = Browser(mine).get(f"/threads/{thread.pk}/messages").json()["results"]

    assert [m["author"]["part"] for m in told] == ["me", "curator"]
    assert told[1]["author"] == {
        "part": "curator",
        "id": None,
        "pseudonym": None,
        "vendor": None,
        "name": None,
    }


def test_a_quality_manager_reads_everything_and_says_nothing():
    work = text_work()
    thread = ask(work.annotator(), work)
    browser = Browser(member(work.project, Role.QUALITY_MANAGER))

    assert browser.get(f"/threads/{thread.pk}").status_code == 200
    assert browser.post(f"/threads/{thread.pk}/messages", {"body": "x"}).status_code == 403
    assert Message.objects.count() == 1


@pytest.mark.parametrize("attack", HOSTILE)
def test_markdown_goes_through_as_it_was_written_and_never_as_a_page(attack):
    work = text_work()
    mine = work.annotator()
    browser = Browser(mine)
    made = browser.post(f"/projects/{work.project.pk}/threads", {"body": attack}).json()

    told = browser.get(f"/threads/{made['id']}/messages")

    assert told["Content-Type"] == "application/json"
    assert told.json()["results"][0]["body"] == attack


@pytest.mark.parametrize(
    "mark",
    [
        {"type": "box", "at": [1, 2]},
        {"type": "point", "at": [1, 2, 3, 4]},
        {"type": "circle", "at": [1, 2]},
        {"type": "point", "at": [1, 2], "onclick": "x"},
        {"type": "point", "at": ["Infinity", 2]},
    ],
)
def test_a_mark_that_is_none_is_refused(mark: dict[str, Any]):
    work = text_work()
    browser = Browser(work.annotator())

    refused = browser.post(f"/projects/{work.project.pk}/threads", {"body": "x", "marks": [mark]})

    assert refused.status_code == 400
    assert Thread.objects.count() == 0


def test_marks_are_kept_with_the_message():
    work = text_work()
    browser = Browser(work.annotator())
    marks = [{"type": "box", "at": [1.0, 2.0, 3.0, 4.0]}, {"type": "point", "at": [5.0, 6.0]}]

    made = browser.post(f"/projects/{work.project.pk}/threads", {"body": "Here.", "marks": marks}).json()

    assert browser.get(f"/threads/{made['id']}/messages").json()["results"][0]["marks"] == marks


def test_an_answered_task_says_which_question_it_waited_for():
    work = text_work()
    mine = work.annotator()
    work.batch(mine)
    browser = Browser(mine)
    path = f"/projects/{work.project.pk}/assignments"
    lease = browser.post(path, {"count": 1}).json()["assignments"][0]
    body = {"body": "Is that greeting?", "assignment": lease["id"], "park": True}
    thread = browser.post(f"/projects/{work.project.pk}/threads", body).json()
    answer(Thread.objects.get(), work)

    back = browser.post(path, {"count": 1}).json()["assignments"][0]

    assert lease["question"] is None
    assert thread["parked"] == lease["id"] == back["id"]
    assert back["question"] == thread["id"]


def test_a_list_costs_the_same_however_long_it_is(django_assert_num_queries, django_assert_max_num_queries):
    work = text_work()
    mine = named(work, "asker")
    browser = Browser(work.curator)
    path = f"/projects/{work.project.pk}/threads"
    for _ in range(3):
        ask(mine, work)
    browser.get(path)
    with django_assert_max_num_queries(14) as few:
        browser.get(path)
    for _ in range(20):
        ask(named(work, f"asker{_}"), work)

    with django_assert_num_queries(len(few)):
        found = browser.get(path).json()

    assert len(found["results"]) == 23


def test_the_inbox_is_narrowed_by_what_the_reader_sees():
    work = text_work()
    one, other = named(work, "canary"), named(work, "other")
    work.batch(one, name="The batch")
    thread = ask(one, work, assignment=take(one, work)[0].pk)
    ask(other, work)
    path = f"/projects/{work.project.pk}/threads"

    told = Browser(work.curator).get(f"{path}/facets").json()
    theirs = Browser(other).get(f"{path}/facets").json()
    vendor = next(each["id"] for each in told["vendors"] if each["name"] == "canary Ltd")
    rows = Browser(work.curator).get(f"{path}?vendor={vendor}").json()["results"]

    assert [each["name"] for each in told["vendors"]] == ["canary Ltd", "other Ltd"]
    assert [each["name"] for each in told["batches"]] == ["The batch"]
    assert work.curator.user.name in [each["name"] for each in told["answerers"]]
    assert theirs == {"batches": [], "vendors": [], "answerers": []}
    assert [row["id"] for row in rows] == [str(thread.pk)]


def test_an_item_with_a_problem_says_so_in_the_list_of_items():
    work = text_work(items=2)
    mine = named(work, "canary")
    work.batch(mine)
    lease = take(mine, work)[0]
    thread = ask(mine, work, assignment=lease.pk)
    browser = Browser(work.curator)
    browser.post(f"/threads/{thread.pk}/resolve", {"resolution": "data_problem", "body": "Cut off."})
    path = f"/projects/{work.project.pk}/items"

    rows = {row["id"]: row["problem"] for row in browser.get(path).json()["results"]}
    only = [row["id"] for row in browser.get(f"{path}?problem=true").json()["results"]]

    assert rows[str(lease.task.item_id)] == {"thread": str(thread.pk), "reason": ""}
    assert list(rows.values()).count(None) == 1
    assert only == [str(lease.task.item_id)]


def test_an_item_that_was_skipped_as_no_good_is_listed_until_it_is_good_after_all():
    work = text_work(items=2)
    first, second = named(work, "canary"), named(work, "other")
    work.batch(first, second)
    reader, curator = Browser(first), Browser(work.curator)
    (given,) = reader.post(f"/projects/{work.project.pk}/assignments", {"count": 1}).json()["assignments"]
    skipped = reader.post(f"/assignments/{given['id']}/skip", {"reason": "Garbled.", "flags_item": True})
    assert skipped.status_code == 200
    (other,) = reader.post(f"/projects/{work.project.pk}/assignments", {"count": 1}).json()["assignments"]
    reader.post(f"/assignments/{other['id']}/skip", {"reason": "Not my language."})
    path, item = f"/projects/{work.project.pk}/items?problem=true", given["item"]["id"]

    (row,) = curator.get(path).json()["results"]
    assert (row["id"], row["problem"]) == (item, {"thread": None, "reason": "Garbled."})
    assert reader.send("DELETE", f"/items/{item}/problem").status_code == 404  # no work of theirs any more
    assert [curator.send("DELETE", f"/items/{item}/problem").status_code for _ in range(2)] == [204, 204]
    assert curator.get(path).json()["results"] == []


def test_what_a_question_showed_is_taken_back_by_opening_it_again():
    work = text_work(items=1)
    mine = named(work, "canary")
    work.batch(mine)
    (lease,) = take(mine, work)
    thread = ask(mine, work, assignment=lease.pk)
    curator = Browser(work.curator)
    curator.post(f"/threads/{thread.pk}/resolve", {"resolution": "data_problem", "body": "Cut off."})

    refused = curator.send("DELETE", f"/items/{lease.task.item_id}/problem")

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/flagged-by-question")
    assert len(curator.get(f"/projects/{work.project.pk}/items?problem=true").json()["results"]) == 1


def test_a_question_about_an_item_that_is_deleted_stays_readable_without_it():
    work = text_work(items=1)
    browser, item = Browser(work.curator), str(work.items[0].pk)
    asked = browser.post(f"/projects/{work.project.pk}/threads", {"body": "What is this?", "item": item})
    thread = asked.json()["id"]
    browser.post(f"/threads/{thread}/resolve", {"resolution": "data_problem", "body": "It is cut off."})

    assert browser.send("DELETE", f"/items/{item}").status_code == 204

    told = browser.get(f"/threads/{thread}").json()
    assert (told["item"], told["item_gone"], told["excerpt"]) == (None, True, "What is this?")
    said = browser.get(f"/threads/{thread}/messages").json()["results"]
    assert [each["body"] for each in said] == ["What is this?", "It is cut off."]
