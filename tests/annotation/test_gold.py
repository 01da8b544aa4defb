"""Gold answers: who learns of them, how they follow the schema, and how people are measured by them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotation.errors import GoldEnded, NotForGold
from annotation.models import Annotation, AnnotationState, GoldAnswer, GoldState, SchemaMigration
from annotation.queries.gold import gold_of
from annotation.services.gold import make_gold, retire_gold
from annotation.services.gold_scores import people_on_gold
from annotation.services.review import Verdict, review_annotation
from annotation.services.schema_migration.run import revert_migration
from annotation.services.submit import revise_annotation
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid, NotFound
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from tests.annotation.test_schema_migration import MERGE, NEW_LABELS, SPLIT, Cells, region, value
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import GREET, ORDER, Work, do, image_work, text_work
from tests.http import Browser

pytestmark = pytest.mark.django_db(transaction=True)

RENAME = {"kind": "rename_label/1", "field": "cells", "label": "rbc", "name": "Red"}


def live(gold: GoldAnswer) -> GoldAnswer:
    """The live answer of the same item."""
    return GoldAnswer.objects.get(item=gold.item_id, state__in=["current", "stale"])


def labels_of(gold: GoldAnswer) -> list[str]:
    return [each["label"] for each in gold.value["cells"]["regions"]]


def gold_in(cells: Cells, *regions: dict[str, Any]) -> GoldAnswer:
    return make_gold(cells.project, cells.says(*regions).pk, by=cells.curator)


# ---- made and retired -----------------------------------------------------------------------------------
def test_an_annotation_becomes_the_gold_answer_of_its_item():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"), region("b", "rbc"))

    gold = make_gold(cells.project, annotation.pk, by=cells.curator)

    assert (gold.item, gold.state, gold.schema_version) == (annotation.item, "current", cells.version)
    assert gold.value == value(region("a", "rbc"), region("b", "rbc"))
    assert list(gold.uses.values_list("field", "label", "count")) == [("cells", "rbc", 2)]
    assert AuditEvent.objects.filter(action="gold.made", subject_id=str(gold.pk)).count() == 1


def test_the_same_annotation_made_gold_again_is_the_answer_that_there_is():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    gold = make_gold(cells.project, annotation.pk, by=cells.curator)

    again = make_gold(cells.project, annotation.pk, by=cells.curator)

    assert (again.pk, GoldAnswer.objects.count()) == (gold.pk, 1)


def test_a_newer_answer_replaces_the_one_before_and_leaves_its_value():
    work = text_work(items=1)
    who, other = work.annotator(), work.annotator()
    work.batch(who, other, overlap=2)
    first = make_gold(work.project, do(who, work, GREET).annotation.pk, by=work.curator)

    second = make_gold(work.project, do(other, work, ORDER).annotation.pk, by=work.curator)

    first.refresh_from_db()
    assert (first.state, first.value) == ("replaced", GREET)
    assert (second.state, second.value, second.replaces) == ("current", ORDER, first)
    assert list(gold_of(work.curator, work.project.pk)) == [second]


def test_the_database_refuses_a_second_live_answer_of_an_item():
    gold = gold_in(Cells(), region("a", "rbc"))
    gold.pk, gold._state.adding = None, True

    with pytest.raises(IntegrityError), transaction.atomic():
        GoldAnswer.objects.create(
            project=gold.project,
            item=gold.item,
            schema_version=gold.schema_version,
            value={},
            author=gold.author,
        )


def test_work_that_was_returned_does_not_become_gold():
    cells = Cells()
    annotation = cells.says(region("a", "rbc"))
    Annotation.objects.filter(pk=annotation.pk).update(state=AnnotationState.RETURNED)

    with pytest.raises(NotForGold):
        make_gold(cells.project, annotation.pk, by=cells.curator)


def test_an_annotation_of_another_project_does_not_become_gold():
    cells, elsewhere = Cells(), Cells()
    foreign = elsewhere.says(region("a", "rbc"))

    with pytest.raises(NotFound):
        make_gold(cells.project, foreign.pk, by=cells.curator)

    both = member(cells.project, Role.CURATOR)
    membership = both.user.memberships.create(organisation=elsewhere.project.organisation, role="admin")
    assert membership.pk
    with pytest.raises(Invalid):
        make_gold(cells.project, foreign.pk, by=both)


def test_what_waits_for_a_person_does_not_become_gold():
    cells = Cells()
    annotation = cells.says(region("a", "wbc"))
    cells.apply(*NEW_LABELS, SPLIT)

    with pytest.raises(NotForGold):
        make_gold(cells.project, annotation.pk, by=cells.curator)


def test_a_retired_answer_is_in_no_list_and_cannot_be_retired_again():
    cells = Cells()
    gold = gold_in(cells, region("a", "rbc"))

    retire_gold(gold.pk, by=cells.curator)

    assert not gold_of(cells.curator, cells.project.pk).exists()
    with pytest.raises(GoldEnded):
        retire_gold(gold.pk, by=cells.curator)


# ---- who learns of it -----------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CURATOR, Role.QUALITY_MANAGER])
def test_who_runs_a_project_or_its_quality_makes_and_sees_gold(role: Role):
    cells = Cells()
    who = member(cells.project, role)

    gold = make_gold(cells.project, cells.says(region("a", "rbc")).pk, by=who)

    assert list(gold_of(who, cells.project.pk)) == [gold]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ANNOTATOR, Role.VENDOR_LEAD, Role.MODELER])
def test_nobody_else_learns_of_gold(role: Role):
    cells = Cells()
    gold = gold_in(cells, region("a", "rbc"))
    who = member(cells.project, role)

    with pytest.raises(Forbidden):
        gold_of(who, cells.project.pk)
    with pytest.raises(Forbidden):
        people_on_gold(who, cells.project.pk)
    with pytest.raises(NotFound):
        retire_gold(gold.pk, by=who)
    gold.refresh_from_db()
    assert gold.state == "current"


def test_a_curator_who_also_labels_stays_blind():
    cells = Cells()
    gold = gold_in(cells, region("a", "rbc"))
    both = member(cells.project, Role.CURATOR, Role.ANNOTATOR)

    with pytest.raises(Forbidden):
        gold_of(both, cells.project.pk)
    with pytest.raises(NotFound):
        retire_gold(gold.pk, by=both)


def test_annotators_get_the_same_bytes_whether_an_item_has_a_gold_answer_or_not():
    work = text_work(items=2)
    expert, who = work.annotator(), work.annotator()
    work.batch(expert, who, overlap=2)
    done = [do(expert, work, GREET).annotation for _ in range(2)]
    browser = Browser(who.user)
    project = f"/projects/{work.project.pk}"

    def everything() -> list[bytes]:
        assignments = browser.post(f"{project}/assignments", {"count": 2})
        answers = [assignments, browser.get(f"{project}/work"), browser.get(f"{project}/annotations")]
        answers += [browser.get(f"/items/{each['item']['id']}") for each in assignments.json()["assignments"]]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.content for answer in answers]

    before = everything()
    make_gold(work.project, done[0].pk, by=work.curator)
    after = everything()

    assert after == before
    assert b"gold" not in b"".join(after)


def test_the_order_of_tasks_is_the_same_for_items_with_a_gold_answer():
    work = text_work(items=6)
    who = work.annotator()
    batch = work.batch(who)
    order = list(batch.tasks.order_by("position").values_list("pk", flat=True))
    done = do(who, work, GREET).annotation

    make_gold(work.project, done.pk, by=work.curator)

    assert list(batch.tasks.order_by("position").values_list("pk", flat=True)) == order


# ---- schema migrations ----------------------------------------------------------------------------------
def test_gold_that_loses_nothing_is_carried_to_the_new_version():
    cells = Cells()
    gold = gold_in(cells, region("a", "wbc", lobes="one"), region("b", "rbc"))

    migration = cells.apply(*NEW_LABELS, SPLIT)

    now = live(gold)
    assert (now.state, now.schema_version, now.migration) == ("current", migration.to_version, migration)
    assert labels_of(now) == ["single", "rbc"]
    assert (now.source, now.author, now.replaces) == (gold.source, gold.author, gold)
    assert sorted(now.uses.values_list("label", "count")) == [("rbc", 1), ("single", 1)]
    gold.refresh_from_db()
    assert (gold.state, labels_of(gold)) == ("replaced", ["wbc", "rbc"])


def test_gold_that_would_lose_something_is_stale_and_says_why():
    cells = Cells()
    lossy = gold_in(cells, region("a", "platelet"))
    asked = gold_in(cells, region("a", "wbc"))

    migration = cells.apply(*NEW_LABELS, SPLIT, MERGE)

    for gold, because in ((lossy, "lossy"), (asked, "person")):
        gold.refresh_from_db()
        assert (gold.state, gold.stale_because, gold.staled_by) == ("stale", because, migration)
        assert gold.reason.startswith(("platelet: ", "wbc: "))
        assert gold.schema_version == cells.version


def test_gold_that_the_operations_leave_as_it_is_stays_the_same_row():
    cells = Cells()
    gold = gold_in(cells, region("a", "rbc"))

    cells.apply(*NEW_LABELS, SPLIT)

    assert (live(gold).pk, live(gold).state) == (gold.pk, "current")


def test_a_change_that_reads_no_annotation_still_carries_gold():
    cells = Cells()
    gold = gold_in(cells, region("a", "rbc"))

    migration = cells.start(RENAME)

    assert migration.state == SchemaMigration.State.DONE
    assert (live(gold).pk, live(gold).state) == (gold.pk, "current")


def test_taking_a_migration_back_restores_the_gold_of_before():
    cells = Cells()
    kept = gold_in(cells, region("a", "wbc", lobes="one"))
    stale = gold_in(cells, region("a", "platelet"))
    migration = cells.apply(*NEW_LABELS, SPLIT, MERGE)
    since = gold_in(cells, region("a", "rbc"))

    cells.revert(migration)

    assert {(live(gold).pk, live(gold).state) for gold in (kept, stale)} == {
        (kept.pk, "current"),
        (stale.pk, "current"),
    }
    stale.refresh_from_db()
    assert (stale.reason, stale.staled_by, stale.stale_because) == ("", None, "")
    assert live(since).state == "current"


def test_gold_made_since_that_the_old_version_cannot_say_is_stale_after_the_way_back():
    cells = Cells()
    migration = cells.apply(*NEW_LABELS)
    cells.project.refresh_from_db()
    annotation = cells.says(region("a", "single"), version=cells.project.current_schema_version)
    gold = make_gold(cells.project, annotation.pk, by=cells.curator)

    back = cells.revert(migration)

    gold.refresh_from_db()
    assert (gold.state, gold.staled_by) == ("stale", back)


def test_a_step_that_is_delivered_twice_carries_gold_once():
    cells = Cells()
    kept = gold_in(cells, region("a", "wbc", lobes="one"))
    stale = gold_in(cells, region("a", "platelet"))
    cells.start(*NEW_LABELS, SPLIT, MERGE)
    job = Job.objects.get(kind="annotation.migrate_gold")

    assert run_job(job.pk) == JobState.SUCCEEDED
    rows = list(GoldAnswer.objects.order_by("id").values())
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, cursor=None, finished_at=None)
    assert run_job(job.pk) == JobState.SUCCEEDED

    assert list(GoldAnswer.objects.order_by("id").values()) == rows
    assert (live(kept).state, live(stale).state) == ("current", "stale")


def test_a_way_back_that_is_delivered_twice_restores_gold_once():
    cells = Cells()
    gold_in(cells, region("a", "wbc", lobes="one"))
    gold_in(cells, region("a", "platelet"))
    migration = cells.apply(*NEW_LABELS, SPLIT, MERGE)
    back = revert_migration(migration, by=cells.curator)
    job = back.slices.get(job_id__in=Job.objects.filter(kind="annotation.migrate_gold").values("pk"))

    assert run_job(job.job_id) == JobState.SUCCEEDED
    rows = list(GoldAnswer.objects.order_by("id").values())
    Job.objects.filter(pk=job.job_id).update(state=JobState.QUEUED, cursor=None, finished_at=None)
    assert run_job(job.job_id) == JobState.SUCCEEDED

    assert list(GoldAnswer.objects.order_by("id").values()) == rows
    assert set(GoldAnswer.objects.filter(state__in=["current", "stale"]).values_list("state", flat=True)) == {
        "current"
    }


def test_a_migration_that_is_taken_back_before_its_gold_was_reached_leaves_it(settings):
    cells = Cells()
    gold = gold_in(cells, region("a", "platelet"))
    migration = cells.start(MERGE)

    cells.revert(migration)

    assert (live(gold).pk, live(gold).state) == (gold.pk, "current")


def test_a_migration_is_not_done_before_its_gold_is():
    cells = Cells()
    gold_in(cells, region("a", "platelet"))
    migration = cells.start(MERGE)
    gold_job = Job.objects.get(kind="annotation.migrate_gold")

    for job in migration.slices.exclude(job_id=gold_job.pk).values_list("job_id", flat=True):
        run_job(job)
    migration.refresh_from_db()

    assert migration.state == SchemaMigration.State.RUNNING
    run_job(gold_job.pk)
    migration.refresh_from_db()
    assert migration.state == SchemaMigration.State.DONE


def test_a_rehearsal_says_how_many_gold_answers_go_stale():
    cells = Cells()
    gold_in(cells, region("a", "wbc", lobes="one"))
    gold_in(cells, region("a", "rbc"))
    gold_in(cells, region("a", "platelet"))

    rehearsal = cells.rehearse(cells.draft(*NEW_LABELS, SPLIT, MERGE))

    assert (rehearsal.touches["gold_kept"], rehearsal.touches["gold_stale"]) == (2, 1)
    assert set(GoldAnswer.objects.values_list("state", flat=True)) == {"current"}


def test_a_stale_answer_is_current_again_with_a_newer_annotation():
    cells = Cells()
    annotation = cells.says(region("a", "platelet"))
    gold = make_gold(cells.project, annotation.pk, by=cells.curator)
    cells.apply(MERGE)
    assert live(gold).state == "stale"

    renewed = make_gold(cells.project, annotation.pk, by=cells.curator)

    assert (renewed.state, labels_of(renewed), renewed.replaces_id) == ("current", ["rbc"], gold.pk)


# ---- scores ---------------------------------------------------------------------------------------------
def cell(name: str, label: str, x: float) -> dict[str, Any]:
    return {"id": name, "label": label, "geometry": {"type": "box", "box": [x, 10.0, 20.0, 20.0]}}


TRUTH = {"cells": {"regions": [cell("a", "rbc", 0), cell("b", "rbc", 100), cell("c", "wbc", 200)]}}
HALF = {"cells": {"regions": [cell("x", "rbc", 2), cell("y", "wbc", 101), cell("z", "platelet", 400)]}}


class Measured:
    """Gold from an expert's work on the only item, and what another annotator said about it."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.work: Work = image_work()
        self.expert = self.work.annotator()
        self.who = self.work.annotator(vendor=None)
        self.work.batch(self.expert, self.who, overlap=2)
        self.gold = make_gold(
            self.work.project, do(self.expert, self.work, TRUTH).annotation.pk, by=self.work.curator
        )
        self.annotation = do(self.who, self.work, said).annotation

    def people(self) -> list[Any]:
        return people_on_gold(self.work.curator, self.work.project.pk).people


def test_work_on_a_gold_item_is_counted_by_label():
    measured = Measured(HALF)

    (row,) = measured.people()

    assert (row.person.id, row.tasks) == (measured.who.user.pk, 1)
    counts = row.found.counts
    assert (counts.correct, counts.wrong, counts.missed, counts.extra) == (1, 1, 1, 1)
    assert counts.score == pytest.approx(2 / (2 + 2 + 1 + 1))
    assert row.found.by_label["cells", "platelet"].extra == 1


def test_nobody_is_measured_by_their_own_work():
    measured = Measured(TRUTH)

    rows = measured.people()

    assert [row.person.id for row in rows] == [measured.who.user.pk]


def test_what_a_reviewer_mended_is_not_the_annotators_merit():
    measured = Measured(HALF)
    reviewer = measured.work.reviewer()
    review_annotation(
        measured.annotation.pk,
        by=reviewer,
        verdict=Verdict("fixed", 1, "Look again.", (), measured.work.save(TRUTH)),
    )

    (row,) = measured.people()

    assert row.found.counts.correct == 1


def test_the_newest_own_revision_counts():
    measured = Measured(HALF)
    revise_annotation(measured.annotation.pk, by=measured.who, save=measured.work.save(TRUTH), base=1)

    (row,) = measured.people()

    assert row.found.score == 1.0


def test_stale_gold_counts_in_no_score():
    measured = Measured(HALF)
    GoldAnswer.objects.filter(pk=measured.gold.pk).update(
        state=GoldState.STALE, stale_because="lossy", reason="x", staled_by=_some_migration(measured.work)
    )

    found = people_on_gold(measured.work.curator, measured.work.project.pk)

    assert (found.answers, found.stale, found.people) == (0, 1, [])


def _some_migration(work: Work) -> SchemaMigration:
    return SchemaMigration.objects.create(
        project=work.project,
        from_version=work.schema,
        to_version=work.schema,
        state="done",
        started_by=work.curator.user,
        started_at="2026-01-01T00:00Z",
        finished_at="2026-01-01T00:00Z",
    )


def _changed(measured: Measured, *operations: dict[str, Any], run: bool = True) -> SchemaMigration:
    cells = Cells.__new__(Cells)
    cells.project, cells.version, cells.curator = (
        measured.work.project,
        measured.work.schema,
        measured.work.curator,
    )
    return cells.apply(*operations) if run else cells.start(*operations)


def test_a_schema_migration_leaves_peoples_scores_as_they_were():
    measured = Measured({"cells": {"regions": [cell("x", "rbc", 2), cell("y", "rbc", 101)]}})
    before = [row.found.counts for row in measured.people()]

    _changed(measured, RENAME)

    assert [row.found.counts for row in measured.people()] == before


def test_gold_that_a_change_makes_stale_counts_in_no_score_even_before_the_job_has_come_to_it():
    measured = Measured({"cells": {"regions": [cell("x", "rbc", 2)]}})
    white = {"kind": "merge_labels/1", "field": "cells", "sources": ["wbc"], "target": "rbc"}

    _changed(measured, white, run=False)

    assert live(measured.gold).state == "current"
    assert measured.people() == []


def test_work_that_does_not_come_to_the_current_version_without_loss_does_not_count():
    measured = Measured(HALF)

    _changed(measured, MERGE)

    assert live(measured.gold).state == "current"
    assert measured.people() == []


def test_scores_cost_the_same_number_of_queries_however_many_people_there_are():
    work = text_work(items=1)
    annotators = [work.annotator() for _ in range(4)]
    work.batch(*annotators, overlap=4)
    gold = make_gold(work.project, do(annotators[0], work, GREET).annotation.pk, by=work.curator)
    do(annotators[1], work, GREET)
    with CaptureQueriesContext(connection) as few:
        people_on_gold(work.curator, work.project.pk)
    for who in annotators[2:]:
        do(who, work, ORDER)

    with CaptureQueriesContext(connection) as many:
        found = people_on_gold(work.curator, work.project.pk)

    assert gold.state == "current"
    assert [row.found.score for row in found.people] == [0.0, 0.0, 1.0]
    assert len(many) == len(few)


# ---- the API --------------------------------------------------------------------------------------------
def test_gold_is_made_listed_filtered_and_retired_over_the_api():
    cells = Cells()
    browser = Browser(cells.curator.user)
    project = f"/projects/{cells.project.pk}"
    red, platelet = cells.says(region("a", "rbc")), cells.says(region("a", "platelet"))

    made = browser.post(f"{project}/gold", {"annotation": str(red.pk)})
    browser.post(f"{project}/gold", {"annotation": str(platelet.pk)})
    listed = browser.get(f"{project}/gold").json()["results"]

    assert made.status_code == 201, made.content
    assert made.json()["uses"] == [{"field": "cells", "label": "rbc", "count": 1}]
    assert [row["item"]["id"] for row in listed] == [str(platelet.item_id), str(red.item_id)]
    for query, count in (
        ("uses=rbc", 1),
        ("state=stale", 0),
        ("state=current", 2),
        (f"item={red.item_id}", 1),
    ):
        assert len(browser.get(f"{project}/gold?{query}").json()["results"]) == count, query
    items = browser.get(f"{project}/items").json()["results"]
    assert {row["gold"] for row in items} == {"current"}
    assert browser.post(f"/gold/{made.json()['id']}/retire").status_code == 204
    again = browser.post(f"/gold/{made.json()['id']}/retire")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/gold-ended")
    assert len(browser.get(f"{project}/gold").json()["results"]) == 1


def test_a_stale_answer_says_since_when_and_why():
    cells = Cells()
    gold_in(cells, region("a", "platelet"))
    cells.apply(MERGE)

    (row,) = (
        Browser(cells.curator.user).get(f"/projects/{cells.project.pk}/gold?state=stale").json()["results"]
    )

    assert (row["state"], row["stale_because"], row["stale_since"], row["schema_number"]) == (
        "stale",
        "lossy",
        2,
        1,
    )
    assert row["reason"].startswith("platelet: ")


def test_a_list_of_gold_costs_the_same_number_of_queries_however_long_it_is():
    cells = Cells()
    browser = Browser(cells.curator.user)
    gold_in(cells, region("a", "rbc"))
    path = f"/projects/{cells.project.pk}/gold"
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    for _ in range(4):
        gold_in(cells, region("a", "rbc"), region("b", "wbc"))

    with CaptureQueriesContext(connection) as many:
        assert len(browser.get(path).json()["results"]) == 5

    assert len(many) == len(few)


def test_scores_name_people_by_pseudonym_and_vendor():
    measured = Measured(HALF)
    membership = measured.who.user.memberships.get()
    membership.vendor = VendorFactory(organisation=measured.work.project.organisation, name="Hoyeon")
    membership.save()

    body = Browser(measured.work.curator.user).get(f"/projects/{measured.work.project.pk}/gold/people").json()

    (row,) = body["people"]
    assert (row["pseudonym"], row["vendor"], row["name"]) == (
        Principal(measured.who.user).user.pseudonym,
        "Hoyeon",
        None,
    )
    assert (body["answers"], row["tasks"], row["whole"]["score"]) == (1, 1, 0.3333)
    assert {(each["label"], each["score"]) for each in row["by_label"]} >= {("platelet", 0.0)}
