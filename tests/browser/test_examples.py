"""An example on its way: picked from a question about a region, published with the rule, seen by who labels before the next task
and beside the canvas from then on."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from labelwright.config.demo.cells import render_smear
from labelwright.config.demo.people import DOMAIN
from tests.browser.people import People
from tests.browser.test_pages import violations
from tests.factories.guidelines import CELLS
from tests.jobs.world import Lab, Person
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "# Cells {#overview}\n\nBox every cell.\n\n## Red cells {#rbc}\n\nPale and round.\n\n## White cells {#wbc}\n\nLarge.\n"
WHY = "Two that touch are two boxes. <img src=x onerror=alert(1)>"


class Slides:
    """A project of two images of blood cells, with a guideline, and somebody of a vendor who labels them."""

    def __init__(self, stack: Stack) -> None:
        self.lab = Lab(stack)
        self.owner = self.lab.owner
        self.project = self.lab.project(CELLS)
        self.path = f"/projects/{self.owner.get(f'/projects/{self.project}')['slug']}"
        for seed in (1, 2):
            out = io.BytesIO()
            render_smear(seed).image.save(out, "PNG")
            self.lab.imported(self.project, f"smear-{seed}.png", out.getvalue())
        self.publish(TEXT, "First.")
        self.mail = f"anna-{uuid4().hex[:8]}@example.test"
        self.anna = self.joined(self.mail)
        self.lab.opened_batch(self.project, [self.anna])
        version = self.owner.get(f"/projects/{self.project}")["guideline_version"]
        self.anna.post(f"/projects/{self.project}/guideline-reading", guideline_version=version)

    def joined(self, email: str) -> Person:
        return self.lab.joined(self.lab.invited(email, {self.project: "annotator"}), email.partition("-")[0])

    def publish(self, markdown: str, summary: str) -> None:
        draft = f"/projects/{self.project}/guideline-draft"
        version = self.owner.post(draft)["version"]
        self.owner.json("PUT", draft, json={"markdown": markdown}, headers={"If-Match": f'"{version}"'})
        body = {"change_kind": "rule_change", "summary": summary}
        self.owner.json("POST", f"{draft}/publish", json=body, headers={"If-Match": f'"{version + 1}"'})

    def asked(self, body: str) -> dict[str, Any]:
        """The question of Anna about a region of the task that she holds."""
        (work,) = self.anna.post(f"/projects/{self.project}/assignments", count=1)["assignments"]
        box = {"type": "box", "box": [60.0, 50.0, 90.0, 70.0]}
        asked: dict[str, Any] = self.anna.post(
            f"/projects/{self.project}/threads",
            body=body,
            assignment=work["id"],
            field="cells",
            region={"id": "r1", "label": "rbc", "geometry": box},
            schema_version=work["schema_version"],
        )
        return asked


def is_drawn(picture: Locator) -> None:
    """The picture is there: as wide as the server made it."""
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 100


def test_a_question_becomes_a_rule_with_an_example_that_everybody_sees(stack: Stack, people: People) -> None:
    slides = Slides(stack)
    slides.asked("One box or two?")

    # The curator makes an example of what was asked about, and answers.
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"{slides.path}/questions")
    expect(page.get_by_role("article").get_by_text("One box or two?")).to_be_visible()
    page.keyboard.press("x")
    dialog = page.get_by_role("dialog", name="Use as an example")
    expect(dialog.get_by_text("all vendors", exact=False)).to_be_visible()
    expect(dialog.get_by_label("Section of the guideline")).to_have_value("rbc")
    dialog.get_by_text("Wrong", exact=True).click()
    dialog.get_by_label("Why").fill(WHY)
    dialog.get_by_role("button", name="Put it into the draft").click()
    expect(page.get_by_text("The draft of the guideline shows it as rbc-1")).to_be_visible()
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Resolve the question")
    dialog.get_by_label("Answer").fill("Each cell is one box.")
    dialog.get_by_role("button", name="Resolve").click()

    # The draft shows both; words are changed where the example stands, and taken back.
    expect(page).to_have_url(re.compile("edit=true"))
    preview = page.get_by_role("region", name="Preview")
    figure = preview.locator("figure")
    is_drawn(figure.locator("img"))
    expect(figure.get_by_text("Wrong", exact=True)).to_be_visible()
    expect(figure.get_by_text(WHY)).to_be_visible()
    figure.get_by_role("button", name="Take it out").click()
    expect(figure).to_have_count(0)
    curator.button("Undo").click()
    expect(figure).to_have_count(1)
    figure.get_by_role("button", name="Change the words").click()
    dialog = page.get_by_role("dialog", name="Example rbc-1")
    dialog.get_by_label("Why").fill("Two that touch are two boxes.")
    dialog.get_by_role("button", name="Change").click()
    expect(figure.get_by_text("Two that touch are two boxes.", exact=True)).to_be_visible()
    assert [each for scheme in ("light", "dark") for each in violations(page, scheme)] == []

    curator.button("Publish…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Rule change").check()
    dialog.get_by_label("What changed, for the people who label").fill("Touching cells are two boxes.")
    dialog.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2", exact=True).first).to_be_visible()

    # The difference of the two versions shows it as new.
    curator.button("What changed").click()
    figure = page.get_by_role("region", name="Comparison").locator("figure")
    is_drawn(figure.locator("img"))
    expect(figure.get_by_text("New", exact=True)).to_be_visible()

    # Anna is shown the change with its picture, confirms it, and has it beside the canvas at that section.
    anna = people.arrive(stack, "anna").is_logged_in(slides.mail, PASSWORD)
    anna.page.goto(f"{slides.path}/label")
    changes = anna.page.get_by_role("region", name="What has changed")
    figure = changes.locator("figure")
    is_drawn(figure.locator("img"))
    expect(figure.get_by_text("New", exact=True)).to_be_visible()
    expect(figure.get_by_text("Two that touch are two boxes.")).to_be_visible()
    anna.page.keyboard.press("Enter")
    expect(changes).to_have_count(0)
    anna.page.keyboard.press("1")
    anna.page.get_by_role("tab", name="Guideline").click()
    guideline = anna.page.get_by_role("region", name="Guideline")
    is_drawn(guideline.locator("figure img"))
    expect(guideline.locator("figure")).to_be_in_viewport()

    # It is that part that she may see, and of another item nothing.
    (example,) = anna.api(
        f"/guideline-versions/{slides.owner.get(f'/projects/{slides.project}')['guideline_version']}/examples"
    )["results"]
    assert "item" not in example


def test_an_example_is_picked_while_writing_and_a_dropped_section_asks_where_it_belongs(
    stack: Stack, people: People
) -> None:
    slides = Slides(stack)
    slides.anna.post(f"/projects/{slides.project}/threads", body="What is pale?", section="rbc")
    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"{slides.path}/guideline")
    curator.button(re.compile("^Edit")).click()
    text = page.get_by_role("textbox", name="The guideline as Markdown")
    text.press("Control+End")
    text.press("Control+Shift+x")
    dialog = page.get_by_role("dialog", name="Pick an example")
    dialog.get_by_role("button", name=re.compile("smear-1")).click()
    dialog.get_by_text("Borderline", exact=True).click()
    dialog.get_by_label("Why").fill("Hard to tell.")
    dialog.get_by_role("button", name="Put it into the text").click()
    figure = page.get_by_role("region", name="Preview").locator("figure")
    is_drawn(figure.locator("img"))
    expect(figure.get_by_text("Borderline", exact=True)).to_be_visible()

    # The section of the red cells goes; what was asked about it is asked about.
    text.press("Control+a")
    text.press_sequentially("# Cells {#overview}\n\nBox all.\n\n## White cells {#wbc}\n\nLarge.\n")
    curator.button("Publish…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("What is pale?")).to_be_visible()
    dialog.get_by_label("What changed, for the people who label").fill("No red cells.")
    publish = dialog.get_by_role("button", name="Publish version 2")
    expect(publish).to_be_disabled()
    dialog.get_by_label("Where it belongs from now on").select_option(label="White cells")
    publish.click()
    expect(page.get_by_text("Version 2", exact=True).first).to_be_visible()
    (thread,) = slides.owner.get(f"/projects/{slides.project}/threads")["results"]
    assert thread["section"] == "wbc"


def test_the_demo_shows_a_right_and_a_wrong_example(demo: Stack, people: People) -> None:
    curator = people.arrive(demo, "curator").is_logged_in(f"curator@{DOMAIN}", demo.demo_password)

    curator.page.goto("/projects/blood-cells/guideline?section=platelet")

    figures = curator.page.get_by_role("article").locator("figure")
    expect(figures).to_have_count(2)
    for number, verdict in enumerate(("Right", "Wrong")):
        expect(figures.nth(number).get_by_text(verdict, exact=True)).to_be_visible()
        is_drawn(figures.nth(number).locator("img"))
