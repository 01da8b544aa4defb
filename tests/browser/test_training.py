"""Learning a project: check questions on a changed rule, and a training that opens the real work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.people import Person as Window
from tests.browser.test_acknowledgement import CLEARER, FIRST, publish
from tests.browser.test_mishaps import Shift
from tests.browser.test_pages import violations
from tests.jobs.world import Lab, hexed
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def answer(who: Window, mood: str) -> None:
    """What the item before them is, said and handed in without a pointer."""
    who.page.get_by_role("radio", name=re.compile(mood.capitalize())).press("Space")
    who.page.keyboard.press("Control+Enter")


def faults(page: Any) -> list[Any]:
    return [each for scheme in ("light", "dark") for each in violations(page, scheme)]


def test_a_rule_change_asks_a_question_before_it_is_confirmed(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=4)
    publish(shift, FIRST, "rule_change")
    shift.anna.post(f"/projects/{shift.project}/guideline-reading", guideline_version=current(shift))

    # The curator changes a rule, and prepares a question on a real item.
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"{shift.path}/guideline")
    curator.button(re.compile("^Edit")).click()
    text = page.get_by_role("textbox", name="The guideline as Markdown")
    text.press("Control+a")
    text.press_sequentially(CLEARER)
    curator.button("Publish…").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Publish guideline"))
    dialog.get_by_role("radio", name="Rule change").check()
    dialog.get_by_role("button", name="Add a question").click()
    editor = page.get_by_role("dialog", name="New check question")
    editor.get_by_role("button", name="This is text number 2.").click()
    expect(editor.get_by_text("everybody who labels in this project can see this item")).to_be_visible()
    editor.get_by_label("Question", exact=True).fill("Is **irony** meant?")
    editor.get_by_label("Answer 1", exact=True).fill("It is neutral")
    editor.get_by_label("Answer 2", exact=True).fill("It is negative")
    editor.get_by_role("radio", name="Answer 2 is right").check()
    curator.choose("Section that has the answer", "Irony", within=editor)
    editor.get_by_label("Explanation", exact=True).fill("Irony turns the words around.")
    assert faults(page) == []
    editor.get_by_role("button", name="Save the question").click()
    expect(editor).to_have_count(0)
    expect(dialog.get_by_text("Is **irony** meant?")).to_be_visible()
    dialog.get_by_label("What changed, for the people who label").fill("Irony is negative.")
    dialog.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2", exact=True).first).to_be_visible()

    # Anna reads the change, and answers: wrong first. All by keyboard.
    anna = shift.window(shift.mail["anna"])
    anna.page.goto(f"{shift.path}/label")
    expect(anna.page.get_by_role("heading", name="The guideline has changed")).to_be_visible()
    expect(anna.button(re.compile("on to the questions"))).to_be_enabled()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("heading", name="A check question")).to_be_visible()
    expect(anna.page.get_by_text("This is text number 2.")).to_be_visible()
    expect(anna.page.locator("strong", has_text="irony")).to_be_visible()
    expect(anna.page.get_by_text("Irony turns the words around.")).to_have_count(0)
    anna.page.keyboard.press("1")
    expect(anna.page.get_by_text("Not quite. Try again.")).to_be_visible()
    expect(anna.page.get_by_text("Irony turns the words around.")).to_be_visible()
    expect(anna.page.get_by_text("Irony is always negative.")).to_be_visible()
    expect(anna.button(re.compile("Confirm and go on"))).to_be_disabled()
    assert faults(anna.page) == []
    anna.page.keyboard.press("2")
    expect(anna.page.get_by_text("That is right.")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_text(re.compile(r"^This is text number \d"))).to_be_visible()

    # Who has read it, and how many were right at first.
    curator.button("Who has read it").click()
    row = page.get_by_role("grid", name="Who has read it").get_by_role("row").filter(has_text="v2")
    expect(row).to_contain_text("0 of 1")


def current(shift: Shift) -> str:
    (newest, *_) = shift.lab.owner.get(f"/projects/{shift.project}/guideline-versions")["results"]
    return str(newest["id"])


def test_a_training_is_passed_in_the_second_round_and_opens_the_real_work(
    stack: Stack, people: People
) -> None:
    # Ben knows what is right: his work on three of four texts is gold.
    shift = Shift(Lab(stack), people, texts=3, review_policy="none")
    owner, project = shift.lab.owner, f"/projects/{shift.project}"
    for _ in range(3):
        done = shift.ben.does_next(shift.project, {"mood": {"choice": "positive"}})
        assert done is not None
        owner.post(f"{project}/gold", annotation=done["annotation"])
    shift.lab.imported(shift.project, "more.jsonl", b'{"text": "This is text number 9."}')

    # The curator makes the training, and work that requires it.
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"{shift.path}/batches/new")
    page.get_by_label("Name").fill("First steps")
    page.get_by_role("radio", name=re.compile("^Training")).check()
    expect(page.get_by_label("Needed to pass, in percent")).to_have_value("80 %")
    page.get_by_role("checkbox", name=re.compile("anna")).check()
    assert faults(page) == []
    curator.button("Make the batch").click()
    expect(page.get_by_text("80% to pass")).to_be_visible()
    curator.button("Open the batch").click()
    expect(page.get_by_text("Has not begun")).to_be_visible()
    assert faults(page) == []
    page.goto(f"{shift.path}/batches/new")
    page.get_by_label("Name").fill("The real work")
    curator.choose("Training to be passed before", "First steps")
    page.get_by_role("checkbox", name=re.compile("anna")).check()
    curator.button("Make the batch").click()
    curator.button("Open the batch").click()
    expect(page.get_by_text("after the training First steps")).to_be_visible()

    # Anna is told why there is no real work yet, and goes to the training.
    anna = shift.window(shift.mail["anna"])
    anna.page.goto(f"{shift.path}/work")
    batches = anna.page.get_by_role("list", name="My batches")
    real = batches.get_by_role("listitem").filter(has_text="The real work")
    expect(real).to_contain_text("Opens once you have passed First steps.")
    expect(real).to_contain_text("Training first")
    assert faults(anna.page) == []
    real.get_by_role("link", name="First steps").press("Enter")

    # One right, two wrong: she sees at once what was meant. No key skips here.
    expect(anna.page.get_by_text("Training: 80% to pass")).to_be_visible()
    expect(anna.button(re.compile("^Skip"))).to_have_count(0)
    answer(anna, "positive")
    expect(anna.page.get_by_role("heading", name="All right: 100%")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_text("Item 2 of 3")).to_be_visible()
    answer(anna, "negative")
    expect(anna.page.get_by_role("heading", name="0% right")).to_be_visible()
    expect(anna.page.get_by_text("What was meant", exact=True)).to_be_visible()
    expect(anna.page.get_by_text("2 of 3")).to_be_visible()
    assert faults(anna.page) == []
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_text("Item 3 of 3")).to_be_visible()
    answer(anna, "negative")
    expect(anna.page.get_by_role("heading", name="0% right")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("heading", name="Not passed yet: 33% right")).to_be_visible()
    assert faults(anna.page) == []

    # Another round, and all of it right: the real work opens.
    anna.page.keyboard.press("Enter")
    for number in range(1, 4):
        expect(anna.page.get_by_text(f"Item {number} of 3")).to_be_visible()
        answer(anna, "positive")
        expect(anna.page.get_by_role("heading", name="All right: 100%")).to_be_visible()
        anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_role("heading", name="You have passed the training")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(anna.page.get_by_text("This is text number 9.")).to_be_visible()

    # The table says so, and nothing of it is an annotation.
    page.goto(f"{shift.path}/batches")
    page.get_by_role("link", name="First steps").click()
    row = page.get_by_role("grid", name="Who has passed").get_by_role("row").filter(has_text="Passed").last
    expect(row).to_contain_text("100%")
    expect(row).to_contain_text("33%")
    page.mouse.move(0, 0)  # from the row that it came to stand on
    assert faults(page) == []
    sql = "SELECT COUNT(*) FROM annotation_annotation WHERE project_id = %s"
    wait_for(lambda: stack.rows(sql, hexed(shift.project)) == [(3,)])
