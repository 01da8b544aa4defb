"""Reading a manifest that may come from anywhere: nothing in it is believed before it was checked."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from labelwright_client.errors import Corrupted, HostileManifest

FORMAT = "labelwright-dataset/1"
NAME = "manifest.json"
SHA256 = re.compile(r"[0-9a-f]{64}")
# What a version's paths are made of. No backslash, no colon, no space: the same file on every system.
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,150}")
# Names that Windows takes for devices, whatever their ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    path: str
    sha256: str
    size: int
    media_type: str

    @property
    def is_media(self) -> bool:
        return self.path.startswith("media/")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`identity` is the SHA-256 of the very bytes; `head` is everything but the files."""

    identity: str
    content: bytes
    head: dict[str, Any]
    files: tuple[File, ...]


def parse(content: bytes, *, identity: str | None = None) -> Manifest:
    """The manifest in `content`. Raises `Corrupted` if its hash is not `identity`, `HostileManifest` if it is unfit."""
    found = hashlib.sha256(content).hexdigest()
    if identity is not None and found != identity:
        raise Corrupted(f"The manifest has the hash {found}, expected {identity}.")
    try:
        head = json.loads(content)
        files = tuple(_file(entry) for entry in head.pop("files"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HostileManifest(f"This is not a manifest: {error!r}") from error
    if head.get("format") != FORMAT:
        raise HostileManifest(
            f"This client reads {FORMAT}, the version is {head.get('format')!r}. Install a newer client."
        )
    folded = {NAME}
    for file in files:
        if file.path.casefold() in folded:
            raise HostileManifest(f"The manifest names {file.path!r} twice.")
        folded.add(file.path.casefold())
    return Manifest(found, content, head, files)


def _file(entry: dict[str, Any]) -> File:
    file = File(entry["path"], entry["sha256"], entry["size"], entry["media_type"])
    parts = file.path.split("/")
    if len(parts) > 4 or not all(
        PART.fullmatch(p) and ".." not in p and not DEVICES.fullmatch(p) for p in parts
    ):
        raise HostileManifest(f"The manifest names the path {file.path[:200]!r}, which is not safe to write.")
    if not SHA256.fullmatch(file.sha256):
        raise HostileManifest(f"The manifest gives no SHA-256 for {file.path!r}.")
    if type(file.size) is not int or file.size < 0:
        raise HostileManifest(f"The manifest gives no size for {file.path!r}.")
    return file
