"""Where the guideline is weak: what is counted, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from annotation.models import Thread
from annotation.queries.threads import reader_in
from annotation.queries.weak_spots import WeakSpot, weak_spots
from annotation.services.threads.curate import merge_thread, reopen_thread
from labelwright.accounts.roles import Role
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import ask
from tests.factories.guidelines import member
from tests.factories.threads import answered, of_vendor
from tests.factories.work import Work, text_work

pytestmark = pytest.mark.django_db

GREET: dict[str, Any] = {"field": "intent", "label": "greet"}


def after(thread: Thread, minutes: float) -> Thread:
    """As if it had been answered so long after it was asked."""
    Thread.objects.filter(pk=thread.pk).update(answered_at=F("asked_at") + timedelta(minutes=minutes))
    return thread


def path(work: Work) -> str:
    return f"/projects/{work.project.pk}/threads/weak-spots"


# ---- what is counted ------------------------------------------------------------------------------------
def test_a_label_has_its_questions_and_how_many_changed_something():
    work = text_work()
    who = work.annotator()
    ask(who, work, **GREET)
    answered(work, who, **GREET)
    answered(work, who, resolution="as_written", section="rbc", **GREET)
    answered(work, who, resolution="clarify_guideline", section="rbc", **GREET)
    answered(work, who, resolution="change_schema", **GREET)
    ask(who, work, field="intent", label="order")

    found = weak_spots(work.project)

    assert [
        (each.field, each.label, each.questions, each.answered, each.changed) for each in found.labels
    ] == [
        ("intent", "greet", 5, 4, 2),
        ("intent", "order", 1, 0, 0),
    ]
    assert [(each.section, each.questions, each.answered, each.changed) for each in found.sections] == [
        ("rbc", 2, 2, 1)
    ]
    assert found.nowhere == 0


@pytest.mark.parametrize(
    ("minutes", "median"),
    [([7], 7), ([2, 9], 5.5), ([1, 2, 60], 2), ([1, 2, 4, 600], 3), ([1, 2, 3, 4, 5], 3)],
)
def test_half_of_the_questions_waited_no_longer_than_the_median(minutes, median):
    work = text_work()
    who = work.annotator()
    for each in minutes:
        after(answered(work, who, **GREET), each)
    ask(who, work, **GREET)
    after(answered(work, who, field="intent", label="order"), 1000)

    greet, order = weak_spots(work.project).labels

    assert greet.median_wait == pytest.approx(median * 60)
    assert order.median_wait == pytest.approx(60_000)


def test_what_nobody_has_answered_has_no_median():
    work = text_work()
    who = work.annotator()
    reopened = answered(work, who, **GREET)
    reopen_thread(reopened.pk, reader=reader_in(work.curator, work.project))

    (greet,) = weak_spots(work.project).labels

    assert greet == WeakSpot(1, 0, 0, 0, None, field="intent", label="greet")


def test_a_duplicate_is_no_question_of_its_own_but_says_that_it_was_asked_again():
    work = text_work()
    one, other = answered(work, work.annotator(), **GREET), ask(work.annotator(), work, **GREET)
    merge_thread(other.pk, by=work.curator, into_id=one.pk)

    (greet,) = weak_spots(work.project).labels

    assert (greet.questions, greet.asked_again, greet.answered) == (1, 1, 1)


def test_what_names_neither_is_counted_apart():
    work = text_work()
    ask(work.annotator(), work)

    found = weak_spots(work.project)

    assert (found.labels, found.sections, found.nowhere) == ([], [], 1)


def test_other_projects_are_not_counted():
    work, other = text_work(), text_work()
    ask(other.annotator(), other, **GREET)

    assert weak_spots(work.project).labels == []


# ---- who is told ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CURATOR, Role.QUALITY_MANAGER])
def test_who_sees_the_questions_of_all_is_told(role):
    work = text_work()
    after(answered(work, work.annotator(), **GREET), 3)

    told = Browser(member(work.project, role)).get(path(work))

    assert told.status_code == 200
    assert told.json() == {
        "labels": [
            {
                "field": "intent",
                "label": "greet",
                "questions": 1,
                "asked_again": 0,
                "answered": 1,
                "median_wait": 180.0,
                "changed": 0,
            }
        ],
        "sections": [],
        "nowhere": 0,
    }


@pytest.mark.parametrize(
    "roles",
    [
        [Role.ANNOTATOR],
        [Role.REVIEWER],
        [Role.VENDOR_LEAD],
        [Role.MODELER],
        [Role.CURATOR, Role.ANNOTATOR],
        [Role.QUALITY_MANAGER, Role.ANNOTATOR],
    ],
)
def test_nobody_else_gets_as_much_as_a_count(roles):
    work = text_work()
    caller = Browser(member(work.project, *roles))
    before = caller.get(path(work))

    answered(work, of_vendor(work, "canary"), **GREET)
    refused = caller.get(path(work))

    assert refused.status_code == 403
    assert {**refused.json(), "instance": ""} == {**before.json(), "instance": ""}
    assert "greet" not in refused.content.decode()


def test_who_is_told_learns_of_no_person_and_no_vendor():
    work = text_work()
    who = of_vendor(work, "canary")
    answered(work, who, "canary asks", **GREET)

    told = Browser(work.curator).get(path(work)).content.decode()

    assert "canary" not in told
    assert who.user.pseudonym not in told


def test_how_many_queries_it_takes_does_not_grow_with_the_questions(django_assert_num_queries):
    work = text_work()
    who = work.annotator()
    for number in range(12):
        answered(work, who, field="intent", label=("greet", "order", "cancel")[number % 3])

    with django_assert_num_queries(5):
        weak_spots(work.project)
