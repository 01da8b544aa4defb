"""What a model says is proposed while labelling, and is said only by whoever takes it over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.test_drawing import picture
from tests.jobs.world import Lab, packed
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCHEMA = {
    "input": "image",
    "fields": [
        {"key": "cells", "type": "regions", "labels": [{"key": "rbc", "geometry": "box"}]},
        {
            "key": "quality",
            "type": "choice",
            "options": [{"key": "good", "name": "Good"}, {"key": "poor", "name": "Poor"}],
        },
    ],
}
BOXES = {
    "sure": ([40, 30, 60, 50], 0.9),
    "unsure": ([300, 200, 60, 50], 0.3),
    "wrong": ([500, 20, 60, 50], 0.8),
}


def predicted() -> bytes:
    """A picture with three boxes and an answer that a model gives."""
    value = {
        "cells": {
            "regions": [
                {"label": "rbc", "geometry": {"type": "box", "box": box}, "score": score}
                for box, score in BOXES.values()
            ]
        },
        "quality": {"choice": "good", "score": 0.7},
    }
    line = {"kind": "image", "external_id": "a", "media": {"file_name": "a.png"}, "value": value}
    return packed({"a.png": picture(), "a.jsonl": json.dumps(line).encode()})


def stored(lab: Lab, project: str) -> dict[str, Any]:
    rows = wait_for(lambda: lab.owner.get(f"/projects/{project}/annotations")["results"])
    return lab.owner.get(f"/annotations/{rows[0]['id']}")


def listed(page: Page, count: int) -> None:
    expect(page.get_by_role("tree").get_by_role("treeitem", level=2)).to_have_count(count)


def test_a_curator_brings_predictions_in_and_an_annotator_decides_by_keys(
    stack: Stack, people: People
) -> None:
    lab = Lab(stack)
    project = lab.project(SCHEMA)
    slug = lab.owner.get(f"/projects/{project}")["slug"]
    annotator = lab.joined(lab.invited(f"{project}@example.test", {project: "annotator"}))

    curator = people.arrive(stack, "curator").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"/projects/{slug}/import")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "cells.zip", "mimeType": "application/zip", "buffer": predicted()}
    )
    page.get_by_text("A model", exact=True).click()
    expect(page.get_by_role("button", name="Start the import")).to_be_disabled()
    page.get_by_label("Name of the model").fill("yolo-7")
    page.get_by_role("button", name="Start the import").click()
    wait_for(lambda: lab.owner.get(f"/projects/{project}/items")["results"])
    assert lab.owner.get(f"/projects/{project}/annotations")["results"] == []
    lab.opened_batch(project, [annotator], shows_predictions=True)

    person = people.arrive(stack, "annotator").is_logged_in(f"{project}@example.test", PASSWORD)
    page = person.page
    page.goto(f"/projects/{slug}/label")
    bar = page.get_by_role("region", name="Predictions")
    expect(bar).to_contain_text("yolo-7")
    expect(bar).to_contain_text("4 predictions to decide")
    listed(page, 3)

    page.get_by_role("application").focus()
    for _ in range(3):
        page.keyboard.press("]")
    page.keyboard.press("Shift+N")
    listed(page, 2)
    page.keyboard.press("Escape")
    expect(bar.get_by_role("button", name="Take over 2")).to_be_visible()
    page.keyboard.press("Shift+Y")
    expect(bar).to_contain_text("1 prediction to decide")

    # What was turned down does not come back with the page, and what was taken over stays so.
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    page.reload()
    listed(page, 2)
    expect(bar).to_contain_text("1 prediction to decide")
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")

    annotation = stored(lab, project)
    (region,) = annotation["value"]["cells"]["regions"]
    assert region["geometry"]["box"] == BOXES["sure"][0]
    assert annotation["value"]["quality"] == {"choice": "good"}
    assert annotation["prediction"] == {
        "model": "yolo-7",
        "kept": 1,
        "changed": 0,
        "turned_down": 2,
        "added": 0,
    }


def test_a_prediction_that_is_changed_is_said_by_who_changed_it(stack: Stack, people: People) -> None:
    lab = Lab(stack)
    project = lab.project(SCHEMA)
    made = lab.owner.post(f"/projects/{project}/imports", format="auto", model="yolo-7")["id"]
    files = {"file": ("cells.zip", predicted())}
    lab.owner.json("POST", f"/imports/{made}/files", files=files, data={"path": "cells.zip"})
    lab.owner.post(f"/imports/{made}/start")
    wait_for(lambda: lab.owner.get(f"/projects/{project}/items")["results"])
    email = f"{project}@example.test"
    annotator = lab.joined(lab.invited(email, {project: "annotator"}))
    lab.opened_batch(project, [annotator], shows_predictions=True)
    slug = lab.owner.get(f"/projects/{project}")["slug"]

    person = people.arrive(stack, "annotator").is_logged_in(email, PASSWORD)
    page = person.page
    page.goto(f"/projects/{slug}/label")
    listed(page, 3)
    page.get_by_role("application").focus()
    page.keyboard.press("]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Predictions")).to_contain_text("3 predictions to decide")
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")

    annotation = stored(lab, project)
    (region,) = annotation["value"]["cells"]["regions"]
    assert region["geometry"]["box"] == [41, 30, 60, 50]
    assert annotation["prediction"]["changed"] == 1
    assert "quality" not in annotation["value"]
