"""A dataset version under another schema, a merge that keeps where it came from, and the way back from an annotation."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from labelwright.config.demo.people import DOMAIN
from tests.browser.people import People, Person
from tests.browser.schema_changes import _send, change_schema, project_called, speak_english
from tests.browser.test_pages import violations
from tests.stack import Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECT = "/projects/blood-cells"
MERGE = {"kind": "merge_labels/1", "field": "cells", "sources": ["platelet"], "target": "rbc"}


def arrive(people: People, demo: Stack, **options: Any) -> tuple[Person, str]:
    """The demo's curator, and the project of blood cells."""
    curator = people.arrive(demo, "Clara", **options)
    curator.is_logged_in(f"curator@{DOMAIN}", demo.demo_password)
    speak_english(curator)
    return curator, project_called(curator, "blood-cells")["id"]


def published(curator: Person, project: str) -> dict[str, Any]:
    """A dataset version of what is labelled now."""
    body = {"source": "submitted", "splits": {"train": 0.8, "test": 0.2}, "note": ""}
    made = _send(curator, "POST", f"/projects/{project}/dataset-versions", body)

    def done() -> dict[str, Any] | None:
        found: dict[str, Any] = curator.api(f"/dataset-versions/{made['id']}")
        return found if found["state"] == "published" else None

    version: dict[str, Any] = wait_for(done)
    return version


def test_a_version_is_pulled_as_another_schema_and_says_what_that_loses(
    own_demo: Stack, people: People
) -> None:
    curator, project = arrive(people, own_demo)
    old = published(curator, project)
    change_schema(curator, project, [MERGE], note="Counted together.")
    new = published(curator, project)
    page = curator.page

    page.goto(f"{PROJECT}/datasets/{old['number']}")
    curator.choose("Schema version", re.compile("^2 – Counted together"))
    curator.button("Write it and count what is lost").click()

    numbers = page.get_by_role("list", name="What becomes of the annotations")
    door = numbers.get_by_role("button", name=re.compile("with something lost"))
    door.click()
    expect(page.get_by_role("table", name="with something lost")).to_contain_text("was platelet")
    command = page.get_by_role("region", name="Command line, as schema version 2")
    expect(command).to_contain_text(f"labelwright pull blood-cells@{old['number']} --as-schema 2")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the manifest").first.click()
    assert download.value.url.endswith("/manifest?as_schema=2")
    assert curator.api(f"/dataset-versions/{old['id']}")["identity"] == old["identity"]

    curator.expects(409, rf"/dataset-versions/{new['id']}$")
    page.goto(f"{PROJECT}/datasets/{new['number']}?as=1")
    expect(page.get_by_text("This version cannot be read under schema version 1.")).to_be_visible()
    expect(page.get_by_text(re.compile("no reverse: Merge platelet into rbc"))).to_be_visible()


def test_a_merge_keeps_which_label_it_was_if_the_curator_wants_it(demo: Stack, people: People) -> None:
    curator, project = arrive(people, demo)
    draft = _send(curator, "POST", f"/projects/{project}/schema-draft", {})
    document = copy.deepcopy(draft["document"])
    labels = document["fields"][0]["labels"]
    document["fields"][0]["labels"] = [each for each in labels if each["key"] != "platelet"]
    path = f"/projects/{project}/schema-draft"
    _send(curator, "PUT", path, {"document": document}, version=draft["version"])
    page = curator.page
    page.goto(f"{PROJECT}/schema/changes")
    page.get_by_role("radio", name="It is part of Red cell now").check()

    page.get_by_role("switch", name="Keep which label it was").click()

    step = page.get_by_role("complementary", name="The plan").get_by_role("listitem")
    expect(step.filter(has_text="Merge Platelet into Red cell, keeping which it was as")).to_be_visible()
    expect(page.get_by_role("switch", name="Keep which label it was")).to_be_checked()
    expect(curator.button("Rehearse")).to_be_enabled()
    (merge,) = curator.api(f"{path}/differences")["plan"]["operations"]
    assert merge["document"]["origin"] == "origin"

    page.get_by_role("switch", name="Keep which label it was").click()

    expect(step.filter(has_text=re.compile("Merge Platelet into Red cell$"))).to_be_visible()
    newest = curator.api(path)["version"]
    token = next(each["value"] for each in curator.context.cookies() if each["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": curator.url, "If-Match": f'"{newest}"'}
    assert curator.context.request.delete(f"/api/v1{path}", headers=headers).ok


def test_from_an_annotation_one_comes_back_to_the_item_it_was_opened_from(
    demo: Stack, people: People
) -> None:
    curator, project = arrive(people, demo)
    row = curator.api(f"/projects/{project}/annotations?limit=1")["results"][0]
    page = curator.page
    page.goto(f"{PROJECT}/items?item={row['item']['id']}")
    page.get_by_role("link", name="Open the annotation").click()
    expect(page.get_by_role("application")).to_be_focused()

    curator.button("Back to where you came from").click()

    expect(page).to_have_url(re.compile(f"/items\\?item={row['item']['id']}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_version_under_another_schema_has_no_axe_violations(
    own_demo: Stack, people: People, scheme: str
) -> None:
    curator, project = arrive(people, own_demo, bypass_csp=True, reduced_motion="reduce")
    versions = curator.api(f"/projects/{project}/dataset-versions?limit=50")["results"]
    current = project_called(curator, "blood-cells")["schema_version"]
    old = next(each for each in versions if each["schema_version"]["id"] != current)

    curator.page.goto(f"{PROJECT}/datasets/{old['number']}?as=2")
    expect(curator.page.get_by_role("list", name="What becomes of the annotations")).to_be_visible()

    assert violations(curator.page, scheme) == []
