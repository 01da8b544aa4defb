"""A rule changes: the curator sees what was labelled before, has a sample looked at, is told what it means, and acts on it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.test_acknowledgement import publish, submit, texts
from tests.browser.test_mishaps import Shift, choose, says
from tests.browser.test_pages import violations
from tests.jobs.world import Lab
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST = (
    "# Mood {#overview}\n\n## Positive {#positive}\n\nPraise is positive.\n\n"
    "## Negative {#negative}\n\nBlame is negative.\n"
)
STRICTER = FIRST.replace("Praise is positive.", "Only praise without a but is positive.")
TEXTS, SAMPLE = 16, 10


def test_a_rule_change_leads_to_a_sample_and_the_sample_to_labelling_again(
    stack: Stack, people: People
) -> None:
    shift = Shift(Lab(stack), people, texts=TEXTS, price="0.50")
    publish(shift, FIRST, "rule_change")
    for _ in range(TEXTS):
        assert shift.ben.does_next(shift.project, says("positive")) is not None

    # The rule is changed; the word that it is published leads to the labels made before.
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"{shift.path}/guideline")
    curator.button(re.compile("^Edit")).click()
    text = page.get_by_role("textbox", name="The guideline as Markdown")
    text.press("Control+a")
    text.press_sequentially(STRICTER)
    curator.button("Publish…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Positive · changed")).to_be_visible()
    dialog.get_by_role("radio", name="Rule change").check()
    dialog.get_by_label("What changed, for the people who label").fill("A but makes it neutral.")
    dialog.get_by_role("button", name="Publish version 2").click()
    page.get_by_role("status").get_by_role("button", name="Labels made before").click()

    # How many there are, and what to do first.
    expect(page.get_by_role("heading", name="Look at a sample first")).to_be_visible()
    positive = page.get_by_role("list", name="By label").get_by_role("listitem")
    expect(positive).to_have_text(re.compile(f"Positive.*{TEXTS}"))
    expect(page.get_by_role("list", name="By who made them")).to_contain_text("In house")
    assert [each for scheme in ("light", "dark") for each in violations(page, scheme)] == []

    curator.button("Look at a sample").click()
    dialog = page.get_by_role("dialog", name="Look at a sample")
    dialog.get_by_label("How many").fill(str(SAMPLE))
    expect(dialog.get_by_text("costs 5.00")).to_be_visible()
    dialog.get_by_role("button", name=f"Send out {SAMPLE} annotations").click()
    expect(page.get_by_role("heading", name="A sample is being looked at")).to_be_visible()
    expect(page.get_by_text(f"0 of {SAMPLE} looked at")).to_be_visible()

    # Anna reads the rule, and begins with the old label.
    anna = people.arrive(stack, "anna").is_logged_in(shift.mail["anna"], PASSWORD)
    anna.page.goto(f"{shift.path}/label")
    expect(anna.page.get_by_role("heading", name="Read the guideline first")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(texts(anna)).to_be_visible()
    expect(anna.page.get_by_text("Labelled before guideline version 2.")).to_be_visible()
    expect(anna.page.get_by_text("A but makes it neutral.")).to_be_visible()
    expect(anna.page.get_by_role("radio", name=re.compile("Positive"))).to_be_checked()
    before = texts(anna).inner_text()
    choose(anna, "neutral")
    submit(anna)
    expect(texts(anna)).not_to_have_text(before)
    expect(page.get_by_text(f"1 of {SAMPLE} looked at")).to_be_visible()
    anna.page.goto("about:blank")  # what she holds stays hers
    for _ in range(SAMPLE - 1):
        assert shift.anna.does_next(shift.project, says("neutral")) is not None
    assert shift.anna.does_next(shift.project, says("neutral")) is None

    # All were wrong, so all are done again.
    page.reload()
    expect(page.get_by_role("heading", name="Label all of them again")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Had to be changed: 100%, 10 of 10"))).to_be_visible()
    expect(positive).to_have_text(re.compile(f"Positive.*{TEXTS - SAMPLE}"))
    assert [each for scheme in ("light", "dark") for each in violations(page, scheme)] == []
    curator.button("Label all again").click()
    dialog = page.get_by_role("dialog", name="Label all again")
    expect(dialog.get_by_text("costs 3.00")).to_be_visible()
    dialog.get_by_role("button", name=f"Send out {TEXTS - SAMPLE} annotations").click()
    expect(page.get_by_text(f"0 of {TEXTS - SAMPLE} looked at")).to_be_visible()
    page.get_by_role("link", name="Guideline 2, second look 2").click()
    expect(page.get_by_text("Second look", exact=True).first).to_be_visible()
    assert len(shift.stored()) == TEXTS + SAMPLE  # revisions: nothing new was said about an item by the side


def test_by_keys_and_where_nothing_was_made_before(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people)
    publish(shift, FIRST, "rule_change")
    publish(shift, STRICTER, "rule_change")
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"{shift.path}/guideline")
    expect(curator.button("Labels made before")).to_be_visible()

    page.keyboard.press("b")

    expect(page.get_by_role("heading", name="No label was made under the old rule")).to_be_visible()
    expect(page).to_have_url(re.compile("before=true"))
    page.keyboard.press("b")
    expect(page.get_by_role("heading", name="No label was made under the old rule")).to_have_count(0)
