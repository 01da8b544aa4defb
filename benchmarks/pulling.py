"""Pulling a dataset version with the client over HTTP, against a copy of the same files."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from labelwright_client.client import Client

from benchmarks.figures import Figure, cpu_of, forget_peak, peak_mb, resident_mb, spending
from benchmarks.installation import Web
from benchmarks.published import COUNT, labelled, publish
from tests.factories.accounts import token_for


def measure(*, quick: bool) -> list[Figure]:
    count = COUNT // 10 if quick else COUNT
    work = labelled(count)
    version = publish(work)
    scope = f"dataset:read:{work.project.pk}"
    _, secret = token_for(work.curator.user, work.project.organisation, scope)
    with Web() as web, tempfile.TemporaryDirectory() as name, Client(web.url, secret) as client:
        # What the proxy says that ends TLS in front of a server; here there is none.
        client._transport.client.headers["X-Forwarded-Proto"] = "https"
        reference = f"{work.project.slug}@{version.number}"
        client.pull(reference, to=Path(name) / "warm")
        before = resident_mb() or 0
        forget_peak()
        served = cpu_of(web.pids)
        with spending() as spent:
            pulled = client.pull(reference, to=Path(name) / "pulled")
        served = cpu_of(web.pids) - served
        peak = peak_mb()
        files = sum(1 for path in pulled.path.rglob("*") if path.is_file())
        begun = time.perf_counter()
        shutil.copytree(pulled.path, Path(name) / "copied")
        copied = time.perf_counter() - begun
        with spending() as verified:
            report = client.verify(pulled.path)
        assert not report.wrong + report.missing, report
        web_peak = sum(peak_mb(pid) or 0 for pid in web.pids)
    return [
        Figure(
            f"pull a version of {count:,} items",
            spent.wall,
            "s",
            floor=copied,
            floor_name="pull: a plain copy of the pulled folder",
            cpu_ms=spent.cpu * 1000,
            peak_mb=peak,
            peak_of=f"the client; {before:.0f} before it began",
            note=(
                f"pull: {files} files; the server used {served * 1000:.0f} ms of processor time "
                f"and {web_peak:.0f} MB at most in its processes together"
            ),
        ),
        Figure("  verify what was pulled", verified.wall, "s", floor=copied, cpu_ms=verified.cpu * 1000),
    ]
