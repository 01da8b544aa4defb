"""What a question may be about: batches and sections that the asker knows of anyway, and nothing that others have."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotation.models import Batch, Mention, Thread
from annotation.queries.threads import Wanted, facets_of, reader_in, threads_of
from annotation.queries.topics import askable_batches
from guidelines.services.guidelines import save_guideline_draft, start_guideline_draft
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import ask, vendor_of
from tests.factories.guidelines import member
from tests.factories.work import Work, take, text_work

pytestmark = pytest.mark.django_db


class Floor:
    """Two vendors, each with an annotator, a lead and a batch of its own; and a batch that nobody has opened."""

    def __init__(self) -> None:
        self.work = text_work()
        self.a, self.b = vendor_of(self.work), vendor_of(self.work)
        self.anna, self.ben = self.work.annotator(vendor=self.a), self.work.annotator(vendor=self.b)
        self.lead_a = member(self.work.project, Role.VENDOR_LEAD, vendor=self.a)
        self.lead_b = member(self.work.project, Role.VENDOR_LEAD, vendor=self.b)
        self.of_a = self.work.batch(self.anna, name="canary A")
        self.of_b = self.work.batch(self.ben, name="canary B")
        self.draft = self.work.batch(self.anna, name="canary draft", opened=False)

    def askable(self, who: Principal) -> set[str]:
        return {batch.name for batch in askable_batches(reader_in(who, self.work.project))}

    def topics(self, who: Principal) -> Any:
        return Browser(who).get(f"/projects/{self.work.project.pk}/threads/topics")


def pointers(raised: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [fault.pointer for fault in raised.value.errors]


# ---- batches --------------------------------------------------------------------------------------------
def test_who_labels_asks_about_the_batches_that_they_work_in():
    floor = Floor()

    thread = ask(floor.anna, floor.work, batch=floor.of_a.pk)

    assert thread.batch == floor.of_a
    assert (thread.item, thread.task, thread.assignment) == (None, None, None)
    assert floor.askable(floor.anna) == {"canary A"}


def test_a_vendors_lead_asks_about_the_batches_of_their_people():
    floor = Floor()

    thread = ask(floor.lead_a, floor.work, batch=floor.of_a.pk)

    assert (thread.batch, thread.vendor) == (floor.of_a, floor.a)
    assert floor.askable(floor.lead_a) == {"canary A"}
    assert floor.askable(floor.lead_b) == {"canary B"}


def test_a_curator_asks_about_every_batch():
    floor = Floor()

    assert floor.askable(floor.work.curator) == {"canary A", "canary B", "canary draft"}
    assert ask(floor.work.curator, floor.work, batch=floor.draft.pk).batch == floor.draft


@pytest.mark.parametrize("who", ["ben", "lead_b"])
@pytest.mark.parametrize("batch", ["of_a", "draft"])
def test_another_vendors_batch_is_as_one_that_is_not_there(who: str, batch: str):
    floor = Floor()
    browser, path = Browser(getattr(floor, who)), f"/projects/{floor.work.project.pk}/threads"
    nowhere = "0192aaaa-0000-7000-8000-000000000000"

    refused = browser.post(path, {"body": "When?", "batch": str(getattr(floor, batch).pk)})
    missing = browser.post(path, {"body": "When?", "batch": nowhere})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/batch")
    assert {**refused.json(), "instance": ""} == {**missing.json(), "instance": ""}
    assert not Thread.objects.exists()


def test_a_batch_of_another_project_is_not_there_either():
    floor, other = Floor(), Floor()

    with pytest.raises(Invalid) as raised:
        ask(floor.work.curator, floor.work, batch=other.of_a.pk)

    assert pointers(raised) == ["/batch"]


def test_an_assignment_brings_its_own_batch_and_no_other():
    floor = Floor()
    (lease,) = take(floor.anna, floor.work)
    second = floor.work.batch(floor.anna)

    assert ask(floor.anna, floor.work, assignment=lease.pk, batch=floor.of_a.pk).batch == floor.of_a
    with pytest.raises(Invalid) as raised:
        ask(floor.anna, floor.work, assignment=lease.pk, batch=second.pk)

    assert pointers(raised) == ["/batch"]


def test_a_closed_batch_can_be_asked_about():
    floor = Floor()
    Batch.objects.filter(pk=floor.of_a.pk).update(state="closed")

    assert ask(floor.anna, floor.work, batch=floor.of_a.pk).batch == floor.of_a


def test_it_is_found_by_its_batch_and_its_section():
    floor = Floor()
    ask(floor.anna, floor.work, "First", batch=floor.of_a.pk)
    ask(floor.anna, floor.work, "Second", section="rbc")
    reader = reader_in(floor.work.curator, floor.work.project)

    def found(**wanted: Any) -> list[str]:
        return [thread.excerpt for thread in threads_of(reader, Wanted(**wanted))]

    assert found(batch=floor.of_a.pk) == ["First"]
    assert found(section="rbc") == ["Second"]
    assert [batch.name for batch in facets_of(reader).batches] == ["canary A"]
    assert facets_of(reader_in(floor.ben, floor.work.project)).batches == []


def test_the_list_of_batches_costs_the_same_however_many_there_are():
    floor = Floor()
    with CaptureQueriesContext(connection) as few:
        floor.topics(floor.lead_a)
    for _ in range(5):
        floor.work.batch(floor.anna)

    with CaptureQueriesContext(connection) as many:
        told = floor.topics(floor.lead_a)

    assert len(many) == len(few)
    assert len(told.json()["batches"]) == 6


def test_who_only_watches_neither_asks_nor_is_told_about_what():
    floor = Floor()
    quality = member(floor.work.project, Role.QUALITY_MANAGER)

    with pytest.raises(Forbidden):
        ask(quality, floor.work)
    assert floor.topics(quality).status_code == 403


# ---- sections -------------------------------------------------------------------------------------------
def test_a_section_of_the_published_guideline_is_asked_about():
    floor = Floor()

    assert ask(floor.anna, floor.work, section="rbc").section == "rbc"


def test_a_section_that_is_only_in_the_draft_is_not_there():
    floor = Floor()
    draft = start_guideline_draft(floor.work.project, by=floor.work.curator)
    save_guideline_draft(
        draft, by=floor.work.curator, expected=draft.version, markdown="# Cells\n\n## Secret {#secret}\n"
    )

    for section in ("secret", "gone"):
        with pytest.raises(Invalid) as raised:
            ask(floor.anna, floor.work, section=section)
        assert pointers(raised) == ["/section"]
    assert not Thread.objects.exists()


def test_section_and_batch_go_together():
    floor = Floor()

    told = Browser(floor.anna).post(
        f"/projects/{floor.work.project.pk}/threads",
        {"body": "All of them?", "section": "rbc", "batch": str(floor.of_a.pk)},
    )

    assert told.status_code == 201
    assert (told.json()["section"], told.json()["batch"]["name"]) == ("rbc", "canary A")


# ---- mentions -------------------------------------------------------------------------------------------
def mentionable(who: Principal, work: Work, text: str = "") -> list[str]:
    told = Browser(who).get(f"/projects/{work.project.pk}/threads/mentionable?text={text}")
    assert told.status_code == 200, told.content
    return [row["pseudonym"] for row in told.json()["results"]]


def test_a_new_question_may_mention_ones_own_people_and_nobody_else():
    floor = Floor()
    colleague = floor.work.annotator(vendor=floor.a)

    assert set(mentionable(floor.anna, floor.work)) == {
        colleague.user.pseudonym,
        floor.lead_a.user.pseudonym,
    }
    ask(floor.anna, floor.work, f"@{colleague.user.pseudonym} and @{floor.ben.user.pseudonym}?")
    assert [mention.user for mention in Mention.objects.all()] == [colleague.user]


def test_whom_a_curator_is_offered_for_a_new_question_is_told():
    floor = Floor()
    in_house = floor.work.annotator()
    member(floor.work.project, Role.CURATOR)

    assert mentionable(floor.work.curator, floor.work) == [in_house.user.pseudonym]
    ask(floor.work.curator, floor.work, f"@{in_house.user.pseudonym}?")
    assert [mention.user for mention in Mention.objects.all()] == [in_house.user]
