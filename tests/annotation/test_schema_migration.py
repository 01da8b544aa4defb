"""Schema migrations over stored annotations: rehearsed, applied, asked, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.errors import MigrationRunning, NotRevertible, QuestionClosed, RehearsalOutdated
from annotation.models import (
    Annotation,
    AnnotationRevision,
    Cause,
    LabelUse,
    Rehearsal,
    RelabelQuestion,
    SchemaMigration,
    Task,
)
from annotation.queries.annotations import annotation_for
from annotation.queries.relabel import revisable_among
from annotation.services.revisions import Save
from annotation.services.schema_migration.rehearse import rehearse_draft
from annotation.services.schema_migration.relabel import answer_question, next_questions, take_back_answer
from annotation.services.schema_migration.run import (
    apply_rehearsal,
    pause_migration,
    resume_migration,
    revert_migration,
)
from annotation.services.schema_migration.showing import carry_draft, read_now
from annotation.services.submit import revise_annotation
from annotation.tallies import read_tally
from guidelines.models import SchemaVersion
from guidelines.services import schemas
from labelwright.accounts.roles import Role
from labelwright.errors import Invalid
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from tests.factories.annotation import BatchFactory, ImageItemFactory
from tests.factories.guidelines import CELLS, ProjectFactory, SchemaVersionFactory, member

pytestmark = pytest.mark.django_db(transaction=True)

MERGE = {"kind": "merge_labels/1", "field": "cells", "sources": ["platelet"], "target": "rbc"}
SPLIT = {
    "kind": "split_label/1",
    "field": "cells",
    "label": "wbc",
    "targets": ["single", "lobed"],
    "rules": [
        {"when": {"type": "attribute_is", "attribute": "lobes", "values": ["one"]}, "to": "single"},
        {"when": {"type": "attribute_is", "attribute": "lobes", "values": ["two", "three"]}, "to": "lobed"},
    ],
    "consumes": ["lobes"],
}
NEW_LABELS = [
    {"kind": "add_label/1", "field": "cells", "label": {"key": key, "geometry": "box"}}
    for key in ("single", "lobed")
]


def region(name: str, label: str, **attributes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "label": label,
        "geometry": {"type": "box", "box": [10.0, 10.0, 20.0, 20.0]},
        "attributes": attributes,
    }


def value(*regions: dict[str, Any]) -> dict[str, Any]:
    return {"cells": {"regions": list(regions)}}


class Cells:
    """A project with a schema, a curator, and annotations."""

    def __init__(self) -> None:
        self.project = ProjectFactory()
        self.version = SchemaVersionFactory(project=self.project, document=CELLS)
        self.project.refresh_from_db()
        self.curator = member(self.project, Role.CURATOR)

    def says(self, *regions: dict[str, Any], version: SchemaVersion | None = None) -> Annotation:
        """A stored annotation with these regions."""
        item = ImageItemFactory(project=self.project)
        annotation = Annotation.objects.create(project=self.project, item=item, state="accepted")
        AnnotationRevision.objects.create(
            annotation=annotation,
            number=1,
            value=value(*regions),
            schema_version=version or self.version,
            cause=Cause.IMPORT,
        )
        for each in regions:
            use, _ = LabelUse.objects.get_or_create(
                annotation=annotation,
                project=self.project,
                field="cells",
                label=each["label"],
                defaults={"count": 0},
            )
            LabelUse.objects.filter(pk=use.pk).update(count=use.count + 1)
        return annotation

    def draft(self, *operations: dict[str, Any]) -> SchemaVersion:
        """A draft to which these operations lead."""
        from guidelines.operations.plan import make_plan
        from guidelines.operations.registry import read_operations
        from guidelines.schema.parse import parse_document, to_document

        self.project.refresh_from_db()
        current = self.project.current_schema_version
        plan = make_plan(parse_document(current.document), read_operations(list(operations)))
        draft = schemas.start_schema_draft(self.project, by=self.curator)
        draft, _ = schemas.save_schema_draft(
            draft, by=self.curator, expected=1, document=to_document(plan.after)
        )
        return schemas.save_operations(draft, by=self.curator, expected=2, operations=list(operations))

    def rehearse(self, draft: SchemaVersion) -> Rehearsal:
        rehearsal = rehearse_draft(draft, by=self.curator)
        assert run_job(rehearsal.job_id) == JobState.SUCCEEDED
        rehearsal.refresh_from_db()
        return rehearsal

    def start(self, *operations: dict[str, Any], **options: Any) -> SchemaMigration:
        draft = self.draft(*operations)
        rehearsal = self.rehearse(draft)
        return apply_rehearsal(rehearsal, draft, by=self.curator, expected=3, note="", **options)

    def apply(self, *operations: dict[str, Any], **options: Any) -> SchemaMigration:
        return self.run(self.start(*operations, **options))

    def revert(self, migration: SchemaMigration) -> SchemaMigration:
        return self.run(revert_migration(migration, by=self.curator))

    def run(self, migration: SchemaMigration) -> SchemaMigration:
        for job_id in migration.slices.values_list("job_id", flat=True):
            assert run_job(job_id) == JobState.SUCCEEDED
        migration.refresh_from_db()
        assert migration.state == SchemaMigration.State.DONE
        return migration


def newest(annotation: Annotation) -> AnnotationRevision:
    annotation.refresh_from_db()
    return annotation.revisions.get(number=annotation.revision)


def labels(revision: AnnotationRevision) -> list[str]:
    return [each["label"] for each in revision.value["cells"]["regions"]]


def uses(annotation: Annotation) -> dict[str, int]:
    return dict(LabelUse.objects.filter(annotation=annotation).values_list("label", "count"))


def test_what_changes_gets_one_revision_and_what_does_not_gets_none():
    cells = Cells()
    changed = cells.says(region("a", "platelet"), region("b", "rbc"))
    same = cells.says(region("a", "rbc"))

    migration = cells.apply(MERGE)

    after = newest(changed)
    assert (after.number, after.cause, after.migration) == (2, Cause.MIGRATION, migration)
    assert after.schema_version == migration.to_version
    assert labels(after) == ["rbc", "rbc"]
    assert uses(changed) == {"rbc": 2}
    assert labels(changed.revisions.get(number=1)) == ["platelet", "rbc"]
    assert newest(same).number == 1


def test_a_rename_reads_no_annotation_and_is_done_at_once():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))

    migration = cells.start({"kind": "rename_label/1", "field": "cells", "label": "rbc", "name": "Red"})

    assert migration.state == SchemaMigration.State.DONE
    assert not migration.slices.exists()
    assert newest(annotation).number == 1


def test_a_rehearsal_counts_and_changes_nothing():
    cells = Cells()
    cells.says(region("a", "platelet"), region("b", "rbc"), region("c", "wbc", lobes="one"))
    cells.says(region("a", "wbc"))
    before = list(AnnotationRevision.objects.order_by("id").values())

    rehearsal = cells.rehearse(cells.draft(*NEW_LABELS, SPLIT, MERGE))

    tally = read_tally(rehearsal.tally)
    assert tally.parts == {"lossy": 1, "lossless": 1, "person": 1}
    assert tally.flows == {
        "cells|platelet|rbc": 1,
        "cells|wbc|single": 1,
        "cells|wbc|?": 1,
        "cells|rbc|rbc": 1,
    }
    assert rehearsal.samples.count() == 3
    assert list(AnnotationRevision.objects.order_by("id").values()) == before


def test_a_rehearsal_says_what_the_questions_cost_at_the_price_of_a_task():
    cells = Cells()
    batch = BatchFactory(project=cells.project, price="3.00")
    paid = cells.says(*(region(f"r{n}", "rbc") for n in range(3)))
    task = Task.objects.create(batch=batch, item=paid.item, slot=1, position=1)
    Annotation.objects.filter(pk=paid.pk).update(task=task)
    cells.says(region("a", "wbc"), region("b", "wbc"))

    rehearsal = cells.rehearse(cells.draft(*NEW_LABELS, SPLIT))

    assert rehearsal.cost == 2  # two questions, at a third of a task each


def test_only_what_was_rehearsed_is_applied():
    cells = Cells()
    cells.says(region("a", "platelet"))
    draft = cells.draft(MERGE)
    rehearsal = cells.rehearse(draft)
    changed = schemas.save_operations(
        draft,
        by=cells.curator,
        expected=3,
        operations=[{**MERGE}, {"kind": "rename_label/1", "field": "cells", "label": "rbc", "name": "RBC"}],
    )

    with pytest.raises(RehearsalOutdated):
        apply_rehearsal(rehearsal, changed, by=cells.curator, expected=4, note="")

    assert not SchemaMigration.objects.exists()


def test_labels_that_came_since_the_rehearsal_are_named():
    cells = Cells()
    cells.says(region("a", "platelet"))
    draft = cells.draft(MERGE)
    rehearsal = cells.rehearse(draft)
    cells.says(region("a", "platelet"))

    with pytest.raises(RehearsalOutdated) as refused:
        apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")

    assert refused.value.data["saved"] == 1
    assert refused.value.data["changed"][0]["label"] == "platelet"
    assert not SchemaMigration.objects.exists()


def test_a_second_one_waits_for_the_first():
    cells = Cells()
    cells.says(region("a", "platelet"))
    running = cells.start(MERGE)
    draft = cells.draft({"kind": "remove_label/1", "field": "cells", "label": "wbc", "regions": "drop"})
    rehearsal = cells.rehearse(draft)

    with pytest.raises(MigrationRunning) as refused:
        apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")

    assert refused.value.data["schema_migration"] == str(running.pk)


def test_a_version_that_touches_no_label_waits_for_it_too():
    cells = Cells()
    cells.says(region("a", "platelet"))
    running = cells.start(MERGE)
    draft = cells.draft({"kind": "add_label/1", "field": "cells", "label": {"key": "new", "geometry": "box"}})

    with pytest.raises(MigrationRunning) as refused:
        schemas.publish_schema_version(draft, by=cells.curator, expected=3, note="")

    assert refused.value.data["schema_migration"] == str(running.pk)
    revert_migration(running, by=cells.curator)  # which it would have stood in the way of


def test_work_that_comes_under_the_old_version_is_stored_and_carried_on():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    migration = cells.apply(MERGE)
    save = Save(value(region("a", "rbc"), region("b", "platelet")), cells.version.pk)

    answer = revise_annotation(annotation.pk, by=cells.curator, save=save, base=1)

    human, carried = annotation.revisions.order_by("number")[1:]
    assert (human.cause, human.schema_version, labels(human)) == (
        Cause.HUMAN,
        cells.version,
        ["rbc", "platelet"],
    )
    assert (carried.cause, carried.schema_version, labels(carried)) == (
        Cause.MIGRATION,
        migration.to_version,
        ["rbc", "rbc"],
    )
    assert answer == carried
    assert newest(annotation) == carried


def test_running_it_again_changes_nothing():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    migration = cells.apply(MERGE)
    SchemaMigration.objects.filter(pk=migration.pk).update(state="running", finished_at=None)
    job = Job.objects.get(pk=migration.slices.get().job_id)
    Job.objects.filter(pk=job.pk).update(state="queued", cursor=None, finished_at=None)

    run_job(job.pk)

    assert newest(annotation).number == 2


def test_what_only_a_person_knows_waits_for_their_answer():
    cells = Cells()
    annotation = cells.says(region("a", "wbc", lobes="two"), region("b", "wbc"))
    migration = cells.apply(*NEW_LABELS, SPLIT)
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)
    assert (question.part, question.label, question.candidates) == ("b", "wbc", ["single", "lobed"])
    assert newest(annotation).number == 1

    answer_question(question.pk, by=cells.curator, answer="single", seconds=3)

    after = newest(annotation)
    assert (after.number, after.cause, after.seconds) == (2, Cause.MIGRATION, 3)
    assert after.schema_version == migration.to_version
    assert labels(after) == ["lobed", "single"]
    assert next_questions(cells.curator, cells.project.pk, count=5) == []


def test_an_answer_that_is_no_candidate_is_refused():
    cells = Cells()
    cells.says(region("b", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)

    with pytest.raises(Invalid):
        answer_question(question.pk, by=cells.curator, answer="rbc", seconds=3)

    question.refresh_from_db()
    assert question.state == RelabelQuestion.State.OPEN


def test_an_answer_can_be_taken_back_until_its_annotation_goes_on():
    cells = Cells()
    annotation = cells.says(region("a", "wbc"), region("b", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)
    first, second = next_questions(cells.curator, cells.project.pk, count=5)
    answer_question(first.pk, by=cells.curator, answer="single", seconds=1)
    take_back_answer(first.pk, by=cells.curator)
    answer_question(first.pk, by=cells.curator, answer="lobed", seconds=1)
    answer_question(second.pk, by=cells.curator, answer="single", seconds=1)

    with pytest.raises(QuestionClosed):
        take_back_answer(first.pk, by=cells.curator)

    assert labels(newest(annotation)) == ["lobed", "single"]


def test_two_people_never_get_the_same_question():
    cells = Cells()
    other = member(cells.project, Role.CURATOR)
    cells.says(*(region(f"r{n}", "wbc") for n in range(4)))
    cells.apply(*NEW_LABELS, SPLIT)

    mine = next_questions(cells.curator, cells.project.pk, count=2)
    theirs = next_questions(other, cells.project.pk, count=4)

    assert len(mine) == len(theirs) == 2
    assert not {each.pk for each in mine} & {each.pk for each in theirs}


def test_what_was_saved_anew_is_asked_no_more():
    cells = Cells()
    annotation = cells.says(region("b", "wbc"))
    migration = cells.apply(*NEW_LABELS, SPLIT)
    save = Save(value(region("b", "single")), migration.to_version.pk)

    revise_annotation(annotation.pk, by=cells.curator, save=save, base=1)

    assert next_questions(cells.curator, cells.project.pk, count=5) == []
    assert labels(newest(annotation)) == ["single"]


def test_the_way_back_brings_the_very_values_back():
    cells = Cells()
    changed = cells.says(region("a", "platelet"), region("b", "rbc"))
    same = cells.says(region("a", "rbc"))
    kept = newest(changed).value
    migration = cells.apply(MERGE)

    back = cells.revert(migration)

    after = newest(changed)
    assert (after.number, after.cause, after.value) == (3, Cause.REVERT, kept)
    assert back.to_version.restores == cells.version
    assert back.to_version.document == cells.version.document
    assert uses(changed) == {"platelet": 1, "rbc": 1}
    assert newest(same).number == 1


def test_work_done_since_is_kept_on_the_way_back():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    migration = cells.apply(MERGE)
    save = Save(value(region("a", "rbc"), region("new", "wbc")), migration.to_version.pk)
    revise_annotation(annotation.pk, by=cells.curator, save=save, base=2)

    cells.revert(migration)

    assert [(r.cause, labels(r)) for r in annotation.revisions.order_by("number")] == [
        (Cause.IMPORT, ["platelet"]),
        (Cause.MIGRATION, ["rbc"]),
        (Cause.HUMAN, ["rbc", "wbc"]),
    ]


def test_it_is_taken_back_once():
    cells = Cells()
    cells.says(region("a", "platelet"))
    migration = cells.apply(MERGE)
    cells.revert(migration)

    with pytest.raises(NotRevertible):
        revert_migration(migration, by=cells.curator)


def test_one_that_still_runs_is_taken_back_as_far_as_it_came():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    migration = cells.start(MERGE)

    back = cells.revert(migration)

    migration.refresh_from_db()
    assert migration.state == SchemaMigration.State.STOPPED
    assert Job.objects.get(pk=migration.slices.get().job_id).state == JobState.CANCELLED
    assert newest(annotation).number == 1
    assert back.state == SchemaMigration.State.DONE


def test_questions_are_void_after_the_way_back():
    cells = Cells()
    annotation = cells.says(region("b", "wbc"))
    migration = cells.apply(*NEW_LABELS, SPLIT)

    cells.revert(migration)

    assert next_questions(cells.curator, cells.project.pk, count=5) == []
    assert newest(annotation).number == 1


def test_a_paused_one_stands_still_until_it_is_resumed():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    migration = cells.start(MERGE)
    pause_migration(migration, by=cells.curator)
    job_id = migration.slices.get().job_id
    assert run_job(job_id) is None
    assert newest(annotation).number == 1

    resume_migration(migration, by=cells.curator)
    cells.run(migration)

    assert labels(newest(annotation)) == ["rbc"]


def test_versions_are_gone_through_one_by_one():
    cells = Cells()
    late = cells.says(region("a", "rbc"))
    cells.apply(MERGE)
    third = cells.apply(
        {"kind": "remove_label/1", "field": "cells", "label": "wbc", "regions": "drop"},
    )
    save = Save(value(region("a", "platelet"), region("b", "wbc")), cells.version.pk)

    revise_annotation(late.pk, by=cells.curator, save=save, base=1)

    after = newest(late)
    assert after.schema_version == third.to_version
    assert labels(after) == ["rbc"]


def test_a_value_that_is_not_valid_is_set_aside_and_stops_nothing():
    cells = Cells()
    broken = cells.says(region("a", "platelet"), region("a", "platelet"))
    fine = cells.says(region("a", "platelet"))

    migration = cells.apply(MERGE)

    assert read_tally(migration.tally).annotations == {"refused": 1, "lossy": 1}
    assert newest(broken).number == 1
    assert labels(newest(fine)) == ["rbc"]


def test_a_value_that_is_not_valid_can_be_asked_about():
    cells = Cells()
    broken = cells.says(region("a", "platelet"), region("a", "platelet"))

    cells.apply(MERGE, ask_refused=True)

    (question,) = next_questions(cells.curator, cells.project.pk, count=5)
    assert (question.annotation, question.candidates) == (broken, [])
    assert "id of its own" in question.reason


def test_what_was_left_as_it_is_reads_under_the_current_version():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    migration = cells.apply(MERGE)

    reading = read_now(annotation_for(cells.curator, annotation.pk), newest(annotation))

    assert (reading.schema_version, reading.waits) == (migration.to_version_id, False)
    assert newest(annotation).schema_version == cells.version


def test_what_waits_for_a_person_reads_as_it_was_made():
    cells = Cells()
    annotation = cells.says(region("b", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)

    reading = read_now(annotation_for(cells.curator, annotation.pk), newest(annotation))

    assert (reading.schema_version, reading.waits) == (cells.version.pk, True)


def test_unfinished_work_is_carried_with_what_a_person_has_to_decide_beside_it():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    migration = cells.apply(*NEW_LABELS, SPLIT, MERGE)
    draft = value(region("x", "platelet"), region("y", "wbc"))

    carried = carry_draft(cells.project, annotation.item, value=draft, schema_version=cells.version.pk)

    assert carried.schema_version == migration.to_version_id
    assert [each["id"] for each in carried.value["cells"]["regions"]] == ["x"]
    (asked,) = [change for change in carried.changes if change.outcome == "person"]
    assert (asked.part, [each.key for each in asked.candidates]) == ("y", ["single", "lobed"])
    assert asked.candidates[0].parts[0]["label"] == "single"


def test_only_its_author_and_curators_may_open_what_is_asked_about():
    cells = Cells()
    author, colleague = member(cells.project, Role.ANNOTATOR), member(cells.project, Role.ANNOTATOR)
    annotation = cells.says(region("a", "wbc"))
    Annotation.objects.filter(pk=annotation.pk).update(author=author.user)
    cells.apply(*NEW_LABELS, SPLIT)
    given = next_questions(author, cells.project.pk, count=1)

    may_open = [
        bool(revisable_among(who, cells.project, given)) for who in (author, cells.curator, colleague)
    ]

    assert may_open == [True, True, False]
