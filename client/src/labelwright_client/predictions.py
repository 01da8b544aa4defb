"""Sending the predictions of a model, and reading how well they fit the labels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright_client.errors import ClientError
from labelwright_client.http import Transport

if TYPE_CHECKING:
    import pandas as pd

POLL_SECONDS = 1.0
Wait = Callable[[], None]


@dataclass(frozen=True)
class Refusals:
    """Predictions of a file that were left out: how many, and the first of them with the reason."""

    count: int
    problems: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Score:
    """How well a run fits the labels of its version, as the API gives it."""

    document: dict[str, Any]

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = self.document["report"]
        return report

    def to_pandas(self) -> pd.DataFrame:
        """A row for each label or option with its counts, precision, recall, F1 and average precision."""
        import pandas as pd

        rows = [
            {"field": field["field"], **label} for field in self.report["fields"] for label in field["labels"]
        ]
        return pd.DataFrame(rows)

    def pairs(self) -> pd.DataFrame:
        """What was taken for what, and how often; an empty label stands for nothing at all."""
        import pandas as pd

        rows = [
            {"field": field["field"], **pair} for field in self.report["fields"] for pair in field["pairs"]
        ]
        return pd.DataFrame(rows, columns=["field", "label", "predicted", "count"])


class Predictions:
    """The model runs of a server."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def runs(self, project_id: str) -> list[dict[str, Any]]:
        """The model runs of a project, newest first."""
        return list(self._transport.pages(f"/projects/{project_id}/model-runs"))

    def upload(
        self,
        version: dict[str, Any],
        path: str | Path,
        *,
        name: str,
        note: str = "",
        split: str = "",
        schema: int | None = None,
        format: str = "jsonl",
        image_ids: str | None = None,
        skip: bool = False,
        on_wait: Wait = lambda: None,
    ) -> tuple[dict[str, Any], Refusals]:
        """A complete run with the predictions of a file, and what was left out of it.

        With `skip`, what does not fit is left out; else nothing of the file is taken and `ClientError` says where and why.
        """
        content = Path(path)
        if not content.is_file():
            raise ClientError(f"There is no file {path}.")
        body = {
            "dataset_version": version["id"],
            "name": name,
            "note": note,
            "split": split,
            "schema_version": schema,
        }
        opened = self._transport.send("POST", f"/projects/{version['project']}/model-runs", body)
        run = self._transport.data(opened)
        fields = {
            "name": content.name[:300],
            "format": format,
            "on_error": "skip" if skip else "refuse",
            "size": str(content.stat().st_size),
            "sha256": _hash(content),
            **({"image_ids": image_ids} if image_ids else {}),
        }
        place = f"/model-runs/{run['id']}"
        file = self._transport.data(self._transport.upload(f"{place}/files", content, fields))
        while file["state"] == "reading":
            on_wait()
            self._transport.pause(POLL_SECONDS)
            file = next(each for each in self._transport.pages(f"{place}/files") if each["id"] == file["id"])
        if file["state"] == "failed":
            raise ClientError(_why(file))
        complete = self._transport.data(self._transport.send("POST", f"{place}/complete", {}))
        return complete, Refusals(file["refused"], tuple(file["problems"]))

    def score(
        self,
        run_id: str,
        *,
        as_schema: int | None = None,
        threshold: float = 0.5,
        on_wait: Wait = lambda: None,
    ) -> Score:
        """How well a run fits the labels, both read under schema version `as_schema`, by default the dataset version's.

        Raises `Problem` where nothing leads there.
        """
        body = {"as_schema": as_schema, "threshold": threshold}
        asked = self._transport.data(self._transport.send("POST", f"/model-runs/{run_id}/scores", body))
        found = self._transport.json(f"/run-scores/{asked['id']}")
        while found["state"] == "counting":
            on_wait()
            self._transport.pause(POLL_SECONDS)
            found = self._transport.json(f"/run-scores/{asked['id']}")
        if found["state"] == "failed":
            raise ClientError(f"The server could not score it: {_reason(found)}")
        return Score(found)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(found: dict[str, Any]) -> str:
    job = found["job"] or {}
    return str((job.get("error") or {}).get("detail") or job.get("state") or "its job is gone")


def _why(file: dict[str, Any]) -> str:
    lines = [f"{file['name']} was not taken: {_reason(file)}"]
    lines += [f"  {problem_in_words(file['name'], each)}" for each in file["problems"][:20]]
    return "\n".join(lines)


def problem_in_words(name: str, problem: dict[str, Any]) -> str:
    """Where it is, and what is wrong, as compilers write it."""
    where = f"{name}:{problem['line']}" if problem["line"] else f"{name}{problem['pointer']}"
    return f"{where}: {problem['detail']}"
