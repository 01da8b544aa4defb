"""A progress bar on the terminal; nothing where there is none."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable
from typing import TextIO

WIDTH = 30
UNITS = ("B", "kB", "MB", "GB", "TB")


class Bar:
    """Counts bytes from several threads; draws at most ten times a second."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.shown = self.out.isatty()
        self.total = self.done = 0
        self.lock = threading.Lock()
        self.started = self.drawn = time.monotonic()

    def start(self, total: int) -> None:
        self.total, self.started = total, time.monotonic()

    def add(self, count: int) -> None:
        with self.lock:
            self.done += count
            if self.shown and time.monotonic() - self.drawn > 0.1:
                self.drawn = time.monotonic()
                self._draw()

    def end(self) -> None:
        if self.shown:
            self._draw()
            self.out.write("\n")

    def _draw(self) -> None:
        share = min(1.0, self.done / self.total) if self.total else 1.0
        rate = self.done / max(0.001, time.monotonic() - self.started)
        bar = "█" * int(share * WIDTH) + "░" * (WIDTH - int(share * WIDTH))
        words = f"{bar} {share:4.0%}  {size(self.done)} of {size(self.total)}  {size(rate)}/s"
        self.out.write(f"\r{words:<79}")
        self.out.flush()


class Once:
    """A line for people that is written the first time only."""

    def __init__(self, words: str, out: TextIO | None = None) -> None:
        self.words, self.out, self.said = words, out or sys.stderr, False

    def say(self) -> None:
        if not self.said:
            say([self.words], self.out)
        self.said = True


def say(lines: Iterable[str], out: TextIO | None = None) -> None:
    """Lines for people, or for the next program."""
    stream = out or sys.stdout
    stream.writelines(f"{line}\n" for line in lines)


def size(count: float) -> str:
    """As people write sizes: 1.5 MB."""
    for unit in UNITS:
        if abs(count) < 1000 or unit == UNITS[-1]:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    raise AssertionError("unreachable")
