"""A second person decides: once for each revision, never on their own work, never across vendors."""

from __future__ import annotations

import pytest

from annotation.errors import AlreadyReviewed, NotReviewable, OwnWork, StaleRevision
from annotation.models import Review, Task
from annotation.queries.annotations import annotations_of
from annotation.queries.work import handed_out, workplace_for
from annotation.services import leases
from annotation.services.review import Verdict, next_review, review_annotation
from annotation.services.revisions import Save
from annotation.services.submit import revise_annotation, submit_work
from labelwright.accounts.models import Membership
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid, NotFound
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import CELL, GREET, ORDER, do, image_work, take, text_work

pytestmark = pytest.mark.django_db


def waiting(items: int = 3, done: int = 1, **plan):
    work = text_work(items)
    who = work.annotator()
    work.batch(who, **plan)
    made = [do(who, work).annotation for _ in range(done)]
    return work, who, work.reviewer(), made


def test_accepted_work_is_done():
    _, _, reviewer, (annotation,) = waiting()

    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("accepted", 1))

    annotation.refresh_from_db()
    assert (annotation.state, annotation.task.state) == ("accepted", "accepted")


def test_a_fix_is_a_revision_by_the_reviewer():
    work, who, reviewer, (annotation,) = waiting()
    fix = Save(ORDER, work.schema.pk)

    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("fixed", 1, fix=fix))

    annotation.refresh_from_db()
    new = annotation.revisions.get(number=2)
    assert (annotation.state, annotation.author) == ("accepted", who.user)
    assert (new.value, new.cause, new.author) == (ORDER, "review", reviewer.user)
    assert annotation.revisions.get(number=1).value == GREET


def test_returned_work_comes_before_anything_else_with_its_reason():
    work, who, reviewer, (annotation,) = waiting()
    take(who, work)
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))

    first, held = take(who, work, count=2)

    (told,) = handed_out(who, workplace_for(who, work.project.pk), [first])
    assert (first.task_id, held.task.state) == (annotation.task_id, "leased")
    assert (told.value, told.annotation.revision, told.review.reason) == (GREET, 1, "Look again.")


def test_returned_work_is_submitted_as_the_next_revision_and_waits_again():
    work, who, reviewer, (annotation,) = waiting()
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))
    (lease,) = take(who, work)

    submit_work(lease.pk, by=who, save=work.save(ORDER), base=1)

    annotation.refresh_from_db()
    assert (annotation.state, annotation.revision, annotation.task.state) == ("submitted", 2, "submitted")


def test_returned_work_submitted_from_another_start_is_stale():
    work, who, reviewer, (annotation,) = waiting()
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))
    (lease,) = take(who, work)
    revise_annotation(annotation.pk, by=work.curator, save=work.save(ORDER), base=1)

    with pytest.raises(StaleRevision):
        submit_work(lease.pk, by=who, save=work.save(), base=1)


def test_an_expired_lease_of_returned_work_stays_its_annotators():
    work, who, reviewer, (annotation,) = waiting(items=1)
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))
    (lease,) = take(who, work)

    leases.release_task(lease.pk, by=who)

    assert Task.objects.get().state == "returned"
    assert [a.task_id for a in take(who, work)] == [annotation.task_id]


def test_work_returned_to_somebody_who_left_goes_to_others():
    _, who, reviewer, (annotation,) = waiting(items=1)
    Membership.objects.filter(user=who.user).update(is_active=False)

    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))

    annotation.refresh_from_db()
    assert (annotation.state, Task.objects.get().state) == ("extra", "open")


def test_returned_work_of_somebody_who_leaves_later_goes_to_others():
    _, who, reviewer, (annotation,) = waiting(items=1)
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))
    assert leases.reopen_orphans() == 0
    Membership.objects.filter(user=who.user).update(is_active=False)

    assert leases.reopen_orphans() == 1

    annotation.refresh_from_db()
    assert (annotation.state, Task.objects.get().state) == ("extra", "open")


def test_returned_work_that_is_skipped_goes_to_others():
    work = text_work(items=1)
    a, b, reviewer = work.annotator(), work.annotator(), work.reviewer()
    work.batch(a, b)
    annotation = do(a, work).annotation
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Look again."))
    (lease,) = take(a, work)

    leases.skip_task(lease.pk, by=a, reason="I cannot tell")

    again = do(b, work, ORDER)
    annotation.refresh_from_db()
    assert (annotation.state, again.annotation.state) == ("extra", "submitted")


def test_two_reviewers_never_get_the_same_annotation():
    work, _, first, made = waiting(done=2)
    second = work.reviewer()

    one, two = next_review(first, work.project), next_review(second, work.project)

    assert {one.annotation.pk, two.annotation.pk} == {a.pk for a in made}
    assert next_review(work.reviewer(), work.project) is None


def test_asking_for_a_review_again_gives_the_same():
    work, _, reviewer, _ = waiting(done=2)

    assert (
        next_review(reviewer, work.project).annotation.pk == next_review(reviewer, work.project).annotation.pk
    )


def test_a_browser_fetches_the_one_after_what_it_has():
    work, _, reviewer, made = waiting(done=2)
    first = next_review(reviewer, work.project).annotation.pk

    ahead = next_review(reviewer, work.project, without=[first])

    assert {first, ahead.annotation.pk} == {a.pk for a in made}
    assert next_review(reviewer, work.project, without=[first, ahead.annotation.pk]) is None
    assert next_review(work.reviewer(), work.project) is None


def test_nobody_reviews_their_own_work():
    work = text_work()
    both = member(work.project, Role.ANNOTATOR, Role.REVIEWER)
    work.batch(both)
    annotation = do(both, work).annotation

    assert next_review(both, work.project) is None
    with pytest.raises(OwnWork):
        review_annotation(annotation.pk, by=both, verdict=Verdict("accepted", 1))


def test_a_revision_is_decided_once_and_the_second_learns_who_won():
    work, _, reviewer, (annotation,) = waiting()
    other = work.reviewer()
    review_annotation(annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "No."))

    with pytest.raises(AlreadyReviewed) as caught:
        review_annotation(annotation.pk, by=other, verdict=Verdict("accepted", 1))

    assert caught.value.data["winner"]["decision"] == "returned"
    assert Review.objects.count() == 1


def test_what_another_reviewer_looks_at_is_theirs():
    work, _, reviewer, (annotation,) = waiting()
    next_review(reviewer, work.project)

    with pytest.raises(NotReviewable):
        review_annotation(annotation.pk, by=work.reviewer(), verdict=Verdict("accepted", 1))


def test_a_decision_on_an_older_revision_is_stale():
    work, who, reviewer, (annotation,) = waiting()
    revise_annotation(annotation.pk, by=who, save=work.save(ORDER), base=1)

    with pytest.raises(StaleRevision):
        review_annotation(annotation.pk, by=reviewer, verdict=Verdict("accepted", 1))


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict("returned", 1),
        Verdict("fixed", 1),
        Verdict("accepted", 1, fix=Save(GREET, None)),
        Verdict("returned", 1, "there", regions=("nothing",)),
    ],
)
def test_a_decision_must_be_whole(verdict):
    _, _, reviewer, (annotation,) = waiting()

    with pytest.raises(Invalid):
        review_annotation(annotation.pk, by=reviewer, verdict=verdict)

    annotation.refresh_from_db()
    assert (annotation.state, Review.objects.count()) == ("submitted", 0)


def test_a_reason_can_point_to_regions():
    work = image_work()
    who, reviewer = work.annotator(), work.reviewer()
    work.batch(who)
    annotation = do(who, work, CELL).annotation

    review_annotation(
        annotation.pk, by=reviewer, verdict=Verdict("returned", 1, "Too wide.", regions=("r1",))
    )

    assert Review.objects.get().regions == ["r1"]


def test_annotators_and_curators_do_not_review():
    work, _, _, (annotation,) = waiting()

    with pytest.raises(Forbidden):
        review_annotation(annotation.pk, by=work.curator, verdict=Verdict("accepted", 1))
    with pytest.raises(NotFound):
        review_annotation(annotation.pk, by=work.annotator(), verdict=Verdict("accepted", 1))


def test_a_vendors_reviewer_sees_that_vendors_work_only():
    work = text_work(items=2)
    ours, theirs = (VendorFactory(organisation=work.project.organisation) for _ in range(2))
    a, b = work.annotator(vendor=ours), work.annotator(vendor=theirs)
    work.batch(a, b)
    mine, other = do(a, work).annotation, do(b, work).annotation
    reviewer = work.reviewer(vendor=ours)

    listed = set(annotations_of(reviewer, work.project.pk).values_list("pk", flat=True))

    assert listed == {mine.pk}
    assert next_review(reviewer, work.project).annotation.pk == mine.pk
    with pytest.raises(NotFound):
        review_annotation(other.pk, by=reviewer, verdict=Verdict("accepted", 1))


def test_a_reviewer_who_also_labels_stays_blind_to_other_vendors():
    work = text_work(items=2)
    vendor = VendorFactory(organisation=work.project.organisation)
    outside, colleague = work.annotator(vendor=vendor), work.annotator()
    both = member(work.project, Role.ANNOTATOR, Role.REVIEWER)
    work.batch(outside, colleague)
    do(outside, work)
    inside = do(colleague, work).annotation

    assert [a.pk for a in annotations_of(both, work.project.pk)] == [inside.pk]


def test_an_annotator_lists_only_their_own():
    work = text_work(items=2)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    mine = do(a, work).annotation
    do(b, work)

    assert [x.pk for x in annotations_of(a, work.project.pk)] == [mine.pk]
    assert annotations_of(work.curator, work.project.pk).count() == 2
