"""A page of 50 from 100,000 items over HTTP, first and deep, against the SQL that it comes down to."""

from __future__ import annotations

import time
from collections.abc import Callable

import orjson
from django.db import connection

from benchmarks.figures import Figure, cpu_of, median, peak_mb, percentile
from benchmarks.installation import Web
from benchmarks.load import Connection
from benchmarks.world import headers_of, project_with_texts

COUNT, PAGES, SIZE = 100_000, 200, 50


def measure(*, quick: bool) -> list[Figure]:
    count = COUNT // 10 if quick else COUNT
    work = project_with_texts(count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE annotation_item")
    sql = timed(PAGES, lambda: _plain(str(work.project.pk)))
    with Web() as web:
        wire = Connection(web.port, headers_of(work.curator, f"https://127.0.0.1:{web.port}"))
        path = f"/projects/{work.project.pk}/items?limit={SIZE}"
        trivial = timed(PAGES, lambda: wire.ask("GET", "/session"))
        timed(20, lambda: wire.ask("GET", path))
        before = cpu_of(web.pids)
        first = timed(PAGES, lambda: wire.ask("GET", path))
        cpu = (cpu_of(web.pids) - before) / PAGES * 1000
        after = ""
        deep = []
        for _ in range(PAGES):
            begun = time.perf_counter()
            found = orjson.loads(wire.ask("GET", f"{path}{after}"))
            deep.append((time.perf_counter() - begun) * 1000)
            after = f"&after={found['next']}" if found["next"] else ""
        wire.close()
        peak = sum(peak_mb(pid) or 0 for pid in web.pids)
    return [
        Figure(
            f"page of {SIZE} from {count:,} items",
            median(first),
            "ms",
            floor=median(sql),
            floor_name="page: the ids, texts and counts by plain SQL, fetched in this process",
            p50_ms=percentile(first, 0.5),
            p95_ms=percentile(first, 0.95),
            cpu_ms=cpu,
            peak_mb=peak,
            peak_of="the web processes together",
            aim="< 30 ms",
            note=f"a GET /session on the same connection took {median(trivial):.1f} ms (p50)",
        ),
        Figure(
            f"  page after page, {PAGES} deep",
            median(deep),
            "ms",
            p50_ms=percentile(deep, 0.5),
            p95_ms=percentile(deep, 0.95),
            aim="< 30 ms",
        ),
    ]


def _plain(project: str) -> None:
    mark = project if connection.vendor == "postgresql" else project.replace("-", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.id, i.external_id, substr(i.text, 1, 280), i.source, i.created_at, "
            "(SELECT count(*) FROM annotation_task t WHERE t.item_id = i.id), "
            "(SELECT count(*) FROM annotation_task t WHERE t.item_id = i.id AND t.state = 'accepted') "
            f"FROM annotation_item i WHERE i.project_id = %s ORDER BY i.id DESC LIMIT {SIZE + 1}",
            [mark],
        )
        cursor.fetchall()


def timed(times: int, work: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return took
