"""A question on its way: asked at the item, which is put aside; answered; and the item is the next that its annotator gets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labelwright.config.demo.cells import encode_jpeg, render_smear
from tests.browser.people import People
from tests.browser.test_mishaps import Shift
from tests.jobs.world import Lab
from tests.markdown import HOSTILE
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_item_that_is_asked_about_comes_back_first_with_its_answer(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=4)
    anna = shift.anna_at_work()
    text = anna.page.get_by_text(re.compile(r"^This is text number \d"))
    asked_about = text.inner_text()

    anna.page.keyboard.press("q")
    anna.page.get_by_role("textbox", name="Your question").fill(
        "Is irony *positive*? <img src=x onerror=alert(1)>"
    )
    anna.button("Ask and go on").click()
    expect(text).not_to_have_text(asked_about)

    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    curator.page.goto(f"{shift.path}/questions")
    article = curator.page.get_by_role("article")
    expect(article.get_by_text("Is irony positive?")).to_be_visible()
    expect(article.get_by_text(asked_about)).to_be_visible()
    expect(article.locator("img")).to_have_count(0)
    expect(curator.page.get_by_role("link", name=re.compile("^Questions"))).to_contain_text("1")
    curator.page.keyboard.press("r")
    curator.page.get_by_role("textbox", name="Answer").fill("Irony is **negative**.")
    curator.button("Send the answer").click()
    expect(article.get_by_text("Irony is negative.")).to_be_visible()

    anna.page.reload()
    expect(anna.page.get_by_text("You put this item aside for a question.")).to_be_visible()
    expect(text).to_have_text(asked_about)
    anna.button("See what came of it").click()
    expect(anna.page.get_by_text("Irony is negative.")).to_be_visible()


def test_hostile_markdown_in_a_question_does_nothing(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    threads = f"/projects/{shift.project}/threads"
    thread = shift.anna.post(threads, body="Harmless.")["id"]
    for body in HOSTILE:
        shift.anna.post(f"/threads/{thread}/messages", body=body)

    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    curator.page.goto(f"{shift.path}/questions")

    messages = curator.page.get_by_role("article").get_by_role("list").first
    expect(messages.get_by_role("listitem").first).to_contain_text("Harmless.")
    expect(messages.locator(":scope > li")).to_have_count(len(HOSTILE) + 1)
    active = "script, iframe, style, svg, math, img, details, [onerror], [onload], [onmouseover], [ontoggle]"
    expect(messages.locator(active)).to_have_count(0)
    links = messages.locator("a[href]").evaluate_all("all => all.map((each) => each.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}


def test_a_resolved_question_opens_the_guideline_draft_at_its_section(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    lab, guideline = shift.lab, "# Mood {#overview}\n\n## Irony {#irony}\n\nOpen.\n"
    draft = f"/projects/{shift.project}/guideline-draft"
    lab.owner.post(draft)
    version = lab.owner.ask("GET", draft).headers["ETag"]
    lab.owner.json("PUT", draft, json={"markdown": guideline}, headers={"If-Match": version})
    version = lab.owner.ask("GET", draft).headers["ETag"]
    lab.owner.json(
        "POST",
        f"{draft}/publish",
        json={"change_kind": "clarification", "summary": "First."},
        headers={"If-Match": version},
    )
    shift.anna.post(f"/projects/{shift.project}/threads", body="Is irony positive?", section="irony")

    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    curator.page.goto(f"{shift.path}/questions")
    expect(curator.page.get_by_role("article").get_by_text("Is irony positive?")).to_be_visible()
    curator.page.keyboard.press("e")
    dialog = curator.page.get_by_role("dialog")
    dialog.get_by_label("Answer").fill("Irony is negative.")
    dialog.get_by_role("button", name="Resolve").click()

    expect(curator.page).to_have_url(re.compile("edit=true"))
    expect(curator.page.get_by_role("blockquote").get_by_text("Irony is negative.")).to_be_visible()


def test_a_curator_keeps_an_answer_and_puts_it_in_by_keyboard(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    shift.anna.post(f"/projects/{shift.project}/threads", body="Is irony positive?")
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page, keys = curator.page, curator.page.keyboard
    page.goto(f"{shift.path}/questions/canned-answers")
    expect(page.get_by_role("heading", name="No canned answers yet")).to_be_visible()

    for name, body in (("Irony", "Irony is **negative**."), ("Blurred", "Skip it.")):
        keys.press("n")
        expect(page.get_by_role("textbox", name="Name")).to_be_focused()
        keys.type(name)
        keys.press("Tab")
        keys.type(body)
        keys.press("Tab")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    rows = page.get_by_role("list", name="Canned answers").get_by_role("heading")
    page.get_by_role("button", name="Change “Blurred”").focus()
    keys.press("Alt+ArrowUp")
    expect(rows).to_have_text(["Blurred", "Irony"])

    page.goto(f"{shift.path}/questions")
    expect(page.get_by_role("article").get_by_text("Is irony positive?")).to_be_visible()
    keys.press("r")
    keys.press("Control+/")
    keys.type("iro")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    expect(page.get_by_role("textbox", name="Answer")).to_have_value("Irony is **negative**.")
    keys.press("Control+Enter")
    expect(page.get_by_role("article").get_by_text("Irony is negative.")).to_be_visible()


def test_a_colleague_who_is_mentioned_by_keyboard_is_told_at_the_bell(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    shift.anna.post(f"/projects/{shift.project}/threads", body="Is irony positive?")
    anna, ben = shift.window(shift.mail["anna"]), shift.window(shift.mail["ben"])
    ben.page.goto(f"{shift.path}/work")
    expect(ben.page.get_by_role("button", name="News")).to_be_visible()

    anna.page.goto(f"{shift.path}/questions")
    expect(anna.page.get_by_role("article").get_by_text("Is irony positive?")).to_be_visible()
    keys = anna.page.keyboard
    keys.press("r")
    keys.type("@")
    expect(anna.page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    keys.type("what do you think?")
    keys.press("Control+Enter")
    expect(anna.page.get_by_role("article").get_by_text("what do you think?")).to_be_visible()

    ben.page.reload()
    bell = ben.page.get_by_role("button", name="1 new")
    bell.focus()
    ben.page.keyboard.press("Enter")
    news = ben.page.get_by_role("menuitem")
    expect(news).to_contain_text("You are mentioned")
    ben.page.keyboard.press("ArrowDown")
    ben.page.keyboard.press("Enter")
    expect(ben.page.get_by_role("article").get_by_text("what do you think?")).to_be_visible()
    expect(ben.page.get_by_role("button", name="News")).to_be_visible()


def test_the_digest_is_chosen_on_ones_account_and_ended_by_its_link(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    anna = shift.window(shift.mail["anna"])
    anna.page.goto("/account")
    choice = anna.page.get_by_role("textbox", name="E-mail about what is new")
    expect(choice).to_have_value("Once a day")
    choice.focus()
    anna.page.keyboard.press("Enter")
    anna.page.get_by_role("option", name="Once an hour").click()
    anna.page.reload()
    expect(choice).to_have_value("Once an hour")

    stranger = people.arrive(stack, "stranger")
    stranger.expects(404, "/api/v1/unsubscribe$")
    stranger.page.goto("/unsubscribe#nonsense")
    stranger.button("Stop them").click()
    expect(stranger.page.get_by_role("heading", name="This link can't be used")).to_be_visible()
    expect(choice).to_have_value("Once an hour")


def test_an_inbox_is_searched_assigned_and_merged_by_keyboard(stack: Stack, people: People) -> None:
    shift = Shift(Lab(stack), people, texts=1)
    threads = f"/projects/{shift.project}/threads"
    for body in ("Is irony positive?", "Is sarcasm positive?", "빈 글은 무엇입니까?"):
        shift.anna.post(threads, body=body)
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page, keys = curator.page, curator.page.keyboard
    page.goto(f"{shift.path}/questions")
    rows = page.get_by_role("navigation", name="Questions").get_by_role("button")
    expect(rows).to_have_count(3)

    keys.press("/")
    keys.type("빈 글")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("빈 글은 무엇입니까?")
    keys.press("Control+a")
    keys.type("sarcasm")
    expect(rows).to_contain_text("Is sarcasm positive?")
    expect(page.get_by_role("article", name="Is sarcasm positive?")).to_be_visible()
    keys.press("Escape")
    page.get_by_role("searchbox").or_(page.get_by_label("Search questions")).first.blur()

    keys.press("a")
    expect(page.get_by_role("option", name=re.compile("(me)"))).to_be_visible()
    keys.press("Enter")
    expect(page.get_by_text("Assigned to me")).to_be_visible()

    keys.press("m")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.type("irony")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Enter")
    keys.press("Enter")
    expect(page.get_by_role("article", name="Is irony positive?")).to_be_visible()
    page.goto(f"{shift.path}/questions")
    expect(rows).to_have_count(2)


def test_an_answer_marks_the_image_by_keyboard_and_flags_its_item(stack: Stack, people: People) -> None:
    lab = Lab(stack)
    labels = [{"key": "rbc", "geometry": "box", "titles": {"en": "Red cell"}}]
    project = lab.project(
        {"input": "image", "fields": [{"key": "cells", "type": "regions", "labels": labels}]}
    )
    lab.imported(project, "smear.jpg", encode_jpeg(render_smear(1).image))
    (item,) = lab.owner.get(f"/projects/{project}/items")["results"]
    thread = lab.owner.post(f"/projects/{project}/threads", body="Is that a cell?", item=item["id"])["id"]
    path = f"/projects/{lab.owner.get(f'/projects/{project}')['slug']}"
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page, keys = curator.page, curator.page.keyboard
    page.goto(f"{path}/questions")
    mark = page.get_by_role("button", name="Mark on the image")
    mark.focus()
    keys.press("Enter")

    page.get_by_role("application", name="Mark on the image").focus()
    for key in ("k", "Enter", *["Shift+ArrowRight"] * 4, *["Shift+ArrowDown"] * 3, "Enter"):
        keys.press(key)
    expect(page.get_by_role("button", name="1 mark on the image")).to_be_visible()
    page.get_by_role("textbox", name="Answer").focus()
    keys.type("This one is.")
    keys.press("Control+Enter")
    said = page.get_by_role("article").get_by_role("listitem").filter(has_text="This one is.")
    expect(said.get_by_role("button", name="1 mark on the image")).to_have_attribute("aria-pressed", "true")

    kept = lab.owner.get(f"/threads/{thread}/messages")["results"][1]["marks"]
    assert [(each["type"], each["at"][2:]) for each in kept] == [("box", [40, 30])]

    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^Resolve")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Problem with the data").check()
    dialog.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("Problem with the data")).to_be_visible()
    page.goto(f"{path}/items?problem=only")
    expect(page.get_by_text("problem", exact=True)).to_be_visible()
    page.get_by_role("list", name="Items").get_by_role("button").click()
    page.get_by_role("link", name="The question that showed it").click()
    expect(page.get_by_role("article").get_by_text("This one is.")).to_be_visible()
