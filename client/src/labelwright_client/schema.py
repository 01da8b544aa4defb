"""The label schema of a project over REST: its draft, what would become of the labels, and what became of them.

A draft is one for all who work in the project. Whoever changes it says which version they have read, so that nobody
overwrites what they have not seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from labelwright_client.errors import ClientError, Problem
from labelwright_client.http import Transport

POLL_SECONDS = 1.0
Data = dict[str, Any]


class ProjectSchema:
    """The schema of one project. Methods give what the API answers."""

    def __init__(self, transport: Transport, project: str) -> None:
        self._transport = transport
        self._place = f"/projects/{project}"

    def save(self, text: str) -> Data:
        """The draft says what `text`, a schema as YAML, says; it is begun where there is none. Raises `Problem`."""
        answer = self._transport.send(
            "PUT", f"{self._place}/schema-draft", {"yaml": text}, version=self._draft_version()
        )
        return self._data(answer)

    def differences(self) -> Data:
        """What differs between the current version and the draft, and how the labels follow."""
        return self._data(self._differences())

    def decide(self, decisions: dict[str, str]) -> Data:
        """As `differences`, when it is decided what was meant: ids of differences and keys of their choices."""
        return self._say_how({"decisions": decisions})

    def save_operations(self, text: str) -> Data:
        """As `differences`, when the labels follow by the operations in `text`, which is YAML. Raises `Problem`."""
        return self._say_how({"yaml": text})

    def rehearse(self, *, on_wait: Callable[[], None] = lambda: None) -> Data:
        """What the draft would do to every label, counted by the server; nothing changes. Raises `ClientError` if it fails."""
        found = self._data(self._transport.send("POST", f"{self._place}/rehearsals", {}))
        while found["state"] == "running":
            on_wait()
            self._transport.pause(POLL_SECONDS)
            found = self._transport.json(f"/rehearsals/{found['id']}")
        if found["state"] != "done":
            raise ClientError(f"The rehearsal failed; its job {found['job']} says why.")
        return found

    def rehearsal_of(self, plan_hash: str) -> Data | None:
        """The newest rehearsal of this very plan; None if there is none."""
        rows = self._transport.pages(f"{self._place}/rehearsals")
        done = (row for row in rows if row["state"] == "done" and row["reverts"] is None)
        return next((row for row in done if row["plan_hash"] == plan_hash), None)

    def apply(
        self,
        *,
        note: str = "",
        vendor: str | None = None,
        by_makers: bool = True,
        ask_refused: bool = False,
    ) -> Data | None:
        """The draft is published and its migration begun, as it was rehearsed; None where no label in use can change.

        Raises `ClientError` while something has to be decided or the plan was not rehearsed, and `Problem` if labels came
        since the rehearsal.
        """
        answer = self._differences()
        plan, version = self._data(answer)["plan"], version_of(answer)
        if plan is None:
            raise ClientError("It is not decided yet how the labels follow. Run: labelwright schema diff")
        if not plan["touches_labels"]:
            place = f"{self._place}/schema-draft/publish"
            self._transport.send("POST", place, {"note": note}, version=version)
            return None
        rehearsal = self.rehearsal_of(plan["hash"])
        if rehearsal is None:
            raise ClientError("This plan was not rehearsed. Run: labelwright schema plan")
        how = {"note": note, "vendor": vendor, "by_makers": by_makers, "ask_refused": ask_refused}
        place = f"/rehearsals/{rehearsal['id']}/apply"
        return self._data(self._transport.send("POST", place, how, version=version))

    def migrations(self) -> list[Data]:
        """The schema migrations of the project, newest first."""
        return list(self._transport.pages(f"{self._place}/schema-migrations"))

    def wait_for(self, migration: Data, *, on_wait: Callable[[Data], None] = lambda migration: None) -> Data:
        """The migration when it runs no longer: it is done, paused or stopped, or a job of it failed."""
        while migration["state"] == "running" and not migration["progress"]["failed"]:
            on_wait(migration)
            self._transport.pause(POLL_SECONDS)
            migration = self._transport.json(f"/schema-migrations/{migration['id']}")
        return migration

    def _say_how(self, body: Data) -> Data:
        version = version_of(self._differences())
        place = f"{self._place}/schema-draft/operations"
        return self._data(self._transport.send("PUT", place, body, version=version))

    def _differences(self) -> httpx.Response:
        return self._transport.get(f"{self._place}/schema-draft/differences")

    def _draft_version(self) -> int:
        place = f"{self._place}/schema-draft"
        try:
            return version_of(self._transport.get(place))
        except Problem as problem:
            if problem.status != 404:
                raise
        return version_of(self._transport.send("POST", place, {}))

    def _data(self, response: httpx.Response) -> Data:
        found: Data = self._transport.data(response)
        return found


def version_of(response: httpx.Response) -> int:
    """The version that an answer bears. Raises `ClientError` if something on the way took it off."""
    text = response.headers.get("ETag", "").removeprefix("W/").strip('"')
    if not text.isdigit():
        raise ClientError("The answer bears no ETag; something between here and the server took it off.")
    return int(text)
