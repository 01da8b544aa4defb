"""How fast items come in: `uv run python benchmarks/imports.py [texts] [images]`, on the database that the settings name.

Each rate covers the whole job, from the uploaded file to the report, beside a floor measured in the same run: the same
rows by one plain INSERT each five hundred (texts), the decoder alone (images). A database of its own is made and dropped.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["LABELWRIGHT_DATA"] = tempfile.mkdtemp(prefix="labelwright-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labelwright.config.settings")

import django  # noqa: E402

django.setup()

import numpy as np  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from PIL import Image  # noqa: E402

from annotation.models import Item  # noqa: E402
from exports.images import prepare_image  # noqa: E402
from exports.models import Import  # noqa: E402
from labelwright.jobs.runner import run_job  # noqa: E402
from tests.exports.imports import boxes_of, project_with, spans_of, started  # noqa: E402


@contextmanager
def database() -> Iterator[None]:
    made = setup_databases(verbosity=0, interactive=False)
    yield
    teardown_databases(made, verbosity=0)


def seconds(work: Callable[[], object]) -> float:
    started_at = time.perf_counter()
    work()
    return time.perf_counter() - started_at


def imported(document: dict, files: dict, **options: object) -> float:
    """Seconds of the job; every item must have been taken."""
    project, curator = project_with(document)
    source, job = started(project, curator, files, **options)  # type: ignore[arg-type]
    took = seconds(lambda: run_job(job.pk, slice_seconds=3600))
    source = Import.objects.get(pk=source.pk)
    assert source.state == "done", source.state
    assert source.refused == 0
    return took


def floor_of_texts(count: int) -> float:
    """The rows alone: no reading, hashing, labels, problems or steps."""
    project, _ = project_with(None)
    rows = [
        Item(project=project, kind="text", text=f"Sentence {n} of the floor.", content_hash=f"{n:064x}")
        for n in range(count)
    ]
    return seconds(lambda: Item.objects.bulk_create(rows, batch_size=500))


def say(what: str, count: int, took: float, floor: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<28}{count / took:>10,.0f} items/s   {floor / took:>5.2f} × the floor "
        f"of {count / floor:,.0f}   peak {peak:,.0f} MB"
    )


def texts(count: int) -> None:
    lines = [f"Sentence {n}: the quick brown fox jumps over the lazy dog." for n in range(count)]
    rows = [{"id": f"a{n}", "text": line} for n, line in enumerate(lines)]
    floor = floor_of_texts(count)
    schema = spans_of("fox")
    jsonl = "\n".join(map(json.dumps, rows))
    say("JSONL", count, imported(schema, {"a.jsonl": jsonl}, format="jsonl"), floor)
    labelled = "\n".join(json.dumps({**row, "label": [[0, 8, "fox"]]}) for row in rows)
    say("JSONL, a span each", count, imported(schema, {"a.jsonl": labelled}, format="jsonl"), floor)
    table = "id,text\n" + "\n".join(f"a{n},{line}" for n, line in enumerate(lines))
    say("CSV", count, imported(schema, {"a.csv": table}, format="csv", id_column="id"), floor)
    plain = "\n".join(lines)
    say("TXT, an item a line", count, imported(schema, {"a.txt": plain}, format="text", item="line"), floor)


def images(count: int) -> None:
    noise = np.random.default_rng(1)
    out = io.BytesIO()
    pictures = []
    for number in range(count):
        image = Image.fromarray(noise.integers(0, 255, (48, 64, 3), dtype=np.uint8)).resize((640, 480))
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=85)
        pictures.append((f"{number:05d}.jpg", jpeg.getvalue()))
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in pictures:
            archive.writestr(name, content)
    floor = seconds(lambda: [prepare_image(content) for _, content in pictures])
    say("JPEG 640 × 480 in a ZIP", count, imported(boxes_of("x"), {"a.zip": out.getvalue()}), floor)


def main() -> None:
    count_texts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    count_images = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    with database():
        print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        texts(count_texts)
        images(count_images)


if __name__ == "__main__":
    main()
