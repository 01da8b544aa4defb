"""Peak memory of whoever does the work, at one size and at ten times that size: it should be the same.

Each operation runs in a process of its own that has done nothing before but the same with 50 items.
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import orjson
from labelwright_client.client import Client

from annotation.models import Item
from benchmarks.figures import Figure, forget_peak, peak_mb, resident_mb
from benchmarks.installation import Web
from benchmarks.jobs import finish
from benchmarks.published import SPLITS, labelled
from benchmarks.world import texts
from datasets.models import DatasetVersion
from datasets.services.publish import publish_dataset_version
from exports.services.exports import request_export
from exports.services.imports import add_file, create_import, start_import
from guidelines.models import Project
from labelwright.accounts.models import User
from labelwright.accounts.principal import Principal
from tests.factories.accounts import token_for
from tests.factories.work import Work, text_work

SMALL, TIMES, WARM = 10_000, 10, 50
FORMATS = ("jsonl", "csv", "parquet")


@dataclass(frozen=True)
class Peak:
    """Resident memory in MB: before the operation and at most during it."""

    before: float
    most: float


def measure(*, quick: bool) -> list[Figure]:
    small = SMALL // 10 if quick else SMALL
    large = small * TIMES
    less, more = _peaks(small), _peaks(large)
    return [
        Figure(
            f"memory: {name}, {large:,} items",
            more[name].most,
            "MB",
            floor=less[name].most,
            floor_name=f"memory: the peak of the same with {small:,} items; `× floor` is how much it grows",
            note=f"memory: {name}: {more[name].before:.0f} MB before it began",
        )
        for name in less
    ]


def _peaks(count: int) -> dict[str, Peak]:
    """The peak of each operation with `count` items."""
    warm, work = labelled(WARM), labelled(count)
    peaks = {
        "import": _alone(_import, (WARM,), (count,)),
        "publication": _alone(_publish, _parts(warm), _parts(work)),
    }
    old, new = _newest(warm), _newest(work)
    for format in FORMATS:
        peaks[f"export, {format}"] = _alone(
            _export, (old.pk, warm.curator.user.pk, format), (new.pk, work.curator.user.pk, format)
        )
    with Web() as web, tempfile.TemporaryDirectory() as folder:
        before = _most(web)
        first, then = (_reference(web, each, Path(folder)) for each in (warm, work))
        peaks["pull, the client"] = _alone(_pull, first, then)
        peaks["pull, a web process"] = Peak(before, _most(web))
    return peaks


def _most(web: Web) -> float:
    return max(peak_mb(pid) or 0 for pid in web.pids)


def _alone(operation: Callable[..., None], warm: tuple[Any, ...], real: tuple[Any, ...]) -> Peak:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as process:
        return process.submit(_peak_of, operation, warm, real).result()


def _peak_of(operation: Callable[..., None], warm: tuple[Any, ...], real: tuple[Any, ...]) -> Peak:
    operation(*warm)
    before = resident_mb() or 0
    forget_peak()
    operation(*real)
    return Peak(before, peak_mb() or 0)


# ---- the operations, each in a process of its own ---------------------------------------------------------------


def _import(count: int) -> None:
    work = text_work(items=0)
    with tempfile.TemporaryFile() as lines:
        for number, text in enumerate(texts(count)):
            lines.write(orjson.dumps({"id": f"text-{number}", "text": text}) + b"\n")
        size = lines.tell()
        lines.seek(0)
        source = create_import(work.project, by=work.curator, format="jsonl")
        add_file(source, io.BufferedReader(lines), path="texts.jsonl", size=size)
    finish(start_import(source, by=work.curator))
    assert Item.objects.filter(project=work.project).count() == count


def _parts(work: Work) -> tuple[UUID, UUID]:
    return work.project.pk, work.curator.user.pk


def _publish(project: UUID, curator: UUID) -> None:
    version = publish_dataset_version(
        Project.objects.get(pk=project),
        by=Principal(User.objects.get(pk=curator)),
        source="accepted",
        splits=SPLITS,
        note="benchmark",
    )
    assert version.job is not None
    finish(version.job)


def _newest(work: Work) -> DatasetVersion:
    return DatasetVersion.objects.filter(dataset__project=work.project).order_by("-number")[0]


def _export(version: UUID, curator: UUID, format: str) -> None:
    export, _ = request_export(
        DatasetVersion.objects.get(pk=version), by=Principal(User.objects.get(pk=curator)), format=format
    )
    assert export.job is not None
    finish(export.job)


def _reference(web: Web, work: Work, folder: Path) -> tuple[str, str, str, Path]:
    _, secret = token_for(work.curator.user, work.project.organisation, f"dataset:read:{work.project.pk}")
    return web.url, secret, f"{work.project.slug}@{_newest(work).number}", folder / work.project.slug


def _pull(url: str, secret: str, reference: str, to: Path) -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes a line for each file
    with Client(url, secret) as client:
        # What the proxy says that ends TLS in front of a server; here there is none.
        client._transport.client.headers["X-Forwarded-Proto"] = "https"
        client.pull(reference, to=to)
