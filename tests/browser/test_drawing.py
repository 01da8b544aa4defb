"""Keypoints, masks and polygons drawn in a real browser, at a zoom and on a screen of two device pixels, to the pixel."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Route, expect

from guidelines.values.mask import Mask
from tests.browser.people import People, Person
from tests.jobs.world import Lab, packed
from tests.stack import PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTH, HEIGHT = 640, 480
ZOOM = 1.5
SQUARE = (200, 120, 300, 200)  # of one colour, on a ground of another
BRUSH = HEIGHT // 40  # what a brush is at first, in image pixels
Point = tuple[float, float]
SKELETON = {
    "points": [{"key": key} for key in ("head", "body", "left", "right", "tail")],
    "edges": [["head", "body"], ["body", "left"], ["body", "right"], ["body", "tail"]],
}
SCHEMA = {
    "input": "image",
    "fields": [
        {
            "key": "things",
            "type": "regions",
            "labels": [
                {"key": "nut", "name": "Nut", "geometry": "mask"},
                {"key": "animal", "name": "Animal", "geometry": "keypoints", "skeleton": SKELETON},
                {"key": "field", "name": "Field", "geometry": "polygon"},
            ],
        }
    ],
}


class Drawer:
    """Somebody who labels one image, at one and a half times its size."""

    def __init__(self, person: Person, lab: Lab, project: str) -> None:
        self.person, self.lab, self.project = person, lab, project
        self.page = person.page
        self.opens()

    def opens(self) -> None:
        self.page.goto(f"/projects/{self.lab.owner.get(f'/projects/{self.project}')['slug']}/label")
        expect(self.page.get_by_role("application")).to_be_focused()
        self.press("z", "+")
        place = self.page.get_by_role("application").bounding_box()
        assert place is not None
        self.left = place["x"] + place["width"] / 2 - WIDTH / 2 * ZOOM
        self.top = place["y"] + place["height"] / 2 - HEIGHT / 2 * ZOOM

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def takes(self, tool: str) -> None:
        """A tool by its button. What it says at the image tells that its code is there."""
        self.page.get_by_role("button", name=tool, exact=True).click()
        expect(self.page.get_by_text("Loading the tool")).to_have_count(0)
        expect(self.page.get_by_role("status").filter(has_text=".")).not_to_have_count(0)

    def screen(self, at: Point) -> tuple[int, int]:
        return round(self.left + at[0] * ZOOM), round(self.top + at[1] * ZOOM)

    def hit(self, at: Point) -> Point:
        """Where in the image a pointer sent to `at` really is: the mouse goes in whole pixels of the screen."""
        x, y = self.screen(at)
        return (x - self.left) / ZOOM, (y - self.top) / ZOOM

    def drags(self, *path: Point) -> list[Point]:
        mouse = self.page.mouse
        mouse.move(*self.screen(path[0]))
        mouse.down()
        for at in path[1:]:
            mouse.move(*self.screen(at))
        mouse.up()
        return [self.hit(at) for at in path]

    def clicks(self, *path: Point, **options: Any) -> list[Point]:
        for at in path:
            self.page.mouse.click(*self.screen(at), **options)
        return [self.hit(at) for at in path]

    def has(self, count: int) -> None:
        expect(self.page.get_by_role("tree").get_by_role("treeitem", level=2)).to_have_count(count)

    def submits(self) -> list[dict[str, Any]]:
        """The geometries as they are stored."""
        self.press("Escape", "Escape", "Enter")
        expect(self.page.get_by_role("heading", name="All done for now")).to_be_visible()
        path = f"/projects/{self.project}/annotations"
        (row,) = wait_for(lambda: self.lab.owner.get(path)["results"])
        value = self.lab.owner.get(f"/annotations/{row['id']}")["value"]
        return [region["geometry"] for region in value["things"]["regions"]]


@pytest.fixture
def drawer(stack: Stack, people: People) -> Drawer:
    lab = Lab(stack)
    project = lab.project(SCHEMA)
    lab.imported(project, "images.zip", packed({"image.png": picture()}))
    email = f"{project}@example.test"
    annotator = lab.joined(lab.invited(email, {project: "annotator"}))
    lab.opened_batch(project, [annotator])
    person = people.arrive(stack, "annotator", device_scale_factor=2)
    return Drawer(person.is_logged_in(email, PASSWORD), lab, project)


def picture(colour: tuple[int, int, int] = (90, 110, 100)) -> bytes:
    pixels = np.full((HEIGHT, WIDTH, 3), colour, dtype=np.uint8)
    left, top, right, bottom = SQUARE
    pixels[top:bottom, left:right] = (200, 180, 140)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def brushed(path: list[Point], radius: float) -> NDArray[np.bool_]:
    """The pixels whose middle is at most `radius` from the path."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    painted = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for (ax, ay), (bx, by) in zip(path, path[1:] or path, strict=False):
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy or 1
        along = np.clip(((columns - ax) * dx + (rows - ay) * dy) / square, 0, 1)
        painted |= np.hypot(columns - ax - along * dx, rows - ay - along * dy) <= radius
    return painted


def pixels_of(geometry: dict[str, Any]) -> NDArray[np.bool_]:
    assert geometry["type"] == "mask"
    return Mask(tuple(geometry["size"]), geometry["counts"]).pixels()


def test_a_mask_painted_with_the_mouse_is_stored_to_the_pixel(drawer: Drawer) -> None:
    drawer.takes("Paint a mask")
    path = drawer.drags((101, 82), (180, 120), (150, 211))
    drawer.has(1)
    drawer.takes("Erase from a mask")
    erased = drawer.drags((140, 60), (141, 160))
    drawer.drags((180, 120), (150, 211))
    drawer.press("Control+z")

    (geometry,) = drawer.submits()

    expected = brushed(path, BRUSH / 2) & ~brushed(erased, BRUSH / 2)
    assert geometry["size"] == [HEIGHT, WIDTH]
    assert np.array_equal(pixels_of(geometry), expected)


def test_a_mask_made_with_the_wand_and_an_outline_is_stored_to_the_pixel(drawer: Drawer) -> None:
    drawer.takes("Mask what has a similar colour")
    drawer.clicks((250, 150))
    drawer.has(1)
    drawer.takes("Outline a part of a mask")
    corners = drawer.clicks((220, 130), (260, 130), (260, 190))
    drawer.page.keyboard.down("Alt")
    drawer.press("Enter")
    drawer.page.keyboard.up("Alt")
    drawer.takes("Fill holes of a mask")
    drawer.clicks((250, 140))
    drawer.press("Control+z")

    (geometry,) = drawer.submits()

    left, top, right, bottom = SQUARE
    expected = np.zeros((HEIGHT, WIDTH), dtype=bool)
    expected[top:bottom, left:right] = True
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    inside = np.ones((HEIGHT, WIDTH), dtype=bool)
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        inside &= (bx - ax) * (rows - ay) - (by - ay) * (columns - ax) > 0
    assert inside.any()
    assert np.array_equal(pixels_of(geometry), expected & ~inside)


def test_a_mask_painted_with_the_keyboard_alone_is_stored_to_the_pixel(drawer: Drawer) -> None:
    drawer.press("d", "k")
    expect(drawer.page.get_by_text(f"Brush of {BRUSH} px")).to_be_visible()
    drawer.press("Space", *["Shift+ArrowRight"] * 4, "Space")
    drawer.has(1)
    drawer.press("]", "Enter")
    drawer.press(*["Shift+ArrowDown"] * 5, "Enter", "Control+z")

    (geometry,) = drawer.submits()

    middle = (WIDTH / 2, HEIGHT / 2)
    end = (middle[0] + 40, middle[1])
    larger = round(BRUSH * 1.2)
    expected = brushed([middle, end], BRUSH / 2) | brushed([end], larger / 2)
    assert np.array_equal(pixels_of(geometry), expected)


def test_a_skeleton_placed_and_changed_with_the_mouse_is_stored_as_drawn(drawer: Drawer) -> None:
    drawer.press("2")
    expect(drawer.page.get_by_text("Drag a box for the whole skeleton")).to_be_visible()
    first, *_, last = drawer.clicks((120, 60), (120, 120), (80, 100), (160, 100), (120, 200))
    drawer.has(1)
    before, moved = drawer.drags((160, 100), (190, 140))
    drawer.clicks((80, 100), button="right")
    states = drawer.page.get_by_role("group", name="tail")
    states.get_by_role("button", name="not labelled").click()
    drawer.drags((120, 60), (150, 90))
    drawer.press("Control+z")

    (geometry,) = drawer.submits()

    points = geometry["keypoints"]
    assert points[0] == pytest.approx([*first, 2], abs=0.01)
    assert points[2] == pytest.approx([*drawer.hit((80, 100)), 1], abs=0.01)
    assert points[3] == pytest.approx([*moved, 2], abs=0.01)
    assert points[4] == [0, 0, 0]
    assert before != moved
    assert last != first


def test_a_skeleton_dragged_as_a_whole_fills_its_box(drawer: Drawer) -> None:
    drawer.press("2")
    expect(drawer.page.get_by_text("Drag a box for the whole skeleton")).to_be_visible()
    (left, top), _, (right, bottom) = drawer.drags((100, 80), (150, 150), (220, 320))
    drawer.has(1)

    (geometry,) = drawer.submits()

    xs, ys, seen = np.array(geometry["keypoints"]).T
    assert [xs.min(), ys.min(), xs.max(), ys.max()] == pytest.approx([left, top, right, bottom], abs=0.01)
    assert set(seen) == {2}


def test_a_skeleton_placed_and_changed_with_the_keyboard_alone_is_stored_as_drawn(drawer: Drawer) -> None:
    drawer.press("2")
    expect(drawer.page.get_by_text("Drag a box for the whole skeleton")).to_be_visible()
    drawer.press("k", "Enter", *["Shift+ArrowDown"] * 6, "1", "Enter", "0")
    drawer.press(*["Shift+ArrowRight"] * 3, "Enter", "ArrowUp", "Enter")
    drawer.has(1)
    drawer.press("Escape", "e", "Tab", "Tab", "2", "Shift+Tab", "ArrowLeft")
    drawer.press("Shift+ArrowLeft", "Control+z", "Enter")

    (geometry,) = drawer.submits()

    points = geometry["keypoints"]
    assert points[:2] == [[320, 240, 2], [319, 300, 1]]
    assert points[2][2] == 2
    assert points[3:] == [[350, 300, 2], [350, 299, 2]]


def test_what_is_drawn_before_the_code_of_its_tool_is_there_is_not_lost(drawer: Drawer) -> None:
    held: list[Route] = []
    drawer.page.route("**/points-tools-*.js", lambda route: held.append(route))
    drawer.opens()
    drawer.press("3")
    corners = drawer.clicks((100, 100), (300, 100), (300, 200), (100, 200))
    drawer.press("Enter")
    expect(drawer.page.get_by_text("Loading the tool")).to_be_visible()
    drawer.has(0)

    for route in held:
        route.continue_()
    drawer.has(1)

    (geometry,) = drawer.submits()
    assert np.array(geometry["points"]) == pytest.approx(np.array(corners), abs=0.02)


def test_polygons_are_cut_pierced_and_joined(drawer: Drawer) -> None:
    drawer.press("3")
    corners = drawer.clicks((100, 100), (300, 100), (300, 200), (100, 200))
    drawer.press("Enter")
    drawer.takes("Cut a polygon")
    drawer.clicks((160, 80), (160, 220))
    drawer.press("Enter")
    drawer.has(2)
    drawer.press("u")
    drawer.has(1)
    drawer.takes("Take a part out of a polygon")
    hole = drawer.clicks((200, 130), (240, 130), (240, 170), (200, 170))
    drawer.press("Enter")
    expect(drawer.page.get_by_text("Click around the part")).to_be_visible()

    (geometry,) = drawer.submits()

    assert np.array(sorted(map(tuple, geometry["holes"][0]))) == pytest.approx(
        np.array(sorted(hole)), abs=0.02
    )
    assert {tuple(round(x) for x in point) for point in geometry["points"]} >= {
        tuple(round(x) for x in point) for point in corners
    }
