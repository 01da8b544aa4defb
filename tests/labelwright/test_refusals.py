"""Refusals in the audit log: noted by the request, written by a thread."""

from __future__ import annotations

import threading

import pytest

from labelwright.accounts.models import AuditEvent
from labelwright.accounts.roles import Role
from labelwright.config import middleware
from labelwright.config.refusals import EQUAL_ONES_EVERY, PLACES, PRIVATE, Refusals, Writer
from labelwright.ids import new_id
from tests.api.routes import routes
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import ProjectFactory, member
from tests.http import Browser
from tests.stack import wait_for

pytestmark = pytest.mark.django_db


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def refusals(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Refusals:
    """The notes of a process that has just started, whose clock the test turns."""
    fresh = Refusals(clock)
    monkeypatch.setattr(middleware, "refusals", fresh)
    return fresh


def written(refusals: Refusals) -> list[AuditEvent]:
    refusals.write()
    return list(AuditEvent.objects.filter(action="access.refused").order_by("pk"))


def test_what_somebody_may_not_do_is_recorded_with_who_and_where(refusals: Refusals):
    project = ProjectFactory()
    annotator = member(project, Role.ANNOTATOR)

    answer = Browser(annotator.user).get(f"/projects/{project.pk}/batches")

    assert answer.status_code == 403
    [event] = written(refusals)
    assert (event.actor, event.organisation_id, event.project_id) == (
        annotator.user.pseudonym,
        project.organisation_id,
        project.pk,
    )
    assert event.data["route"] == "/api/v1/projects/<uuid:project>/batches"
    assert (event.data["method"], event.data["status"], event.data["times"]) == ("GET", 403, 1)


def test_asking_for_what_belongs_to_others_is_recorded_with_them(refusals: Refusals):
    project = ProjectFactory()
    stranger = member(ProjectFactory(), Role.CURATOR)

    answer = Browser(stranger.user).get(f"/projects/{project.pk}")

    assert answer.status_code == 404
    [event] = written(refusals)
    assert (event.actor, event.organisation_id) == (stranger.user.pseudonym, project.organisation_id)
    assert event.data["status"] == 404


def test_asking_for_what_is_nowhere_is_not_recorded(refusals: Refusals):
    stranger = member(ProjectFactory(), Role.CURATOR)

    Browser(stranger.user).get(f"/projects/{new_id()}")
    Browser(stranger.user).get("/no/such/address")

    assert written(refusals) == []


def test_what_is_missing_from_ones_own_project_is_no_refusal(refusals: Refusals):
    project = ProjectFactory()
    curator = member(project, Role.CURATOR)

    answer = Browser(curator.user).get(f"/projects/{project.pk}/guideline-draft")

    assert answer.status_code == 404
    assert written(refusals) == []


def test_a_refusal_that_concerns_no_thing_is_recorded_where_the_person_belongs(refusals: Refusals):
    vendor = VendorFactory()
    project = ProjectFactory(organisation=vendor.organisation)
    annotator = member(project, Role.ANNOTATOR, vendor=vendor)

    answer = Browser(annotator.user).post(f"/organisations/{vendor.organisation_id}/projects", {"name": "x"})

    assert answer.status_code == 403
    assert [event.organisation_id for event in written(refusals)] == [vendor.organisation_id]


def test_who_asks_again_and_again_makes_one_event_with_their_number(refusals: Refusals):
    project = ProjectFactory()
    browser = Browser(member(project, Role.ANNOTATOR).user)

    for _ in range(5):
        browser.get(f"/projects/{project.pk}/batches")

    assert [event.data["times"] for event in written(refusals)] == [5]


def test_equal_refusals_are_written_once_in_a_quarter_of_an_hour(refusals: Refusals, clock: Clock):
    project = ProjectFactory()
    browser = Browser(member(project, Role.ANNOTATOR).user)
    browser.get(f"/projects/{project.pk}/batches")
    first = len(written(refusals))
    browser.get(f"/projects/{project.pk}/batches")
    browser.get(f"/projects/{project.pk}/batches")

    clock.now = EQUAL_ONES_EVERY - 1
    soon = len(written(refusals))
    clock.now = EQUAL_ONES_EVERY + 1
    later = written(refusals)

    assert (first, soon) == (1, 1)
    assert [event.data["times"] for event in later] == [1, 2]


def test_a_request_that_is_refused_writes_nothing_itself():
    project = ProjectFactory()
    browser = Browser(member(project, Role.ANNOTATOR).user)

    browser.get(f"/projects/{project.pk}/batches")

    assert not AuditEvent.objects.filter(action="access.refused").exists()


def test_every_thing_that_an_address_names_has_its_place():
    named = {
        name for route in routes().values() for name, converter in route.parameters if converter == "uuid"
    }

    assert named - set(PLACES) == PRIVATE
    assert set(PLACES) - named == set()


@pytest.mark.django_db(transaction=True)
def test_the_thread_writes_without_being_asked_and_once_more_at_the_end(refusals: Refusals):
    project = ProjectFactory()
    browser = Browser(member(project, Role.ANNOTATOR).user)
    writer = Writer(refusals, every=0.05)
    browser.get(f"/projects/{project.pk}/batches")

    writer.start()
    wait_for(lambda: AuditEvent.objects.filter(action="access.refused").count() == 1)
    browser.get(f"/projects/{project.pk}/batches")
    writer.stop()

    times = [event.data["times"] for event in AuditEvent.objects.filter(action="access.refused")]
    assert sum(times) == 2
    assert "refusals" not in [thread.name for thread in threading.enumerate()]
