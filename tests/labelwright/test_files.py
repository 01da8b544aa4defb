"""Files in the storage are whole or not there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from labelwright.files import put, remove_parts

HOUR = 3600


def test_what_a_dead_process_left_half_written_is_swept_away(files: Path):
    put("assets/whole", b"whole")
    old, young = files / "parts" / "old.part", files / "parts" / "young.part"
    for part in (old, young):
        part.write_bytes(b"ha")
    os.utime(old, (time.time() - 2 * HOUR,) * 2)

    removed = remove_parts()

    assert removed == 1
    assert not old.exists()
    assert young.exists()
    assert (files / "assets" / "whole").read_bytes() == b"whole"


def test_content_with_another_hash_leaves_nothing(files: Path):
    with pytest.raises(ValueError):
        put("assets/wrong", b"wrong", sha256="0" * 64)

    assert [path for path in files.rglob("*") if path.is_file()] == []
