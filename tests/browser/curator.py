"""A curator of blood cells who changes the label schema: platelets count as red cells, white cells are divided by their lobes."""

from __future__ import annotations

import copy
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.schema_changes import project_called
from tests.stack import wait_for

NEW_LABELS = [
    {"key": key, "name": name, "titles": {"en": name}, "geometry": "box", "colour": colour}
    for key, name, colour in (("single", "Single-lobed", "#4488ff"), ("lobed", "Multi-lobed", "#9966bb"))
]
DECISIONS = {"cells/wbc/removed": "split", "cells/platelet/removed": "into:rbc"}
WHY = "Lobes are classes, platelets count as red cells."


class Curator:
    """Somebody at their browser who may change the schema of the project, and what the API says to them."""

    def __init__(self, person: Person, slug: str) -> None:
        self.person, self.path = person, f"/projects/{slug}"
        self.page: Page = person.page
        self.project = str(project_called(person, slug)["id"])

    def send(self, method: str, path: str, body: Any, version: int | None = None) -> Any:
        token = next(each["value"] for each in self.person.context.cookies() if each["name"] == "csrftoken")
        headers = {"X-CSRFToken": token, "Referer": self.person.url}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        url = f"/api/v1/projects/{self.project}/{path}"
        answer = self.person.context.request.fetch(url, method=method, data=body, headers=headers)
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    def draft(self, *, without: tuple[str, ...] = ("wbc", "platelet")) -> dict[str, Any]:
        """A draft in which these labels are gone and white cells are two."""
        draft = self.send("POST", "schema-draft", {})
        document = copy.deepcopy(draft["document"])
        labels = document["fields"][0]["labels"]
        new = NEW_LABELS if "wbc" in without else []
        document["fields"][0]["labels"] = [*(each for each in labels if each["key"] not in without), *new]
        return self.send("PUT", "schema-draft", {"document": document}, draft["version"])  # type: ignore[no-any-return]

    def discard(self) -> None:
        self.send("DELETE", "schema-draft", None, self.version())

    def version(self) -> int:
        return int(self.person.api(f"/projects/{self.project}/schema-draft")["version"])

    def rehearsed(self, decisions: dict[str, str]) -> str:
        """The path of a rehearsal of the draft, done, after these decisions."""
        self.send("PUT", "schema-draft/operations", {"decisions": decisions}, self.version())
        rehearsal = self.send("POST", "rehearsals", {})["id"]
        wait_for(lambda: self.person.api(f"/rehearsals/{rehearsal}")["state"] == "done")
        return f"{self.path}/rehearsals/{rehearsal}"

    def annotations(self) -> dict[str, dict[str, Any]]:
        """Every annotation of the project by its id."""
        rows, after = [], ""
        while True:
            page = self.person.api(f"/projects/{self.project}/annotations?limit=100{after}")
            rows += page["results"]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        return {row["id"]: self.person.api(f"/annotations/{row['id']}") for row in rows}

    def regions(self) -> dict[str, list[Any]]:
        """What every annotation of the project says, by annotation."""
        return {key: each["value"]["cells"]["regions"] for key, each in self.annotations().items()}


def open_changes(clara: Curator) -> None:
    """From the schema editor, where the draft is open."""
    clara.person.button("Publish…").click()
    expect(clara.page).to_have_url(re.compile("/schema/changes"))
    expect(clara.person.button("Rehearse")).to_be_disabled()


def decide(clara: Curator) -> None:
    """Platelets are red cells now, white cells are divided by their lobes."""
    page = clara.page
    platelet = page.get_by_role("article").filter(has_text="The label Platelet is gone")
    platelet.get_by_role("radio", name="It is part of Red cell now").check()
    white = page.get_by_role("article").filter(has_text="The label White cell is gone")
    white.get_by_role("radio", name="It is divided").check()
    _rule(clara, white, 1, ["One"], "Single-lobed")
    _rule(clara, white, 2, ["Two", "Three"], "Multi-lobed")
    steps = page.get_by_role("complementary", name="The plan").get_by_role("listitem")
    expect(steps.filter(has_text="Split White cell into Single-lobed, Multi-lobed by rules")).to_be_visible()
    expect(clara.person.button("Rehearse")).to_be_enabled()


def _rule(clara: Curator, decision: Any, number: int, values: list[str], target: str) -> None:
    decision.get_by_role("button", name="Add a rule").click()
    group = decision.get_by_role("group", name=f"Rule {number}")
    group.get_by_label("Values").click()
    for value in values:
        clara.page.get_by_role("option", name=value, exact=True).click()
    clara.page.keyboard.press("Escape")
    clara.person.choose("Becomes", target, within=group)


def apply(clara: Curator, *, version: int, note: str) -> None:
    """From the page of the rehearsal; the page is that of the versions then."""
    clara.page.get_by_label("Why it changed").fill(note)
    clara.person.button(f"Apply: publish version {version}").click()
    expect(clara.page).to_have_url(re.compile("/schema/migrations"))


def nothing_runs(clara: Curator) -> None:
    expect(clara.page.get_by_role("list").first).to_be_visible()
    expect(clara.page.get_by_role("region", name="The running schema migration")).to_have_count(0)


def take_back(clara: Curator, *, says: str | re.Pattern[str]) -> None:
    """From the page of the versions, in one click more than asking what it would do."""
    clara.person.button("Take back…").click()
    dialog = clara.page.get_by_role("dialog")
    expect(dialog.get_by_text(says)).to_be_visible()
    dialog.get_by_role("button", name="Take it back").click()
    expect(dialog).to_have_count(0)
