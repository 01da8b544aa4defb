"""The embedded default in one command: web server, worker and scheduler as children that live and die with it.

Knows nothing of Django, so that it stays small: what needs the database is a child too (`manage.py prepare`).
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labelwright.config.processes import AlreadyRunning, DataLock, die_with_parent, port_is_free

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
LOOK_EVERY = 0.1  # seconds
STOP_GENTLY_FOR = 4.0  # seconds; all is over within six
RESTARTS_ALLOWED = 5
RESTARTS_WITHIN = 60.0  # seconds
READY_WITHIN = 60.0  # seconds
LOG_KEPT = 10_000_000  # bytes; a longer log is put aside at the next start


class CannotServe(Exception):
    """It cannot start or cannot go on; the text is for people."""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  people read this


def children_of(port: int, data: Path) -> dict[str, list[str]]:
    """The command line of each child. Two worker threads: image decoding and SQLite both leave the interpreter lock."""
    celery = ["celery", "--app", "labelwright.config.celery"]
    web = ["uvicorn", "labelwright.config.asgi:application", "--host", HOST, "--port", str(port)]
    quiet = ["--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "2"]
    quiet += [
        "--timeout-keep-alive",
        "75",
    ]  # seconds; people think longer than uvicorn's five between two requests
    threads = ["--pool", "threads", "--concurrency", "2"]
    alone = [
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]  # there is no second worker to talk to
    return {
        "web": [*web, *quiet],
        "worker": [*celery, "worker", "--loglevel", "WARNING", *threads, *alone],
        "scheduler": [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(data / "beat-schedule")],
    }


@dataclass
class Child:
    """One process that is started again when it ends by itself."""

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", *self.command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops them in order
                preexec_fn=die_with_parent,
            )

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Supervisor:
    def __init__(self, *, port: int, data: Path, demo: bool) -> None:
        self.port, self.data, self.demo = port, data, demo
        here = {"LABELWRIGHT_DATA": str(data), "PYTHONUNBUFFERED": "1"}
        # Links in e-mails lead to this server, unless somebody says how it is reached from elsewhere.
        self.environment = {"LABELWRIGHT_URL": f"http://{HOST}:{port}", **os.environ, **here}
        self.stopping = False
        self.children: list[Child] = []

    def run(self) -> int:
        """Serve until told to stop; gives the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        lock = DataLock(self.data)
        lock.take(self.port)
        refuse_taken_port(self.port)
        try:
            notice = self._prepare()
            self._start()
            self._announce(notice)
            while not self.stopping:
                self._look_after()
                time.sleep(LOOK_EVERY)
        finally:
            self._end()
        say("Labelwright has stopped.")
        return 0

    def _stop(self, number: int, frame: object) -> None:
        if not self.stopping:
            say("\nStopping …")
        self.stopping = True

    def _prepare(self) -> str:
        """The database is up to date and the demo is there; gives what people should be told once it is ready."""
        command = [sys.executable, "manage.py", "prepare", *([] if self.demo else ["--no-demo"])]
        child = subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        while not self.stopping:
            try:
                notice, _ = child.communicate(timeout=LOOK_EVERY)
            except subprocess.TimeoutExpired:
                continue
            if child.returncode:
                raise CannotServe(
                    f"The data in {self.data} could not be made ready (see above).\n{notice}".strip()
                )
            return notice
        child.kill()
        child.communicate()
        return ""

    def _start(self) -> None:
        logs = self.data / "logs"
        logs.mkdir(exist_ok=True)
        for stale in self.data.glob("beat-schedule*"):  # a scheduler that was killed can leave it unreadable
            stale.unlink()
        for name, command in children_of(self.port, self.data).items():
            log = logs / f"{name}.log"
            if log.exists() and log.stat().st_size > LOG_KEPT:
                log.replace(log.with_suffix(".log.old"))
            self.children.append(Child(name, command, log, self.environment))
        if not self.stopping:
            for child in self.children:
                child.start()

    def _announce(self, notice: str) -> None:
        limit = time.monotonic() + READY_WITHIN
        while not self.stopping and not self._answers():
            self._look_after()
            if time.monotonic() > limit:
                raise CannotServe(
                    f"The web server does not answer. Its log ends with:\n{self.children[0].tail()}"
                )
            time.sleep(LOOK_EVERY)
        if not self.stopping:
            say(f"\nLabelwright is ready: http://{HOST}:{self.port}\n")
            if notice.strip():
                say(f"{notice.strip()}\n")
            say(f"Data and logs are in {self.data}. Ctrl-C stops everything.")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _look_after(self) -> None:
        """Start again what ended by itself; give up on what ends again and again."""
        for child in self.children:
            if self.stopping or not child.ended():
                continue
            instant = time.monotonic()
            child.ends = [*(end for end in child.ends if instant - end < RESTARTS_WITHIN), instant]
            if len(child.ends) > RESTARTS_ALLOWED:
                raise CannotServe(
                    f"The {child.name} process keeps ending. Its log ({child.log}) ends with:\n{child.tail()}"
                )
            code = child.process.returncode if child.process else None
            say(f"The {child.name} process ended (exit code {code}); starting it again.")
            child.start()

    def _end(self) -> None:
        """Nothing that was started is left."""
        running = [child.process for child in self.children if child.process and not child.ended()]
        for process in running:
            process.terminate()
        limit = time.monotonic() + STOP_GENTLY_FOR
        while time.monotonic() < limit and any(process.poll() is None for process in running):
            time.sleep(0.05)
        for process in running:
            if process.poll() is None:
                process.kill()  # a job that is cut off here goes on at its last committed step
            process.wait()


def refuse_taken_port(port: int) -> None:
    if not port_is_free(port):
        raise CannotServe(
            f"Port {port} is taken by another program (or may not be used). Choose another one: ./run --port {port + 1}"
        )


def arguments(argv: Sequence[str] | None, program: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=program, description="Start Labelwright on this machine: web server, worker and scheduler."
    )
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="port on 127.0.0.1 (default: 8000)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("LABELWRIGHT_DATA") or ROOT / ".data"),
        metavar="DIR",
        help="folder for everything that it writes: database, files, logs (default: .data in the checkout)",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="start empty, without the demo projects and log-ins"
    )
    options = parser.parse_args(argv)
    options.data = options.data.expanduser().resolve()
    return options


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def refuse_early(options: argparse.Namespace) -> None:
    """Raises before anything slow is done."""
    if os.environ.get("LABELWRIGHT_MODE", "embedded") != "embedded":
        raise CannotServe(
            "This starts the embedded default only; docs/operators.md says how to run the served mode."
        )
    DataLock(options.data).check()
    refuse_taken_port(options.port)


def main(argv: Sequence[str] | None = None, program: str = "manage.py serve") -> int:
    options = arguments(argv, program)
    os.umask(0o077)  # the data is its owner's alone
    try:
        refuse_early(options)
        return Supervisor(port=options.port, data=options.data, demo=not options.no_demo).run()
    except (CannotServe, AlreadyRunning) as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
