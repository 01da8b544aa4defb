"""What a benchmark gives, and how it is shown. Ratios are against a floor that was measured in the same run."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass
class Figure:
    """One measured thing. `floor` is the same work without us, in the same `unit`; `cpu_ms` and `peak_mb` are ours."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    p50_ms: float | None = None
    p95_ms: float | None = None
    cpu_ms: float | None = None  # processor time of our processes for one operation
    peak_mb: float | None = None  # resident memory of the process concerned
    peak_of: str = ""
    aim: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor's time we take; 1 would be no overhead at all."""
        if not self.floor or not self.value:
            return None
        return self.floor / self.value if self.unit.endswith("/s") else self.value / self.floor

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of `values` do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


@dataclass
class Spent:
    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Wall and processor seconds of this process and of its ended children between here and the end of the block."""
    spent, wall, cpu = Spent(), time.perf_counter(), _cpu()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def cpu_of(pids: Sequence[int]) -> float:
    """Processor seconds that these processes have used so far (Linux; 0 elsewhere)."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_mb(pid: int | str = "self") -> float | None:
    """The most resident memory that the process has had (Linux; None elsewhere)."""
    return _status(pid, "VmHWM:")


def resident_mb(pid: int | str = "self") -> float | None:
    return _status(pid, "VmRSS:")


def forget_peak() -> None:
    """The peak of this process counts from now on."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _status(pid: int | str, name: str) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), None)


def machine() -> dict[str, Any]:
    """What it was measured on. The load says whether others were at work."""
    try:
        model = next(
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        )
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": [round(value, 1) for value in os.getloadavg()],
    }


COLUMNS = ("what", "figure", "floor", "× floor", "p50 ms", "p95 ms", "CPU ms", "peak MB", "aim")


def table(figures: Sequence[Figure]) -> str:
    """The figures for people, with the floors and notes below."""
    rows = [COLUMNS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    lines = [
        "  ".join(
            cell.ljust(width) if i in (0, len(COLUMNS) - 1) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(len(line) for line in lines))
    floors = {f.floor_name: None for f in figures if f.floor_name}
    notes = {f.note: None for f in figures if f.note}
    peaks = {f"peak MB of {f.name}: {f.peak_of}": None for f in figures if f.peak_of}
    return "\n".join([*lines, "", *(f"floor: {name}" for name in floors), *peaks, *notes])


def _row(figure: Figure) -> tuple[str, ...]:
    def number(value: float | None) -> str:
        return "" if value is None else f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"

    floor = f"{number(figure.floor)} {figure.unit}" if figure.floor else ""
    return (
        figure.name,
        f"{number(figure.value)} {figure.unit}",
        floor,
        number(figure.ratio),
        number(figure.p50_ms),
        number(figure.p95_ms),
        number(figure.cpu_ms),
        number(figure.peak_mb),
        figure.aim,
    )
