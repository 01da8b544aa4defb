"""Sources made of bytes, and the folder of real data that is not part of the repository."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from tests import conftest


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
    root = conftest.shared_data()
    if root is None or not (root / name).is_dir():
        pytest.skip(f"not run: the real data “{name}” (shared/data, or LABELWRIGHT_SHARED_DATA) are not here")
    return root / name
