"""A model run in the browser: its figures, what was taken for what, and the worst item with both sides."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import expect

from labelwright.config.demo.people import DOMAIN
from tests.browser.people import DESK, People, Person
from tests.browser.test_pages import NARROW, ready, violations
from tests.stack import Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROJECT = "/projects/blood-cells"


def test_a_modeler_sees_where_a_model_is_wrong_and_compares_two(people: People, demo: Stack) -> None:
    ravi = people.arrive(demo, "Ravi", viewport=DESK, bypass_csp=True)
    ravi.is_logged_in(f"modeler@{DOMAIN}", demo.demo_password)
    good, bad = two_runs(ravi)

    ravi.page.goto(f"{PROJECT}/models")
    expect(ravi.page.get_by_role("link", name="everything-red")).to_be_visible()
    ready(ravi.page)
    _picture(ravi, "models")
    ravi.page.get_by_role("link", name="everything-red").click()
    ravi.button("Score under schema 1").click()

    expect(ravi.page.get_by_text("items were compared")).to_be_visible(timeout=30_000)
    matrix = ravi.page.get_by_role("table", name="What was taken for what")
    expect(matrix.get_by_role("rowheader", name="Platelet")).to_be_visible()
    worst = ravi.page.get_by_role("region", name="Where it is wrong")
    worst.get_by_role("row").nth(1).click()
    expect(worst.get_by_label("The item with its predictions")).to_be_visible()
    ready(ravi.page)
    _picture(ravi, "run")
    worst.get_by_label("The item with its predictions").scroll_into_view_if_needed()
    _picture(ravi, "worst")
    ravi.page.get_by_role("textbox", name="Compare with another model").click()
    ravi.page.get_by_role("option", name="as-people-say").click()
    expect(ravi.page.get_by_role("columnheader", name="Difference").first).to_be_visible()
    assert ravi.api(f"/model-runs/{bad}")["scores"][0]["figures"][0]["value"] < 1
    assert ravi.api(f"/model-runs/{good}")["scores"][0]["figures"][0]["value"] > 0.99
    _picture(ravi, "compared")
    assert violations(ravi.page, "light") + violations(ravi.page, "dark") == []
    ravi.page.set_viewport_size(NARROW)
    _picture(ravi, "narrow")
    assert ravi.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def two_runs(person: Person) -> tuple[str, str]:
    """Complete runs on the newest version: one says what people said (and is scored), one takes every cell for a red one."""
    projects = person.api("/projects")["results"]
    project = next(each["id"] for each in projects if each["slug"] == "blood-cells")
    version = person.api(f"/projects/{project}/dataset-versions")["results"][0]
    answers = _labels(person, version)
    reds = json.loads(json.dumps(answers))
    for value in reds.values():
        for region in value["cells"]["regions"]:
            region |= {"label": "rbc", "attributes": {}}
    good = _run(person, project, version["id"], "as-people-say", answers)
    bad = _run(person, project, version["id"], "everything-red", reds)
    score = _post(person, f"/model-runs/{good}/scores", {})["id"]
    wait_for(lambda: person.api(f"/run-scores/{score}")["state"] == "ready", seconds=60)
    return good, bad


def _labels(person: Person, version: dict[str, Any]) -> dict[str, Any]:
    """What people said, from the version's own files, by item."""
    path = f"/api/v1/dataset-versions/{version['id']}"
    manifest = person.context.request.get(f"{path}/manifest").json()
    found: dict[str, Any] = {}
    for file in manifest["files"]:
        if file["path"].startswith("data/annotations"):
            content = person.context.request.get(f"{path}/files/{file['sha256']}").body()
            for row in pq.read_table(io.BytesIO(content)).to_pylist():
                found.setdefault(row["item_id"], json.loads(row["value"]))
    return found


def _run(person: Person, project: str, version: str, name: str, values: dict[str, Any]) -> str:
    run = _post(person, f"/projects/{project}/model-runs", {"dataset_version": version, "name": name})
    lines = "".join(json.dumps({"item": item, "value": value}) + "\n" for item, value in values.items())
    file = {"name": "predictions.jsonl", "mimeType": "application/x-ndjson", "buffer": lines.encode()}
    answer = person.context.request.post(
        f"/api/v1/model-runs/{run['id']}/files", multipart={"file": file}, headers=_proof(person)
    )
    assert answer.ok, answer.text()
    wait_for(
        lambda: person.api(f"/model-runs/{run['id']}/files")["results"][0]["state"] == "read", seconds=60
    )
    _post(person, f"/model-runs/{run['id']}/complete", {})
    return str(run["id"])


def _post(person: Person, path: str, body: dict[str, Any]) -> Any:
    answer = person.context.request.post(f"/api/v1{path}", data=body, headers=_proof(person))
    assert answer.ok, answer.text()
    return answer.json()


def _proof(person: Person) -> dict[str, str]:
    token = next(each["value"] for each in person.context.cookies() if each["name"] == "csrftoken")
    return {"X-CSRFToken": token, "Referer": person.url}


def _picture(person: Person, name: str) -> None:
    folder = os.environ.get("RUNS_SHOTS")
    if folder:
        for scheme in ("dark", "light"):
            person.page.evaluate(
                f"document.documentElement.setAttribute('data-mantine-color-scheme', '{scheme}')"
            )
            person.page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
