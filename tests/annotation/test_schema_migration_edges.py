"""Schema migrations where several things meet: late work, several versions, imports, failures, nothing at all."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from annotation.errors import MigrationRunning, RehearsalOutdated
from annotation.models import (
    Annotation,
    AnnotationRevision,
    Cause,
    LabelUse,
    Review,
    SchemaMigration,
)
from annotation.queries.in_scope import annotations_in_scope, borders, how_many_in_scope
from annotation.services.items import NewAnnotation, add_imported_annotations
from annotation.services.review import Verdict, review_annotation
from annotation.services.revisions import Save
from annotation.services.schema_migration import rehearse, run
from annotation.services.schema_migration.rehearse import rehearse_draft
from annotation.services.schema_migration.relabel import answer_question, next_questions
from annotation.services.schema_migration.run import apply_rehearsal
from annotation.services.submit import revise_annotation
from guidelines.errors import RehearsalNeeded
from guidelines.lens import hops_between
from guidelines.models import SchemaVersion
from guidelines.operations.scope import EVERYTHING
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.services import schemas
from guidelines.values.value import parse_value
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from labelwright.jobs.services import retry_job
from tests.annotation.test_schema_migration import (
    MERGE,
    NEW_LABELS,
    SPLIT,
    Cells,
    labels,
    newest,
    region,
    uses,
    value,
)
from tests.factories.annotation import ImageItemFactory
from tests.factories.guidelines import GuidelineVersionFactory
from tests.factories.work import Work, do

pytestmark = pytest.mark.django_db(transaction=True)

RENAME = {"kind": "rename_label/1", "field": "cells", "label": "rbc", "name": "Red"}
DROP_WBC = {"kind": "remove_label/1", "field": "cells", "label": "wbc", "regions": "drop"}


def published(cells: Cells, *operations: dict[str, Any]) -> SchemaVersion:
    """A version that touches no annotation, published without a migration."""
    return schemas.publish_schema_version(cells.draft(*operations), by=cells.curator, expected=3, note="")


def is_valid(revision: AnnotationRevision) -> bool:
    """Whether the stored value is one of the schema version that it carries."""
    schema = parse_document(revision.schema_version.document)
    return not validate_value(schema, parse_value(revision.value, schema), context=None, complete=False)


def save_of(cells: Cells, *regions: dict[str, Any], version: SchemaVersion | None = None) -> Save:
    return Save(value(*regions), (version or cells.version).pk, client_key=uuid4().hex)


# ---- work that comes late -------------------------------------------------------------------------------
def test_late_work_is_carried_on_though_the_newest_version_has_no_migration():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    migration = cells.apply(MERGE)
    published(cells, RENAME)

    revise_annotation(annotation.pk, by=cells.curator, save=save_of(cells, region("a", "platelet")), base=1)

    after = newest(annotation)
    assert (labels(after), after.schema_version, after.migration) == (
        ["rbc"],
        migration.to_version,
        migration,
    )
    assert uses(annotation) == {"rbc": 1}


def test_an_answer_is_carried_on_though_the_newest_version_has_no_migration():
    cells = Cells()
    annotation = cells.says(region("a", "wbc"))
    migration = cells.apply(*NEW_LABELS, SPLIT)
    published(cells, RENAME)
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)

    answer_question(question.pk, by=cells.curator, answer="single", seconds=1)

    after = newest(annotation)
    assert (labels(after), after.schema_version) == (["single"], migration.to_version)


def test_a_fix_by_a_reviewer_under_the_old_version_is_carried_on():
    cells = Cells()
    ImageItemFactory(project=cells.project)
    guideline = GuidelineVersionFactory(project=cells.project)
    work = Work(cells.project, cells.version, guideline, cells.curator)
    annotator = work.annotator()
    work.batch(annotator)
    annotation = do(annotator, work, value(region("a", "rbc"))).annotation
    cells.apply(MERGE)
    fix = save_of(cells, region("a", "rbc"), region("b", "platelet"))

    review_annotation(
        annotation.pk,
        by=work.reviewer(),
        verdict=Verdict(Review.Decision.FIXED, 1, reason="one more", fix=fix),
    )

    after = newest(annotation)
    assert [(r.number, r.cause) for r in annotation.revisions.order_by("number")] == [
        (1, Cause.HUMAN),
        (2, Cause.REVIEW),
        (3, Cause.MIGRATION),
    ]
    assert (after.number, labels(after)) == (3, ["rbc", "rbc"])


def test_late_work_that_is_sent_again_gets_the_same_answer():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    cells.apply(MERGE)
    save = save_of(cells, region("a", "platelet"))

    first = revise_annotation(annotation.pk, by=cells.curator, save=save, base=1)
    again = revise_annotation(annotation.pk, by=cells.curator, save=save, base=1)

    assert (first, first.number) == (again, 3)
    assert annotation.revisions.count() == 3


def test_labels_that_are_imported_under_the_old_version_are_carried_on():
    cells = Cells()
    migration = cells.apply(MERGE)
    schema = parse_document(cells.version.document)
    items = [ImageItemFactory(project=cells.project) for _ in range(2)]
    new = [
        NewAnnotation(item.pk, parse_value(value(region("a", label)), schema))
        for item, label in zip(items, ("platelet", "rbc"), strict=True)
    ]

    add_imported_annotations(cells.project, new, schema_version=cells.version)

    changed, same = (Annotation.objects.get(item=item) for item in items)
    assert labels(newest(changed)) == labels(newest(same)) == ["rbc"]
    assert (newest(changed).migration, newest(same).number) == (migration, 1)
    assert uses(changed) == {"rbc": 1}


def test_labels_that_are_imported_under_the_old_version_are_asked_about():
    cells = Cells()
    cells.apply(*NEW_LABELS, SPLIT)
    item = ImageItemFactory(project=cells.project)
    said = parse_value(value(region("a", "wbc")), parse_document(cells.version.document))

    add_imported_annotations(cells.project, [NewAnnotation(item.pk, said)], schema_version=cells.version)

    (question,) = next_questions(cells.curator, cells.project.pk, count=5)
    assert (question.annotation.item, question.candidates) == (item, ["single", "lobed"])


# ---- the way back ---------------------------------------------------------------------------------------
def test_the_way_back_of_what_came_late_over_two_versions_fits_the_version_between():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    cells.apply(MERGE)
    second = cells.apply(DROP_WBC)
    late = save_of(cells, region("a", "platelet"), region("b", "wbc"))
    revise_annotation(annotation.pk, by=cells.curator, save=late, base=1)

    cells.revert(second)

    after = newest(annotation)
    assert labels(after) == ["rbc", "wbc"]
    assert is_valid(after)


def test_the_way_back_of_what_people_answered_for_an_older_version_fits_the_version_between():
    cells = Cells()
    annotation = cells.says(region("a", "wbc"), region("b", "platelet"))
    cells.apply(*NEW_LABELS, SPLIT)
    second = cells.apply(MERGE)
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)
    answer_question(question.pk, by=cells.curator, answer="single", seconds=1)

    cells.revert(second)

    after = newest(annotation)
    assert labels(after) == ["single", "platelet"]
    assert is_valid(after)


# ---- nothing, and everything ----------------------------------------------------------------------------
def test_a_project_without_annotations_is_migrated():
    cells = Cells()

    migration = cells.apply(MERGE)

    assert migration.tally["annotations"] == {}
    assert cells.revert(migration).state == SchemaMigration.State.DONE


def test_everything_is_found_in_order_also_what_uses_no_label():
    cells = Cells()
    made = sorted(cells.says(*each).pk for each in ([region("a", "rbc")], [], [region("a", "wbc")]))
    schema = parse_document(cells.version.document)

    first = annotations_in_scope(cells.project.pk, EVERYTHING, schema, after=None, until=None, limit=2)
    rest = annotations_in_scope(cells.project.pk, EVERYTHING, schema, after=first[-1], until=None, limit=2)

    assert [*first, *rest] == made
    assert how_many_in_scope(cells.project.pk, EVERYTHING, schema) == 3
    assert borders(cells.project.pk, EVERYTHING, schema, slices=3, least=1) == made[1:]


def test_more_than_one_batch_in_several_slices_is_migrated_once_each(monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 2)
    monkeypatch.setattr(run, "SLICED_FROM", 4)
    cells = Cells()
    made = [cells.says(region("a", "platelet"), region("b", "rbc")) for _ in range(9)]

    migration = cells.apply(MERGE)

    assert migration.slices.count() == 4
    assert migration.tally["annotations"] == {"lossy": 9}
    assert {newest(annotation).number for annotation in made} == {2}
    assert list(Job.objects.filter(kind=run.KIND).values_list("done", "total").distinct()) != []
    assert all(job.done == job.total for job in Job.objects.filter(kind=run.KIND))


def test_the_way_back_goes_in_several_slices_that_bring_each_annotation_back_once(monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 2)
    monkeypatch.setattr(run, "SLICED_FROM", 4)
    cells = Cells()
    made = [cells.says(region("a", "platelet"), region("b", "rbc")) for _ in range(9)]
    untouched = cells.says(region("a", "rbc"))
    migration = cells.apply(MERGE)

    back = run.revert_migration(migration, by=cells.curator)
    jobs = list(back.slices.order_by("number").values_list("job_id", flat=True))
    ended = [run_job(job) for job in reversed(jobs)]  # in whatever order

    back.refresh_from_db()
    assert len(jobs) == 4
    assert set(ended) == {JobState.SUCCEEDED}
    assert (
        sum(Job.objects.filter(pk__in=jobs).values_list("done", flat=True)) == 9
    )  # no slice looks beyond its end
    assert back.state == SchemaMigration.State.DONE
    assert back.tally["annotations"] == {"lossless": 9}
    assert {newest(annotation).number for annotation in made} == {3}
    assert {tuple(labels(newest(annotation))) for annotation in made} == {("platelet", "rbc")}
    assert newest(untouched).number == 1


# ---- failures -------------------------------------------------------------------------------------------
def test_a_slice_that_failed_goes_on_from_where_it_was_when_it_is_started_again(monkeypatch):
    monkeypatch.setattr(run, "AT_ONCE", 1)
    cells = Cells()
    made = [cells.says(region("a", "platelet")) for _ in range(3)]
    migration = cells.start(MERGE)
    job = Job.objects.get(pk=migration.slices.get().job_id)
    poison = AnnotationRevision.objects.filter(annotation=max(each.pk for each in made)).get()
    blocked = AnnotationRevision.objects.create(
        annotation=poison.annotation, number=2, value={}, schema_version=cells.version, cause=Cause.HUMAN
    )

    failed = run_job(job.pk)
    Annotation.objects.filter(pk=blocked.annotation_id).update(revision=2)
    retry_job(job)
    again = run_job(job.pk)

    migration.refresh_from_db()
    assert (failed, again) == (JobState.FAILED, JobState.SUCCEEDED)
    assert migration.state == SchemaMigration.State.DONE
    assert sorted(newest(annotation).number for annotation in made) == [2, 2, 2]
    assert migration.tally["annotations"] == {"lossy": 2, "unchanged": 1}


def test_a_slice_that_failed_and_is_started_again_after_the_way_back_does_nothing():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    migration = cells.start(MERGE)
    job = Job.objects.get(pk=migration.slices.get().job_id)
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=job.created_at)
    cells.revert(migration)

    retry_job(job)
    run_job(job.pk)

    assert newest(annotation).number == 1


def test_a_rehearsal_that_failed_is_running_as_soon_as_its_job_is_started_again(monkeypatch):
    cells = Cells()
    cells.says(region("a", "platelet"))
    rehearsal = rehearse_draft(cells.draft(MERGE), by=cells.curator)
    job = Job.objects.get(pk=rehearsal.job_id)
    with monkeypatch.context() as broken:
        broken.setattr(rehearse, "rehearsed", None)
        run_job(job.pk)
    rehearsal.refresh_from_db()
    failed = rehearsal.state

    retry_job(job)
    rehearsal.refresh_from_db()
    again = rehearsal.state
    run_job(job.pk)

    rehearsal.refresh_from_db()
    assert (failed, again, rehearsal.state) == ("failed", "running", "done")
    assert rehearsal.tally["annotations"] == {"lossy": 1, "unchanged": 0}


def test_what_a_refused_publication_said_is_not_remembered():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    draft = cells.draft(MERGE)
    with pytest.raises(RehearsalNeeded):
        schemas.publish_schema_version(draft, by=cells.curator, expected=3, note="")
    other = {**MERGE, "target": "wbc"}
    draft.refresh_from_db()
    plan = schemas.make_plan(parse_document(cells.version.document), schemas.read_operations([other]))
    draft, _ = schemas.save_schema_draft(
        draft, by=cells.curator, expected=3, document=schemas.to_document(plan.after)
    )

    draft = schemas.save_operations(draft, by=cells.curator, expected=4, operations=[other])
    rehearsal = cells.rehearse(draft)
    cells.run(apply_rehearsal(rehearsal, draft, by=cells.curator, expected=5, note=""))

    assert labels(newest(annotation)) == ["wbc"]


def test_nothing_is_remembered_of_a_version_that_is_not_committed():
    cells = Cells()
    draft = cells.draft(MERGE)

    with pytest.raises(ZeroDivisionError), schemas.transaction.atomic():
        version = schemas.publish_with_plan(draft, by=cells.curator, expected=3, note="")
        assert hops_between(cells.version.pk, version.pk)
        raise ZeroDivisionError

    with pytest.raises(SchemaVersion.DoesNotExist):
        hops_between(cells.version.pk, draft.pk)


def test_what_is_committed_is_remembered(django_assert_num_queries):
    cells = Cells()
    migration = cells.apply(MERGE)
    found = hops_between(cells.version.pk, migration.to_version_id)

    with django_assert_num_queries(0):
        assert hops_between(cells.version.pk, migration.to_version_id) is found


# ---- rehearsals -----------------------------------------------------------------------------------------
def test_a_rehearsal_that_more_came_into_never_says_more_than_all(monkeypatch):
    from annotation.services.schema_migration import rehearse

    monkeypatch.setattr(rehearse, "AT_ONCE", 1)
    cells = Cells()
    cells.says(region("a", "platelet"))
    rehearsal = rehearse_draft(cells.draft(MERGE), by=cells.curator)
    Job.objects.filter(pk=rehearsal.job_id).update(total=1)
    cells.says(region("a", "platelet"))

    run_job(rehearsal.job_id)

    job = Job.objects.get(pk=rehearsal.job_id)
    assert (job.state, job.done, job.total) == (JobState.SUCCEEDED, 2, 2)


def test_of_one_draft_applied_twice_the_second_is_refused():
    cells = Cells()
    cells.says(region("a", "platelet"))
    draft = cells.draft(MERGE)
    rehearsal = cells.rehearse(draft)
    apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")

    with pytest.raises((MigrationRunning, RehearsalOutdated)):
        apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")

    assert SchemaMigration.objects.count() == 1


INTO_ANOTHER = {"kind": "merge_labels/1", "field": "cells", "sources": ["platelet"], "target": "wbc"}


@pytest.mark.parametrize(
    "operations", [(MERGE, DROP_WBC), (INTO_ANOTHER,), (*NEW_LABELS, SPLIT)], ids=["merged", "moved", "split"]
)
def test_the_index_of_labels_used_is_what_the_newest_revisions_use(operations):
    cells = Cells()
    for each in ("platelet", "rbc", "wbc"):
        cells.says(
            region("a", each),
            region("b", "platelet"),
            region("c", "wbc", lobes="one"),
            region("d", "wbc", lobes="two"),
        )
    cells.says(region("a", "platelet"), region("b", "platelet"))

    there = cells.apply(*operations)
    after = counted_and_said(cells)
    cells.revert(there)
    back = counted_and_said(cells)

    assert after[0] == after[1]
    assert back[0] == back[1]


def counted_and_said(cells: Cells) -> tuple[dict[Any, int], dict[Any, int]]:
    """What the index says of each annotation and label, and what the newest revisions do."""
    counted = {
        (use.annotation_id, use.label): use.count for use in LabelUse.objects.filter(project=cells.project)
    }
    said = Counter(
        (annotation.pk, label)
        for annotation in Annotation.objects.filter(project=cells.project)
        for label in labels(newest(annotation))
    )
    return counted, dict(said)
