"""A changed schema, as the curator sees it: how labels follow is decided, rehearsed, applied, and taken back."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect

from labelwright.config.demo.people import DOMAIN
from tests.browser.curator import (
    DECISIONS,
    WHY,
    Curator,
    apply,
    decide,
    nothing_runs,
    open_changes,
    take_back,
)
from tests.browser.people import DESK, People, Person
from tests.browser.test_pages import NARROW, ready, violations
from tests.stack import Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLUG = "blood-cells"
PROJECT = f"/projects/{SLUG}"


@pytest.fixture
def clara(people: People, demo: Stack) -> Curator:
    return arrive(people, demo)


def arrive(people: People, demo: Stack, **options: Any) -> Curator:
    """The demo's curator at the project of blood cells."""
    person = people.arrive(demo, "Clara", **{"viewport": DESK, **options})
    person.is_logged_in(f"curator@{DOMAIN}", demo.demo_password)
    return Curator(person, SLUG)


def rehearsed(clara: Curator) -> str:
    """The path of a rehearsal of the draft, done."""
    clara.draft()
    return clara.rehearsed(DECISIONS)


def test_labels_follow_a_changed_schema_and_come_back(clara: Curator) -> None:
    clara.draft()
    before = clara.regions()
    cells = [region for regions in before.values() for region in regions]
    count = Counter(each["label"] for each in cells)
    lobes = Counter(each["attributes"]["lobes"] for each in cells if each["label"] == "wbc")
    many = lobes["two"] + lobes["three"]
    asked = count["wbc"] - lobes["one"] - many
    assert min(lobes["one"], many, asked, count["platelet"]) > 0

    clara.page.goto(f"{PROJECT}/schema?edit=true")
    open_changes(clara)
    decide(clara)
    clara.person.button("Rehearse").click()
    alone = count["platelet"] + lobes["one"] + many
    sentence = f"{alone} boxes change by themselves, {asked} need a person"
    expect(clara.page.get_by_text(sentence)).to_be_visible()
    assert clara.regions() == before  # a rehearsal changes nothing

    look_at_a_flow(clara, many)
    apply(clara, version=2, note=WHY)
    nothing_runs(clara)
    entry = clara.page.get_by_role("listitem").filter(has_text=WHY)
    expect(entry.get_by_text(f"{asked} questions are open")).to_be_visible()
    migrated = [region for regions in clara.regions().values() for region in regions]
    now = Counter(each["label"] for each in migrated)
    assert now["single"] + now["lobed"] + now["wbc"] == count["wbc"]
    assert now["rbc"] > count["rbc"]

    take_back(clara, says=re.compile("say again exactly what they said before"))
    expect(clara.page.get_by_text("takes version 2 back")).to_be_visible()
    wait_for(lambda: clara.regions() == before)


def look_at_a_flow(clara: Curator, many: int) -> None:
    """With the keyboard alone."""
    band = clara.person.button(f"White cell → Multi-lobed: {many}")
    band.focus()
    clara.page.keyboard.press("Enter")
    expect(band).to_have_attribute("aria-pressed", "true")
    expect(clara.page).to_have_url(re.compile("flow="))
    changes = clara.page.get_by_role("list", name="What changes on this item")
    expect(changes.get_by_text("Multi-lobed").first).to_be_visible()
    expect(clara.page.get_by_role("application", name="The item after")).to_be_visible()


def test_what_is_no_longer_what_was_rehearsed_is_rehearsed_again(clara: Curator) -> None:
    clara.page.goto(rehearsed(clara))
    drops = {**DECISIONS, "cells/platelet/removed": "drop"}
    clara.send("PUT", "schema-draft/operations", {"decisions": drops}, clara.version())
    clara.page.reload()

    clara.person.button(re.compile("Apply: publish version")).click()
    expect(clara.page.get_by_text("The draft or its plan was changed since")).to_be_visible()
    clara.person.button("Rehearse again").click()

    expect(clara.page.get_by_text(re.compile(r"\d+ would be lost"))).to_be_visible()
    refused = clara.person.complaints.pop()  # the one answer that this is about
    assert "/apply was answered with 409" in refused
    clara.discard()


def test_a_plan_that_does_not_fit_says_where(clara: Curator) -> None:
    clara.draft()
    clara.page.goto(f"{PROJECT}/schema/changes?plan=yaml")
    text = clara.page.get_by_role("textbox", name="The plan as YAML")
    text.click()
    clara.page.keyboard.press("Control+End")
    clara.page.keyboard.insert_text("- kind: remove_label/1\n  field: cells\n  label: nothing\n")

    clara.person.button("Use this plan").click()

    fault = clara.page.get_by_role("alert")
    expect(fault.get_by_text(re.compile("4:10"))).to_be_visible()
    expect(clara.page.locator(".cm-lint-marker-error")).to_have_count(1)
    assert "schema-draft/operations was answered with 400" in clara.person.complaints.pop()
    clara.discard()


def test_a_change_that_touches_no_label_is_published_at_once(clara: Curator) -> None:
    draft = clara.send("POST", "schema-draft", {})
    document = copy.deepcopy(draft["document"])
    document["fields"][0]["labels"][0]["name"] = "Erythrocyte"
    clara.send("PUT", "schema-draft", {"document": document}, draft["version"])

    clara.page.goto(f"{PROJECT}/schema/changes")
    clara.person.button(re.compile("Publish version")).click()

    expect(clara.page).to_have_url(re.compile("/schema$"))
    versions = clara.person.api(f"/projects/{clara.project}/schema-versions")["results"]
    assert versions[0]["document"]["fields"][0]["labels"][0]["name"] == "Erythrocyte"


def test_the_pages_of_a_change_have_no_axe_violations(people: People, demo: Stack) -> None:
    # Only here the policy is bypassed: axe is a script that the page does not know.
    clara = arrive(people, demo, bypass_csp=True, reduced_motion="reduce")
    paths = [rehearsed(clara), f"{PROJECT}/schema/changes?plan=yaml", f"{PROJECT}/schema/migrations"]

    found = [fault for path in paths for fault in both_schemes(clara.person, path)]

    assert found == []
    clara.discard()


def both_schemes(person: Person, path: str) -> list[str]:
    person.page.goto(path)
    ready(person.page)
    return violations(person.page, "light") + violations(person.page, "dark")


def test_the_pages_of_a_change_fit_a_narrow_window(people: People, demo: Stack) -> None:
    clara = arrive(people, demo, viewport=NARROW)
    paths = [rehearsed(clara), f"{PROJECT}/schema/changes", f"{PROJECT}/schema/migrations"]

    widths = [width_of(clara.person, path) for path in paths]

    assert [inner <= window for inner, window in widths] == [True, True, True]
    clara.discard()


def width_of(person: Person, path: str) -> tuple[int, int]:
    person.page.goto(path)
    ready(person.page)
    inner, window = person.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return inner, window
