"""The way to a server from Python."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from labelwright_client import manifest as manifests
from labelwright_client.compare import SchemaChange, VersionDiff, compare
from labelwright_client.download import Progress, download_all
from labelwright_client.errors import ClientError, Problem
from labelwright_client.folder import PulledVersion, VerifyReport, verify
from labelwright_client.http import Transport
from labelwright_client.predictions import Predictions, Refusals, Score
from labelwright_client.schema import ProjectSchema

REFERENCE = re.compile(r"(?:(?P<organisation>[\w-]+)/)?(?P<slug>[\w-]+)@(?P<number>\d{1,9}|latest)")
Only = Literal["labels", "media"]
POLL_SECONDS = 1.0


class Client:
    """A server, asked with a token whose scope may be as little as `dataset:read:<project>`."""

    def __init__(
        self, url: str, token: str, *, timeout: float = 30.0, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._transport = Transport(url, token, timeout=timeout, pause=pause)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()

    def projects(self) -> list[dict[str, Any]]:
        """The projects that the token may see, as the API gives them."""
        return list(self._transport.pages("/projects"))

    def versions(self, project: str) -> list[dict[str, Any]]:
        """The published versions of a project (its short name or id), newest first."""
        rows = self._transport.pages(f"/projects/{self._project(project)['id']}/dataset-versions")
        return [row for row in rows if row["state"] == "published"]

    def schema(self, project: str) -> ProjectSchema:
        """The label schema of a project (its short name or id), to be changed."""
        return ProjectSchema(self._transport, self._project(project)["id"])

    def _project(self, project: str) -> dict[str, Any]:
        found = [each for each in self.projects() if project in (each["slug"], each["id"])]
        if not found:
            raise ClientError(f"There is no project {project!r} that this token may see.")
        if len(found) > 1:
            raise ClientError(f"Several projects are called {project!r}; use the id of one.")
        return found[0]

    def version(self, reference: str) -> dict[str, Any]:
        """What the API says of `project@number`, `project@latest` or `organisation/project@number`."""
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise ClientError(f"Expected something like cells@1 or cells@latest, found {reference!r}.")
        organisation = match["organisation"]
        found: dict[str, Any] = self._transport.json(
            f"/datasets/{match['slug']}/versions/{match['number']}",
            {"organisation": organisation} if organisation else None,
        )
        return found

    def pull(
        self,
        reference: str,
        *,
        as_schema: int | None = None,
        to: str | Path | None = None,
        only: Only | None = None,
        workers: int = 4,
        on_wait: Callable[[], None] = lambda: None,
        on_start: Callable[[int], None] = lambda total: None,
        progress: Progress = lambda count: None,
    ) -> PulledVersion:
        """The version in the folder `to` (by default named like the reference), every byte checked by its hash.

        A pull that was cut off goes on where it stopped when it is asked for again. `only` leaves out the media
        ("labels") or everything but them and the manifest ("media"). With `as_schema` it is the version read under that
        schema version of its project, which the server may have to write first; `on_wait` is called while it does.
        Raises `Problem` (also where nothing leads to that schema), `Unreachable`, `Corrupted`, `HostileManifest`, and
        `ClientError` when the folder holds another version.
        """
        if only not in (None, "labels", "media"):
            raise ClientError(f"`only` is 'labels' or 'media', not {only!r}.")
        version = self.version(reference)
        name, identity, query = f"{version['slug']}@{version['number']}", version["identity"], {}
        lens = self._lens(version["id"], as_schema, on_wait) if as_schema is not None else None
        if lens is not None:
            name, identity, query = f"{name}-as-{as_schema}", lens["identity"], {"as_schema": str(as_schema)}
        place = f"/dataset-versions/{version['id']}"
        content = self._transport.get(f"{place}/manifest", query).content
        manifest = manifests.parse(content, identity=identity)
        folder = Path(to) if to is not None else Path(name)
        _require_same(folder, manifest.identity)
        folder.mkdir(parents=True, exist_ok=True)
        wanted = [file for file in manifest.files if only is None or file.is_media == (only == "media")]
        _refuse_links(folder, wanted)
        on_start(sum(file.size for file in wanted))
        # The manifest first under another name: with its own name it says that everything else is there.
        kept = folder / (manifests.NAME + ".part")
        kept.write_bytes(content)
        download_all(
            self._transport,
            lambda file: f"{place}/files/{file.sha256}" + (f"?{urlencode(query)}" if query else ""),
            wanted,
            folder,
            workers=max(1, min(workers, 16)),
            progress=progress,
        )
        kept.replace(folder / manifests.NAME)
        _flush(folder)
        return PulledVersion(folder, manifest)

    def lens(self, reference: str, as_schema: int) -> dict[str, Any] | None:
        """How a version is read under another schema version, as the API gives it; None if that is its own.

        Raises `Problem` where nothing leads there.
        """
        return self._look(self.version(reference)["id"], as_schema)

    def _look(self, version_id: str, as_schema: int) -> dict[str, Any] | None:
        found: dict[str, Any] = self._transport.json(
            f"/dataset-versions/{version_id}", {"as_schema": str(as_schema)}
        )
        lens: dict[str, Any] | None = found["lens"]
        return lens

    def _lens(self, version_id: str, as_schema: int, on_wait: Callable[[], None]) -> dict[str, Any] | None:
        """As `lens`, and its files are there."""
        lens = self._look(version_id, as_schema)
        if lens is not None and lens["state"] in ("absent", "failed"):
            place = f"/dataset-versions/{version_id}/lenses"
            lens = self._transport.data(self._transport.send("POST", place, {"as_schema": as_schema}))
        while lens is not None and lens["state"] == "writing":
            on_wait()
            self._transport.pause(POLL_SECONDS)
            lens = self._look(version_id, as_schema)
        if lens is not None and lens["state"] == "failed":
            job = lens["job"] or {}
            raise ClientError(
                f"The server could not write it: {(job.get('error') or {}).get('detail') or job.get('state')}"
            )
        return lens

    def diff(self, before: str, after: str) -> VersionDiff:
        """What changed from one version to another: items, labels, the schema. Both are fetched without their media.

        Needs pyarrow, as reading rows does.
        """
        with tempfile.TemporaryDirectory(prefix="labelwright-") as folder:
            one = self.pull(before, to=Path(folder) / "before", only="labels")
            other = self.pull(after, to=Path(folder) / "after", only="labels")
            schema = self._schema_change(before, one, other)
            return compare(one, other, schema=schema)

    def _schema_change(self, before: str, one: PulledVersion, other: PulledVersion) -> SchemaChange:
        numbers = one.manifest.head["schema"]["number"], other.manifest.head["schema"]["number"]
        if one.manifest.head["project"] != other.manifest.head["project"]:
            return SchemaChange(*numbers, obstacle="They are versions of different projects.")
        try:
            lens = self.lens(before, numbers[1])
        except Problem as problem:
            if problem.status != 409:
                raise
            return SchemaChange(*numbers, obstacle=problem.document.get("detail", ""))
        return SchemaChange(*numbers, operations=tuple(lens["operations"]) if lens else ())

    def upload_predictions(
        self, reference: str, path: str | Path, *, name: str, **options: Any
    ) -> tuple[dict[str, Any], Refusals]:
        """A complete model run on a version, with the predictions of a file; see `Predictions.upload`.

        Needs a token with the scope `predictions:write`.
        """
        version = self.version(reference)
        return Predictions(self._transport).upload(version, path, name=name, **options)

    def runs(self, project: str) -> list[dict[str, Any]]:
        """The model runs of a project (its short name or id), newest first, with their scores."""
        return Predictions(self._transport).runs(self._project(project)["id"])

    def score(self, run_id: str, **options: Any) -> Score:
        """How well a model run fits the labels; see `Predictions.score`. `to_pandas()` makes a table of it."""
        return Predictions(self._transport).score(run_id, **options)

    @staticmethod
    def verify(path: str | Path, *, identity: str | None = None) -> VerifyReport:
        """See `labelwright_client.verify`; no server is asked."""
        return verify(path, identity=identity)


def _require_same(folder: Path, identity: str) -> None:
    """A folder holds one version: two in one would leave files that no manifest knows."""
    for name in (manifests.NAME, manifests.NAME + ".part"):
        try:
            found = manifests.parse((folder / name).read_bytes()).identity
        except FileNotFoundError:
            continue
        except ClientError:
            found = "something else"
        if found != identity:
            raise ClientError(f"{folder} holds another version ({found[:12]}…). Choose an empty folder.")


def _refuse_links(folder: Path, files: list[manifests.File]) -> None:
    """A link below the folder would lead a download out of it."""
    places = {(folder / file.path).parent for file in files}
    for place in places:
        while place != folder:
            if place.is_symlink():
                raise ClientError(f"{place} is a link; a version is only written into real folders.")
            place = place.parent


def _flush(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
