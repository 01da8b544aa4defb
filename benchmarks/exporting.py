"""Exports of 10,000 labelled texts, against a copy of the file and against a plain dump of the same data."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import orjson
from django.core.files.storage import default_storage

from benchmarks.figures import Figure, forget_peak, peak_mb, resident_mb, spending
from benchmarks.jobs import finish
from benchmarks.published import COUNT, labelled, publish
from benchmarks.world import VALUE, texts
from datasets.models import DatasetVersion
from exports.services.export_job import storage_name
from exports.services.exports import request_export
from tests.factories.work import Work

FORMATS = ("jsonl", "csv", "parquet")


def measure(*, quick: bool) -> list[Figure]:
    count = COUNT // 10 if quick else COUNT
    small = labelled(50)
    warm = publish(small)
    work = labelled(count)
    version = publish(work)
    dumped = _dumped(count)
    return [
        figure for format in FORMATS for figure in _one(format, small, warm, work, version, count, dumped)
    ]


def _one(
    format: str,
    small: Work,
    warm: DatasetVersion,
    work: Work,
    version: DatasetVersion,
    count: int,
    dumped: float,
) -> list[Figure]:
    _written(small, warm, format)
    before = resident_mb() or 0
    forget_peak()
    with spending() as spent:
        path = _written(work, version, format)
    peak = peak_mb()
    figure = Figure(
        f"export {count:,} labelled texts, {format}",
        spent.wall,
        "s",
        floor=dumped,
        floor_name="export: texts and values dumped as JSON lines from memory to a file",
        cpu_ms=spent.cpu / count * 1000,
        peak_mb=peak,
        peak_of=f"the worker; {before:.0f} before it began",
        aim="< 1 s",
        note=f"a copy of the {format} file ({path.stat().st_size / 1e6:.1f} MB) took {_copied(path) * 1000:.1f} ms",
    )
    return [figure]


def _written(work: Work, version: DatasetVersion, format: str) -> Path:
    export, _ = request_export(version, by=work.curator, format=format)
    assert export.job is not None
    finish(export.job)
    return Path(default_storage.path(storage_name(export)))


def _copied(path: Path) -> float:
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        shutil.copyfile(path, Path(name) / "copy")
        return time.perf_counter() - begun


def _dumped(count: int) -> float:
    rows = [{"text": text, "value": VALUE} for text in texts(count)]
    with tempfile.TemporaryFile() as file:
        begun = time.perf_counter()
        for row in rows:
            file.write(orjson.dumps(row) + b"\n")
        file.flush()
        return time.perf_counter() - begun
