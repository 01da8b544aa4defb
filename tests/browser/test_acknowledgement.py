"""A changed guideline on its way: published by a curator, shown to who labels before the next task, confirmed, and seen in the table."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.people import Person as Window
from tests.browser.test_mishaps import Shift, choose
from tests.browser.test_pages import at, violations
from tests.jobs.world import Lab, hexed
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST = "# Mood {#overview}\n\n## Irony {#irony}\n\nIrony is neutral.\n\n## Praise {#praise}\n\nPraise is positive.\n"
CLEARER = FIRST.replace("Irony is neutral.", "Irony is always negative.")


def publish(shift: Shift, markdown: str, kind: str) -> str:
    """The id of the next guideline version."""
    owner, draft = shift.lab.owner, f"/projects/{shift.project}/guideline-draft"
    version = owner.post(draft)["version"]
    owner.json("PUT", draft, json={"markdown": markdown}, headers={"If-Match": f'"{version}"'})
    headers = {"If-Match": f'"{version + 1}"', "Idempotency-Key": uuid4().hex}
    body = {"change_kind": kind, "summary": f"A {kind}."}
    return str(owner.json("POST", f"{draft}/publish", json=body, headers=headers)["id"])


def hears_of_it(anna: Window, mood: str) -> None:
    """Anna goes on with the item before her, and her window learns meanwhile what is new."""
    # It asks every 20 seconds when all is quiet, and a busy machine is late.
    with anna.page.expect_response(lambda answer: answer.url.endswith("/assignments"), timeout=60_000):
        choose(anna, mood)


def submit(anna: Window) -> None:
    anna.button(re.compile("^Submit")).click()


def texts(anna: Window) -> Any:
    return anna.page.get_by_text(re.compile(r"^This is text number \d"))


def versions_of_work(shift: Shift) -> list[int | None]:
    """The guideline version of each revision, in the order in which they were made."""
    rows = shift.lab.stack.rows(
        "SELECT g.number FROM annotation_annotationrevision r"
        " JOIN annotation_annotation a ON a.id = r.annotation_id"
        " LEFT JOIN guidelines_guidelineversion g ON g.id = r.guideline_version_id"
        " WHERE a.project_id = %s ORDER BY r.id",
        hexed(shift.project),
    )
    return [number for (number,) in rows]


def test_a_change_is_shown_before_the_next_task_and_an_editorial_one_stops_nobody(
    stack: Stack, people: People
) -> None:
    shift = Shift(Lab(stack), people, texts=6)
    publish(shift, FIRST, "rule_change")
    anna = people.arrive(stack, "anna").is_logged_in(shift.mail["anna"], PASSWORD)

    # Who is new reads all of it, once.
    anna.page.goto(f"{shift.path}/label")
    expect(anna.page.get_by_role("heading", name="Read the guideline first")).to_be_visible()
    expect(anna.page.get_by_text("Praise is positive.")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(texts(anna)).to_be_visible()

    # The curator clarifies one section; what it is about is proposed.
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    curator.page.goto(f"{shift.path}/guideline")
    curator.button(re.compile("^Edit")).click()
    text = curator.page.get_by_role("textbox", name="The guideline as Markdown")
    text.press("Control+a")
    text.press_sequentially(CLEARER)
    curator.button("Publish…").click()
    dialog = curator.page.get_by_role("dialog")
    expect(dialog.get_by_text("Irony · changed")).to_be_visible()
    expect(dialog.get_by_text("Praise · changed")).to_have_count(0)
    dialog.get_by_label("What changed, for the people who label").fill("Irony is negative.")
    dialog.get_by_role("button", name="Publish version 2").click()
    expect(curator.page.get_by_text("Version 2", exact=True).first).to_be_visible()

    # The item on the screen is finished first; then just what changed is shown.
    hears_of_it(anna, "positive")
    expect(texts(anna)).to_be_visible()
    submit(anna)
    expect(anna.page.get_by_role("heading", name="The guideline has changed")).to_be_visible()
    changes = anna.page.get_by_role("region", name="What has changed")
    expect(changes).to_be_focused()
    expect(changes.locator("del")).to_have_text("neutral")
    expect(changes.locator("ins")).to_have_text("always negative")
    expect(changes.get_by_text("Irony is negative.")).to_be_visible()
    expect(changes.get_by_text("Praise is positive.")).to_have_count(0)
    assert [each for scheme in ("light", "dark") for each in violations(anna.page, scheme)] == []
    anna.page.keyboard.press("Enter")
    expect(texts(anna)).to_be_visible()
    assert versions_of_work(shift) == [1]

    # Who has confirmed it, and who has not.
    curator.button("Who has read it").click()
    rows = curator.page.get_by_role("grid", name="Who has read it").get_by_role("row")
    expect(rows.filter(has_text="v2").filter(has_text="Up to date")).to_have_count(1)
    expect(rows.filter(has_text="Nothing yet").filter(has_text="Has to read")).to_have_count(1)
    assert [each for scheme in ("light", "dark") for each in violations(curator.page, scheme)] == []

    # An editorial change stops nobody, and nobody has confirmed it.
    publish(shift, CLEARER.replace("always negative", "always: negative"), "editorial")
    hears_of_it(anna, "negative")
    before = texts(anna).inner_text()
    submit(anna)
    expect(texts(anna)).not_to_have_text(before)
    expect(anna.page.get_by_role("heading", name="The guideline has changed")).to_have_count(0)
    choose(anna, "positive")
    submit(anna)
    expect(anna.page.get_by_role("region", name="Item 4 of 6")).to_be_visible()
    wait_for(lambda: versions_of_work(shift) == [1, 2, 2])


def test_in_the_demo_most_have_confirmed_the_clarification(demo: Stack, people: People) -> None:
    curator = at(people, demo, "curator", "/projects/blood-cells/guideline?readers=true")
    rows = curator.page.get_by_role("grid", name="Who has read it").get_by_role("row")
    expect(rows.filter(has_text="Up to date")).to_have_count(4)
    expect(rows.filter(has_text="Has to read")).to_have_count(2)

    # Of another vendor's people a lead sees nobody.
    lead = at(people, demo, "lead.hanbit", "/projects/blood-cells/guideline?readers=true")
    rows = lead.page.get_by_role("grid").get_by_role("row")  # the lead reads Korean
    expect(rows.filter(has_text="Hanbit Data")).to_have_count(3)
    expect(rows).to_have_count(4)  # the header is one

    # Who has still to read is shown the sections that it touched.
    behind = at(people, demo, "taeyang", "/projects/blood-cells/label")
    expect(behind.page.locator("main ins").first).to_be_visible()
