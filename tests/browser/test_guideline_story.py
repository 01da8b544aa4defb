"""One hole in a guideline, from the question of who fell into it to the dataset version that tells of it: as three people."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.test_examples import Slides, is_drawn
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD = {"type": "box", "box": [60.0, 50.0, 90.0, 70.0]}
ASKED, ANSWER = "Two that touch: one box or two?", "Each cell is one box."


def boxes(label: str) -> dict[str, Any]:
    return {"cells": {"regions": [{"id": "r1", "label": label, "geometry": OLD}]}}


def draw(page: Page) -> None:
    """A box around something in the middle of the picture."""
    place = page.get_by_role("application").bounding_box()
    assert place is not None
    left, top = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.keyboard.press("b")
    page.mouse.move(left - 60, top - 50)
    page.mouse.down()
    page.mouse.move(left + 40, top + 30)
    page.mouse.up()


def listed(page: Page, count: int) -> None:
    expect(page.get_by_role("tree").get_by_role("treeitem", level=2)).to_have_count(count)


def test_a_question_becomes_a_rule_and_the_rule_reaches_everybody_and_everything(
    stack: Stack, people: People
) -> None:
    slides = Slides(stack)
    owner, project = slides.owner, slides.project

    # Ben has labelled under the first version: a red cell on one image, none on the other.
    ben = slides.joined(f"ben-{uuid4().hex[:8]}@example.test")
    first = owner.get(f"/projects/{project}")["guideline_version"]
    ben.post(f"/projects/{project}/guideline-reading", guideline_version=first)
    slides.lab.opened_batch(project, [ben])
    in_doubt = ben.does_next(project, boxes("rbc"))
    assert in_doubt is not None
    assert ben.does_next(project, boxes("wbc")) is not None

    # Anna asks about the region that she has drawn, and goes on with the next image.
    anna = people.arrive(stack, "anna").is_logged_in(slides.mail, PASSWORD)
    page = anna.page
    page.goto(f"{slides.path}/label")
    expect(page.get_by_role("application")).to_be_focused()
    draw(page)
    listed(page, 1)
    page.keyboard.press("q")
    question = page.get_by_role("textbox", name="Your question")
    expect(question).to_be_focused()
    expect(page.get_by_text("About region #1")).to_be_visible()
    question.fill(ASKED)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Asked. The item comes back first when there is an answer.")).to_be_visible()
    listed(page, 0)

    # Clara makes an example of it, answers, says so to everybody, and publishes the rule.
    clara = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = clara.page
    page.goto(f"{slides.path}/questions")
    expect(page.get_by_role("article").get_by_text(ASKED)).to_be_visible()
    page.keyboard.press("x")
    dialog = page.get_by_role("dialog", name="Use as an example")
    dialog.get_by_text("Wrong", exact=True).click()
    dialog.get_by_label("Why").fill("One box around two.")
    dialog.get_by_role("button", name="Put it into the draft").click()
    expect(dialog).to_have_count(0)
    page.keyboard.press("r")
    page.get_by_role("textbox", name="Answer").fill(ANSWER)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article").get_by_text(ANSWER)).to_be_visible()
    clara.button("More").click()
    page.get_by_role("menuitem", name="Publish to everybody").click()
    dialog = page.get_by_role("dialog", name="Publish to everybody")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog).to_have_count(0)
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Resolve the question")
    dialog.get_by_role("button", name="Resolve").click()
    expect(page).to_have_url(re.compile("edit=true"))
    preview = page.get_by_role("region", name="Preview")
    is_drawn(preview.locator("figure img"))
    expect(preview.get_by_role("blockquote").get_by_text(ANSWER)).to_be_visible()
    clara.button("Publish…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Rule change").check()
    dialog.get_by_label("What changed, for the people who label").fill("Touching cells are two boxes.")
    dialog.get_by_role("button", name="Publish version 2").click()

    # What was labelled as a red cell before is in doubt, and goes out to be looked at again.
    page.get_by_role("status").get_by_role("button", name="Labels made before").click()
    expect(page.get_by_role("heading", name="Look at a sample first")).to_be_visible()
    clara.button("Look at a sample").click()
    dialog = page.get_by_role("dialog", name="Look at a sample")
    dialog.get_by_role("button", name=re.compile("^Send out")).click()
    expect(page.get_by_role("heading", name="A sample is being looked at")).to_be_visible()
    (recheck,) = [
        each for each in owner.get(f"/projects/{project}/batches")["results"] if each["kind"] == "recheck"
    ]
    tasks = owner.get(f"/batches/{recheck['id']}/tasks")["results"]
    annotation = owner.get(f"/annotations/{in_doubt['annotation']}")
    assert [task["item"]["id"] for task in tasks] == [annotation["item"]["id"]]

    # Anna is shown what changed, confirms it, has her answer, and finishes.
    page = anna.page
    page.reload()
    changes = page.get_by_role("region", name="What has changed")
    expect(changes.get_by_text(ANSWER)).to_be_visible()
    is_drawn(changes.locator("figure img"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You put this item aside for a question.")).to_be_visible()
    listed(page, 1)  # as she had left it
    draw(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You put this item aside for a question.")).to_have_count(0)
    number = {version["id"]: version["number"] for version in _versions(owner, project)}

    def versions_of_labels() -> list[int] | None:
        rows = owner.get(f"/projects/{project}/annotations")["results"]
        found = [owner.get(f"/annotations/{row['id']}")["guideline_version"] for row in rows]
        return sorted(number[each] for each in found) if len(found) == 3 else None

    assert wait_for(versions_of_labels) == [1, 1, 2]

    # The dataset version has the question, the answer, what became of it, and the rule with its picture.
    body = {"source": "submitted", "splits": {"train": 1.0}, "note": ""}
    made = owner.post(f"/projects/{project}/dataset-versions", **body)["id"]
    wait_for(lambda: owner.get(f"/dataset-versions/{made}")["state"] == "published")
    manifest = owner.get(f"/dataset-versions/{made}/manifest")
    hashes = {each["path"]: each["sha256"] for each in manifest["files"]}

    def text(path: str) -> str:
        return owner.ask("GET", f"/dataset-versions/{made}/files/{hashes[path]}").text

    (decision,) = [json.loads(line) for line in text("decisions.jsonl").splitlines()]
    assert (decision["question"], decision["answer"]) == (ASKED, ANSWER)
    assert decision["guideline"] == [{"version": 2, "section": "rbc"}]
    assert ANSWER in text("guideline.md")
    page_of_rules = text("guideline.html")
    assert ANSWER in page_of_rules
    assert "One box around two." in page_of_rules
    assert "data:image/" in page_of_rules


def _versions(owner: Any, project: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = owner.get(f"/projects/{project}/guideline-versions")["results"]
    return found
