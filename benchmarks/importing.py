"""10,000 texts as JSONL through the import job, against a bulk INSERT of the same rows."""

from __future__ import annotations

import io
import time
from typing import Any

import orjson
from django.db import connection

from annotation.models import Item
from annotation.services.items import NewItem, add_items
from benchmarks.figures import Figure, forget_peak, median, peak_mb, resident_mb, spending
from benchmarks.jobs import finish
from benchmarks.world import CHUNK, texts
from exports.services.imports import add_file, create_import, start_import
from guidelines.models import Project
from labelwright.ids import new_id
from tests.factories.work import text_work

COUNT = 10_000
REPEATS = 3


def measure(*, quick: bool) -> list[Figure]:
    count, repeats = (COUNT // 10, 1) if quick else (COUNT, REPEATS)
    lines = b"".join(
        orjson.dumps({"id": f"text-{i}", "text": text, "metadata": {"row": i}}) + b"\n"
        for i, text in enumerate(texts(count))
    )
    jobs, floors, cpu = [], [], []
    _job(b'{"id": "a", "text": "to warm up"}\n')
    before = resident_mb() or 0
    forget_peak()
    for _ in range(repeats):
        project, wall, spent = _job(lines)
        jobs.append(count / wall)
        cpu.append(spent / count * 1000)
        floors.append(count / _raw(project))
    peak = peak_mb()
    services = [count / _service(count) for _ in range(repeats)]
    floor = median(floors)
    name = "plain INSERTs of the same rows, 500 at a time, one transaction, nothing looked at"
    return [
        Figure(
            f"import, {count:,} texts (job)",
            median(jobs),
            "items/s",
            floor=floor,
            floor_name=f"import: {name}",
            cpu_ms=median(cpu),
            peak_mb=peak,
            peak_of=f"the worker; {before:.0f} before it began",
            aim="≥ 20,000 items/s",
        ),
        Figure("  add_items alone", median(services), "items/s", floor=floor, floor_name=f"import: {name}"),
    ]


def _job(lines: bytes) -> tuple[Project, float, float]:
    """The project, and the wall and processor seconds of the job, uploading left out."""
    work = text_work(items=0)
    source = create_import(work.project, by=work.curator, format="jsonl")
    add_file(source, io.BytesIO(lines), path="texts.jsonl", size=len(lines))
    job = start_import(source, by=work.curator)
    with spending() as spent:
        finish(job)
    assert Item.objects.filter(project=work.project).count() == lines.count(b"\n"), "not every text was taken"
    return work.project, spent.wall, spent.cpu


def _service(count: int) -> float:
    work = text_work(items=0)
    new = [NewItem("text", text=text, external_id=f"text-{i}") for i, text in enumerate(texts(count))]
    begun = time.perf_counter()
    for start in range(0, count, CHUNK):
        add_items(work.project, new[start : start + CHUNK])
    return time.perf_counter() - begun


def _raw(project: Project) -> float:
    """Seconds that the database needs to take in these rows: values in literal form, nothing checked, one transaction."""
    other = text_work(items=0).project
    fields = [field.column for field in Item._meta.concrete_fields]
    rows = Item.objects.filter(project=project).values_list(*(f.attname for f in Item._meta.concrete_fields))
    adapted = [
        Item._meta.concrete_fields[at].get_db_prep_save(value, connection)
        for row in rows
        for at, value in enumerate(_renamed(row, fields, other))
    ]
    wide = len(fields)
    marks = f"({', '.join(['%s'] * wide)})"
    at_once = 500 if connection.vendor == "postgresql" else 900 // wide
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for start in range(0, len(adapted), wide * at_once):
            part: list[Any] = adapted[start : start + wide * at_once]
            cursor.execute(
                f"INSERT INTO annotation_item ({', '.join(fields)}) VALUES "
                f"{', '.join([marks] * (len(part) // wide))}",
                part,
            )
        cursor.execute("COMMIT")
    return time.perf_counter() - begun


def _renamed(row: tuple[Any, ...], fields: list[str], project: Project) -> list[Any]:
    values = dict(zip(fields, row, strict=True))
    return list({**values, "id": new_id(), "project_id": project.pk}.values())
