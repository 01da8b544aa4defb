"""The way to a server from Python."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from labelwright_client import manifest as manifests
from labelwright_client.download import Progress, download_all
from labelwright_client.errors import ClientError
from labelwright_client.folder import PulledVersion, VerifyReport, verify
from labelwright_client.http import Transport

REFERENCE = re.compile(r"(?:(?P<organisation>[\w-]+)/)?(?P<slug>[\w-]+)@(?P<number>\d{1,9}|latest)")
Only = Literal["labels", "media"]


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
        found = [each for each in self.projects() if project in (each["slug"], each["id"])]
        if not found:
            raise ClientError(f"There is no project {project!r} that this token may see.")
        if len(found) > 1:
            raise ClientError(f"Several projects are called {project!r}; use the id of one.")
        rows = self._transport.pages(f"/projects/{found[0]['id']}/dataset-versions")
        return [row for row in rows if row["state"] == "published"]

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
        to: str | Path | None = None,
        only: Only | None = None,
        workers: int = 4,
        on_start: Callable[[int], None] = lambda total: None,
        progress: Progress = lambda count: None,
    ) -> PulledVersion:
        """The version in the folder `to` (by default named like the reference), every byte checked by its hash.

        A pull that was cut off goes on where it stopped when it is asked for again. `only` leaves out the media
        ("labels") or everything but them and the manifest ("media"). Raises `Problem`, `Unreachable`, `Corrupted`,
        `HostileManifest`, and `ClientError` when the folder holds another version.
        """
        if only not in (None, "labels", "media"):
            raise ClientError(f"`only` is 'labels' or 'media', not {only!r}.")
        version = self.version(reference)
        content = self._transport.get(f"/dataset-versions/{version['id']}/manifest").content
        manifest = manifests.parse(content, identity=version["identity"])
        folder = Path(to) if to is not None else Path(f"{version['slug']}@{version['number']}")
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
            version["id"],
            wanted,
            folder,
            workers=max(1, min(workers, 16)),
            progress=progress,
        )
        kept.replace(folder / manifests.NAME)
        _flush(folder)
        return PulledVersion(folder, manifest)

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
