"""Many people at once, with real transactions: no slot twice, none left, nothing stored twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from annotation.errors import AlreadyReviewed, NotReviewable
from annotation.models import Annotation, AnnotationRevision, Assignment, Review, Task
from annotation.services.review import Verdict, next_review, review_annotation
from annotation.services.submit import submit_work
from labelwright.accounts.principal import Principal
from tests.factories.work import Work, do, take, text_work

pytestmark = pytest.mark.django_db(transaction=True)


def together(work: Callable[[Any], Any], people: list[Any]) -> list[Any]:
    """What `work` gives for each of `people`, all of them at once, each with a database connection of their own."""
    start = threading.Barrier(len(people))

    def one(who: Any) -> Any:
        try:
            start.wait(timeout=30)
            return work(who)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


def drain(who: Principal, work: Work) -> int:
    """Take and submit until nothing is left; gives how many."""
    done = 0
    while leases := take(who, work):
        submit_work(leases[0].pk, by=who, save=work.save())
        done += 1
    return done


@pytest.mark.parametrize("overlap", [1, 3])
def test_twenty_annotators_drain_a_batch(overlap):
    work = text_work(items=30)
    crowd = [work.annotator() for _ in range(20)]
    work.batch(*crowd, overlap=overlap)

    done = together(lambda who: drain(who, work), crowd)

    assert sum(done) == 30 * overlap
    assert set(Task.objects.values_list("state", flat=True)) == {"submitted"}
    assert Assignment.objects.count() == AnnotationRevision.objects.count() == 30 * overlap
    per_item = Annotation.objects.values_list("item", "author")
    assert len(set(per_item)) == 30 * overlap
    assert set(Counter(item for item, _ in per_item).values()) == {overlap}


def test_one_person_asking_from_twenty_windows_holds_what_they_asked_for():
    work = text_work(items=30)
    who = work.annotator()
    work.batch(who)

    taken = together(lambda _: take(who, work, count=2), list(range(20)))

    assert len({lease.pk for leases in taken for lease in leases}) == 2
    assert Task.objects.filter(state="leased").count() == 2


def test_the_same_save_sent_twenty_times_at_once_is_stored_once():
    work = text_work(items=5)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    save = work.save()

    answers = together(lambda _: submit_work(lease.pk, by=who, save=save), list(range(20)))

    assert len({(a.annotation.pk, a.annotation.state, a.position) for a in answers}) == 1
    assert AnnotationRevision.objects.count() == 1


def test_of_ten_decisions_at_once_one_counts():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    annotation = do(who, work).annotation
    reviewers = [work.reviewer() for _ in range(10)]

    def decide(reviewer: Principal) -> bool:
        try:
            review_annotation(annotation.pk, by=reviewer, verdict=Verdict("accepted", 1))
        except (AlreadyReviewed, NotReviewable):
            return False
        return True

    assert sum(together(decide, reviewers)) == 1
    assert Review.objects.count() == 1


def test_ten_reviewers_get_ten_different_annotations():
    work = text_work(items=10)
    who = work.annotator()
    work.batch(who)
    for _ in range(10):
        do(who, work)

    found = together(lambda r: next_review(r, work.project), [work.reviewer() for _ in range(10)])

    assert len({x.annotation.pk for x in found}) == 10
