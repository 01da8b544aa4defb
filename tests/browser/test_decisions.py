"""What questions say of a guideline, and what of them goes out with a dataset version, as a curator sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, Person
from tests.browser.test_mishaps import Shift, says
from tests.browser.test_pages import violations
from tests.jobs.world import Lab
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def asked(shift: Shift, label: str, answer: str = "", **resolution: Any) -> str:
    """A question about a mood, with its answer if there is one; gives its id."""
    lab, threads = shift.lab, f"/projects/{shift.project}/threads"
    thread: str = shift.anna.post(threads, body=f"Is that {label}?", field="mood", label=label)["id"]
    if answer:
        lab.owner.post(f"/threads/{thread}/messages", body=answer, answer=True)
    if resolution:
        lab.owner.post(f"/threads/{thread}/resolve", **resolution)
    return thread


def curator_of(shift: Shift, people: People, **options: Any) -> Person:
    return people.arrive(shift.lab.stack, "owner", **options).is_logged_in(OWNER, PASSWORD)


def test_weak_spots_lead_to_the_questions_behind_them(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people)
    curator = curator_of(shift, people)
    page = curator.page
    page.goto(f"{shift.path}/questions")
    page.get_by_role("link", name="Where the guideline is weak").click()
    expect(page.get_by_text("No questions yet")).to_be_visible()

    asked(shift, "positive")
    asked(shift, "negative", "It is.", resolution="change_schema")
    asked(shift, "negative", "It is not.", resolution="wont_change")
    page.reload()

    table = page.get_by_role("grid", name="Labels")
    rows = table.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Negative")
    expect(rows.nth(1)).to_contain_text("1 of 2")
    expect(rows.nth(1)).to_contain_text("50%")
    expect(page.get_by_text("No question names a section of the guideline.")).to_be_visible()
    table.get_by_role("button", name="Label").click()
    expect(page).to_have_url(re.compile("labels=name"))
    table.get_by_role("button", name="Label").click()
    expect(table.get_by_role("columnheader", name="Label")).to_have_attribute("aria-sort", "descending")
    expect(rows.nth(1)).to_contain_text("Positive")

    table.get_by_role("link", name="Negative").click()

    expect(page).to_have_url(re.compile(r"/questions\?.*label=negative"))
    questions = page.get_by_role("navigation", name="Questions").get_by_role("button")
    expect(questions).to_have_count(2)
    expect(page.get_by_role("button", name="Remove the filter Label")).to_be_visible()


def test_a_version_shows_what_was_decided_and_gives_the_file(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people)
    lab = shift.lab
    shift.anna.does_next(shift.project, says("positive"))
    for label in ("negative", "negative", "positive"):
        thread = asked(shift, label, "A private word.", resolution="wont_change")
        lab.owner.post(f"/threads/{thread}/publish", question=f"Is irony {label}?", answer="It is.")
    body = {"source": "submitted", "splits": {"train": 1.0}, "note": ""}
    made = lab.owner.post(f"/projects/{shift.project}/dataset-versions", **body)
    wait_for(lambda: lab.owner.get(f"/dataset-versions/{made['id']}")["state"] == "published")

    curator = curator_of(shift, people)
    page = curator.page
    page.goto(f"{shift.path}/datasets/1")

    section = page.get_by_role("region", name="What was decided")
    expect(section).to_contain_text("3 answered questions")
    expect(section).to_contain_text("everything stays as it is")
    expect(section.get_by_role("listitem").filter(has_text="Negative")).to_contain_text("2")
    with page.expect_download() as download:
        section.get_by_role("link", name="Download decisions.jsonl").click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 3
    assert all("It is." in line and "private" not in line for line in lines)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_weak_spots_have_no_axe_violations(stack: Stack, people: People, scheme: str) -> None:
    shift = Shift(Lab(stack), people)
    for label in ("positive", "negative", "negative"):
        asked(shift, label, "It is.", resolution="change_schema")
    curator = curator_of(shift, people, bypass_csp=True, reduced_motion="reduce")

    curator.page.goto(f"{shift.path}/questions/weak-spots")
    expect(curator.page.get_by_role("grid", name="Labels").get_by_role("row")).to_have_count(3)

    assert violations(curator.page, scheme) == []
