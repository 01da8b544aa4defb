"""What `./test` does: install, run checks and tests side by side, say plainly what passed and what was not run.

Standard library only. Each part writes to a log of its own, which is shown as one section when the part ends.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labelwright.config.install import (
    FRONTEND,
    ROOT,
    VENV_PYTHON,
    CannotInstall,
    install,
    node_environment,
)
from labelwright.config.processes import die_with_parent
from tests.private_services import CannotStart, PostgreSQL, Redis, Service, postgresql_binaries

ARTIFACTS = ROOT / "test-artifacts"
BIN = VENV_PYTHON.parent
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
PART_LIMIT = 50 * 60  # seconds; nothing hangs for ever
SHOWN_WHEN_PASSED = 25  # lines; the whole of it is in the log
SHOWN_WHEN_FAILED = 400
NO_TESTS_COLLECTED = 5  # pytest's exit code


@dataclass
class Result:
    """`passed`, `failed`, `skipped` are tests; a check counts as one."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass
class Part:
    """Commands that run one after the other; all of them, so that one run shows every fault."""

    name: str
    commands: list[list[str]]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    count: Callable[[int], Result] = lambda code: Result(passed=int(code == 0), failed=int(code != 0))
    not_run: str = ""  # why
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    seconds: float = 0.0
    code: int = 0
    result: Result | None = None

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def log(self) -> Path:
        return ARTIFACTS / "logs" / f"{self.slug}.log"

    def start(self) -> None:
        self.started = time.monotonic()
        self._next()

    def _next(self) -> None:
        command = self.commands.pop(0)
        with self.log.open("ab") as log:
            log.write(f"$ {shlex.join(command)}\n".encode())
            log.flush()
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def ended(self) -> bool:
        assert self.process is not None
        if self.process.poll() is None and time.monotonic() - self.started > PART_LIMIT:
            self.kill()
        if self.process.poll() is None:
            return False
        self.code = self.code or self.process.returncode
        if self.commands:
            self._next()
            return False
        self.seconds = time.monotonic() - self.started
        self.result = self.count(self.code)
        if self.code not in (0, NO_TESTS_COLLECTED) and not self.result.failed:
            self.result.failed = 1  # it broke before or after its tests
        return True

    def kill(self) -> None:
        """The part's own process group, which `start` made, is gone."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


# ---- the parts ------------------------------------------------------------------------------------------
class Plan:
    """Which parts there are, with what they need or why they are not run."""

    def __init__(self, options: argparse.Namespace, folder: Path, services: list[Service]) -> None:
        self.options, self.folder, self.services = options, folder, services
        self.node = {**node_environment(), "CI": "1"} if (FRONTEND / "index.html").exists() else None
        self.parts = [
            *(self.tests() if options.only != "checks" else []),
            *(self.checks() if options.only != "tests" else []),
        ]

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """Nothing of the caller's own installation, and a data folder for each part."""
        ours = {k: v for k, v in os.environ.items() if not k.startswith("LABELWRIGHT_") or k in KEPT}
        # Half of each process's start would be spent compiling what the one before had compiled.
        ours.pop("PYTHONDONTWRITEBYTECODE", None)
        path = f"{BIN}{os.pathsep}{(self.node or os.environ).get('PATH', '')}"
        data = self.folder / "data" / name
        data.mkdir(parents=True)
        return {
            **ours,
            "PATH": path,
            "PYTHONUNBUFFERED": "1",
            "LABELWRIGHT_DATA": str(data),
            # A file, as in earnest: threads that share a database in memory lock each other in another way.
            "LABELWRIGHT_TEST_SQLITE": str(data / "test.sqlite3"),
            **more,
        }

    def tests(self) -> list[Part]:
        quick = " and not slow" if self.options.fast else ""
        embedded = self.pytest("Python on SQLite", f"not browser and not services{quick}")
        served = self.pytest("Python on PostgreSQL and Redis", "not browser and not embedded")
        # Each worker drives a browser and an installation of its own.
        browser = self.browser("browser", "browser and not services", workers=2)
        # A part of its own: it runs beside the other, and what it lacks is said in one line.
        browser_served = self.browser("browser on PostgreSQL and Redis", "browser and services")
        self.provide_services(served, browser_served)
        if self.options.fast:
            browser.not_run = served.not_run = browser_served.not_run = "--fast"
        return [embedded, served, browser, browser_served, self.vitest()]

    def browser(self, name: str, marks: str, workers: int = 1) -> Part:
        part = self.pytest(name, marks, workers)
        if not (FRONTEND / "dist" / "index.html").exists():
            part.not_run = "the front end is not built"
        elif chromium() is None:
            part.not_run = "there is no Chromium on this machine (Debian: apt-get install chromium)"
        part.environment["LABELWRIGHT_CHROMIUM"] = chromium() or ""
        # Once more, with a trace to look at. One that passes then is named in the log: it waits for something to be mended.
        part.commands[0] += ["--reruns=1", "-rR"]
        return part

    def pytest(self, name: str, marks: str, workers: int = max(2, CORES)) -> Part:
        part = Part(name, [])
        report = ARTIFACTS / f"{part.slug}.xml"
        spread = ["-n", str(workers), "--dist", "worksteal"] if workers > 1 else []
        part.commands = [["pytest", "-q", "-m", marks, *spread, f"--junitxml={report}", *self.options.pytest]]
        part.environment = self.environment(part.slug)
        part.count = lambda code: self.not_nothing(read_junit(report))
        return part

    def not_nothing(self, result: Result) -> Result:
        """Where everything is required, a part that found no test at all has failed."""
        nothing = not (result.passed or result.failed) and not self.options.pytest
        return Result(failed=1) if self.options.require_all and nothing else result

    def vitest(self) -> Part:
        report = ARTIFACTS / "front-end-units.json"
        reporters = ["--reporter=dot", "--reporter=json", f"--outputFile.json={report}"]
        part = self.frontend_part("front-end units", [["npm", "run", "test", "--", *reporters]])
        part.count = lambda code: read_vitest(report)
        if self.options.pytest:
            part.not_run = part.not_run or "the arguments after -- are for pytest"
        return part

    def checks(self) -> list[Part]:
        manage = ["python", "manage.py"]
        api = [[*manage, "write_openapi", "--check"]]
        python = [
            Part("Python style", [["ruff", "check"], ["ruff", "format", "--check"], ["lint-imports"]]),
            Part("Python types", [["mypy", "."]]),
            Part("database migrations", [[*manage, "makemigrations", "--check", "--dry-run"]]),
            Part("API document", api),
        ]
        for part in python:
            part.environment = self.environment(part.slug)
        return [
            *python,
            self.frontend_part("API types", [["npm", "run", "api", "--", "--check"]]),
            self.frontend_part("front-end style", [["npm", "run", "lint"], ["npm", "run", "format:check"]]),
            self.frontend_part("front-end types", [["npm", "run", "types"]]),
            self.frontend_part("translations", [["npm", "run", "i18n:check"]]),
        ]

    def frontend_part(self, name: str, commands: list[list[str]]) -> Part:
        part = Part(name, commands, folder=FRONTEND)
        part.environment = self.environment(part.slug, CI="1")
        part.not_run = "" if self.node else "there is no front end in this checkout"
        return part

    def provide_services(self, *parts: Part) -> None:
        """The installation's own, if it names them; else private ones, if their programs are here."""
        if self.options.fast:
            return
        database = os.environ.get("LABELWRIGHT_TEST_DATABASE_URL", "")
        redis = os.environ.get("LABELWRIGHT_TEST_REDIS_URL", "")
        binaries, redis_server = postgresql_binaries(), shutil.which("redis-server")
        missing = [
            *(
                []
                if database or binaries
                else ["PostgreSQL (LABELWRIGHT_TEST_DATABASE_URL, or initdb and postgres)"]
            ),
            *([] if redis or redis_server else ["Redis (LABELWRIGHT_TEST_REDIS_URL, or redis-server)"]),
        ]
        if missing:
            refuse(parts, f"this machine has no {' and no '.join(missing)}")
            return
        try:
            if not database and binaries:
                self.services.append(postgresql := PostgreSQL(self.own_folder("pg")))
                database = postgresql.start(binaries).url
            if not redis and redis_server:
                self.services.append(own_redis := Redis(self.own_folder("redis")))
                redis = own_redis.start(redis_server).url
        except CannotStart as error:
            refuse(parts, f"a private service did not start: {error}")
        for part in parts:
            part.environment.update(LABELWRIGHT_DATABASE_URL=database, LABELWRIGHT_REDIS_URL=redis)

    def own_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder


def refuse(parts: Sequence[Part], why: str) -> None:
    """What cannot be run says so; a part that has a reason already keeps it."""
    for part in parts:
        part.not_run = part.not_run or why


KEPT = ("LABELWRIGHT_SHARED_DATA", "LABELWRIGHT_CHROMIUM")  # about the machine, not about an installation


def chromium() -> str | None:
    names = (os.environ.get("LABELWRIGHT_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


# ---- counting -------------------------------------------------------------------------------------------
def read_junit(path: Path) -> Result:
    if not path.exists():
        return Result()
    suites = ET.parse(path).getroot().iter("testsuite")
    result = Result()
    for suite in suites:
        total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        result.passed += max(0, total - skipped - failed)
        result.failed += failed
        result.skipped += skipped
    return result


def read_vitest(path: Path) -> Result:
    if not path.exists():
        return Result()
    report = json.loads(path.read_text())
    broken_files = sum(
        1 for file in report["testResults"] if file["status"] == "failed" and not file["assertionResults"]
    )
    return Result(
        report["numPassedTests"], report["numFailedTests"] + broken_files, report["numPendingTests"]
    )


# ---- running --------------------------------------------------------------------------------------------
def run(parts: list[Part], at_once: int) -> None:
    """Every part that can run has run. From one thread: the kernel kills children when the forking thread ends."""
    waiting, running = [part for part in parts if not part.not_run], []
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(waiting.pop(0))
                running[-1].start()
            for part in [part for part in running if part.ended()]:
                running.remove(part)
                show(part)
            time.sleep(0.1)
    finally:
        for part in running:
            part.kill()


def show(part: Part) -> None:
    assert part.result is not None
    lines = part.log.read_text(errors="replace").rstrip().splitlines()
    shown = SHOWN_WHEN_FAILED if part.result.failed else SHOWN_WHEN_PASSED
    verdict = "FAILED" if part.result.failed else "passed"
    print(f"\n━━━ {part.name}: {verdict} in {part.seconds:.0f} s ━━━")
    if len(lines) > shown:
        print(f"… {len(lines) - shown} lines before these are in {part.log.relative_to(ROOT)}")
    print("\n".join(lines[-shown:]), flush=True)


def summary(parts: list[Part], *, require_all: bool, seconds: float) -> int:
    """The table and the last line; gives the exit code."""
    print(f"\n━━━ Summary, {seconds:.0f} s ━━━")
    passed = failed = 0
    bad = []
    for part in parts:
        result = part.result or Result(failed=int(require_all or bool(part.not_run.startswith("a private"))))
        passed, failed = passed + result.passed, failed + result.failed
        if result.failed:
            bad.append(part.name)
        if part.not_run:
            print(f"{part.name:32} not run: {part.not_run}")
            continue
        skipped = f", {result.skipped} skipped" if result.skipped else ""
        print(
            f"{part.name:32} {result.passed:5} passed, {result.failed} failed{skipped}, {part.seconds:.0f} s"
        )
    print(f"{passed} passed, {failed} failed{': ' + ', '.join(bad) if bad else ''}")
    return 1 if failed else 0


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Run all checks and tests. What follows -- goes to pytest, for example: ./test -- -k leases",
    )
    parser.add_argument(
        "--fast", action="store_true", help="no browser, no PostgreSQL and Redis, no slow tests"
    )
    parser.add_argument("--only", choices=["checks", "tests"], help="only the checks, or only the tests")
    parser.add_argument("--require-all", action="store_true", help="what cannot be run has failed (for CI)")
    ours, theirs = list(argv), []
    if "--" in ours:
        at = ours.index("--")
        ours, theirs = ours[:at], ours[at + 1 :]
    options = parser.parse_args(ours)
    options.pytest = theirs
    return options


def main(argv: Sequence[str]) -> int:
    options = arguments(argv)
    started = time.monotonic()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    try:
        install(dev=True, need_frontend=options.require_all)
    except CannotInstall as error:
        print(f"{error}\n0 passed, 1 failed: installation")
        return 1
    shutil.rmtree(ARTIFACTS, ignore_errors=True)
    (ARTIFACTS / "logs").mkdir(parents=True)
    folder = Path(tempfile.mkdtemp(prefix="lw-test-"))
    folder.chmod(0o711)  # PostgreSQL's own user must reach its folder in it
    services: list[Service] = []
    try:
        parts = Plan(options, folder, services).parts
        run(parts, at_once=max(2, CORES // 2))
        return summary(parts, require_all=options.require_all, seconds=time.monotonic() - started)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    finally:
        for service in services:
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)
