"""Whether changes of a guideline helped: agreement and errors by the version that people had confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotation.models import Annotation, AnnotationState, Batch, GoldAnswer, Review
from annotation.services import version_measures as service
from annotation.services.gold import make_gold
from annotation.services.review import Verdict, review_annotation
from annotation.services.submit import revise_annotation
from annotation.services.version_measures import OfVersion, version_measures
from guidelines.models import GuidelineVersion
from guidelines.services.acknowledgements import acknowledge_guideline
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, NotFound
from tests.annotation.test_consequences import cell, old_labels
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import GuidelineVersionFactory, member
from tests.factories.work import GREET, ORDER, Work, do, image_work, text_work
from tests.http import Browser

pytestmark = pytest.mark.django_db(transaction=True)


def next_version(work: Work, *readers: Principal, **fields: Any) -> GuidelineVersion:
    """A further version, by default a rule change, which the readers have confirmed."""
    newest = work.project.guideline_versions.order_by("-number").first()
    made = GuidelineVersionFactory(
        project=work.project,
        **{"number": newest.number + 1, "parent": newest, "change_kind": "rule_change", **fields},
    )
    for who in readers:
        acknowledge_guideline(made, by=who)
    return made


def label(who: Principal, work: Work, value: Any, version: GuidelineVersion | None = None) -> Annotation:
    made = do(who, work, value, guideline_version=(version or work.guideline).pk).annotation
    assert made is not None
    return made


def review(work: Work, annotation: Annotation, decision: str, by: Principal | None = None) -> Review:
    fix = work.save(ORDER) if decision == "fixed" else None
    verdict = Verdict(
        decision, annotation.revision, reason="Look again." if decision == "returned" else "", fix=fix
    )
    return review_annotation(annotation.pk, by=by or work.reviewer(), verdict=verdict)


def told(work: Work, who: Principal | None = None, **how: Any) -> dict[int | None, OfVersion]:
    found = version_measures(who or work.curator, work.project.pk, **how)
    return {row.version.number if row.version else None: row for row in found.rows}


def both(work: Work, values: tuple[Any, Any], version: GuidelineVersion | None = None) -> None:
    """Two people label every item, each in their own way."""
    people = work.annotator(), work.annotator()
    if version is not None:
        for who in people:
            acknowledge_guideline(version, by=who)
    work.batch(*people, overlap=2, review_policy="none")
    for _ in work.items:
        for who, value in zip(people, values, strict=True):
            label(who, work, value, version)


# ---- whose work it is -----------------------------------------------------------------------------------
def test_work_belongs_to_the_version_that_its_author_had_confirmed():
    work = text_work(items=3)
    who, newcomer = work.annotator(), work.annotator(has_read=False)
    work.batch(who, newcomer, review_policy="none")
    label(who, work, GREET)
    label(newcomer, work, GREET)
    second = next_version(work, who)
    label(who, work, GREET, second)

    rows = told(work)

    assert {number: row.annotations for number, row in rows.items()} == {None: 1, 1: 1, 2: 1}


def test_a_version_under_which_nobody_has_worked_is_there_and_says_nothing():
    work = text_work()
    next_version(work)

    rows = told(work)

    assert list(rows) == [1, 2]
    assert (rows[2].annotations, rows[2].agreement.found, rows[2].reviewed.looked.seen) == (0, 0, 0)


def test_what_somebody_does_again_by_a_newer_version_belongs_to_that_one():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    made = label(who, work, GREET)
    second = next_version(work, who)

    revise_annotation(made.pk, by=who, base=1, save=work.save(ORDER, guideline_version=second.pk))

    rows = told(work)
    assert (rows[1].annotations, rows[2].annotations) == (0, 1)


def test_training_and_what_came_too_late_do_not_count():
    work = text_work(items=2)
    who = work.annotator()
    batch = work.batch(who, review_policy="none")
    made = [label(who, work, GREET) for _ in work.items]
    Annotation.objects.filter(pk=made[0].pk).update(state=AnnotationState.EXTRA)

    assert told(work)[1].annotations == 1
    Batch.objects.filter(pk=batch.pk).update(kind="training")
    assert told(work)[1].annotations == 0


# ---- agreement ------------------------------------------------------------------------------------------
def test_agreement_is_that_of_people_who_labelled_by_the_same_version():
    work = text_work(items=3)
    both(work, (GREET, ORDER))
    second = next_version(work)
    both(work, (GREET, GREET), second)

    rows = told(work)

    assert (rows[1].overlapping, rows[1].agreement.found, rows[1].agreement.score) == (3, 3, 0.0)
    assert (rows[2].overlapping, rows[2].agreement.found, rows[2].agreement.score) == (3, 3, 1.0)
    assert rows[2].agreement.interval[0] == pytest.approx(0.4385, abs=0.001)


def test_work_by_two_versions_is_not_compared():
    work = text_work(items=1)
    one, other = work.annotator(), work.annotator()
    work.batch(one, other, overlap=2, review_policy="none")
    label(one, work, GREET)
    label(other, work, ORDER, next_version(work, other))

    rows = told(work)

    assert [(row.annotations, row.overlapping, row.agreement.found) for row in rows.values()] == [
        (1, 0, 0)
    ] * 2


def test_nobody_agrees_with_themselves():
    work = text_work(items=1)
    who = work.annotator()
    for _ in range(2):
        work.batch(who, review_policy="none")
        label(who, work, GREET)

    assert (told(work)[1].annotations, told(work)[1].overlapping) == (2, 0)


def test_of_many_items_the_newest_are_compared(monkeypatch):
    monkeypatch.setattr(service, "OF_EACH", (1, 2))
    work = text_work(items=4)
    both(work, (GREET, GREET))

    row = told(work)[1]

    assert (row.overlapping, row.agreement.found) == (4, 2)


def test_agreement_about_one_label_leaves_out_the_others():
    work = image_work(2)
    both(work, (cell("rbc"), cell("rbc")))
    both(work, (cell("wbc", 300.0), cell("platelet", 300.0)))

    rows = told(work, use=("cells", "rbc"))

    assert rows[1].agreement.score == 1.0
    assert rows[1].annotations == 4
    assert told(work)[1].annotations == 8
    assert told(work)[1].agreement.score < 1.0


# ---- review ---------------------------------------------------------------------------------------------
def test_what_reviewers_fixed_or_returned_counts_by_the_version_of_the_work():
    work = text_work(items=3)
    who = work.annotator()
    work.batch(who)
    made = [label(who, work, GREET) for _ in work.items]
    for annotation, decision in zip(made, ("accepted", "fixed", "returned"), strict=True):
        review(work, annotation, decision)

    looked = told(work)[1].reviewed.looked

    assert (looked.seen, looked.changed) == (3, 2)


def test_a_review_after_a_rule_has_changed_is_nobodys_error():
    work = text_work(items=2)
    who = work.annotator()
    work.batch(who)
    before, after = (label(who, work, GREET) for _ in work.items)
    review(work, before, "accepted")
    next_version(work)
    review(work, after, "fixed")

    reviewed = told(work)[1].reviewed

    assert (reviewed.looked.seen, reviewed.looked.changed, reviewed.set_aside) == (1, 0, 1)


@pytest.mark.parametrize("kind", ["clarification", "editorial"])
def test_what_changes_no_rule_sets_no_review_aside(kind: str):
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    made = label(who, work, GREET)
    next_version(work, change_kind=kind)
    review(work, made, "fixed")

    reviewed = told(work)[1].reviewed

    assert (reviewed.looked.seen, reviewed.looked.changed, reviewed.set_aside) == (1, 1, 0)


def test_a_rule_of_another_label_sets_no_review_of_this_one_aside():
    work = image_work(1)
    who = work.annotator()
    work.batch(who)
    made = label(who, work, cell("rbc"))
    next_version(work, touched_labels=["wbc"])
    review(work, made, "returned")

    reviewed = told(work, use=("cells", "rbc"))[1].reviewed

    assert (reviewed.looked.seen, reviewed.looked.changed, reviewed.set_aside) == (1, 1, 0)


# ---- looked at again ------------------------------------------------------------------------------------
def test_what_is_changed_under_a_newer_rule_is_no_error_of_the_work():
    old = old_labels(4)
    old.recheck(size=4)
    old.look(old.ann, cell("wbc"))
    old.look(old.ben)

    rows = told(old.work)

    assert (rows[1].looked_again.seen, rows[1].looked_again.changed) == (2, 1)
    assert (rows[1].reviewed.looked.seen, rows[1].annotations) == (0, 4)
    assert (rows[2].looked_again.seen, rows[2].annotations) == (0, 0)
    assert told(old.work, use=("cells", "wbc"))[1].looked_again.seen == 0


# ---- gold -----------------------------------------------------------------------------------------------
def gold_of(work: Work, value: Any) -> GoldAnswer:
    """The gold answer of the first item, made from somebody else's work."""
    trusted = work.annotator()
    batch = work.batch(trusted, review_policy="none")
    made = label(trusted, work, value)
    Batch.objects.filter(pk=batch.pk).update(state="closed")
    return make_gold(work.project, made.pk, by=work.curator)


def on_gold(work: Work, version: GuidelineVersion | None = None, value: Any = ORDER) -> None:
    who = work.annotator()
    if version is not None:
        acknowledge_guideline(version, by=who)
    work.batch(who, review_policy="none")
    label(who, work, value, version)


def test_work_is_measured_by_gold_answers_and_not_by_its_own():
    work = text_work(items=1)
    gold_of(work, GREET)
    on_gold(work, value=ORDER)
    on_gold(work, value=GREET)

    score = told(work)[1].on_gold

    assert (score.found, score.score) == (2, 0.5)


def test_gold_that_is_not_current_counts_in_no_score():
    work = text_work(items=1)
    gold = gold_of(work, GREET)
    on_gold(work)
    assert told(work)[1].on_gold.found == 1

    GoldAnswer.objects.filter(pk=gold.pk).update(state="retired")

    assert told(work)[1].on_gold.found == 0


def test_gold_by_an_older_rule_measures_no_newer_work_until_it_is_said_again():
    work = text_work(items=1)
    gold = gold_of(work, GREET)
    second = next_version(work, published_at=timezone.now() + timedelta(days=1))
    on_gold(work)
    on_gold(work, second)

    before = told(work)
    GoldAnswer.objects.filter(pk=gold.pk).update(created_at=timezone.now() + timedelta(days=2))
    after = told(work)

    assert (before[1].on_gold.found, before[2].on_gold.found) == (1, 0)
    assert (after[1].on_gold.found, after[2].on_gold.found) == (0, 1)


def test_gold_stays_where_the_rule_that_changed_is_of_other_labels():
    work = text_work(items=1)
    gold_of(work, GREET)
    second = next_version(work, published_at=timezone.now() + timedelta(days=1), touched_labels=["cancel"])

    on_gold(work, second)

    assert told(work)[2].on_gold.found == 1


# ---- who may see it -------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER, Role.MODELER])
def test_who_labels_reviews_or_trains_models_sees_nothing_of_it(role: Role):
    work = text_work()

    with pytest.raises(Forbidden):
        version_measures(member(work.project, role), work.project.pk)


def test_a_stranger_learns_of_no_project():
    with pytest.raises(NotFound):
        version_measures(text_work().curator, text_work().project.pk)


def test_a_vendors_lead_is_told_of_their_own_people_and_nothing_of_gold():
    work = text_work(items=1)
    vendors = [VendorFactory(organisation=work.project.organisation, name=name) for name in ("A", "B")]
    lead = member(work.project, Role.VENDOR_LEAD, vendor=vendors[0])
    people = [work.annotator(vendor=vendor) for vendor in (vendors[0], vendors[1], vendors[1])]
    work.batch(*people, overlap=3)
    made = [label(who, work, value) for who, value in zip(people, (GREET, ORDER, GREET), strict=True)]
    review(work, made[1], "fixed")

    mine, all_ = told(work, lead)[1], told(work)[1]

    assert (mine.annotations, mine.overlapping, mine.reviewed.looked.seen) == (1, 0, 0)
    assert (mine.on_gold, mine.looked_again) == (None, None)
    assert (all_.annotations, all_.overlapping, all_.reviewed.looked.seen) == (3, 1, 1)


def test_a_quality_manager_sees_all_of_it_and_who_also_labels_nothing_of_gold():
    work = text_work(items=1)
    gold_of(work, GREET)

    assert told(work, member(work.project, Role.QUALITY_MANAGER))[1].on_gold is not None
    assert told(work, member(work.project, Role.QUALITY_MANAGER, Role.ANNOTATOR))[1].on_gold is None


# ---- the address ----------------------------------------------------------------------------------------
def test_it_is_told_with_counts_and_intervals():
    work = text_work(items=2)
    both(work, (GREET, ORDER))

    answer = Browser(work.curator.user).get(f"/projects/{work.project.pk}/guideline-measures")

    (row,) = answer.json()["results"]
    assert (row["number"], row["annotations"]) == (1, 4)
    assert row["agreement"] == {"items": 2, "score": 0.0, "low": 0.0, "high": 0.6576, "overlapping": 2}
    assert row["reviewed"] == {"seen": 0, "changed": 0, "rate": 0.0, "low": 0.0, "high": 1.0, "set_aside": 0}
    assert row["on_gold"] == {"items": 0, "score": None, "low": 0.0, "high": 1.0}
    assert (answer.json()["least"], answer.json()["older"]) == (10, 0)


def test_a_label_needs_its_field():
    work = text_work()

    answer = Browser(work.curator.user).get(f"/projects/{work.project.pk}/guideline-measures?label=greet")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].endswith("field")


def test_the_number_of_queries_does_not_grow_with_the_versions_and_the_work():
    few, many = text_work(items=1), text_work(items=3)
    both(few, (GREET, ORDER))
    gold_of(few, GREET)
    for version in [None, next_version(many), next_version(many)]:
        both(many, (GREET, ORDER), version)
    gold_of(many, GREET)

    with CaptureQueriesContext(connection) as first:
        told(few)
    with CaptureQueriesContext(connection) as second:
        told(many)

    assert len(second) <= len(first) <= 18
