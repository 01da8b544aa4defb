"""A second start installs nothing again, and a changed source is built again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labelwright.config import install

pytestmark = pytest.mark.embedded


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a front end, whose commands are written down instead of run."""
    (tmp_path / "frontend/src/locales").mkdir(parents=True)
    (tmp_path / "frontend/dist").mkdir()
    (tmp_path / "frontend/node_modules").mkdir()
    for name in ("uv.lock", "pyproject.toml", "frontend/package.json", "frontend/package-lock.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "frontend/index.html").write_text("<!doctype html>")
    (tmp_path / "frontend/dist/index.html").write_text("<!doctype html>")
    # uv was installed before, whatever the machine has: its own would be found on the path first.
    for program in (".venv/bin/python", ".stamp/tools/bin/uv"):
        (tmp_path / program).parent.mkdir(parents=True)
        (tmp_path / program).touch()
    python = tmp_path / ".venv/bin/python"
    which = shutil.which
    monkeypatch.setattr(install.shutil, "which", lambda name: None if name == "uv" else which(name))
    for name, path in {
        "ROOT": tmp_path,
        "STAMPS": tmp_path / ".stamp",
        "TOOLS": tmp_path / ".stamp/tools",
        "FRONTEND": tmp_path / "frontend",
        "VENV_PYTHON": python,
    }.items():
        monkeypatch.setattr(install, name, path)
    return tmp_path


@pytest.fixture
def done(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    commands: list[str] = []
    monkeypatch.setattr(install, "_do", lambda command, **kwargs: commands.append(" ".join(command[1:])))
    return commands


def test_a_first_start_installs_and_builds(done: list[str]):
    install.install(dev=False)

    assert done == [
        "sync --frozen --no-dev --inexact",
        "ci --no-audit --no-fund",
        "run build",
    ]


def test_a_second_start_does_nothing(done: list[str]):
    install.install(dev=False)
    done.clear()

    install.install(dev=False)

    assert done == []


def test_tests_need_more_packages_but_what_they_installed_serves_a_start_too(done: list[str]):
    install.install(dev=False)
    done.clear()

    install.install(dev=True)
    install.install(dev=False)

    assert done == ["sync --frozen"]


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("uv.lock", ["sync --frozen --no-dev --inexact"]),
        ("frontend/package-lock.json", ["ci --no-audit --no-fund", "run build"]),
        ("frontend/src/main.tsx", ["run build"]),
        ("frontend/src/locales/ko.po", ["run build"]),
        ("frontend/src/locales/ko.ts", []),
        ("frontend/dist/assets.js", []),
        ("frontend/node_modules/x.js", []),
        ("README.md", []),
    ],
)
def test_only_what_changed_is_done_again(checkout: Path, done: list[str], changed: str, again: list[str]):
    install.install(dev=False)
    done.clear()

    (checkout / changed).write_text("changed")
    install.install(dev=False)

    assert done == again


def test_a_step_that_fails_is_tried_again(done: list[str], monkeypatch: pytest.MonkeyPatch):
    def fail(command: list[str], **kwargs: object) -> None:
        raise install.CannotInstall("no network")

    with monkeypatch.context() as broken, pytest.raises(install.CannotInstall):
        broken.setattr(install, "_do", fail)
        install.install(dev=False)

    install.install(dev=False)
    assert done[0].startswith("sync")


def test_a_checkout_without_a_front_end_still_answers_the_api(checkout: Path, done: list[str]):
    (checkout / "frontend/index.html").unlink()

    install.install(dev=False)

    assert done == ["sync --frozen --no-dev --inexact"]
    with pytest.raises(install.CannotInstall, match=r"index\.html"):
        install.install(dev=False, need_frontend=True)
