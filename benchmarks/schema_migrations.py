"""Schema migrations of projects of 10,000 to 1,000,000 annotations, against plain SQL that rewrites the same rows.

Each run changes the same project once more: what is merged into a label is merged on into the next one. PostgreSQL only.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

import benchmarks.world  # noqa: F401  two runs in one database must not make the same names
from annotation.models import Annotation, AnnotationRevision, SchemaMigration
from annotation.services.revisions import Save
from annotation.services.schema_migration.rehearse import rehearse_draft
from annotation.services.schema_migration.run import apply_rehearsal
from annotation.services.submit import revise_annotation
from benchmarks.figures import Figure, percentile
from guidelines.models import SchemaVersion
from guidelines.operations.plan import make_plan
from guidelines.operations.registry import read_operations
from guidelines.schema.parse import parse_document, to_document
from guidelines.services import schemas
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.config.install import ROOT
from labelwright.config.processes import die_with_parent
from tests.factories.annotation import ImageItemFactory
from tests.factories.guidelines import ProjectFactory, SchemaVersionFactory, member

SIZES = (10_000, 100_000, 1_000_000)
TEMPLATES, REGIONS = 100, 5
ANNOTATORS, PAUSE, IDLE_SECONDS = 8, 0.25, 6.0
# `all0` is in every annotation, `few0` and `few1` in one of a hundred.
LABELS = ("all0", "all1", "all2", "few0", "few1", "rest")
SCHEMA: dict[str, Any] = {
    "input": "image",
    "fields": [
        {"key": "cells", "type": "regions", "labels": [{"key": key, "geometry": "box"} for key in LABELS]}
    ],
}


def measure(*, quick: bool, annotations: int = SIZES[-1]) -> list[Figure]:
    if connection.vendor != "postgresql":
        return []
    sizes = (2_000,) if quick else (*(size for size in SIZES if size < annotations), annotations)
    return [figure for size in sizes for figure in _of_size(size)]


def _of_size(size: int) -> list[Figure]:
    project = Labelled(size)
    figures = [*project.migrated("few0", "rest", workers=1), *project.migrated("few1", "rest", workers=2)]
    figures += project.renamed()
    figures += project.migrated("all0", "all1", workers=1)
    return [*figures, *project.migrated("all1", "all2", workers=2, while_saving=True)]


@dataclass
class Ended:
    """What worker processes took."""

    wall: float
    cpu: float
    peak_mb: float


class Labelled:
    """A project with so many annotations of five boxes each."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.project = ProjectFactory()
        self.version: SchemaVersion = SchemaVersionFactory(project=self.project, document=SCHEMA)
        self.curator: Principal = member(self.project, Role.CURATOR)
        asset = ImageItemFactory(project=self.project).asset
        _fill(self.project.pk, self.version.pk, asset.pk, size)

    def migrated(self, source: str, target: str, *, workers: int, while_saving: bool = False) -> list[Figure]:
        """Rehearsed and applied: `source` merged into `target`."""
        operations = [{"kind": "merge_labels/1", "field": "cells", "sources": [source], "target": target}]
        idle = self._saves_for(IDLE_SECONDS) if while_saving else []
        draft = self._draft(operations)
        rehearsal = rehearse_draft(draft, by=self.curator)
        rehearsed = worked([[rehearsal.job_id]])
        rehearsal.refresh_from_db()
        touched = sum(n for outcome, n in rehearsal.tally["annotations"].items() if outcome != "unchanged")
        floor = _floor(self.project.pk, source, target)
        begun = time.perf_counter()
        migration = apply_rehearsal(rehearsal, draft, by=self.curator, expected=draft.version, note="")
        started = time.perf_counter() - begun
        jobs = list(migration.slices.order_by("number").values_list("job_id", flat=True))
        parts = [jobs[number::workers] for number in range(workers)]
        with self._saving(while_saving) as busy:
            ended = worked([part for part in parts if part])
        self._done(migration)
        words = f"{touched:,} of {self.size:,}"
        figures = [_figure(f"rehearse {words}", touched, rehearsed, floor)] if workers == 1 else []
        plural = "s" if workers > 1 else ""
        figures.append(
            _figure(
                f"migrate {words}, {workers} worker{plural}",
                touched,
                ended,
                floor,
                note=f"migrate {words}: {started:.2f} s to begin",
            )
        )
        if while_saving:
            figures.append(_latency(self.size, idle, busy))
        return figures

    def renamed(self) -> list[Figure]:
        operations = [{"kind": "rename_label/1", "field": "cells", "label": "all0", "name": "Renamed"}]
        draft = self._draft(operations)
        rehearsal = rehearse_draft(draft, by=self.curator)
        worked([[rehearsal.job_id]])
        rehearsal.refresh_from_db()
        begun = time.perf_counter()
        migration = apply_rehearsal(rehearsal, draft, by=self.curator, expected=draft.version, note="")
        took = time.perf_counter() - begun
        self._done(migration)
        return [Figure(f"rename a label used {self.size:,} times", took, "s", aim="< 1 s")]

    def _draft(self, operations: list[dict[str, Any]]) -> SchemaVersion:
        self.project.refresh_from_db()
        plan = make_plan(parse_document(self.version.document), read_operations(operations))
        draft = schemas.start_schema_draft(self.project, by=self.curator)
        draft, _ = schemas.save_schema_draft(
            draft, by=self.curator, expected=1, document=to_document(plan.after)
        )
        return schemas.save_operations(draft, by=self.curator, expected=2, operations=operations)

    def _done(self, migration: SchemaMigration) -> None:
        migration.refresh_from_db()
        assert migration.state == SchemaMigration.State.DONE, migration.state
        self.version = migration.to_version
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE annotation_annotation, annotation_labeluse")

    # ---- saves meanwhile --------------------------------------------------------------------------------
    def _saves_for(self, seconds: float) -> list[float]:
        with self._saving(True) as took:
            time.sleep(seconds)
        return took

    @contextmanager
    def _saving(self, wanted: bool) -> Iterator[list[float]]:
        """Eight people save what is there once more, four times a second; gives how long each save took, in seconds."""
        took, over = list[float](), threading.Event()
        ids = list(
            Annotation.objects.filter(project=self.project).order_by("?").values_list("pk", flat=True)[:400]
        )
        crowd = [
            threading.Thread(target=self._save_on, args=(ids[number::ANNOTATORS], took, over))
            for number in range(ANNOTATORS if wanted else 0)
        ]
        for person in crowd:
            person.start()
        yield took
        over.set()
        for person in crowd:
            person.join()

    def _save_on(self, ids: Sequence[UUID], took: list[float], over: threading.Event) -> None:
        try:
            while not over.is_set():
                for annotation in ids:
                    self._save(annotation, took)
                    if over.wait(PAUSE):
                        return
        finally:
            connection.close()

    def _save(self, annotation: UUID, took: list[float]) -> None:
        newest = AnnotationRevision.objects.filter(annotation=annotation).order_by("-number").first()
        assert newest is not None
        save = Save(newest.value, newest.schema_version_id, client_key=uuid4().hex)
        begun = time.perf_counter()
        try:
            revise_annotation(annotation, by=self.curator, save=save, base=newest.number)
        except schemas.Stale:
            return  # the migration was there first
        took.append(time.perf_counter() - begun)


def _figure(name: str, count: int, ended: Ended, floor: Floor, note: str = "") -> Figure:
    leanest = f"{name}: {ended.wall / floor.leanest:.2f} × the leanest SQL for our tables"
    return Figure(
        name,
        count / ended.wall,
        "/s",
        floor=count / floor.plain,
        floor_name="migrations: one UPDATE of the JSON and one INSERT of revision rows",
        cpu_ms=ended.cpu / count * 1000,
        peak_mb=ended.peak_mb,
        peak_of="the largest worker",
        aim="≤ 3 × floor, < 300 MB",
        note=f"{leanest}; {note}" if note else leanest,
    )


def _latency(size: int, idle: list[float], busy: list[float]) -> Figure:
    return Figure(
        f"save while {size:,} are migrated",
        percentile(busy, 0.5) * 1000,
        "ms",
        floor=percentile(idle, 0.5) * 1000,
        floor_name="save: the same saves of 8 annotators with no worker",
        p50_ms=percentile(busy, 0.5) * 1000,
        p95_ms=percentile(busy, 0.95) * 1000,
        aim="≤ 2 × idle",
        note=f"saves: {len(busy)} during it; idle p95 {percentile(idle, 0.95) * 1000:.0f} ms",
    )


def worked(parts: Sequence[Sequence[UUID | None]]) -> Ended:
    """Each part's jobs were carried out by a process of their own, one after the other."""
    begun = time.perf_counter()
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", *map(str, part)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            preexec_fn=die_with_parent,
        )
        for part in parts
    ]
    told = [json.loads(process.communicate()[0]) for process in processes]
    slept = max(each["ready"] for each in told)  # starting Python is not what is measured
    return Ended(
        time.perf_counter() - begun - slept,
        sum(each["cpu"] for each in told),
        max(each["peak_mb"] for each in told),
    )


# ---- the rows -------------------------------------------------------------------------------------------
# `{id}` is made of n, so that it is in its order; an item, its annotation and its revision have the same.
FILLING = (
    "INSERT INTO annotation_item (id, project_id, kind, asset_id, content_hash, group_key, metadata, source, created_at)"
    " SELECT {id}, %(project)s, 'image', %(asset)s, 'hash ' || n, '', '{}', '', now() FROM generate_series(1, %(size)s) AS n",
    "INSERT INTO annotation_annotation (id, project_id, item_id, state, revision, created_at)"
    " SELECT {id}, %(project)s, {id}, 'accepted', 1, now() FROM generate_series(1, %(size)s) AS n",
    "INSERT INTO annotation_annotationrevision (id, annotation_id, number, value, schema_version_id, cause, seconds,"
    " created_at) SELECT {id}, {id}, 1, value, %(version)s, 'import', 0, now() - interval '1 day'"
    " FROM generate_series(1, %(size)s) AS n JOIN template ON number = n %% %(every)s",
    "INSERT INTO annotation_labeluse (annotation_id, project_id, field, label, count)"
    " SELECT {id}, %(project)s, 'cells', label, count"
    " FROM generate_series(1, %(size)s) AS n JOIN uses ON number = n %% %(every)s",
)


def _fill(project: UUID, version: UUID, asset: UUID, size: int) -> None:
    """Items, annotations, revisions and label uses by one INSERT each, without checks of foreign keys."""
    chance = random.Random(7)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("CREATE TEMP TABLE template (number int PRIMARY KEY, value jsonb) ON COMMIT DROP")
        cursor.execute("CREATE TEMP TABLE uses (number int, label text, count int) ON COMMIT DROP")
        for number in range(TEMPLATES):
            labels = _labels(number)
            value = {"cells": {"regions": [_region(f"r{i}", each, chance) for i, each in enumerate(labels)]}}
            cursor.execute("INSERT INTO template VALUES (%s, %s)", [number, json.dumps(value)])
            for label in sorted(set(labels)):
                cursor.execute("INSERT INTO uses VALUES (%s, %s, %s)", [number, label, labels.count(label)])
        given = {"project": project, "version": version, "asset": asset, "size": size, "every": TEMPLATES}
        # Ids of some minute of the year before yesterday: what walks over the newest ids must not come upon them.
        minute = (time.time() - 86_400 * (1 + 365 * random.random())) * 1000
        base = f"{int(minute) >> 16:08x}"
        for statement in FILLING:
            cursor.execute(
                statement.replace("{id}", f"('{base}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"),
                given,
            )
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE annotation_annotation, annotation_labeluse, annotation_annotationrevision"
        )


def _labels(number: int) -> list[str]:
    few = {0: "few0", 1: "few1"}.get(number, "rest")
    return ["all0", "all0", "rest", "rest", few]


def _region(name: str, label: str, chance: random.Random) -> dict[str, Any]:
    box = [round(chance.uniform(0, 50), 2) for _ in range(2)] + [
        round(chance.uniform(5, 12), 2) for _ in range(2)
    ]
    return {"id": name, "label": label, "geometry": {"type": "box", "box": box}, "attributes": {}}


MINE = (
    "annotation_id IN (SELECT annotation_id FROM annotation_labeluse"
    " WHERE project_id = %(project)s AND field = 'cells' AND label = %(source)s)"
)
NEWEST = "annotation_annotation a WHERE a.id = r.annotation_id AND a.revision = r.number"
INSERT_REVISIONS = (
    "INSERT INTO annotation_annotationrevision (id, annotation_id, number, value, schema_version_id, cause, seconds,"
    " created_at) SELECT gen_random_uuid(), annotation_id, number + 1, {value}, schema_version_id, 'migration', 0, now()"
    f" FROM annotation_annotationrevision r, {NEWEST} AND {MINE}"
)
REWRITTEN = "replace(value::text, %(old)s, %(new)s)::jsonb"


@dataclass
class Floor:
    """Seconds that the database alone takes for the same rows.

    `plain`: one UPDATE of the JSON and the INSERT of a revision row each. `leanest`: what our tables need at least, where the
    JSON stands in the revision alone: the INSERT of the rewritten revision, and one UPDATE of the annotation's counter.
    """

    plain: float
    leanest: float


def _floor(project: UUID, source: str, target: str) -> Floor:
    given = {"project": project, "old": f'"{source}"', "new": f'"{target}"', "source": source}
    plain = _rolled_back(
        given,
        "SET LOCAL session_replication_role = replica",  # revisions are never changed: a trigger refuses it
        f"UPDATE annotation_annotationrevision r SET value = {REWRITTEN} FROM {NEWEST} AND {MINE}",
        "SET LOCAL session_replication_role = origin",
        INSERT_REVISIONS.format(value="value"),
    )
    leanest = _rolled_back(
        given,
        INSERT_REVISIONS.format(value=REWRITTEN),
        f"UPDATE annotation_annotation SET revision = revision + 1 WHERE {MINE.replace('annotation_id IN', 'id IN')}",
    )
    return Floor(plain, leanest)


def _rolled_back(given: dict[str, Any], *statements: str) -> float:
    """Seconds that the statements take, foreign keys checked; taken back afterwards."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SET LOCAL statement_timeout = 0")
                begun = time.perf_counter()
                for statement in statements:
                    cursor.execute(statement, given)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                took = time.perf_counter() - begun
                raise _Enough
        except _Enough:
            pass
        cursor.execute("VACUUM annotation_annotation, annotation_annotationrevision")
    return took


class _Enough(Exception):
    """Measured; nothing of it is kept."""
