"""Versions of a project whose label schema changed: values are carried by the operations, never taken as they happen to fit."""

from __future__ import annotations

import orjson
import pytest

from annotation.errors import MigrationRunning
from annotation.services.schema_migration.relabel import answer_question, next_questions
from annotation.services.schema_migration.run import pause_migration
from datasets.models import DatasetVersion
from datasets.queries.contents import items_of
from datasets.queries.preview import preview_for
from datasets.services.verify import verify_now
from datasets.splits import DEFAULT
from guidelines.schema.identity import identity
from guidelines.schema.parse import parse_document
from guidelines.services.schemas import plan_to
from labelwright.accounts.roles import Role
from labelwright.jobs.models import Job
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, region
from tests.datasets.slides import Slides, finish, labels_in
from tests.factories.annotation import TextItemFactory
from tests.factories.datasets import add_schema, annotate, bytes_of, project_with, publish
from tests.factories.guidelines import CELLS, SchemaVersionFactory, member

pytestmark = pytest.mark.django_db(transaction=True)

AGAIN = {"kind": "add_label/1", "field": "cells", "label": {"key": "platelet", "geometry": "box"}}


def lineage_of(version: DatasetVersion) -> dict[str, object]:
    found: dict[str, object] = orjson.loads(bytes_of(version)["manifest.json"])["lineage"]
    return found


def test_a_value_that_would_fit_as_it_is_is_still_carried():
    cells = Slides()
    cells.apply(MERGE)
    cells.apply(AGAIN)
    cells.says(region("a", "platelet"), version=cells.version)
    cells.says(region("a", "platelet"))

    version = cells.publish()

    # what was said before the merge became a red cell with it; that the label came back does not undo that
    assert labels_in(version)[0] == ["rbc"]


def test_a_number_in_another_unit_is_converted_and_never_taken_as_it_is():
    metres = {"input": "text", "fields": [{"key": "length", "type": "number", "unit": "m"}]}
    millimetres = {"input": "text", "fields": [{"key": "length", "type": "number", "unit": "mm"}]}
    project = project_with(metres)
    annotate(TextItemFactory(project=project), {"length": {"number": 1.5}})
    SchemaVersionFactory(
        project=project,
        document=millimetres,
        number=2,
        identity=identity(parse_document(millimetres)),
        parent=project.schema_versions.get(),
        operations=[{"kind": "convert_number/1", "field": "length", "factor": 1000.0, "unit": "mm"}],
    )

    version = finish(publish(project, member(project, Role.CURATOR)))

    (found,) = items_of(version)
    assert found.annotations[0]["value"] == {"length": {"number": 1500.0}}
    assert version.lineage["schema_migrations"]["carried"] == 1


def test_what_the_operations_left_as_it_was_is_read_through_them_and_counted():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("a", "platelet"))
    migration = cells.apply(MERGE)

    version = cells.publish()

    assert labels_in(version) == [["rbc"], ["rbc"]]
    assert [each.annotations[0]["schema_version"] for each in items_of(version)] == [1, 2]
    told = lineage_of(version)["schema_migrations"]
    assert told["carried"] == 1
    assert told["left_out"] == {"waiting": 0, "refused": 0, "unreachable": 0}
    assert told["chain"] == [
        {
            "number": 2,
            "identity": migration.to_version.identity,
            "operations": [migration_words(migration)],
            "restores": None,
            "published_by": cells.curator.user.pseudonym,
            "published_at": migration.to_version.published_at.isoformat(),
        }
    ]
    assert version.lineage["schema_migrations"] == told
    assert migration_words(migration) in bytes_of(version)["README.md"].decode()


def migration_words(migration) -> str:
    (operation,) = plan_to(migration.to_version).operations
    return operation.describe()


def test_what_waits_for_a_person_is_left_out_until_it_is_answered():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("b", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)

    waiting = cells.publish()
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)
    answer_question(question.pk, by=cells.curator, answer="single", seconds=1)
    answered = cells.publish()

    assert labels_in(waiting) == [["rbc"]]
    assert waiting.job.report["left_out_because"] == {"waiting": 1, "refused": 0, "unreachable": 0}
    assert lineage_of(waiting)["schema_migrations"]["left_out"]["waiting"] == 1
    assert labels_in(answered) == [["rbc"], ["single"]]


def test_what_is_not_valid_under_its_own_schema_is_left_out():
    cells = Slides()
    cells.says(region("a", "platelet"), region("a", "platelet"))
    cells.says(region("a", "rbc"))
    cells.apply(MERGE)

    version = cells.publish()

    assert labels_in(version) == [["rbc"]]
    assert version.job.report["left_out_because"] == {"waiting": 0, "refused": 1, "unreachable": 0}


def test_without_operations_it_is_as_it_was_before_there_were_any():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("a", "platelet"))
    regions, focus = CELLS["fields"]
    fewer = {**CELLS, "fields": [{**regions, "labels": regions["labels"][:2]}, focus]}
    add_schema(cells.project, fewer, number=2)

    version = cells.publish()

    assert labels_in(version) == [["rbc"]]
    assert version.job.report["left_out_because"] == {"waiting": 0, "refused": 0, "unreachable": 1}
    assert "schema_migrations" not in lineage_of(version)


def test_nothing_is_published_while_labels_are_on_their_way():
    cells = Slides()
    cells.says(region("a", "platelet"))
    migration = cells.start(MERGE)

    with pytest.raises(MigrationRunning) as refused:
        publish(cells.project, cells.curator)
    pause_migration(migration, by=cells.curator)
    with pytest.raises(MigrationRunning):
        publish(cells.project, cells.curator)

    assert refused.value.data["schema_migration"] == str(migration.pk)
    assert not DatasetVersion.objects.exists()


def test_a_migration_does_not_change_what_was_frozen_before_it():
    cells = Slides()
    cells.says(region("a", "platelet"))
    undisturbed = finish(publish(cells.project, cells.curator))
    version = publish(cells.project, cells.curator)
    run_job(version.job_id, slice_seconds=0)  # frozen

    cells.apply(MERGE)
    finish(version)

    assert version.state == "published"
    assert bytes_of(version) == bytes_of(undisturbed)


def test_a_version_that_was_asked_for_before_a_schema_and_frozen_after_it_fails_and_says_so():
    cells = Slides()
    cells.says(region("a", "platelet"))
    version = publish(cells.project, cells.curator)

    cells.apply(MERGE)
    finish(version)

    assert version.state == "failed"
    assert Job.objects.get(pk=version.job_id).error_code == "schema-moved"


def test_a_version_verifies_to_the_same_hash_before_during_and_after_a_migration():
    cells = Slides()
    cells.says(region("a", "platelet"))
    version = cells.publish()
    before, identity = bytes_of(version), version.manifest_sha256
    assert verify_now(version)["intact"]

    migration = cells.start(MERGE)
    during = verify_now(version)
    cells.run(migration)
    after = verify_now(version)
    back = cells.revert(migration)

    version.refresh_from_db()
    assert during["intact"]
    assert after["intact"]
    assert verify_now(version)["intact"]
    assert (version.manifest_sha256, bytes_of(version)) == (identity, before)
    assert back.state == "done"


def test_after_the_way_back_the_values_are_those_of_before():
    cells = Slides()
    cells.says(region("a", "platelet"))
    cells.says(region("a", "rbc"))
    one = cells.publish()
    cells.revert(cells.apply(MERGE))

    again = cells.publish()

    assert labels_in(again) == labels_in(one) == [["platelet"], ["rbc"]]
    assert [each["restores"] for each in lineage_of(again)["schema_migrations"]["chain"]] == [None, 1]


# ---- what is told before ----------------------------------------------------------------------------------
def told_under_another(cells: Slides) -> int:
    seen = preview_for(cells.curator, cells.project.pk, source="accepted", splits=DEFAULT)
    return seen.other_schema


def test_what_a_migration_left_as_it_was_counts_as_being_under_the_current_schema():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("a", "platelet"))

    cells.apply(MERGE)

    assert told_under_another(cells) == 0


def test_what_waits_for_a_person_counts_as_being_under_another_schema_until_it_is_answered():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("b", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)

    waiting = told_under_another(cells)
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)
    answer_question(question.pk, by=cells.curator, answer="single", seconds=1)

    assert (waiting, told_under_another(cells)) == (1, 0)


def test_what_was_set_aside_as_not_valid_counts_as_being_under_another_schema():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("a", "platelet", nothing="known"))

    cells.apply(MERGE)

    assert told_under_another(cells) == 1


def test_what_a_migration_has_yet_to_reach_counts_as_being_under_another_schema():
    cells = Slides()
    cells.says(region("a", "rbc"))
    cells.says(region("a", "platelet"))

    cells.start(MERGE)

    assert told_under_another(cells) == 1
