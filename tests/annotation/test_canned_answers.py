"""Canned answers: who keeps them, in what order, and that nobody overwrites what they have not read."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.models import CannedAnswer, Message
from annotation.services.threads import canned
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.roles import Role
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import ask, vendor_of
from tests.factories.guidelines import member
from tests.factories.work import Work, text_work

pytestmark = pytest.mark.django_db


def path_of(work: Work) -> str:
    return f"/projects/{work.project.pk}/canned-answers"


def keep(work: Work, name: str = "Edge", body: str = "Label **what you see**.") -> CannedAnswer:
    return canned.keep_canned_answer(work.project, by=work.curator, name=name, body=body)


def names(work: Work) -> list[str]:
    return [row["name"] for row in Browser(work.curator).get(path_of(work)).json()["results"]]


def test_a_curator_keeps_an_answer_and_reads_it_again():
    work = text_work()
    browser = Browser(work.curator)

    made = browser.post(path_of(work), {"name": "Edge", "body": "Label **what you see**."})
    rows = browser.get(path_of(work)).json()["results"]

    assert made.status_code == 201
    assert [(row["name"], row["body"]) for row in rows] == [("Edge", "Label **what you see**.")]


def test_a_new_one_is_the_last():
    work = text_work()
    keep(work, "Zebra")

    keep(work, "Apple")

    assert names(work) == ["Zebra", "Apple"]


def test_two_names_that_differ_in_capitals_only_are_one():
    work = text_work()
    keep(work, "Edge")

    refused = Browser(work.curator).post(path_of(work), {"name": "EDGE", "body": "Another."})

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/name"
    assert names(work) == ["Edge"]


def test_another_project_may_use_the_name():
    one, other = text_work(), text_work()
    keep(one, "Edge")

    keep(other, "Edge")

    assert names(other) == ["Edge"]


def test_the_list_is_in_the_order_that_was_given():
    work = text_work()
    ids = [str(keep(work, name).pk) for name in ("One", "Two", "Three")]

    done = Browser(work.curator).send("PUT", f"{path_of(work)}/order", {"order": [ids[2], ids[0], ids[1]]})

    assert done.status_code == 204
    assert names(work) == ["Three", "One", "Two"]


@pytest.mark.parametrize("given", ["short", "twice", "foreign"])
def test_an_order_that_does_not_name_each_once_changes_nothing(given: str):
    work, other = text_work(), text_work()
    one, two = keep(work, "One"), keep(work, "Two")
    order = {"short": [two.pk], "twice": [two.pk, two.pk], "foreign": [two.pk, keep(other).pk]}[given]

    refused = Browser(work.curator).send(
        "PUT", f"{path_of(work)}/order", {"order": [str(each) for each in order]}
    )

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-order")
    assert names(work) == [one.name, two.name]


def test_a_change_keeps_what_it_does_not_name():
    work = text_work()
    kept = keep(work)

    changed = Browser(work.curator).send(
        "PATCH", f"/canned-answers/{kept.pk}", {"name": "Cut cells"}, If_Match='"1"'
    )

    assert (changed.json()["name"], changed.json()["body"]) == ("Cut cells", kept.body)


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_what_somebody_else_changed_is_not_overwritten(method: str):
    work = text_work()
    kept = keep(work)
    canned.change_canned_answer(kept.pk, by=work.curator, version=1, changes={"body": "Newer."})
    body: dict[str, Any] = {"body": "Older."} if method == "PATCH" else {}

    refused = Browser(work.curator).send(method, f"/canned-answers/{kept.pk}", body, If_Match='"1"')

    assert (refused.status_code, refused.json()["current"]) == (412, 2)
    assert CannedAnswer.objects.get().body == "Newer."


def test_deleting_one_leaves_the_answers_that_it_was_put_into():
    work = text_work()
    kept = keep(work)
    thread = ask(work.annotator(vendor=vendor_of(work)), work)
    Browser(work.curator).post(f"/threads/{thread.pk}/messages", {"body": kept.body, "answer": True})

    gone = Browser(work.curator).send("DELETE", f"/canned-answers/{kept.pk}", If_Match='"1"')

    assert gone.status_code == 204
    assert names(work) == []
    assert Message.objects.filter(body=kept.body).count() == 1


def test_a_project_keeps_two_hundred_at_most(monkeypatch):
    monkeypatch.setattr(canned, "MOST_CANNED", 1)
    work = text_work()
    keep(work, "One")

    refused = Browser(work.curator).post(path_of(work), {"name": "Two", "body": "Two."})

    assert refused.status_code == 409
    assert names(work) == ["One"]


@pytest.mark.parametrize("role", [Role.QUALITY_MANAGER, Role.REVIEWER, Role.ANNOTATOR, Role.VENDOR_LEAD])
def test_who_answers_no_questions_has_none(role: Role):
    work = text_work()
    kept = keep(work)
    browser = Browser(member(work.project, role))

    assert browser.get(path_of(work)).status_code == 403
    assert browser.send("DELETE", f"/canned-answers/{kept.pk}", If_Match='"1"').status_code == 404
    assert CannedAnswer.objects.count() == 1


def test_what_is_done_to_them_is_in_the_audit_log_without_their_words():
    work = text_work()
    kept = keep(work, "Edge", "A secret of the trade")
    canned.order_canned_answers(work.project, by=work.curator, order=[kept.pk])
    canned.delete_canned_answer(kept.pk, by=work.curator, version=1)

    events = AuditEvent.objects.filter(action__startswith="canned_answer.").order_by("sequence")

    assert [e.action for e in events] == [
        "canned_answer.kept",
        "canned_answer.ordered",
        "canned_answer.deleted",
    ]
    assert "secret" not in str([e.data for e in events])


def test_a_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    work = text_work()
    browser = Browser(work.curator)
    keep(work, "First")
    with django_assert_max_num_queries(20) as few:
        browser.get(path_of(work))
    for number in range(10):
        keep(work, f"Name {number}")

    with django_assert_max_num_queries(len(few)):
        browser.get(path_of(work))
