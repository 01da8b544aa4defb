"""The annotation screen for fingers and pens, for those who enlarge everything, and in the colours of the person's system."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.people import People
from tests.browser.test_drawing import HEIGHT, WIDTH, Drawer, Point, picture, pixels_of
from tests.jobs.world import Lab, packed
from tests.stack import PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LABELS = {"cell": "box", "nut": "mask", "field": "polygon"}
THINGS = {
    "input": "image",
    "fields": [
        {
            "key": "things",
            "type": "regions",
            "labels": [
                {"key": key, "name": key.title(), "geometry": geometry} for key, geometry in LABELS.items()
            ],
        }
    ],
}


class Hand:
    """A finger or a pen on the screen, as the browser gets it from the system."""

    def __init__(self, drawer: Drawer) -> None:
        self.drawer = drawer
        self.cdp: CDPSession = drawer.page.context.new_cdp_session(drawer.page)

    def strokes(self, path: Sequence[Point]) -> None:
        """One finger goes down at the first of these points of the image, along the others, and up at the last."""
        points = [self.drawer.screen(at) for at in path]
        self._touch("touchStart", points[:1])
        for point in points[1:]:
            self._touch("touchMove", [point])
        self._touch("touchEnd", [])

    def taps(self, *path: Point) -> None:
        for at in path:
            self.strokes([at])

    def pinches(self, centre: Point, apart: tuple[int, int]) -> None:
        """Two fingers, as many pixels left and right of a point, first and at the end."""
        x, y = self.drawer.screen(centre)
        begin, end = apart
        self._touch("touchStart", [(x - begin, y), (x + begin, y)])
        for step in range(1, 6):
            spread = begin + (end - begin) * step / 5
            self._touch("touchMove", [(x - spread, y), (x + spread, y)])
        self._touch("touchEnd", [])

    def draws_with_pen(self, path: Sequence[Point], pressure: float) -> None:
        points = [self.drawer.screen(at) for at in path]
        kinds = ["mousePressed", *["mouseMoved"] * (len(points) - 1), "mouseReleased"]
        for kind, (x, y) in zip(kinds, [*points, points[-1]], strict=True):
            place = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            pen = {"buttons": int(kind != "mouseReleased"), "pointerType": "pen", "force": pressure}
            self.cdp.send("Input.dispatchMouseEvent", place | pen)

    def _touch(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


@pytest.fixture
def drawer(stack: Stack, people: People) -> Drawer:
    lab = Lab(stack)
    project = lab.project(THINGS)
    lab.imported(project, "images.zip", packed({"a.png": picture()}))
    email = f"{project}@example.test"
    lab.opened_batch(project, [lab.joined(lab.invited(email, {project: "annotator"}))])
    person = people.arrive(stack, "annotator", has_touch=True, viewport={"width": 1440, "height": 900})
    return Drawer(person.is_logged_in(email, PASSWORD), lab, project)


def test_fingers_draw_a_box_a_polygon_and_a_mask_and_two_of_them_zoom(drawer: Drawer) -> None:
    page, hand = drawer.page, Hand(drawer)

    drawer.press("1")
    hand.strokes([(100, 100), (150, 140), (180, 160)])
    drawer.has(1)
    drawer.press("Escape", "3")
    hand.taps((300, 250), (400, 250), (400, 330))
    drawer.press("Enter")
    drawer.has(2)
    drawer.press("Escape")
    drawer.press("2")
    drawer.takes("Paint a mask")
    hand.strokes([(200, 300), (230, 300), (260, 300)])
    drawer.has(3)
    zoom = page.get_by_title("Show at 100 %")
    before = int(zoom.inner_text().removesuffix(" %"))
    hand.pinches((WIDTH / 2, HEIGHT / 2), (50, 100))
    drawer.has(3)  # two fingers draw nothing

    assert int(zoom.inner_text().removesuffix(" %")) == pytest.approx(2 * before, rel=0.1)
    box, polygon, mask = drawer.submits()
    assert box["box"] == pytest.approx([100, 100, 80, 60], abs=1)
    for found, meant in zip(polygon["points"], [(300, 250), (400, 250), (400, 330)], strict=True):
        assert found == pytest.approx(meant, abs=1)
    assert mask["type"] == "mask"


def test_a_pen_draws_thinner_where_it_is_pressed_less(drawer: Drawer) -> None:
    hand = Hand(drawer)
    drawer.press("2")
    drawer.takes("Paint a mask")
    hand.draws_with_pen([(100, 100), (200, 100)], pressure=1)
    drawer.has(1)
    drawer.press("Escape")
    drawer.press("2")
    drawer.takes("Paint a mask")
    hand.draws_with_pen([(100, 300), (200, 300)], pressure=0.3)
    drawer.has(2)

    hard, soft = (pixels_of(geometry) for geometry in drawer.submits())
    assert 0 < soft.sum() < hard.sum()


def test_at_twice_the_size_everything_is_there_and_the_panel_is_out_of_the_way(drawer: Drawer) -> None:
    page = drawer.page
    page.set_viewport_size({"width": 720, "height": 450})  # what 200 % leaves of a window of 1440 by 900
    page.reload()
    expect(page.get_by_role("application")).to_be_focused()

    stage = page.get_by_role("application").bounding_box()
    assert stage is not None
    assert stage["width"] > 600
    expect(page.get_by_role("complementary", name="Side panel")).to_have_count(0)
    for name in ("Skip", "Submit", "Undo", "Cell"):
        button = page.get_by_role("button", name=name).last
        expect(button).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawer.press("\\")
    expect(page.get_by_role("complementary", name="Side panel")).to_be_in_viewport(ratio=1)


def test_in_the_colours_of_the_system_one_still_sees_what_is_chosen_and_which_label_is_which(
    drawer: Drawer,
) -> None:
    page = drawer.page
    page.emulate_media(forced_colors="active")
    drawer.press("2")
    labels = page.get_by_role("toolbar", name="Labels").get_by_role("button")
    colour = "element => getComputedStyle(element).backgroundColor"

    chosen = labels.filter(has_text="Nut").evaluate(colour)
    others = {label.evaluate(colour) for label in labels.all() if "Nut" not in label.inner_text()}
    swatches = [label.locator("span[aria-hidden]").last.evaluate(colour) for label in labels.all()]

    assert len(others) == 1
    assert chosen not in others
    assert len(set(swatches)) == len(swatches) == len(LABELS)
