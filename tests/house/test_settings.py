"""Every setting is documented, and the served mode refuses to start half set."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).resolve().parents[2]
SECRET = secrets.token_urlsafe(50)
COMPLETE = {
    "LABELWRIGHT_MODE": "served",
    "LABELWRIGHT_SECRET_KEY": SECRET,
    "LABELWRIGHT_HOSTS": "labels.example.org",
    "LABELWRIGHT_DATABASE_URL": "postgresql://labelwright@localhost/labelwright",
    "LABELWRIGHT_REDIS_URL": "redis://localhost:6379/0",
}


def check(tmp_path: Path, **variables: str | None) -> subprocess.CompletedProcess[str]:
    """`manage.py check` with the complete set, changed by `variables` (None: not set)."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("LABELWRIGHT_")}
    ours = {**COMPLETE, "LABELWRIGHT_DATA": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**outside, **{name: value for name, value in ours.items() if value is not None}},
        capture_output=True,
        text=True,
    )


def read_by_the_code() -> set[str]:
    """The variables that the product's own source names."""
    sources = [path for path in (ROOT / "labelwright").rglob("*.py") if "/demo/" not in str(path)]
    return {name for path in sources for name in re.findall(r'"(LABELWRIGHT_[A-Z0-9_]+)"', path.read_text())}


def test_every_setting_is_documented_and_nothing_else_is():
    table = re.findall(
        r"^\| `(LABELWRIGHT_[A-Z0-9_]+)`", (ROOT / "docs/operators.md").read_text(), re.MULTILINE
    )

    assert sorted(table) == sorted(read_by_the_code())


def test_the_served_mode_starts_when_everything_is_set(tmp_path: Path):
    assert check(tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LABELWRIGHT_SECRET_KEY", None),
        ("LABELWRIGHT_SECRET_KEY", ""),
        ("LABELWRIGHT_SECRET_KEY", "short"),
        ("LABELWRIGHT_SECRET_KEY", "changeme" * 10),
        ("LABELWRIGHT_HOSTS", None),
        ("LABELWRIGHT_HOSTS", "*"),
        ("LABELWRIGHT_DATABASE_URL", None),
        ("LABELWRIGHT_DATABASE_URL", ""),
        ("LABELWRIGHT_REDIS_URL", None),
        ("LABELWRIGHT_REDIS_URL", ""),
        ("LABELWRIGHT_MODE", "production"),
        ("LABELWRIGHT_DEBUG", "1"),
    ],
)
def test_the_served_mode_refuses_what_is_unset_or_weak(tmp_path: Path, variable: str, value: str | None):
    result = check(tmp_path, **{variable: value})

    assert result.returncode != 0
    assert variable in result.stderr


def test_all_faults_are_named_at_once(tmp_path: Path):
    result = check(tmp_path, LABELWRIGHT_SECRET_KEY=None, LABELWRIGHT_HOSTS=None, LABELWRIGHT_REDIS_URL=None)

    assert re.findall(r"LABELWRIGHT_[A-Z_]+", result.stderr.split("does not start")[-1]) == [
        "LABELWRIGHT_SECRET_KEY",
        "LABELWRIGHT_HOSTS",
        "LABELWRIGHT_REDIS_URL",
    ]


def test_a_secret_never_appears_in_the_refusal(tmp_path: Path):
    result = check(tmp_path, LABELWRIGHT_SECRET_KEY="changeme-very-private")

    assert result.returncode != 0
    assert "very-private" not in result.stdout + result.stderr


def test_a_secret_can_come_from_a_file(tmp_path: Path):
    (tmp_path / "secret").write_text(SECRET + "\n")

    result = check(
        tmp_path, LABELWRIGHT_SECRET_KEY=None, LABELWRIGHT_SECRET_KEY_FILE=str(tmp_path / "secret")
    )

    assert result.returncode == 0, result.stderr
