"""Asked from anywhere with one key: about the section of the guideline that is read, about a batch, about the project; by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, Person
from tests.browser.test_acknowledgement import publish
from tests.browser.test_mishaps import Shift
from tests.browser.test_pages import violations
from tests.jobs.world import Lab
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GUIDE = "# Mood {#overview}\n\n## Irony {#irony}\n\nIrony is neutral.\n\n## Praise {#praise}\n\nPraise is positive.\n"


def at_desk(shift: Shift, stack: Stack, people: People) -> Person:
    return people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)


def fair(person: Person) -> None:
    person.page.mouse.move(0, 0)  # from what it came to stand on
    assert [each for scheme in ("light", "dark") for each in violations(person.page, scheme)] == []


def test_a_section_is_asked_about_by_keyboard_and_found_by_it(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    publish(shift, GUIDE, "clarification")
    earlier = shift.anna.post(f"/projects/{shift.project}/threads", body="Is irony in a headline neutral?")[
        "id"
    ]
    shift.lab.owner.post(f"/threads/{earlier}/messages", body="Yes, **also** there.", answer=True)
    anna = shift.window(shift.mail["anna"])
    page, keys = anna.page, anna.page.keyboard
    page.goto(f"{shift.path}/guideline?section=praise")
    expect(page.get_by_text("Praise is positive.")).to_be_visible()

    keys.press("q")
    dialog = page.get_by_role("dialog", name="Ask a question")
    expect(dialog.get_by_role("textbox", name="Your question")).to_be_focused()
    keys.type("Is irony in a tweet neutral, @")
    people_to_name = dialog.get_by_role("listbox", name="People to mention").get_by_role("option")
    expect(people_to_name).to_have_count(1)
    keys.press("Enter")
    similar = dialog.get_by_role("region", name="Already answered")
    expect(similar.get_by_text("Is irony in a headline neutral?")).to_be_visible()
    fair(anna)
    # What it is about is named, and changed by keyboard.
    section = dialog.get_by_label("Section of the guideline")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    expect(section).to_be_focused()
    keys.type("Irony")
    expect(section).to_have_value("irony")
    keys.press("Tab")
    keys.press("Tab")
    expect(dialog.get_by_role("textbox", name="Your question")).to_be_focused()
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Asked. The answer will be among the questions.")).to_be_visible()

    # Ben was named; the curator finds it by its section.
    ben = shift.window(shift.mail["ben"])
    ben.page.goto(f"{shift.path}/work")
    expect(ben.page.get_by_role("button", name="1 new")).to_be_visible()
    clara = at_desk(shift, stack, people)
    clara.page.goto(f"{shift.path}/questions?section=irony")
    article = clara.page.get_by_role("article")
    expect(article.get_by_text("Is irony in a tweet neutral")).to_be_visible()
    expect(article.get_by_role("link", name="§ Irony")).to_be_visible()
    rows = clara.page.get_by_role("navigation", name="Questions").get_by_role("button")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("§ Irony")
    fair(clara)


def test_a_batch_is_asked_about_by_keyboard_from_where_one_works_in_it(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    batch = shift.lab.owner.get(f"/projects/{shift.project}/batches")["results"][0]
    clara = at_desk(shift, stack, people)
    clara.page.goto(f"{shift.path}/batches/{batch['id']}")
    expect(clara.page.get_by_role("heading", name=batch["name"])).to_be_visible()
    clara.page.keyboard.press("q")
    dialog = clara.page.get_by_role("dialog", name="Ask a question")
    expect(dialog.get_by_label("Batch")).to_have_value(batch["id"])
    expect(dialog.get_by_role("textbox", name="Your question")).to_be_focused()
    clara.page.keyboard.type("Until when?")
    clara.page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    clara.page.goto(f"{shift.path}/questions?batch={batch['id']}")
    expect(clara.page.get_by_role("article").get_by_role("link", name=batch["name"])).to_be_visible()

    # Who labels has no page of the batch, but a row of it.
    anna = shift.window(shift.mail["anna"])
    anna.page.goto(f"{shift.path}/work")
    anna.button(f"Ask about {batch['name']}").focus()
    anna.page.keyboard.press("Enter")
    dialog = anna.page.get_by_role("dialog", name="Ask a question")
    expect(dialog.get_by_label("Batch")).to_have_value(batch["id"])
    expect(dialog.get_by_role("textbox", name="Your question")).to_be_focused()
    anna.page.keyboard.type("How many a day?")
    anna.page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    (row,) = [
        each
        for each in shift.anna.get(f"/projects/{shift.project}/threads")["results"]
        if each["asked_by"]["part"] == "me"
    ]
    assert (row["excerpt"], row["batch"]["name"]) == ("How many a day?", batch["name"])
    fair(anna)


def test_the_project_is_asked_about_from_its_page_and_from_the_questions(
    stack: Stack, people: People
) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    clara = at_desk(shift, stack, people)
    for path, name in (("overview", "Ask a question"), ("questions", "New question")):
        clara.page.goto(f"{shift.path}/{path}")
        clara.button(name).click()
        dialog = clara.page.get_by_role("dialog", name="Ask a question")
        expect(dialog.get_by_label("Batch")).to_have_value("")
        expect(dialog.get_by_role("textbox", name="Your question")).to_be_focused()
        clara.page.keyboard.type(f"Asked from {path}?")
        clara.page.keyboard.press("Control+Enter")
        expect(dialog).to_have_count(0)

    # The key is among those that the page shows, and the command among the others.
    clara.page.keyboard.press("Shift+?")
    expect(clara.page.get_by_role("dialog").get_by_text("Ask a question")).to_be_visible()
    rows = shift.lab.owner.get(f"/projects/{shift.project}/threads")["results"]
    assert {row["excerpt"] for row in rows} == {"Asked from overview?", "Asked from questions?"}


def test_a_section_is_asked_about_while_reading_it_and_beside_the_canvas(
    stack: Stack, people: People
) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    publish(shift, GUIDE, "clarification")
    anna = shift.window(shift.mail["anna"])
    page, keys = anna.page, anna.page.keyboard
    page.goto(f"{shift.path}/label")
    expect(page.get_by_role("heading", name="Read the guideline first")).to_be_visible()
    keys.press("q")
    dialog = page.get_by_role("dialog", name="Ask a question")
    expect(dialog.get_by_role("textbox", name="Your question")).to_be_focused()
    keys.type("What is mood?")
    fair(anna)
    keys.press("Control+Enter")
    expect(dialog).to_have_count(0)
    keys.press("Enter")
    expect(page.get_by_text("This is text number")).to_be_visible()

    keys.press("Shift+G")
    panel = page.get_by_role("complementary", name="Side panel")
    panel.get_by_role("button", name="Praise").click()
    panel.get_by_role("button", name="Ask about this section").click()
    expect(panel.get_by_label("Section of the guideline")).to_have_value("praise")
    expect(panel.get_by_role("textbox", name="Your question")).to_be_focused()
    keys.type("Faint praise?")
    fair(anna)
    keys.press("Control+Shift+Enter")
    expect(page.get_by_text("Asked. The answer appears here.")).to_be_visible()
    expect(panel.get_by_text(re.compile("Faint praise"))).to_be_visible()
    row = shift.anna.get(f"/projects/{shift.project}/threads")["results"][0]
    assert (row["section"], row["excerpt"]) == ("praise", "Faint praise?")
