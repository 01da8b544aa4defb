"""Sounds labelled in a real browser, by mouse and by keyboard alone, and stored to the millisecond."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_pages import violations
from tests.factories.sounds import sound
from tests.jobs.world import Lab, packed
from tests.stack import PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS = 10.0
SCHEMA = {
    "input": "audio",
    "fields": [
        {
            "key": "speech",
            "type": "segments",
            "labels": [
                {
                    "key": "ada",
                    "name": "Ada",
                    "colour": "#0a7aa8",
                    "attributes": [
                        {"key": "said", "type": "text", "titles": {"en": "Transcript"}, "required": True}
                    ],
                },
                {"key": "noise", "name": "Noise", "colour": "#b4552d"},
            ],
        }
    ],
}


class Listener:
    """Somebody who labels one sound of ten seconds."""

    def __init__(self, person: Person, lab: Lab, project: str) -> None:
        self.person, self.lab, self.project = person, lab, project
        self.page = person.page
        self.page.goto(f"/projects/{self.lab.owner.get(f'/projects/{project}')['slug']}/label")
        self.wave = self.page.get_by_role("application", name="Item")
        expect(self.wave).to_be_focused()

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("list", name="Segments").get_by_role("listitem")

    @property
    def texts(self) -> Locator:
        return self.rows.get_by_role("textbox")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def _x(self, second: float) -> float:
        box = self.wave.bounding_box()
        assert box is not None
        return box["x"] + second / SECONDS * box["width"]

    def drags(self, start: float, end: float) -> None:
        """Over the waveform, which shows the whole sound."""
        box = self.wave.bounding_box()
        assert box is not None
        y = box["y"] + box["height"] * 0.7
        mouse = self.page.mouse
        mouse.move(self._x(start), y)
        mouse.down()
        mouse.move(self._x((start + end) / 2), y, steps=3)
        mouse.move(self._x(end), y, steps=3)
        mouse.up()

    def submits(self) -> list[tuple[str, float, float, str]]:
        """The segments as they are stored, by time: label, start, end, what is said."""
        self.press("Escape", "Escape", "Enter")
        expect(self.page.get_by_role("heading", name="All done for now")).to_be_visible()
        (row,) = wait_for(lambda: self.lab.owner.get(f"/projects/{self.project}/annotations")["results"])
        found = self.lab.owner.get(f"/annotations/{row['id']}")["value"]["speech"]["segments"]
        return [
            (each["label"], each["start"], each["end"], each["attributes"].get("said", ""))
            for each in sorted(found, key=lambda each: each["start"])
        ]


@pytest.fixture
def options() -> dict[str, Any]:
    return {}


@pytest.fixture
def listener(stack: Stack, people: People, options: dict[str, Any]) -> Listener:
    lab = Lab(stack)
    project = lab.project(SCHEMA)
    lab.imported(project, "sounds.zip", packed({"ten seconds.wav": sound(SECONDS)}))
    email = f"{project}@example.test"
    annotator = lab.joined(lab.invited(email, {project: "annotator"}))
    lab.opened_batch(project, [annotator])
    person = people.arrive(stack, "listener", **options)
    return Listener(person.is_logged_in(email, PASSWORD), lab, project)


def test_segments_drawn_moved_and_written_with_the_mouse_are_stored_where_they_were_put(
    listener: Listener,
) -> None:
    listener.drags(1, 3)
    listener.drags(5, 7)
    listener.drags(8, 9)
    expect(listener.rows).to_have_count(3)
    listener.page.get_by_role("button", name="Noise").click()  # the last drawn, which is selected
    listener.texts.nth(0).fill("안녕하세요 👋")
    listener.texts.nth(1).fill("second")
    listener.drags(7, 6.5)  # the end of the second
    listener.drags(8, 6.52)  # the start of the noise, to its neighbour's edge
    listener.drags(4.5, 4)
    expect(listener.rows).to_have_count(4)
    listener.page.get_by_role("button", name="Undo").click()
    expect(listener.rows).to_have_count(3)

    found = listener.submits()

    assert [(label, said) for label, _, _, said in found] == [
        ("ada", "안녕하세요 👋"),
        ("ada", "second"),
        ("noise", ""),
    ]
    assert [time for _, start, end, _ in found for time in (start, end)] == pytest.approx(
        [1, 3, 5, 6.5, 6.5, 9], abs=0.02
    )
    assert found[1][2] == found[2][1]  # it was caught by the edge, to the millisecond
    assert all(
        round(time * 1000) == pytest.approx(time * 1000, abs=1e-6) for _, *two, _ in found for time in two
    )


def test_segments_made_and_written_with_the_keyboard_alone_are_stored_to_the_millisecond(
    listener: Listener,
) -> None:
    listener.press("ArrowRight", "i", "ArrowRight", "ArrowRight", "o")
    expect(listener.rows).to_have_count(1)
    listener.press("Alt+ArrowRight", "Alt+ArrowRight", *["Control+Alt+Shift+ArrowRight"] * 3)
    listener.press("t")
    listener.page.keyboard.type("one two three")
    listener.press("Escape")
    expect(listener.wave).to_be_focused()
    listener.press("Escape", "Control+ArrowRight", *["Shift+ArrowRight"] * 5, "2")  # 8.0 to 8.5, a noise
    expect(listener.rows).to_have_count(2)
    listener.press("Escape", "Home", "ArrowRight", "ArrowRight", "s")  # in two, at 2.0
    expect(listener.rows).to_have_count(3)
    listener.press("t")
    listener.page.keyboard.type("four")
    listener.press("Control+z", "Control+y")
    listener.press("Escape", "Shift+Tab", "Tab")

    assert listener.submits() == [
        ("ada", 1.003, 2.0, "one two three"),
        ("ada", 2.0, 3.02, "four"),
        ("noise", 8.0, 8.5, ""),
    ]


def test_two_segments_become_one_that_says_what_both_said_and_two_again(listener: Listener) -> None:
    listener.press("i", "ArrowRight", "o", "t")
    listener.page.keyboard.type("good")
    listener.press("Escape", "Escape", "i", "ArrowRight", "o", "t")
    listener.page.keyboard.type("morning")
    listener.press("Escape", "[", "m")
    expect(listener.rows).to_have_count(1)
    listener.press("Control+z")
    expect(listener.rows).to_have_count(2)
    listener.press("Control+Shift+z")

    assert listener.submits() == [("ada", 0.0, 2.0, "good morning")]


def test_the_sound_is_heard_from_the_keyboard_while_one_types(listener: Listener) -> None:
    listener.press("i", "ArrowRight", "o", "t")
    play = listener.page.get_by_role("button", name="Play", exact=True)
    pause = listener.page.get_by_role("button", name="Pause", exact=True)

    listener.press("F9")
    expect(pause).to_be_visible()
    expect(play).to_be_visible(timeout=5000)  # at the end of the segment
    listener.page.keyboard.type("x")
    listener.press("Shift+F8", "F8")
    expect(pause).to_be_visible()
    listener.press("F8")
    expect(play).to_be_visible()
    expect(listener.texts).to_have_value("x")


def test_what_is_missing_is_said_before_it_is_sent(listener: Listener) -> None:
    listener.press("i", "ArrowRight", "o", "Escape", "Enter")

    expect(listener.page.get_by_role("button", name="is not answered yet")).to_be_visible()


@pytest.mark.parametrize("options", [{"bypass_csp": True, "reduced_motion": "reduce"}])
def test_the_stage_has_no_axe_violations(listener: Listener) -> None:
    listener.press("i", "ArrowRight", "o", "g")
    expect(listener.rows).to_have_count(1)

    assert violations(listener.page, "light") + violations(listener.page, "dark") == []
