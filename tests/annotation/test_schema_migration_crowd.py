"""Eight annotators save all the way through a schema migration: nothing is lost, nothing is left behind."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from annotation.errors import StaleRevision
from annotation.models import (
    Annotation,
    AnnotationRevision,
    LabelUse,
    RelabelQuestion,
    SchemaMigration,
)
from annotation.queries.in_scope import stored
from annotation.services.revisions import Save
from annotation.services.schema_migration import freshness, run
from annotation.services.schema_migration.carrying import walk
from annotation.services.schema_migration.run import apply_rehearsal, revert_migration
from annotation.services.submit import revise_annotation, submit_work
from guidelines.lens import hops_between
from guidelines.models import Project, SchemaVersion
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.values.usage import answers_used
from guidelines.values.value import parse_value
from labelwright.accounts.principal import Principal
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, Cells, region, value
from tests.factories.annotation import ImageItemFactory
from tests.factories.guidelines import GuidelineVersionFactory
from tests.factories.work import Work, take
from tests.stack import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ITEMS, THERE, SEED = 8, 10, 50, 5


class Crowd:
    """Annotators with a batch, labels that were there before, and what each of them has saved."""

    def __init__(self) -> None:
        self.cells = Cells()
        self.project = self.cells.project
        for number in range(THERE):
            self.cells.says(*random_regions(random.Random(number), new=False, least=1))
        for _ in range(ITEMS):
            ImageItemFactory(project=self.project)
        guideline = GuidelineVersionFactory(project=self.project)
        self.work = Work(self.project, self.cells.version, guideline, self.cells.curator)
        self.people = [self.work.annotator() for _ in range(PEOPLE)]
        self.work.batch(*self.people)
        self.draft = self.cells.draft(*NEW_LABELS, SPLIT, MERGE)
        self.rehearsal = self.cells.rehearse(self.draft)
        self.saved: dict[str, Any] = {}
        self.newer: SchemaVersion | None = None

    def save(self, chance: random.Random) -> Save:
        """A save under the version that the person's tab was opened with: often an old one."""
        newer = self.newer
        new = newer is not None and chance.random() < 0.5
        version = newer if newer is not None and new else self.cells.version
        said = value(*random_regions(chance, new=new))
        return self.work.save(said, schema_version=version.pk, client_key=uuid4().hex)

    def label(self, who: Principal, chance: random.Random) -> None:
        """Take, submit, send it again, save it anew; until nothing is left."""
        while leases := take(who, self.work):
            save = self.save(chance)
            first = submit_work(leases[0].pk, by=who, save=save)
            self.saved[str(save.client_key)] = save
            again = submit_work(leases[0].pk, by=who, save=save)
            assert again.annotation.pk == first.annotation.pk
            self.mend(who, first.annotation.pk, chance)

    def mend(self, who: Principal, annotation: UUID, chance: random.Random) -> None:
        """One more revision, sent twice; whoever finds a newer one there starts from that."""
        save = self.save(chance)
        while True:
            base = Annotation.objects.values_list("revision", flat=True).get(pk=annotation)
            try:
                first = revise_annotation(annotation, by=who, save=save, base=base)
            except StaleRevision:
                continue
            self.saved[str(save.client_key)] = save
            assert revise_annotation(annotation, by=who, save=save, base=base).annotation_id == annotation
            assert first.number > base
            return

    def migrate(self, *, back: bool) -> None:
        """Applied in the midst of the work, carried by two workers, and perhaps taken back."""
        wait_for(lambda: len(self.saved) >= PEOPLE, seconds=120)
        migration = apply_rehearsal(
            self.rehearsal, self.draft, by=self.cells.curator, expected=3, note="", ask_refused=True
        )
        self.newer = migration.to_version
        carry(migration)
        if back:
            carry(revert_migration(migration, by=self.cells.curator))


def random_regions(chance: random.Random, *, new: bool, least: int = 0) -> list[dict[str, Any]]:
    names = ("rbc", "single", "lobed") if new else ("rbc", "wbc", "platelet")
    found = []
    for number in range(chance.randint(least, 4)):
        label = chance.choice(names)
        lobes = chance.choice(("one", "two", None)) if label == "wbc" else None
        found.append(region(f"r{number}", label, **({"lobes": lobes} if lobes else {})))
    return found


def carry(migration: SchemaMigration) -> None:
    """Two workers carry its slices to their ends."""
    jobs = list(migration.slices.values_list("job_id", flat=True))

    def work(mine: list[UUID]) -> None:
        try:
            for job in mine:
                while run_job(job, slice_seconds=0.05) not in (JobState.SUCCEEDED, JobState.FAILED):
                    pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (jobs[::2], jobs[1::2])))


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "AT_ONCE", 3)
    monkeypatch.setattr(run, "SLICED_FROM", 4)
    monkeypatch.setattr(freshness, "TOLERATED", 100)  # they save as much again while it is rehearsed


@pytest.mark.parametrize("back", [False, True], ids=["there", "and back"])
def test_eight_annotators_save_all_the_way_through(small_steps: None, back: bool):
    crowd = Crowd()
    start = threading.Barrier(PEOPLE + 1)

    def person(number: int) -> None:
        try:
            start.wait(timeout=60)
            crowd.label(crowd.people[number], random.Random(SEED + number))
        finally:
            connection.close()

    def curator() -> None:
        try:
            start.wait(timeout=60)
            crowd.migrate(back=back)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        futures = [pool.submit(person, number) for number in range(PEOPLE)]
        futures.append(pool.submit(curator))
        for future in futures:
            future.result(timeout=300)

    assert len(crowd.saved) == 2 * (ITEMS + THERE)
    assert lost(crowd) == []
    assert [revision for revision in AnnotationRevision.objects.all() if faults(revision)] == []
    assert with_gaps() == []
    assert left_behind(crowd.project) == []
    assert miscounted() == []
    states = Job.objects.filter(kind=run.KIND).values_list("state", flat=True)
    assert set(states) == {JobState.SUCCEEDED}


def lost(crowd: Crowd) -> list[str]:
    """Saves that are not there just as they were sent, once and under the version that they were made with."""
    found = Counter(
        (key, version)
        for key, version in AnnotationRevision.objects.values_list("client_key", "schema_version")
    )
    values = dict(AnnotationRevision.objects.values_list("client_key", "value"))
    return [
        key
        for key, save in crowd.saved.items()
        if found[key, save.schema_version] != 1 or values[key] != save.value
    ]


def faults(revision: AnnotationRevision) -> list[Any]:
    """What is wrong with a stored value under the schema version that it carries."""
    schema = parse_document(revision.schema_version.document)
    return validate_value(schema, parse_value(revision.value, schema), context=None, complete=True)


def with_gaps() -> list[UUID]:
    """Annotations whose revisions are not numbered 1, 2, 3 … up to the newest."""
    return [
        annotation.pk
        for annotation in Annotation.objects.prefetch_related("revisions")
        if sorted(each.number for each in annotation.revisions.all())
        != list(range(1, annotation.revision + 1))
    ]


def left_behind(project: Project) -> list[UUID]:
    """Annotations that say something else under the current version than what is stored, and wait for nobody."""
    project.refresh_from_db()
    current = project.current_schema_version_id
    ids = list(Annotation.objects.filter(project=project).values_list("pk", flat=True))
    asked = set(RelabelQuestion.objects.filter(state="open").values_list("annotation", flat=True))
    behind = []
    for row in stored(ids):
        hops = hops_between(row.schema_version, current)
        assert hops is not None
        way = walk(hops, row.value, row.material)
        if row.annotation not in asked and (way.changed or not way.arrived):
            behind.append(row.annotation)
    return behind


def miscounted() -> list[UUID]:
    """Annotations whose index of labels used is not that of their newest revision."""
    wrong = []
    for annotation in Annotation.objects.all():
        newest = annotation.revisions.select_related("schema_version").get(number=annotation.revision)
        said = parse_value(newest.value, parse_document(newest.schema_version.document))
        rows = LabelUse.objects.filter(annotation=annotation).values_list("field", "label", "count")
        if {(field, label): count for field, label, count in rows} != answers_used(said):
            wrong.append(annotation.pk)
    return wrong
