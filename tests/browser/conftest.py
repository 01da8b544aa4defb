"""A real Chromium against a whole installation, as different people. Whatever a page complains of fails the test."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from labelwright.config.install import FRONTEND, ROOT
from tests.browser.people import People
from tests.jobs.conftest import lab_on
from tests.jobs.world import Lab
from tests.stack import Stack

ARTIFACTS = ROOT / "test-artifacts" / "browser"
PATIENCE = 20_000  # ms; for a machine that does other things as well
STANDING_STILL = "tests.jobs.standing_still"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("LABELWRIGHT_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("not run: there is no Chromium on this machine (Debian: apt-get install chromium)")
    if not (FRONTEND / "dist" / "index.html").exists():
        pytest.skip("not run: the front end is not built (cd frontend && npm ci && npm run build)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # There is no graphics card: without the process that acts as one, a page costs a sixth less.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stack(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An empty installation with an owner. After the browser, so that nothing is started where there is none."""
    for lab in lab_on(Stack(tmp_path_factory.mktemp("stack"))):
        yield lab.stack


@pytest.fixture(scope="session")
def seeded(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that an installation with the demo has on disk; drawing it takes longer than many a test."""
    stack = Stack(tmp_path_factory.mktemp("seeded"))
    stack.migrate()
    stack.seed_demo()
    return stack.folder


@pytest.fixture(scope="session")
def demo(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation with the demo."""
    yield from _running(Stack(_copied(seeded, tmp_path_factory.mktemp("demo"))))


@dataclass(frozen=True)
class Place:
    """An installation to tell the story on, and what befalls its workers meanwhile."""

    lab: Lab
    disturbed: Callable[[str], AbstractContextManager[None]]  # while a block starts a job of this kind

    @property
    def stack(self) -> Stack:
        return self.lab.stack


@pytest.fixture
def embedded(stack: Stack) -> Place:
    """SQLite, files, one worker, and nothing befalls it."""
    return Place(Lab(stack), lambda kind: nullcontext())


@pytest.fixture
def served(
    chromium: Browser, services: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """PostgreSQL, Redis and two workers, of which the one that holds the job is killed."""
    stack = Stack(tmp_path_factory.mktemp("served"), **services, workers=2, include=STANDING_STILL)
    for lab in lab_on(stack):
        yield Place(lab, lab.killed_in_the_middle)


@pytest.fixture(params=["embedded", pytest.param("served", marks=pytest.mark.services)])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def own_demo(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation with the demo, for tests that change what others look at."""
    yield from _running(Stack(_copied(seeded, tmp_path_factory.mktemp("own-demo"))))


def _copied(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to, dirs_exist_ok=True))


def _running(stack: Stack) -> Iterator[Stack]:
    try:
        yield stack.start()
    finally:
        stack.stop()


@pytest.fixture
def people(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[People]:
    """Opens a browser of their own for each person; at the end none of them may have complained.

    A test that failed is run a second time (`tests/run_all.py`), and only then traced: a trace costs half as much again.
    """
    people = People(chromium, is_traced=getattr(request.node, "execution_count", 1) > 1)
    yield people
    failed = getattr(request.node, "failed", False)
    complaints = people.complaints()
    kept = failed or bool(complaints)
    people.close(keep_in=_folder(request.node.name) if kept else None)
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def _folder(name: str) -> Path:
    folder = ARTIFACTS / re.sub(r"[^\w-]+", "-", name).strip("-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome: Any = yield
    item.failed = outcome.get_result().failed  # type: ignore[attr-defined]
