"""Publishing a dataset version of 10,000 labelled texts, against writing the same bytes."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, forget_peak, peak_mb, resident_mb, spending
from benchmarks.published import COUNT, bytes_of, labelled, publish


def measure(*, quick: bool) -> list[Figure]:
    count = COUNT // 10 if quick else COUNT
    publish(labelled(50))
    work = labelled(count)
    before = resident_mb() or 0
    forget_peak()
    with spending() as spent:
        version = publish(work)
    peak = peak_mb()
    contents = bytes_of(version)
    assert version.counts["items"] == count, version.counts
    return [
        Figure(
            f"publish {count:,} labelled texts",
            spent.wall,
            "s",
            floor=_written(contents),
            floor_name=f"publish: the same {sum(map(len, contents)) / 1e6:.1f} MB written to files, with fsync",
            cpu_ms=spent.cpu / count * 1000,
            peak_mb=peak,
            peak_of=f"the worker; {before:.0f} before it began",
        )
    ]


def _written(contents: list[bytes]) -> float:
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        for number, content in enumerate(contents):
            with (Path(name) / str(number)).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        return time.perf_counter() - begun
