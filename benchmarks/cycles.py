"""Next task and save over HTTP, as annotators do it: sessions, CSRF, kept-alive connections, two web processes.

Floors: a trivial GET of the same sessions on the same server, and the same rows read and written by plain SQL.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from django.db import connection

from annotation.models import Batch
from benchmarks.figures import Figure, cpu_of, peak_mb, percentile
from benchmarks.installation import Web
from benchmarks.load import Connection, Timed, dumps, together
from benchmarks.world import VALUE, headers_of, project_with_texts
from labelwright.accounts.principal import Principal
from labelwright.ids import new_id
from tests.factories.work import Work

ANNOTATORS = (1, 4, 8)
SECONDS = 8.0
WARM_UP = 1.0
Record = Callable[[str, float], None]


def measure(*, quick: bool) -> list[Figure]:
    seconds = SECONDS / 10 if quick else SECONDS
    work = project_with_texts(600 if quick else 5_000)
    crowd = [work.annotator() for _ in range(max(ANNOTATORS))]
    figures: list[Figure] = []
    for count in ANNOTATORS:
        # A batch of its own, so that one round does not find the counts and dead rows of the one before.
        batch = work.batch(*crowd[:count], name=f"for {count}")
        with Web() as web:
            figures += _round(web, work, batch, crowd[:count], seconds)
        Batch.objects.filter(pk=batch.pk).update(state="closed")
    return figures


def _round(web: Web, work: Work, batch: Batch, crowd: list[Principal], seconds: float) -> list[Figure]:
    origin = f"https://127.0.0.1:{web.port}"
    wires = [Connection(web.port, headers_of(who, origin)) for who in crowd]
    # Every process has compiled its queries before it counts.
    together([lambda record, wire=wire: _trivial(wire, record, WARM_UP) for wire in wires])
    together([lambda record, wire=wire: _label(wire, work, batch, record, WARM_UP) for wire in wires])
    before = cpu_of(web.pids)
    done = together([lambda record, wire=wire: _label(wire, work, batch, record, seconds) for wire in wires])
    cpu = cpu_of(web.pids) - before
    trivial = together([lambda record, wire=wire: _trivial(wire, record, seconds / 4) for wire in wires])
    for wire in wires:
        wire.close()
    cycles = len(done.times["cycle"])
    raw = _raw(work, batch, crowd, seconds / 4)
    both, people = done.times["cycle"], f"{len(crowd)} annotator{'s' if len(crowd) > 1 else ''}"
    aim = "≥ 150/s, p95 < 100 ms" if len(crowd) == 8 else ""
    figures = [
        Figure(
            f"next + save, {people}",
            done.rate("cycle"),
            "/s",
            floor=trivial.rate("get") / 2,
            floor_name="next + save, HTTP: two GET /session of the same sessions on the same server",
            p50_ms=percentile(both, 0.5),
            p95_ms=percentile(both, 0.95),
            cpu_ms=cpu / cycles * 1000,
            peak_mb=sum(peak_mb(pid) or 0 for pid in web.pids),
            peak_of="the web processes together",
            aim=aim,
            note=f"load generator, {people}: {done.client_cpu / cycles * 1000:.2f} ms of processor time a cycle",
        )
    ]
    for name in ("next", "save"):
        times = done.times[name]
        figures.append(
            Figure(
                f"  {name}, {people}",
                percentile(times, 0.5),
                "ms",
                floor=percentile(trivial.times["get"], 0.5),
                floor_name="next, save, HTTP: one GET /session",
                p50_ms=percentile(times, 0.5),
                p95_ms=percentile(times, 0.95),
            )
        )
    if raw is not None:
        figures.append(
            Figure(
                f"  against plain SQL, {people}",
                done.rate("cycle"),
                "/s",
                floor=raw.rate("cycle"),
                floor_name="plain SQL: the same rows locked, read and written in two transactions, no server between",
            )
        )
    return figures


def _label(wire: Connection, work: Work, batch: Batch, record: Record, seconds: float) -> None:
    """Take and submit until time is up or nothing is left."""
    project, end = work.project.pk, time.perf_counter() + seconds
    ask = dumps({"count": 1, "batch": batch.pk})
    while time.perf_counter() < end:
        begun = time.perf_counter()
        found = orjson.loads(wire.ask("POST", f"/projects/{project}/assignments", ask))["assignments"]
        taken = time.perf_counter()
        if not found:
            return
        body = dumps(
            {
                "value": VALUE,
                "schema_version": found[0]["schema_version"],
                "guideline_version": found[0]["guideline_version"],
                "base_revision": found[0]["base_revision"],
                "seconds": 7,
            }
        )
        wire.ask("POST", f"/assignments/{found[0]['id']}/submit", body, f"Idempotency-Key: {uuid4().hex}\r\n")
        saved = time.perf_counter()
        record("next", taken - begun)
        record("save", saved - taken)
        record("cycle", saved - begun)


def _trivial(wire: Connection, record: Record, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        begun = time.perf_counter()
        wire.ask("GET", "/session")
        record("get", time.perf_counter() - begun)


# ---- the floor in SQL ---------------------------------------------------------------------------------------


def _raw(work: Work, batch: Batch, crowd: list[Principal], seconds: float) -> Timed | None:
    """The same work by plain SQL, a connection a person; None on SQLite, which has no such statements."""
    if connection.vendor != "postgresql":
        return None
    import psycopg  # not there in the embedded mode

    with contextlib.ExitStack() as stack:
        wires = [
            stack.enter_context(psycopg.connect(settings.DATABASE_URL, prepare_threshold=2)) for _ in crowd
        ]
        people = [
            lambda record, wire=wire, who=who: _raw_cycles(wire, work, batch.pk, who.user.pk, record, seconds)
            for wire, who in zip(wires, crowd, strict=True)
        ]
        return together(people)


def _raw_cycles(wire: Any, work: Work, batch: UUID, person: UUID, record: Record, seconds: float) -> None:
    value, end = orjson.dumps(VALUE).decode(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        begun = time.perf_counter()
        with wire.transaction():
            task, item, _ = wire.execute(
                "SELECT t.id, t.item_id, i.text FROM annotation_task t JOIN annotation_item i ON i.id = t.item_id "
                "WHERE t.batch_id = %s AND t.state = 'open' ORDER BY t.position LIMIT 1 "
                "FOR UPDATE OF t SKIP LOCKED",
                (batch,),
            ).fetchone() or (None, None, None)
            if task is None:
                return
            wire.execute(
                "UPDATE annotation_task SET state = 'leased', annotator_id = %s, changed_at = now() WHERE id = %s",
                (person, task),
            )
            lease = new_id()
            wire.execute(
                "INSERT INTO annotation_assignment (id, task_id, user_id, state, leased_at, expires_at, skip_reason, "
                "draft_version, draft_seconds) VALUES (%s, %s, %s, 'active', now(), now() + interval '30 minutes', "
                "'', 0, 0)",
                (lease, task, person),
            )
        with wire.transaction():
            annotation = new_id()
            wire.execute(
                "INSERT INTO annotation_annotation (id, project_id, item_id, task_id, author_id, state, revision, "
                "created_at) VALUES (%s, %s, %s, %s, %s, 'submitted', 1, now())",
                (annotation, work.project.pk, item, task, person),
            )
            wire.execute(
                "INSERT INTO annotation_annotationrevision (id, annotation_id, number, value, schema_version_id, "
                "guideline_version_id, author_id, cause, seconds, client_key, created_at) "
                "VALUES (%s, %s, 1, %s, %s, %s, %s, 'human', 7, %s, now())",
                (new_id(), annotation, value, work.schema.pk, work.guideline.pk, person, uuid4().hex),
            )
            wire.execute(
                "INSERT INTO annotation_labeluse (annotation_id, project_id, field, label, count) VALUES "
                "(%(a)s, %(p)s, 'names', 'person', 1), (%(a)s, %(p)s, 'names', 'place', 1), "
                "(%(a)s, %(p)s, 'names', 'thing', 1)",
                {"a": annotation, "p": work.project.pk},
            )
            wire.execute("UPDATE annotation_task SET state = 'submitted' WHERE id = %s", (task,))
            wire.execute(
                "UPDATE annotation_assignment SET state = 'submitted', ended_at = now() WHERE id = %s",
                (lease,),
            )
        record("cycle", time.perf_counter() - begun)
