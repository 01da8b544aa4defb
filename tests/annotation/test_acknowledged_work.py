"""Work carries the guideline version that its author had really acknowledged."""

import pytest

from annotation.services.review import Verdict, review_annotation
from annotation.services.submit import revise_annotation, submit_work
from guidelines.services.acknowledgements import acknowledge_guideline
from tests.annotation.test_api import Browser, submit
from tests.factories.guidelines import GuidelineVersionFactory
from tests.factories.work import GREET, ORDER, Work, do, take, text_work

pytestmark = pytest.mark.django_db


def second_version(work: Work, kind: str = "rule_change"):
    return GuidelineVersionFactory(
        project=work.project, number=2, change_kind=kind, markdown="# Anew {#anew}\n"
    )


def test_what_was_only_shown_is_not_what_somebody_went_by():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    second = second_version(work)

    done = do(who, work, guideline_version=second.pk)

    assert done.annotation.revisions.get().guideline_version_id == work.guideline.pk


def test_who_confirmed_nothing_went_by_nothing():
    work = text_work()
    who = work.annotator(has_read=False)
    work.batch(who)

    done = do(who, work)

    assert done.annotation.revisions.get().guideline_version_id is None


def test_work_that_waited_to_be_sent_keeps_the_version_it_was_done_by():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    second = second_version(work)
    (lease,) = take(who, work)
    acknowledge_guideline(second, by=who)

    done = submit_work(lease.pk, by=who, save=work.save(guideline_version=work.guideline.pk))

    assert done.annotation.revisions.get().guideline_version_id == work.guideline.pk


def test_who_says_nothing_went_by_the_newest_they_confirmed():
    work = text_work()
    who, other = work.annotator(), work.annotator()
    work.batch(who, other)
    second = second_version(work)
    acknowledge_guideline(second, by=who)

    mine = do(who, work, guideline_version=None)
    theirs = do(other, work, guideline_version=None)

    assert mine.annotation.revisions.get().guideline_version_id == second.pk
    assert theirs.annotation.revisions.get().guideline_version_id == work.guideline.pk


def test_a_revision_of_ones_own_carries_what_one_has_read_since():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)
    second = second_version(work)
    acknowledge_guideline(second, by=who)

    revision = revise_annotation(
        done.annotation.pk, by=who, save=work.save(ORDER, guideline_version=second.pk), base=1
    )

    assert revision.guideline_version_id == second.pk
    assert done.annotation.revisions.get(number=1).guideline_version_id == work.guideline.pk


def test_a_curator_is_asked_for_nothing():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)

    revision = revise_annotation(done.annotation.pk, by=work.curator, save=work.save(ORDER), base=1)

    assert revision.guideline_version_id == work.guideline.pk


@pytest.mark.parametrize(("kind", "is_to_be_read"), [("rule_change", True), ("editorial", False)])
def test_the_next_tasks_come_with_how_one_stands_with_the_guideline(kind, is_to_be_read):
    work = text_work()
    who = work.annotator()
    work.batch(who)
    second = second_version(work, kind)
    browser = Browser(who)

    given = browser.post(f"/projects/{work.project.pk}/assignments", {"count": 1}).json()

    assert given["guideline"] == {
        "current": str(second.pk),
        "acknowledged": str(work.guideline.pk),
        "is_to_be_read": is_to_be_read,
    }
    sent = submit(browser, given["assignments"][0], GREET, "key")
    assert sent.status_code == 201, sent.content


def test_who_is_new_is_to_read_the_guideline_first():
    work = text_work()
    who = work.annotator(has_read=False)
    work.batch(who)
    path = f"/projects/{work.project.pk}/assignments"

    before = Browser(who).post(path, {"count": 1}).json()["guideline"]
    acknowledge_guideline(work.guideline, by=who)
    after = Browser(who).post(path, {"count": 1}).json()["guideline"]

    assert before == {"current": str(work.guideline.pk), "acknowledged": None, "is_to_be_read": True}
    assert after == {
        "current": str(work.guideline.pk),
        "acknowledged": str(work.guideline.pk),
        "is_to_be_read": False,
    }


def test_a_fix_made_in_review_goes_by_the_guideline_in_force():
    work = text_work()
    who, reviewer = work.annotator(), work.reviewer()
    work.batch(who)
    done = do(who, work)
    second = second_version(work)

    fix = work.save(ORDER, guideline_version=None)
    review_annotation(done.annotation.pk, by=reviewer, verdict=Verdict("fixed", 1, fix=fix))

    told = done.annotation.revisions.order_by("number").values_list("guideline_version", flat=True)
    assert list(told) == [work.guideline.pk, second.pk]
