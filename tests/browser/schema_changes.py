"""A curator who changes the label schema through the API, as the schema editor does."""

from __future__ import annotations

from typing import Any

from guidelines.operations.plan import make_plan
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document, to_document
from tests.browser.people import Person
from tests.stack import wait_for

ENDED = ("done", "failed")


def project_called(person: Person, slug: str) -> dict[str, Any]:
    rows = person.api("/projects?limit=100")["results"]
    return next(row for row in rows if row["slug"] == slug)


def change_schema(
    person: Person, project: str, operations: list[dict[str, Any]], *, note: str
) -> dict[str, Any]:
    """The schema migration, done: these operations were rehearsed and applied, with `note` as the reason."""
    draft = _send(person, "POST", f"/projects/{project}/schema-draft", {})
    plan = make_plan(parse_document(draft["document"]), read_operations(operations))
    path = f"/projects/{project}/schema-draft"
    saved = _send(person, "PUT", path, {"document": to_document(plan.after)}, version=draft["version"])
    body: dict[str, Any] = {"operations": operations}
    _send(person, "PUT", f"{path}/operations", body, version=saved["version"])
    planned = person.api(path)
    started = _send(person, "POST", f"/projects/{project}/rehearsals", {})
    rehearsal = _ended(person, f"/rehearsals/{started['id']}")
    path = f"/rehearsals/{rehearsal['id']}/apply"
    migration = _send(person, "POST", path, {"note": note}, version=planned["version"])
    return _ended(person, f"/schema-migrations/{migration['id']}")


def split(field: str, label: str, targets: list[str]) -> list[dict[str, Any]]:
    """The operations by which a label with boxes becomes one of `targets`, which only people can tell apart."""
    added = [
        {"kind": "add_label/1", "field": field, "label": {"key": key, "geometry": "box"}} for key in targets
    ]
    rule = {"kind": "split_label/1", "field": field, "label": label, "targets": targets, "rules": []}
    return [*added, {**rule, "consumes": []}]


def speak_english(person: Person) -> None:
    user = person.api("/session")["user"]
    _send(person, "PATCH", "/me", {"locale": "en"}, version=user["version"])


def _ended(person: Person, path: str) -> dict[str, Any]:
    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = person.api(path)
        return found if found["state"] in ENDED else None

    found: dict[str, Any] = wait_for(ended, seconds=120, why=f"{path} did not end")
    assert found["state"] == "done", found
    return found


def _send(person: Person, method: str, path: str, body: dict[str, Any], *, version: int | None = None) -> Any:
    token = next(each["value"] for each in person.context.cookies() if each["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": person.url}
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    answer = person.context.request.fetch(f"/api/v1{path}", method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()
