"""The curator sees whether a changed guideline helped, and how people answered its check questions."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.test_acknowledgement import publish
from tests.browser.test_consequences import FIRST, STRICTER
from tests.browser.test_mishaps import Shift, says
from tests.browser.test_pages import violations
from tests.jobs.world import Lab, Person
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = 12


def confirm(person: Person, project: str) -> None:
    reading = f"/projects/{project}/guideline-reading"
    for question in person.get(f"{reading}/checks")["questions"]:
        for choice in (0, 1):  # wrong at first
            person.post(f"/check-questions/{question['id']}/answers", choice=choice)
    person.post(reading, guideline_version=person.get(reading)["current"]["id"])


def test_the_curator_sees_whether_a_change_helped(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=TEXTS, overlap=2, review_policy="none")
    owner, project = shift.lab.owner, shift.project
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page

    # Before anybody has labelled there is nothing, and the page says so.
    publish(shift, FIRST, "rule_change")
    page.goto(f"{shift.path}/guideline")
    expect(curator.button("Did it help?")).to_be_visible()
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Nothing is measured yet")).to_be_visible()

    # Under the first version the two agree on nothing, under the second on all.
    for each in (shift.anna, shift.ben):
        confirm(each, project)
    for _ in range(TEXTS):
        assert shift.anna.does_next(project, says("positive")) is not None
        assert shift.ben.does_next(project, says("negative")) is not None
    draft = f"/projects/{project}/guideline-draft"
    owner.post(draft)
    item = owner.get(f"/projects/{project}/items")["results"][0]["id"]
    words = {"question": "Is a but positive?", "answers": ["Yes", "No"], "right": 1, "explanation": "No."}
    owner.post(f"{draft}/checks", item=item, **words)
    change(shift, STRICTER)
    shift.lab.opened_batch(project, [shift.anna, shift.ben], overlap=2, review_policy="none")
    for each in (shift.anna, shift.ben):
        confirm(each, project)
    for _ in range(TEXTS):
        for each in (shift.anna, shift.ben):
            assert each.does_next(project, says("positive")) is not None

    page.goto(f"{shift.path}/guideline")
    curator.button("Did it help?").click()
    table = page.get_by_role("grid", name="Agreement and errors by guideline version")
    second, first = (table.get_by_role("row", name=re.compile(f"v{number}")) for number in (2, 1))
    expect(first).to_contain_text(re.compile(r"v1.*24.*0%.*12 items"))
    expect(second).to_contain_text(re.compile(r"v2.*Rule change.*24.*100%.*12 items"))
    charts = page.locator("figure")
    expect(charts.filter(has_text="Agreement").locator("circle:not([data-few])").first).to_be_visible()
    expect(charts.filter(has_text="Errors in review").first).to_contain_text("Of the work that was reviewed")
    assert [each for scheme in ("light", "dark") for each in violations(page, scheme)] == []

    # Of one label; the address has it.
    page.get_by_role("textbox", name="Of which label").click()
    page.get_by_role("option", name="Negative").click()
    expect(page).to_have_url(re.compile("label=mood%2Fnegative"))
    expect(second).to_contain_text(re.compile(r"v2.*–.*–"))
    page.reload()
    expect(first).to_contain_text(re.compile("v1.*12"))

    # A row leads to its version, where its questions stand with how people answered.
    second.click()
    expect(page).to_have_url(re.compile("version=2"))
    asked = page.get_by_role("region", name="Check questions of this version")
    expect(asked).to_contain_text("2 people have answered · 0 right at first · 2 right by now")
    expect(asked.get_by_role("listitem").filter(has_text="Yes").last).to_contain_text("2")
    assert [each for scheme in ("light", "dark") for each in violations(page, scheme)] == []


def change(shift: Shift, markdown: str) -> None:
    """The draft that is there is published as a rule change."""
    owner, draft = shift.lab.owner, f"/projects/{shift.project}/guideline-draft"
    version = owner.get(draft)["version"]
    owner.json("PUT", draft, json={"markdown": markdown}, headers={"If-Match": f'"{version}"'})
    headers = {"If-Match": f'"{version + 1}"', "Idempotency-Key": uuid4().hex}
    body = {"change_kind": "rule_change", "summary": "A but makes it neutral."}
    owner.json("POST", f"{draft}/publish", json=body, headers=headers)
