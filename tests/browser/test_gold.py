"""Gold answers: chosen where an item is looked at, stale after a change of the schema, and never there for annotators."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import People, Person
from tests.browser.schema_changes import change_schema, project_called
from tests.browser.test_pages import violations
from tests.browser.test_relabel import arrive
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOLD = "/projects/blood-cells/gold"
MERGE = [{"kind": "merge_labels/1", "field": "cells", "sources": ["platelet"], "target": "rbc"}]


def rows(person: Person) -> int:
    project = project_called(person, "blood-cells")["id"]
    return len(person.api(f"/projects/{project}/gold?limit=100")["results"])


def test_a_curator_chooses_gold_and_sees_it_go_stale_and_chooses_anew(
    own_demo: Stack, people: People
) -> None:
    curator = arrive(people, own_demo, "curator")
    page = curator.page
    project = project_called(curator, "blood-cells")["id"]
    before = rows(curator)
    item = next(
        each["item"]["id"]
        for each in curator.api(f"/projects/{project}/annotations?state=accepted&limit=100")["results"]
        if not curator.api(f"/projects/{project}/gold?item={each['item']['id']}")["results"]
    )

    page.goto(f"/projects/blood-cells/items?item={item}")
    curator.button("Use as gold").click()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("gold", exact=True)).to_be_visible()
    assert rows(curator) == before + 1
    page.goto(GOLD)
    answers = page.get_by_role("grid", name="Gold answers")
    expect(answers.get_by_role("row")).to_have_count(before + 2)  # and the header
    expect(page.get_by_role("heading", name="How people do on gold")).to_be_visible()
    expect(page.get_by_role("list", name="Annotators")).to_contain_text("gold task")
    assert [*violations(page, "light"), *violations(page, "dark")] == []

    change_schema(curator, project, MERGE, note="Platelets are counted with the red cells.")
    page.reload()

    stale = answers.get_by_role("row").filter(has_text="stale gold")
    expect(stale.first).to_contain_text("Version 2 would lose part of it.")
    expect(page.get_by_text(re.compile(r"stale answers? counts? in no score"))).to_be_visible()
    left = stale.count()
    stale.first.get_by_role("button", name="Choose anew").click()
    dialog.get_by_role("button", name=re.compile("Use as gold")).click()
    expect(dialog.get_by_text("gold", exact=True)).to_be_visible()
    page.goto(GOLD)
    expect(stale).to_have_count(left - 1)

    stale.first.get_by_role("button", name="Retire").click()
    curator.button("Retire 1 gold answer").click()
    expect(stale).to_have_count(left - 2)
    assert rows(curator) == before


def test_an_annotator_finds_no_gold_anywhere(own_demo: Stack, people: People) -> None:
    annotator = arrive(people, own_demo, "annotator")
    page = annotator.page

    page.goto("/projects/blood-cells/work")

    expect(page.get_by_role("navigation").first).to_be_visible()
    expect(page.get_by_role("link", name="Gold")).to_have_count(0)
    expect(page.get_by_text(re.compile("gold", re.IGNORECASE))).to_have_count(0)
