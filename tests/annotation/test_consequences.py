"""What a changed rule means for labels made before it: who is counted, how a sample is looked at, what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotation.errors import NothingToRecheck, StaleRevision, WrongBatchState
from annotation.models import (
    Annotation,
    Batch,
    BatchAnnotator,
    Recheck,
    RecheckTask,
    Review,
    Task,
)
from annotation.queries.consequences import consequences_of
from annotation.services.batches import add_items_to_batch, change_batch
from annotation.services.gold import make_gold
from annotation.services.gold_scores import people_on_gold
from annotation.services.rechecks import draw
from annotation.services.rechecks.draw import Wish, start_recheck
from annotation.services.review import Verdict, review_annotation
from annotation.services.submit import submit_work
from guidelines.models import GuidelineVersion
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid, NotFound
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.runner import run_job
from tests.factories.accounts import VendorFactory
from tests.factories.datasets import annotate
from tests.factories.guidelines import GuidelineVersionFactory, member
from tests.factories.work import CELL, Work, do, image_work, take
from tests.http import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def cell(label: str = "rbc", x: float = 10.0) -> dict[str, Any]:
    shape = {"type": "box", "box": [x, 20.0, 30.0, 40.0]}
    return {"cells": {"regions": [{"id": "r1", "label": label, "geometry": shape}]}}


@dataclass
class Old:
    """Labels that two vendors' people made by the first guideline, and a second one that changes a rule."""

    work: Work
    ann: Principal
    ben: Principal
    version: GuidelineVersion
    made: list[Annotation] = field(default_factory=list)

    def recheck(self, purpose: str = "sample", *annotators: Principal, **wish: Any) -> Recheck:
        people = [who.user.pk for who in annotators or (self.ann, self.ben)]
        return start_recheck(
            self.version, by=self.work.curator, wish=Wish(purpose, **wish), annotators=people
        )

    def look(self, who: Principal, value: Any = None, **save: Any) -> Any:
        """The person takes the next task and submits it: as it is, or with another value."""
        (lease,) = take(who, self.work)
        row = lease.task.recheck
        kept = row.annotation.revisions.get(number=row.annotation.revision)
        saved = self.work.save(
            kept.value if value is None else value, guideline_version=self.version.pk, **save
        )
        return submit_work(lease.pk, by=who, save=saved, base=row.annotation.revision)

    def told(self) -> Any:
        return consequences_of(self.work.curator, self.version.pk)


def old_labels(items: int = 4, *, labels: tuple[str, ...] = ("rbc",), **version: Any) -> Old:
    """`items` annotations, alternately by a person of vendor A and one of vendor B."""
    work = image_work(items)
    vendors = [VendorFactory(organisation=work.project.organisation, name=name) for name in ("A", "B")]
    ann, ben = (work.annotator(vendor=vendor) for vendor in vendors)
    batch = work.batch(ann, ben, review_policy="none", price=Decimal("0.50"))
    made = [do((ann, ben)[n % 2], work, cell(labels[n % len(labels)])).annotation for n in range(items)]
    Batch.objects.filter(pk=batch.pk).update(state="closed")
    fields = {"change_kind": "rule_change", "touched_labels": ["rbc"], "touched_sections": ["rbc"], **version}
    second = GuidelineVersionFactory(project=work.project, number=2, parent=work.guideline, **fields)
    for who in (ann, ben):
        acknowledge_guideline(second, by=who)
    return Old(work, ann, ben, second, made)


# ---- who is counted -------------------------------------------------------------------------------------
def test_labels_made_before_are_counted_by_label_version_and_vendor():
    old = old_labels(4, labels=("rbc", "rbc", "wbc", "platelet"), touched_labels=["rbc", "wbc"])

    told = old.told()

    assert told.annotations == 3
    assert [(row.field, row.label, row.annotations) for row in told.by_label] == [
        ("cells", "rbc", 2),
        ("cells", "wbc", 1),
    ]
    assert [(row.number, row.annotations) for row in told.by_version] == [(1, 3)]
    assert [(row.vendor, row.annotations) for row in told.by_makers] == [("A", 2), ("B", 1)]


def test_imported_labels_count_as_nobodys():
    old = old_labels(1)
    annotate(old.work.items[0], CELL, guideline_version=old.work.guideline)

    told = old.told()

    assert told.annotations == 2
    assert (None, True, 1) in [(row.vendor, row.is_imported, row.annotations) for row in told.by_makers]


def test_who_had_confirmed_no_guideline_went_by_an_older_one():
    old = old_labels(1)
    who = old.work.annotator(has_read=False)
    old.work.batch(who, review_policy="none")

    do(who, old.work, CELL)

    assert [(row.number, row.annotations) for row in old.told().by_version] == [(None, 1), (1, 1)]


def test_what_was_made_by_the_new_rule_does_not_count():
    old = old_labels(2)
    batch = old.work.batch(old.ann, review_policy="none")

    do(old.ann, old.work, CELL, guideline_version=old.version.pk)

    assert batch.size == 2
    assert old.told().annotations == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"change_kind": "editorial"},
        {"touched_labels": []},
        {"touched_labels": ["platelet"]},
        {"parent": None},
    ],
)
def test_a_change_of_no_rule_leaves_nothing_behind(fields: dict[str, Any]):
    old = old_labels(2)
    third = GuidelineVersionFactory(
        project=old.work.project,
        number=3,
        **{"parent": old.version, "change_kind": "rule_change", "touched_labels": ["rbc"], **fields},
    )

    told = consequences_of(old.work.curator, third.pk)

    assert (told.annotations, told.by_label, told.proposed) == (0, [], 0)


def test_the_labels_of_an_older_version_follow_from_its_text():
    old = old_labels(2, touched_labels=None, markdown="# Cells\n\n## Red cell {#rbc}\n\nRound.\n")

    assert old.told().labels == ("rbc",)


def test_training_and_returned_work_do_not_count():
    old = old_labels(3)
    Batch.objects.update(kind="production")
    Annotation.objects.filter(pk=old.made[0].pk).update(state="returned")

    assert old.told().annotations == 2
    Batch.objects.update(kind="training")
    assert old.told().annotations == 0


def test_the_number_of_queries_does_not_grow_with_the_labels():
    few, many = old_labels(2), old_labels(10)
    few.recheck(size=1)
    many.recheck(size=5)
    many.recheck(size=2)

    with CaptureQueriesContext(
        connection,
    ) as first:
        few.told()
    with CaptureQueriesContext(connection) as second:
        many.told()

    assert len(first) == len(second) <= 22


# ---- who may see and do it ------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER, Role.VENDOR_LEAD, Role.MODELER])
def test_others_see_nothing_of_it(role: Role):
    old = old_labels(1)

    with pytest.raises(Forbidden):
        consequences_of(member(old.work.project, role), old.version.pk)


def test_a_quality_manager_sees_it_and_draws_nothing():
    old = old_labels(1)
    manager = member(old.work.project, Role.QUALITY_MANAGER)

    assert consequences_of(manager, old.version.pk).annotations == 1
    with pytest.raises(Forbidden):
        start_recheck(old.version, by=manager, wish=Wish("sample"))


def test_a_stranger_learns_of_no_version():
    old, other = old_labels(1), image_work()

    with pytest.raises(NotFound):
        consequences_of(other.curator, old.version.pk)


# ---- drawing --------------------------------------------------------------------------------------------
def test_the_same_seed_draws_the_same():
    old = old_labels(8)
    ids = [made.pk for made in old.made]

    one = draw.draw(ids, seed=7, size=3)

    assert one == draw.draw(reversed(ids), seed=7, size=3)
    assert len(set(one)) == 3
    assert any(draw.draw(ids, seed=seed, size=3) != one for seed in range(8, 20))


def test_each_vendor_gets_only_what_its_own_people_made():
    old = old_labels(6)

    recheck = old.recheck("all")

    batches = list(recheck.batches.order_by("vendor__name"))
    assert [row.vendor.name for row in batches if row.vendor] == ["A", "B"]
    seats = [
        list(BatchAnnotator.objects.filter(batch=row.batch).values_list("user", flat=True)) for row in batches
    ]
    assert seats == [[old.ann.user.pk], [old.ben.user.pk]]
    makers = [
        set(RecheckTask.objects.filter(task__batch=row.batch).values_list("annotation__author", flat=True))
        for row in batches
    ]
    assert makers == [{old.ann.user.pk}, {old.ben.user.pk}]
    assert {row.batch.state for row in batches} == {"open"}
    assert {(row.batch.kind, row.batch.price) for row in batches} == {("recheck", Decimal("0.50"))}


def test_nobody_of_another_vendor_is_seated_later():
    old = old_labels(2)
    batch = old.recheck().batches.get(vendor__name="A").batch

    with pytest.raises(Invalid) as refused:
        change_batch(
            batch, by=old.work.curator, version=batch.version, changes={}, annotators=[old.ben.user.pk]
        )

    assert refused.value.errors[0].pointer == "/annotators/0"


def test_imported_labels_may_be_looked_at_by_anybody():
    old = old_labels(1)
    annotate(old.work.items[0], CELL, guideline_version=old.work.guideline)
    recheck = old.recheck("all")

    batch = recheck.batches.get(is_imported=True).batch

    assert set(BatchAnnotator.objects.filter(batch=batch).values_list("user", flat=True)) == {
        old.ann.user.pk,
        old.ben.user.pk,
    }


def test_where_nobody_was_chosen_the_batch_waits_as_a_draft():
    old = old_labels(2)

    recheck = old.recheck("all", old.ann)

    states = dict(recheck.batches.values_list("vendor__name", "batch__state"))
    assert states == {"A": "open", "B": "draft"}


def test_of_what_colleagues_made_of_one_item_one_goes_out_at_a_time():
    old = old_labels(1)
    colleague = old.work.annotator(vendor=old.ann.user.memberships.get().vendor)
    old.work.batch(colleague, review_policy="none")
    do(colleague, old.work, cell())

    first = old.told()
    old.recheck(size=5)
    second = old.told()

    assert (first.annotations, first.proposed, first.effort_of_all.annotations) == (2, 1, 1)
    assert Task.objects.filter(batch__kind="recheck").count() == 1
    assert (second.waiting, second.effort_of_all.annotations) == (1, 1)


def test_what_is_being_looked_at_is_not_drawn_again():
    old = old_labels(4)
    first = old.recheck(size=3)

    second = old.recheck("all")

    drawn = [set(each.tasks.values_list("annotation", flat=True)) for each in (first, second)]
    assert (len(drawn[0]), len(drawn[1]), drawn[0] & drawn[1]) == (3, 1, set())
    with pytest.raises(NothingToRecheck):
        old.recheck("all")
    assert old.told().waiting == 4


def test_a_closed_batch_lets_go_of_what_nobody_looked_at():
    old = old_labels(2)
    recheck = old.recheck("all")

    Batch.objects.filter(recheck__recheck=recheck).update(state="closed")

    assert old.recheck("all").tasks.count() == 2


def test_a_slice_is_of_labels_that_the_change_touched():
    old = old_labels(4, labels=("rbc", "rbc", "wbc", "wbc"), touched_labels=["rbc", "wbc"])

    recheck = old.recheck("slice", labels=("wbc",))

    assert recheck.tasks.count() == 2
    assert (recheck.labels, recheck.population) == (["wbc"], 2)
    with pytest.raises(Invalid):
        old.recheck("slice", labels=("platelet",))
    with pytest.raises(Invalid):
        old.recheck("slice")


def test_a_large_slice_fills_in_a_job_and_opens_then(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(draw, "INLINE_TASKS", 1)
    monkeypatch.setattr(draw, "STEP_ITEMS", 2)
    old = old_labels(6)

    recheck = old.recheck("all")

    assert recheck.tasks.count() == 0
    for job in Job.objects.filter(kind="annotation.fill_recheck"):
        run_job(job.pk)
    assert recheck.tasks.count() == 6
    assert set(recheck.batches.values_list("batch__state", "batch__filling")) == {("open", None)}
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.SUCCEEDED}


def test_nothing_else_is_put_into_such_a_batch():
    old = old_labels(2)
    batch = old.recheck().batches.first().batch

    with pytest.raises(WrongBatchState):
        add_items_to_batch(batch, by=old.work.curator, items={"all": True})


def test_drawing_is_in_the_log():
    old = old_labels(2)

    old.recheck(size=1)

    event = AuditEvent.objects.get(action="guideline.rechecked")
    assert (event.subject_id, event.data["purpose"]) == (str(old.version.pk), "sample")


# ---- looking again --------------------------------------------------------------------------------------
def test_what_is_still_right_is_one_more_revision_by_the_new_rule():
    old = old_labels(2)
    old.recheck()

    done = old.look(old.ann)

    newest = done.annotation.revisions.get(number=2)
    assert done.annotation.pk == old.made[0].pk
    assert (newest.cause, newest.author_id, newest.guideline_version_id) == (
        "recheck",
        old.ann.user.pk,
        old.version.pk,
    )
    assert newest.value == done.annotation.revisions.get(number=1).value
    row = RecheckTask.objects.get(annotation=done.annotation)
    assert (row.is_changed, row.changed, row.revision) == (False, [], 2)
    assert (row.task.state, Annotation.objects.get(pk=done.annotation.pk).state) == ("accepted", "accepted")
    assert old.told().annotations == 1
    assert Annotation.objects.filter(item=done.annotation.item).count() == 1


def test_what_is_mended_counts_for_the_rate_of_its_label():
    old = old_labels(2)
    old.recheck()

    old.look(old.ann, cell("rbc", x=50.0))
    old.look(old.ben)

    told = old.told().recommendation
    assert (told.whole.seen, told.whole.changed) == (2, 1)
    assert (told.by_label["rbc"].seen, told.by_label["rbc"].changed) == (2, 1)


def test_a_change_of_what_the_rule_is_not_about_does_not_count():
    old = old_labels(1)
    old.recheck()
    other = cell()
    other["cells"]["regions"].append({**cell("wbc", 200.0)["cells"]["regions"][0], "id": "r2"})

    old.look(old.ann, other)

    assert RecheckTask.objects.get().is_changed is False


def test_only_samples_tell_the_rate():
    old = old_labels(2)
    old.recheck("all")

    old.look(old.ann, cell("wbc"))

    assert old.told().recommendation.decision == "none"


def test_the_task_begins_with_the_old_labels_and_says_why():
    old = old_labels(1, summary="The halo belongs to the cell.")
    old.recheck()
    browser = Browser(old.ann.user)

    answer = browser.post(f"/projects/{old.work.project.pk}/assignments", {"count": 1})

    (told,) = answer.json()["assignments"]
    assert told["value"]["cells"]["regions"][0]["label"] == "rbc"
    assert (told["annotation"], told["base_revision"]) == (str(old.made[0].pk), 1)
    assert told["recheck"] == {
        "number": 2,
        "summary": "The halo belongs to the cell.",
        "sections": ["rbc"],
    }
    assert told["returned"] is None


def test_an_annotation_that_somebody_saved_meanwhile_is_not_overwritten():
    old = old_labels(1)
    old.recheck()
    (lease,) = take(old.ann, old.work)

    with pytest.raises(StaleRevision):
        submit_work(lease.pk, by=old.ann, save=old.work.save(CELL), base=None)

    assert old.made[0].revisions.count() == 1


def test_the_same_save_twice_is_one_revision():
    old = old_labels(1)
    old.recheck()
    (lease,) = take(old.ann, old.work)
    save = old.work.save(CELL, guideline_version=old.version.pk)

    submit_work(lease.pk, by=old.ann, save=save, base=1)
    again = submit_work(lease.pk, by=old.ann, save=save, base=1)

    assert again.annotation.revisions.count() == 2


def test_it_never_counts_as_its_authors_error():
    old = old_labels(2)
    colleague = old.work.annotator(vendor=old.ann.user.memberships.get().vendor)
    trusted = annotate(old.made[0].item, cell())
    make_gold(old.work.project, trusted.pk, by=old.work.curator)
    acknowledge_guideline(old.version, by=colleague)
    before = people_on_gold(old.work.curator, old.work.project.pk)
    old.recheck("all", colleague)

    old.look(colleague, cell("wbc"))

    assert [row.found.score for row in before.people] == [1.0]
    assert people_on_gold(old.work.curator, old.work.project.pk) == before
    assert not old.made[0].reviews.exists()
    assert set(Annotation.objects.values_list("state", flat=True)) == {"accepted"}


# ---- what it takes --------------------------------------------------------------------------------------
def test_what_is_left_is_told_in_hours_and_money():
    old = old_labels(4)

    told = old.told().effort_of_all

    assert (told.annotations, told.cost) == (4, Decimal("2.00"))
    assert told.hours == round(4 * 7 / 3600, 2)


def test_where_people_have_looked_again_their_speed_counts():
    old = old_labels(4)
    old.recheck(size=4)
    old.look(old.ann, seconds=3600)

    assert old.told().effort_of_all.hours == 0.0  # all are being looked at
    Batch.objects.filter(kind="recheck").update(state="closed")
    assert old.told().effort_of_all.hours == 3.0


# ---- whether the change helped ----------------------------------------------------------------------------
def test_what_reviewers_found_wrong_is_told_by_guideline_version():
    old = old_labels(1)
    reviewer = old.work.reviewer()
    old.work.batch(old.ann, old.ben, overlap=2)
    first = do(old.ann, old.work, cell(), guideline_version=old.work.guideline.pk)
    second = do(old.ben, old.work, cell(), guideline_version=old.version.pk)
    wrong = Verdict(Review.Decision.RETURNED, 1, reason="The halo is missing.")

    review_annotation(first.annotation.pk, by=reviewer, verdict=wrong)
    review_annotation(second.annotation.pk, by=reviewer, verdict=Verdict(Review.Decision.ACCEPTED, 1))

    assert [(row.number, row.looked.seen, row.looked.changed) for row in old.told().in_review] == [
        (1, 1, 1),
        (2, 1, 0),
    ]


# ---- the API --------------------------------------------------------------------------------------------
def test_a_curator_reads_draws_and_reads_again():
    old = old_labels(4)
    browser = Browser(old.work.curator.user)
    at = f"/guideline-versions/{old.version.pk}"

    before = browser.get(f"{at}/consequences").json()
    made = browser.post(
        f"{at}/rechecks", {"purpose": "sample", "size": 2, "annotators": [str(old.ann.user.pk)]}
    )
    after = browser.get(f"{at}/consequences").json()

    assert (before["annotations"], before["proposed"], before["rechecks"]) == (4, 4, [])
    assert before["recommendation"]["decision"] == "none"
    assert made.status_code == 201
    assert (made.json()["tasks"], made.json()["left"]) == (2, 2)
    assert after["rechecks"][0] == made.json()
    assert after["waiting"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {"purpose": "sample", "labels": ["rbc"]},
        {"purpose": "all", "size": 3},
        {"purpose": "slice", "labels": ["nothing"]},
        {"purpose": "guess"},
    ],
)
def test_what_does_not_fit_together_is_refused(body: dict[str, Any]):
    old = old_labels(1)

    answer = Browser(old.work.curator.user).post(f"/guideline-versions/{old.version.pk}/rechecks", body)

    assert answer.status_code == 400
    assert not Recheck.objects.exists()


def test_nobody_makes_such_a_batch_by_hand():
    old = old_labels(1)

    answer = Browser(old.work.curator.user).post(
        f"/projects/{old.work.project.pk}/batches", {"name": "By hand", "kind": "recheck"}
    )

    assert answer.status_code == 400


def test_the_tasks_of_the_batch_lead_to_what_was_looked_at():
    old = old_labels(1)
    batch: UUID = old.recheck().batches.get().batch_id
    old.look(old.ann)

    answer = Browser(old.work.curator.user).get(f"/batches/{batch}/tasks")

    assert [row["annotation"] for row in answer.json()["results"]] == [str(old.made[0].pk)]
    assert Task.objects.get(batch=batch).state == "accepted"
