"""Pictures as people look at them: copied from one to the next, made lighter, zoomed into, and not to be had at all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.people import People
from tests.browser.test_drawing import picture
from tests.jobs.world import Lab, packed
from tests.stack import PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCHEMA = {
    "input": "image",
    "fields": [{"key": "cells", "type": "regions", "labels": [{"key": "rbc", "geometry": "box"}]}],
}


class Labelling:
    """Somebody at the first of two pictures of one size, of which the second is another one."""

    def __init__(self, stack: Stack, people: People) -> None:
        self.lab = lab = Lab(stack)
        self.project = lab.project(SCHEMA)
        lab.imported(
            self.project,
            "images.zip",
            packed({"a.png": picture(), "b.png": picture(colour=(60, 60, 140))}),
        )
        email = f"{self.project}@example.test"
        annotator = lab.joined(lab.invited(email, {self.project: "annotator"}))
        self.batch = lab.opened_batch(self.project, [annotator])
        self.person = people.arrive(stack, "annotator").is_logged_in(email, PASSWORD)
        self.slug = lab.owner.get(f"/projects/{self.project}")["slug"]

    @property
    def page(self) -> Page:
        return self.person.page

    def opens(self) -> None:
        self.page.goto(f"/projects/{self.slug}/label")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def draws(self, *boxes: tuple[int, int]) -> None:
        """Boxes of 40 by 30 pixels of the screen, from the middle of the picture."""
        place = self.page.get_by_role("application").bounding_box()
        assert place is not None
        left, top = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        for x, y in boxes:
            self.press("b")
            self.page.mouse.move(left + x, top + y)
            self.page.mouse.down()
            self.page.mouse.move(left + x + 40, top + y + 30)
            self.page.mouse.up()

    def has(self, count: int) -> None:
        expect(self.page.get_by_role("tree").get_by_role("treeitem", level=2)).to_have_count(count)

    def stored(self, count: int) -> list[list[Any]]:
        """The boxes of each annotation, once there are so many."""

        def values() -> list[Any] | None:
            rows = self.lab.owner.get(f"/projects/{self.project}/annotations")["results"]
            found = [self.lab.owner.get(f"/annotations/{row['id']}")["value"] for row in rows]
            return found if len(found) == count else None

        return [
            sorted(region["geometry"]["box"] for region in value["cells"]["regions"])
            for value in wait_for(values)
        ]


@pytest.fixture
def labelling(stack: Stack, people: People) -> Labelling:
    return Labelling(stack, people)


def test_regions_are_pasted_into_the_next_picture_and_taken_over_from_the_one_before(
    labelling: Labelling,
) -> None:
    labelling.opens()
    expect(labelling.page.get_by_role("application")).to_be_focused()
    labelling.draws((-100, -80), (20, 30))
    labelling.has(2)
    labelling.page.wait_for_load_state("networkidle")  # what copies comes with the first region
    labelling.press("Control+a", "Control+c")
    expect(labelling.page.get_by_text("2 regions copied")).to_be_visible()
    labelling.press("Escape", "Escape", "Enter")
    labelling.has(0)

    labelling.press("Control+v")
    labelling.has(2)
    labelling.press("Control+z")
    labelling.has(0)
    labelling.press("Shift+t")
    labelling.has(2)
    labelling.press("Shift+t")
    expect(labelling.page.get_by_text("All of these regions are here already.")).to_be_visible()
    labelling.press("Escape", "Escape", "Enter")

    one, other = labelling.stored(2)
    assert len(one) == 2
    assert one == other


def test_the_picture_can_be_looked_at_in_another_light_and_stays_so(labelling: Labelling) -> None:
    labelling.opens()
    page = labelling.page
    expect(page.get_by_role("application")).to_be_focused()

    labelling.press("Shift+b")
    panel = page.get_by_role("group", name="How the picture is shown")
    panel.get_by_label("Inverted").check()
    panel.get_by_label("Gamma: dark parts lighter").fill("150")
    panel.get_by_label("Grid").select_option("50")
    labelling.press("Escape")
    expect(panel).to_have_count(0)
    page.reload()
    expect(page.get_by_role("application")).to_be_focused()

    shown = (
        page.get_by_role("application")
        .locator("canvas")
        .first.evaluate("each => getComputedStyle(each).filter")
    )
    assert 'url("#look-gamma")' in shown
    assert "invert(1)" in shown
    expect(page.locator("#look-gamma")).to_have_count(1)


def test_a_map_shows_where_one_is_in_the_picture(labelling: Labelling) -> None:
    labelling.opens()
    page = labelling.page
    overview = page.get_by_role("img", name="The whole picture, with what is in sight")
    expect(page.get_by_role("application")).to_be_focused()
    expect(overview).to_be_hidden()

    labelling.press("+", "+", "+", "+", "+")
    expect(overview).to_be_visible()
    frame = overview.locator("div")
    before = frame.bounding_box()
    overview.click(position={"x": 10, "y": 10})
    after = frame.bounding_box()

    assert before is not None
    assert after is not None
    assert after["x"] < before["x"]
    labelling.press("f")
    expect(overview).to_be_hidden()


def test_a_picture_that_cannot_be_shown_is_skipped_and_the_curator_finds_it(labelling: Labelling) -> None:
    page, broken = labelling.page, []

    def first_is_broken(route: Route) -> None:
        if not broken:
            broken.append(route.request.url)
        if route.request.url in broken:
            route.fulfill(content_type="image/png", body="no picture")
        else:
            route.continue_()

    page.route("**/media", first_is_broken)
    labelling.opens()
    expect(page.get_by_role("heading", name="This picture cannot be shown")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)

    labelling.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()

    def skips() -> list[Any]:
        tasks = labelling.lab.owner.get(f"/batches/{labelling.batch}/tasks")["results"]
        return [(task["item"]["id"], skip["reason"]) for task in tasks for skip in task["skips"]]

    ((item, reason),) = wait_for(skips)
    assert item in broken[0]
    assert reason == "The picture could not be shown"
    path = f"/projects/{labelling.project}/items"
    (flagged,) = labelling.lab.owner.get(path, problem=True)["results"]
    assert (flagged["id"], flagged["problem"]["reason"]) == (item, reason)
