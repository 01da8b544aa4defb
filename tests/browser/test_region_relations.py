"""Relations between regions, groups, their order and a turned view, in a real browser, as they are stored."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.people import People, Person
from tests.browser.test_pages import violations
from tests.jobs.world import Lab, packed
from tests.stack import PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTH, HEIGHT = 640, 480
Point = tuple[float, float]
SCHEMA = {
    "input": "image",
    "fields": [
        {
            "key": "parts",
            "type": "regions",
            "labels": [
                {"key": "car", "name": "Car", "geometry": "box", "colour": "#3b82f6"},
                {"key": "wheel", "name": "Wheel", "geometry": "box", "colour": "#f59e0b"},
            ],
            "relations": [
                {"key": "has", "name": "has", "from": ["car"], "hierarchy": True, "colour": "#e879f9"},
                {"key": "near", "name": "stands by", "from": ["car"], "to": ["car"], "colour": "#4ade80"},
            ],
        }
    ],
}
CARS: list[tuple[Point, Point]] = [((60, 100), (260, 240)), ((360, 120), (580, 260))]
WHEELS: list[tuple[Point, Point]] = [((90, 210), (140, 260)), ((190, 210), (240, 260))]


class Grouper:
    """Somebody who labels one image at its own size."""

    def __init__(self, person: Person, lab: Lab, project: str) -> None:
        self.person, self.lab, self.project = person, lab, project
        self.page = person.page
        self.page.goto(f"/projects/{self.lab.owner.get(f'/projects/{project}')['slug']}/label")
        expect(self.page.get_by_role("application")).to_be_focused()
        self.press("z")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def _screen(self, at: Point) -> Point:
        place = self.page.get_by_role("application").bounding_box()
        assert place is not None
        left = place["x"] + place["width"] / 2 - WIDTH / 2
        top = place["y"] + place["height"] / 2 - HEIGHT / 2
        return left + at[0], top + at[1]

    def clicks(self, at: Point, **options: Any) -> None:
        self.page.mouse.click(*self._screen(at), **options)

    def drags(self, start: Point, end: Point) -> None:
        self.page.mouse.move(*self._screen(start))
        self.page.mouse.down()
        self.page.mouse.move(*self._screen(end), steps=6)
        self.page.mouse.up()

    def draws(self, label: str, boxes: list[tuple[Point, Point]]) -> None:
        self.press("Escape", label)
        for start, end in boxes:
            self.drags(start, end)

    def takes_out(self, at: Point, end: Point) -> None:
        """The knob beside the region whose upper right corner is at `at`, dragged to `end`."""
        self.drags((at[0] + 12, at[1] - 12), end)

    @property
    def rows(self) -> Any:
        return self.page.get_by_role("listbox", name="Relations").get_by_role("option")

    @property
    def tree(self) -> Any:
        return self.page.get_by_role("tree", name="Regions")

    def has(self, count: int) -> None:
        expect(self.tree.get_by_text("#")).to_have_count(count)

    def submits(self) -> dict[str, Any]:
        self.press("Escape", "Escape", "Enter")
        expect(self.page.get_by_role("heading", name="All done for now")).to_be_visible()
        path = f"/projects/{self.project}/annotations"
        (row,) = wait_for(lambda: self.lab.owner.get(path)["results"])
        value: dict[str, Any] = self.lab.owner.get(f"/annotations/{row['id']}")["value"]["parts"]
        return value


@pytest.fixture
def grouper(stack: Stack, people: People) -> Grouper:
    lab = Lab(stack)
    project = lab.project(SCHEMA)
    lab.imported(project, "images.zip", packed({"image.png": street()}))
    email = f"{project}@example.test"
    annotator = lab.joined(lab.invited(email, {project: "annotator"}))
    lab.opened_batch(project, [annotator])
    person = people.arrive(stack, "annotator")
    return Grouper(person.is_logged_in(email, PASSWORD), lab, project)


@pytest.fixture
def drawn(grouper: Grouper) -> Grouper:
    """Two cars, the first with two wheels."""
    grouper.draws("1", CARS)
    grouper.draws("2", WHEELS)
    grouper.has(4)
    grouper.press("Escape", "v")
    return grouper


def street() -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), (120, 130, 135))
    draw = ImageDraw.Draw(image)
    for (left, top), (right, bottom) in CARS:
        draw.rectangle((left + 4, top + 4, right - 4, bottom - 4), fill=(70, 90, 140))
    for (left, top), (right, bottom) in WHEELS:
        draw.ellipse((left + 2, top + 2, right - 2, bottom - 2), fill=(30, 30, 34))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def arrows(value: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Kind and numbers of what is joined, in the order of the regions."""
    order = [each["id"] for each in value["regions"]]
    return [
        (each["type"], order.index(each["from"]) + 1, order.index(each["to"]) + 1)
        for each in value["relations"]
    ]


def test_relations_between_regions_are_made_with_the_mouse_and_stored(drawn: Grouper) -> None:
    drawn.clicks((70, 110))
    drawn.takes_out((260, 100), (115, 235))
    drawn.takes_out((260, 100), (215, 235))
    drawn.takes_out((260, 100), (480, 200))  # two kinds fit: the bar asks
    drawn.page.get_by_role("button", name="stands by").click()
    expect(drawn.rows).to_have_count(3)

    # A wheel has one car: the second is refused, with the reason.
    drawn.press("Escape")
    drawn.clicks((370, 130))
    drawn.takes_out((580, 120), (215, 252))
    expect(drawn.page.get_by_text("has a parent already")).to_be_visible()
    drawn.press("Escape")
    assert violations(drawn.page, "light") == []

    assert arrows(drawn.submits()) == [("has", 1, 3), ("has", 1, 4), ("near", 1, 2)]


def test_relations_between_regions_are_made_and_turned_with_the_keyboard_alone(drawn: Grouper) -> None:
    drawn.press("]", "a", "Tab", "2", "Enter")
    expect(drawn.rows).to_have_text(["#1 Carstands by#2 Car"])
    drawn.press("Shift+a", "r")
    expect(drawn.rows).to_have_text(["#2 Carstands by#1 Car"])
    drawn.press("Control+z")
    drawn.press("Escape", "Escape")

    assert arrows(drawn.submits()) == [("near", 1, 2)]


def test_a_group_is_made_selected_moved_and_taken_apart_as_one(drawn: Grouper) -> None:
    drawn.clicks((70, 110))
    drawn.page.keyboard.down("Shift")
    drawn.clicks((100, 250))
    drawn.clicks((230, 250))
    drawn.page.keyboard.up("Shift")
    drawn.press("Control+g", "Escape")
    expect(drawn.tree.get_by_text("Group 1")).to_have_count(2)
    expect(drawn.tree.get_by_text("1 of 3")).to_be_visible()

    drawn.page.mouse.dblclick(*drawn._screen((150, 130)))
    drawn.drags((150, 130), (170, 100))
    drawn.press("Escape")
    drawn.tree.get_by_text("Group 1").first.click()
    drawn.press("ArrowRight")

    value = drawn.submits()
    found = [(each.get("group"), each["geometry"]["box"][:2]) for each in value["regions"]]
    group = found[0][0]
    assert group is not None
    assert found == [
        (group, [81, 70]),
        (None, [360, 120]),
        (group, [111, 180]),
        (group, [211, 180]),
    ]


def test_regions_are_put_in_order_with_keys_and_in_the_list(drawn: Grouper) -> None:
    drawn.clicks((70, 110))
    drawn.press("Shift+PageUp", "Escape")
    drawn.clicks((100, 250))
    drawn.press("PageDown", "Escape")

    labels = [each["label"] for each in drawn.submits()["regions"]]

    assert labels == ["wheel", "car", "wheel", "car"]


def test_one_label_is_shown_alone(drawn: Grouper) -> None:
    drawn.tree.get_by_text("Wheel").first.hover()
    drawn.tree.get_by_role("button", name="Show only Wheel").click()

    drawn.press("Control+a", "Delete")

    assert [each["label"] for each in drawn.submits()["regions"]] == ["car", "car"]


def test_what_is_drawn_and_moved_in_a_turned_view_is_stored_upright(grouper: Grouper) -> None:
    grouper.press("Alt+r")
    expect(grouper.page.get_by_role("button", name="Rotated by 90°")).to_be_visible()
    # A quarter to the right: what was up is right. From the middle of the image, x goes down and y goes left.
    grouper.press("1")
    grouper.drags((400, 200), (300, 300))
    grouper.has(1)
    grouper.press("v", "ArrowRight", "ArrowUp", "ArrowUp")
    grouper.press("Alt+u")
    expect(grouper.page.get_by_role("button", name="Rotated by")).to_have_count(0)

    (region,) = grouper.submits()["regions"]

    # Drawn from 80 px right of and 40 px above the middle, 100 px to the left and down: y 160 to 260 and x 280 to 380.
    assert region["geometry"]["box"] == [278, 159, 100, 100]


def test_a_view_turned_freely_draws_where_the_pointer_is(grouper: Grouper) -> None:
    grouper.press("Alt+k", "Alt+k", "Alt+k", "1")
    expect(grouper.page.get_by_role("button", name="Rotated by 15°")).to_be_visible()
    grouper.drags((320, 240), (420, 240))
    grouper.has(1)

    (region,) = grouper.submits()["regions"]

    x, y, width, height = region["geometry"]["box"]
    assert (x, y + height) == pytest.approx((320, 240), abs=1)
    assert (width, height) == pytest.approx((96.59, 25.88), abs=1)
