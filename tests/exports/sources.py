"""Sources made of bytes, and the folder of real data that is not part of the repository."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest


class Files:
    """A `Source` of bytes in memory."""

    def __init__(self, files: dict[str, bytes | str]) -> None:
        self._files = {path: each.encode() if isinstance(each, str) else each for path, each in files.items()}

    def paths(self) -> Sequence[str]:
        return tuple(self._files)

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self._files[path])


class Folder:
    """A `Source` of the files below a folder."""

    def __init__(self, root: Path, pattern: str = "**/*") -> None:
        self._root = root
        self._paths = tuple(sorted(p.relative_to(root).as_posix() for p in root.glob(pattern) if p.is_file()))

    def paths(self) -> Sequence[str]:
        return self._paths

    def open(self, path: str) -> BinaryIO:
        return (self._root / path).open("rb")


def shared_data(name: str) -> Path:
    """The folder of real data; the test is skipped where it is absent."""
    named = os.environ.get("LABELWRIGHT_SHARED_DATA")
    roots = [Path(named)] if named else [up / "shared" / "data" for up in Path(__file__).resolve().parents]
    found = next((root / name for root in roots if (root / name).is_dir()), None)
    if found is None:
        pytest.skip(f"the real data “{name}” (shared/data, or LABELWRIGHT_SHARED_DATA) are not here")
    return found
