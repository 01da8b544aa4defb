"""People while the label schema changes: their open work follows, and what a machine cannot decide is asked of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from labelwright.config.demo.people import DOMAIN
from tests.browser.people import People, Person
from tests.browser.schema_changes import change_schema, project_called, speak_english, split
from tests.browser.test_pages import violations
from tests.stack import Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOVED = 60_000  # ms; an open tab looks every twenty seconds
NOTE = "The ward counts them apart."
LABEL = "/projects/blood-cells/label"
RELABEL = "/projects/blood-cells/relabel"


def arrive(people: People, demo: Stack, who: str, **options: Any) -> Person:
    person = people.arrive(demo, who, **options)
    person.is_logged_in(f"{who}@{DOMAIN}", demo.demo_password)
    speak_english(person)
    return person


def split_label(curator: Person, label: str, targets: list[str]) -> str:
    project: str = project_called(curator, "blood-cells")["id"]
    change_schema(curator, project, split("cells", label, targets), note=NOTE)
    return project


def test_open_work_follows_the_schema_and_asks_what_only_a_person_knows(
    own_demo: Stack, people: People
) -> None:
    annotator, curator = arrive(people, own_demo, "annotator"), arrive(people, own_demo, "curator")
    page = annotator.page
    page.goto(LABEL)
    canvas = page.get_by_role("application")
    expect(canvas).to_be_focused()
    draw(annotator, key="3", at=(0.3, 0.3))
    draw(annotator, key="1", at=(0.6, 0.6))
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    project = split_label(curator, "platelet", ["lone", "clump"])

    notice = page.get_by_role("region", name="The schema has changed")
    expect(notice).to_contain_text(NOTE, timeout=MOVED)
    expect(notice).to_contain_text("One part needs you: Platelet")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The changed schema needs your answer first")).to_be_visible()
    annotator.button("Show what it was").click()
    expect(page.get_by_role("dialog")).to_contain_text("what it was before")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.keyboard.press("Alt+2")

    expect(notice).not_to_contain_text("needs you")
    expect(page.get_by_role("tree")).to_contain_text("clump")
    page.get_by_role("radio", name="good").click()
    page.keyboard.press("Enter")
    newest = wait_for(lambda: newest_of(annotator, project, "clump"), why="the work did not arrive")
    assert sorted(region["label"] for region in newest["value"]["cells"]["regions"]) == ["clump", "rbc"]
    assert newest["schema_version"] == project_called(curator, "blood-cells")["schema_version"]


def test_questions_are_answered_by_one_key_each_and_a_slip_is_taken_back(
    own_demo: Stack, people: People
) -> None:
    annotator, curator = arrive(people, own_demo, "annotator"), arrive(people, own_demo, "curator")
    page = annotator.page
    project = split_label(curator, "wbc", ["round", "lobed"])
    before = annotator.api(f"/projects/{project}/relabel")

    page.goto("/projects/blood-cells/work")
    expect(page.get_by_role("link", name=re.compile("^Relabel"))).to_contain_text(str(before["open"]))
    page.get_by_role("link", name="Answer them").click()
    title = page.get_by_role("heading", level=1).first
    first, second = re.compile(r": 1 of \d+$"), re.compile(r": 2 of \d+$")
    expect(title).to_have_text(first)
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.keyboard.press("1")
    expect(title).to_have_text(second)
    page.keyboard.press("Backspace")
    expect(title).to_have_text(first)
    page.keyboard.press("2")
    expect(title).to_have_text(second)

    answered = wait_for(
        lambda: annotator.api(f"/projects/{project}/relabel")["answered"] - before["answered"],
        why="the answer did not arrive",
    )
    assert answered == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_relabel_screen_has_no_axe_violations(own_demo: Stack, people: People, scheme: str) -> None:
    curator = arrive(people, own_demo, "curator", bypass_csp=True, reduced_motion="reduce")
    project = project_called(curator, "blood-cells")["id"]
    if not curator.api(f"/projects/{project}/relabel")["open"]:
        split_label(curator, "rbc", ["young", "old"])

    curator.page.goto(RELABEL)
    expect(curator.page.get_by_role("group", name="Answers")).to_be_visible()

    assert violations(curator.page, scheme) == []


def draw(person: Person, *, key: str, at: tuple[float, float]) -> None:
    """A box with the label of this key, at a place given as shares of the canvas."""
    page = person.page
    frame = page.get_by_role("application").bounding_box()
    assert frame
    x, y = frame["x"] + at[0] * frame["width"], frame["y"] + at[1] * frame["height"]
    page.keyboard.press("Escape")
    page.keyboard.press(key)
    page.keyboard.press("b")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 70, y + 60, steps=4)
    page.mouse.up()


def newest_of(person: Person, project: str, label: str) -> dict[str, Any] | None:
    """The person's own annotation that was saved last, if it has this label."""
    rows = person.api(f"/projects/{project}/annotations?author=me&limit=5")["results"]
    newest: dict[str, Any] = max(
        (person.api(f"/annotations/{row['id']}") for row in rows), key=lambda found: found["saved_at"]
    )
    return newest if label in {region["label"] for region in newest["value"]["cells"]["regions"]} else None
