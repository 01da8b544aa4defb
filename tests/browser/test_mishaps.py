"""What goes wrong while people work, in the browser: nothing is lost, nothing is stored twice, and they are told plainly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.browser import people as browsers
from tests.jobs.world import Lab, Person, decoded, hexed
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOODS = ("positive", "neutral", "negative")
SENTIMENT = {
    "input": "text",
    "fields": [
        {
            "key": "mood",
            "type": "choice",
            "required": True,
            "options": [{"key": mood, "titles": {"en": mood.capitalize()}} for mood in MOODS],
        }
    ],
}


def says(mood: str) -> dict[str, Any]:
    return {"mood": {"choice": mood}}


class Shift:
    """A project of texts with an open batch, and two who work in it: Anna, in a browser, and Ben, who is elsewhere."""

    def __init__(self, lab: Lab, people: browsers.People, *, texts: int = 1, **plan: Any) -> None:
        self.lab, self.people = lab, people
        self.project = lab.project(SENTIMENT)
        self.path = f"/projects/{lab.owner.get(f'/projects/{self.project}')['slug']}"
        lines = [json.dumps({"text": f"This is text number {number}."}) for number in range(texts)]
        lab.imported(self.project, "texts.jsonl", "\n".join(lines).encode())
        self.mail = {name: f"{name}-{uuid4().hex[:8]}@example.test" for name in ("anna", "ben")}
        self.anna, self.ben = (self._joined(email) for email in self.mail.values())
        lab.opened_batch(self.project, [self.anna, self.ben], **plan)

    def _joined(self, email: str, role: str = "annotator") -> Person:
        return self.lab.joined(self.lab.invited(email, {self.project: role}), email.partition("-")[0])

    def returns(self, annotation: str, reason: str) -> None:
        """A reviewer sends the first revision back."""
        reviewer = self._joined(f"rui-{uuid4().hex[:8]}@example.test", "reviewer")
        reviewer.post(f"/annotations/{annotation}/reviews", decision="returned", revision=1, reason=reason)

    def window(self, email: str) -> browsers.Person:
        return self.people.arrive(self.lab.stack, email).is_logged_in(email, PASSWORD)

    def anna_at_work(self) -> browsers.Person:
        """Anna with the next task before her."""
        anna = self.window(self.mail["anna"])
        anna.page.goto(f"{self.path}/label")
        expect(anna.page.get_by_text("This is text number")).to_be_visible()
        return anna

    def stored(self) -> list[tuple[Any, ...]]:
        """Author, state of the annotation, number of the revision and mood, of every revision there is."""
        rows = self.lab.stack.rows(
            "SELECT u.name, a.state, r.number, r.value FROM annotation_annotationrevision r"
            " JOIN annotation_annotation a ON a.id = r.annotation_id JOIN accounts_user u ON u.id = r.author_id"
            " WHERE a.project_id = %s ORDER BY r.id",
            hexed(self.project),
        )
        return [(*rest, decoded(value)["mood"]["choice"]) for *rest, value in rows]

    def leases_run_out(self) -> None:
        """As if their time had passed."""
        rows = self.lab.stack.rows(
            "UPDATE annotation_assignment SET expires_at = leased_at WHERE state = 'active' AND task_id IN"
            " (SELECT t.id FROM annotation_task t JOIN annotation_batch b ON b.id = t.batch_id WHERE b.project_id = %s)"
            " RETURNING id",
            hexed(self.project),
        )
        assert rows


@pytest.fixture
def lab(stack: Stack) -> Lab:
    return Lab(stack)


def choose(person: browsers.Person, mood: str) -> None:
    person.page.get_by_role("radio", name=re.compile(mood.capitalize())).click()


def submit(person: browsers.Person, mood: str) -> None:
    choose(person, mood)
    person.button(re.compile("^Submit")).click()


# ---- somebody else saved first ------------------------------------------------------------------------------
def refused(lab: Lab, people: browsers.People) -> tuple[Shift, browsers.Person]:
    """Anna's returned work, which the curator revised while she did it again: said to be neutral, she says negative."""
    shift = Shift(lab, people)
    done = shift.anna.does_next(shift.project, says("positive"))
    assert done is not None
    shift.returns(done["annotation"], "Read it again.")
    annotation = f"/annotations/{done['annotation']}"
    anna = shift.anna_at_work().expects(412, "/submit$")
    expect(anna.page.get_by_text("Read it again.")).to_be_visible()
    version = lab.owner.get(annotation)["schema_version"]
    body = {"value": says("neutral"), "schema_version": version}
    lab.owner.json("POST", f"{annotation}/revisions", json=body, headers={"If-Match": '"1"'})
    submit(anna, "negative")
    expect(anna.page.get_by_role("alert")).to_contain_text("Somebody saved this work before you did")
    return shift, anna


def compare(anna: browsers.Person) -> Any:
    anna.button("Compare both").click()
    return anna.page.get_by_role("dialog", name="Two versions of this work")


def test_both_values_are_shown_when_somebody_else_saved_first(lab: Lab, people: browsers.People) -> None:
    shift, anna = refused(lab, people)

    dialog = compare(anna)

    expect(dialog).to_contain_text("This is text number 0.")
    mine, other = (dialog.locator("section").nth(side) for side in (0, 1))
    expect(mine).to_contain_text("Mine, on this screen")
    expect(mine).to_contain_text("Negative")
    expect(other).to_contain_text("The other one")
    expect(other).to_contain_text("Neutral")
    assert [mood for *_, mood in shift.stored()] == ["positive", "neutral"]


@pytest.mark.parametrize(
    ("button", "mood"), [("Keep mine", "negative"), ("Take the other", "neutral")], ids=["mine", "theirs"]
)
def test_either_value_can_be_taken_and_goes_to_review(
    lab: Lab, people: browsers.People, button: str, mood: str
) -> None:
    shift, anna = refused(lab, people)

    compare(anna).get_by_role("button", name=button).click()

    expect(anna.page.get_by_role("alert")).to_have_count(0)
    wait_for(lambda: len(shift.stored()) == 3)
    assert shift.stored() == [
        ("anna", "submitted", 1, "positive"),
        ("Olive Owner", "submitted", 2, "neutral"),
        ("anna", "submitted", 3, mood),
    ]


def test_a_decision_put_off_waits_over_a_reload(lab: Lab, people: browsers.People) -> None:
    _, anna = refused(lab, people)
    compare(anna).get_by_role("button", name="Decide later").click()

    anna.page.reload()

    expect(compare(anna)).to_contain_text("Negative")


# ---- somebody else had the task -------------------------------------------------------------------------------
def test_work_that_comes_after_somebody_else_did_the_task_is_kept_and_said_not_to_count(
    lab: Lab, people: browsers.People
) -> None:
    shift = Shift(lab, people)
    anna = shift.anna_at_work()
    choose(anna, "positive")
    shift.leases_run_out()
    assert shift.ben.does_next(shift.project, says("negative"))

    anna.button(re.compile("^Submit")).click()

    expect(anna.page.get_by_text("Your work is kept, but does not count.")).to_be_visible()
    anna.page.goto(f"{shift.path}/work")
    expect(anna.page.get_by_text("kept, does not count")).to_be_visible()
    assert shift.stored() == [("ben", "submitted", 1, "negative"), ("anna", "extra", 1, "positive")]


# ---- the session ends, the network goes -----------------------------------------------------------------------
def test_work_submitted_after_the_session_ended_is_stored_once_after_logging_in(
    lab: Lab, people: browsers.People
) -> None:
    shift = Shift(lab, people, texts=2)
    anna = shift.anna_at_work().expects(401, "/api/v1/")
    session_ends(lab, anna)

    submit(anna, "positive")
    dialog = anna.page.get_by_role("dialog", name="Log in again to go on")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Log in").click()

    wait_for(shift.stored)
    expect(dialog).to_have_count(0)
    submit(anna, "neutral")  # the page goes on as if nothing had happened
    expect(anna.page.get_by_role("heading", name="All done for now")).to_be_visible()
    wait_for(lambda: len(shift.stored()) > 1)
    assert shift.stored() == [("anna", "submitted", 1, "positive"), ("anna", "submitted", 1, "neutral")]


def session_ends(lab: Lab, person: browsers.Person) -> None:
    cookies = {cookie["name"]: cookie["value"] for cookie in person.context.cookies()}
    query = "DELETE FROM django_session WHERE session_key = %s RETURNING session_key"
    assert lab.stack.rows(query, cookies["labelwright_session"])


def test_work_submitted_without_network_is_all_stored_once_when_it_is_back(
    lab: Lab, people: browsers.People
) -> None:
    shift = Shift(lab, people, texts=3)
    anna = shift.anna_at_work()
    anna.page.wait_for_load_state("networkidle")  # the next tasks are there
    anna.context.set_offline(True)
    for mood in MOODS:
        submit(anna, mood)
    expect(anna.page.get_by_text("3 submits wait to be sent")).to_be_visible()
    assert shift.stored() == []

    anna.context.set_offline(False)

    wait_for(lambda: len(shift.stored()) == len(MOODS))
    expect(anna.page.get_by_role("heading", name="All done for now")).to_be_visible()
    assert shift.stored() == [("anna", "submitted", 1, mood) for mood in MOODS]


def test_work_whose_answer_was_lost_on_the_way_is_sent_again_and_stored_once(
    lab: Lab, people: browsers.People
) -> None:
    shift = Shift(lab, people)
    anna = shift.anna_at_work()
    sent: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        answer = route.fetch()
        if len(sent) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    anna.page.route("**/submit", lose_the_first_answer)

    submit(anna, "positive")

    expect(anna.page.get_by_role("heading", name="All done for now")).to_be_visible()
    expect(anna.page.get_by_text("still waits on this computer")).to_have_count(0)
    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert shift.stored() == [("anna", "submitted", 1, "positive")]


# ---- the storage goes --------------------------------------------------------------------------------------------
def test_a_publication_that_failed_says_why_and_can_be_started_again(
    lab: Lab, people: browsers.People
) -> None:
    shift = Shift(lab, people, review_policy="none")
    assert shift.anna.does_next(shift.project, says("positive"))
    owner = shift.window(OWNER)
    owner.page.goto(f"{shift.path}/datasets")
    owner.button(re.compile("^Publish a version")).click()
    dialog = owner.page.get_by_role("dialog")
    publish = dialog.get_by_role("button", name="Publish version 1")

    with storage_gone(lab.stack.folder / "files"):
        publish.click()
        expect(dialog).to_contain_text("Publishing failed: The file storage could not be used")
    dialog.get_by_role("button", name="Publish again").click()
    publish.click()

    expect(dialog.get_by_text("Version 1 is published.")).to_be_visible()
    versions = lab.owner.get(f"/projects/{shift.project}/dataset-versions")["results"]
    assert [(each["number"], each["state"]) for each in versions] == [(1, "published"), (None, "failed")]
    assert lab.verified(versions[0]["id"])["intact"]
    owner.page.reload()
    expect(
        owner.page.get_by_text("The file storage could not be used")
    ).to_be_visible()  # the failed one, in the list


@contextmanager
def storage_gone(folder: Path) -> Iterator[None]:
    """Something else stands where the files were, as when a disk is not mounted; permissions do not stop root."""
    away = folder.with_name("files-away")
    folder.rename(away)
    folder.write_bytes(b"")
    yield
    folder.unlink()
    away.rename(folder)
