"""Who waits for whom: what a schema migration, saves, answers and the way back lock never goes round in a circle.

Each test stops one in the middle of its transaction, lets another run until it waits for that in PostgreSQL, and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from annotation.errors import MigrationRunning
from annotation.models import RehearsalSample, RelabelQuestion, SchemaMigration
from annotation.services.schema_migration.relabel import answer_question, next_questions
from annotation.services.schema_migration.run import KIND, apply_rehearsal, revert_migration
from annotation.services.schema_migration.step import lock_annotations
from annotation.services.schema_migration.writing import void_questions
from annotation.services.submit import revise_annotation
from guidelines.models import InvitedRole, ProjectMember
from guidelines.services.guidelines import (
    publish_guideline_version,
    save_guideline_draft,
    start_guideline_draft,
)
from guidelines.services.schemas import publish_schema_version
from labelwright.accounts.roles import Role
from labelwright.accounts.services.invitations import accept_invitation, invite
from labelwright.jobs.handlers import handler_of
from labelwright.jobs.models import Job
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, Cells, labels, newest, region
from tests.annotation.test_schema_migration_edges import save_of
from tests.factories.accounts import MembershipFactory, UserFactory, principal
from tests.stack import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
Meanwhile = Callable[[Callable[[], Any]], "Future[Any]"]


@pytest.fixture
def meanwhile() -> Iterator[Meanwhile]:
    """Runs something with a connection of its own; comes back when that waits for a lock, or has ended."""
    with ThreadPoolExecutor(4) as pool:

        def run(work: Callable[[], Any]) -> Any:
            try:
                return work()
            finally:
                connection.close()

        def start(work: Callable[[], Any]) -> Future[Any]:
            future = pool.submit(run, work)
            wait_for(lambda: future.done() or somebody_waits(), why="nobody waited")
            return future

        yield start


def somebody_waits() -> bool:
    """Whether another connection waits for a lock of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def step_of(migration: SchemaMigration) -> None:
    """One step of its only job, in the caller's transaction."""
    job = Job.objects.get(pk=migration.slices.get().job_id)
    handler_of(KIND).step(job, None)


def test_the_way_back_waits_for_a_step_and_the_step_not_for_it(meanwhile: Meanwhile):
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    migration = cells.start(MERGE)

    with transaction.atomic():
        step_of(migration)
        back = meanwhile(lambda: revert_migration(migration, by=cells.curator))
        was_waiting = not back.done()
    cells.run(back.result(timeout=30))

    assert was_waiting
    assert [(r.cause, labels(r)) for r in annotation.revisions.order_by("number")] == [
        ("import", ["platelet"]),
        ("migration", ["rbc"]),
        ("revert", ["platelet"]),
    ]


def test_the_way_back_waits_for_a_save_and_the_save_not_for_it(meanwhile: Meanwhile):
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    migration = cells.apply(MERGE)
    late = save_of(cells, region("a", "platelet"))

    with transaction.atomic():
        revise_annotation(annotation.pk, by=cells.curator, save=late, base=1)
        back = meanwhile(lambda: revert_migration(migration, by=cells.curator))
        was_waiting = not back.done()
    cells.run(back.result(timeout=30))

    assert was_waiting
    assert labels(newest(annotation)) == ["platelet"]


def test_the_way_back_waits_for_answers_and_the_answers_not_for_it(meanwhile: Meanwhile):
    cells = Cells()
    annotation = cells.says(region("a", "wbc"), region("b", "wbc"))
    migration = cells.apply(*NEW_LABELS, SPLIT)
    first, second = next_questions(cells.curator, cells.project.pk, count=5)

    with transaction.atomic():
        answer_question(first.pk, by=cells.curator, answer="single", seconds=1)
        back = meanwhile(lambda: revert_migration(migration, by=cells.curator))
        answer_question(second.pk, by=cells.curator, answer="lobed", seconds=1)
    cells.run(back.result(timeout=30))

    assert labels(annotation.revisions.get(number=2)) == ["single", "lobed"]
    assert labels(newest(annotation)) == ["wbc", "wbc"]


def test_an_answer_waits_for_the_annotation_before_it_holds_the_question(meanwhile: Meanwhile):
    cells = Cells()
    annotation = cells.says(region("a", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)
    (question,) = next_questions(cells.curator, cells.project.pk, count=5)

    with transaction.atomic():
        lock_annotations([annotation.pk])  # as a step does, which then voids its questions
        answer = meanwhile(lambda: answer_question(question.pk, by=cells.curator, answer="single", seconds=1))
        void_questions([annotation.pk])
    error = answer.exception(timeout=30)

    question.refresh_from_db()
    assert getattr(error, "code", "") == "question-closed"
    assert question.state == RelabelQuestion.State.VOID


def test_what_only_points_at_an_annotation_does_not_wait_for_a_step(meanwhile: Meanwhile):
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    rehearsal = cells.rehearse(cells.draft(MERGE))

    with transaction.atomic():
        lock_annotations([annotation.pk])
        sample = meanwhile(
            lambda: RehearsalSample.objects.create(
                rehearsal=rehearsal, bucket="b", rank="r", annotation=annotation, revision=1
            )
        )
        at_once = sample.done()

    assert at_once
    assert sample.result(timeout=30).pk


def test_of_two_curators_who_apply_at_once_the_second_gets_the_first_ones_migration(meanwhile: Meanwhile):
    cells = Cells()
    cells.says(region("a", "platelet"))
    draft = cells.draft(MERGE)
    rehearsal = cells.rehearse(draft)

    with transaction.atomic():
        first = apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")
        again = type(draft).objects.select_related("project").get(pk=draft.pk)
        again.state = "draft"  # as the second one read it before
        second = meanwhile(lambda: apply_rehearsal(rehearsal, again, by=cells.curator, expected=3, note=""))
        was_waiting = not second.done()
    error = second.exception(timeout=30)

    assert was_waiting
    assert isinstance(error, MigrationRunning)
    assert error.data["schema_migration"] == str(first.pk)
    assert SchemaMigration.objects.count() == 1


def test_a_save_waits_for_a_migration_that_begins_and_is_carried_on(meanwhile: Meanwhile):
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    draft = cells.draft(MERGE)
    rehearsal = cells.rehearse(draft)

    with transaction.atomic():
        migration = apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")
        save = meanwhile(
            lambda: revise_annotation(
                annotation.pk, by=cells.curator, save=save_of(cells, region("a", "platelet")), base=1
            )
        )
        was_waiting = not save.done()
    save.result(timeout=30)

    assert was_waiting
    after = newest(annotation)
    assert (after.number, after.schema_version, labels(after)) == (3, migration.to_version, ["rbc"])


def _apply(cells: Cells) -> Callable[[], Any]:
    draft = cells.draft(MERGE)
    rehearsal = cells.rehearse(draft)
    return lambda: apply_rehearsal(rehearsal, draft, by=cells.curator, expected=3, note="")


def _revert(cells: Cells) -> Callable[[], Any]:
    migration = cells.apply(MERGE)
    return lambda: revert_migration(migration, by=cells.curator)


def _publish(cells: Cells) -> Callable[[], Any]:
    draft = cells.draft({"kind": "rename_label/1", "field": "cells", "label": "rbc", "name": "Red"})
    return lambda: publish_schema_version(draft, by=cells.curator, expected=3, note="")


def _publish_guideline(cells: Cells) -> Callable[[], Any]:
    draft = start_guideline_draft(cells.project, by=cells.curator)
    draft = save_guideline_draft(draft, by=cells.curator, expected=1, markdown="# Cells\n\nAll of them.\n")
    return lambda: publish_guideline_version(
        draft, by=cells.curator, expected=2, change_kind="editorial", summary=""
    )


@pytest.mark.parametrize("change", [_apply, _revert, _publish, _publish_guideline])
def test_an_accepted_invitation_and_what_locks_the_project_do_not_wait_for_each_other(
    meanwhile: Meanwhile, change: Callable[[Cells], Callable[[], Any]]
):
    cells = Cells()
    cells.says(region("a", "platelet"))
    work = change(cells)
    person = UserFactory()
    owner = principal(MembershipFactory(organisation=cells.project.organisation, role="owner").user)
    invitation, token = invite(
        cells.project.organisation, by=owner, email=person.email, role="member", vendor=None
    )
    InvitedRole.objects.create(invitation=invitation, project=cells.project, role=Role.ANNOTATOR)

    # The project is asked for at the commit, where its foreign key is checked.
    with transaction.atomic():
        accept_invitation(
            RequestFactory().post("/"), token, signed_in=person, name="", password="", network="test"
        )
        changing = meanwhile(work)
        was_waiting = not changing.done()
    changing.result(timeout=30)

    assert was_waiting
    assert ProjectMember.objects.filter(project=cells.project, membership__user=person).exists()
