"""Handing out tasks: to one person at a time, in order, and to nobody twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from annotation.errors import AlreadySubmitted, LeaseEnded, StaleDraft
from annotation.models import Annotation, Assignment, Task
from annotation.queries.work import handed_out, work_of, workplace_for
from annotation.services import leases
from annotation.services.batches import change_batch, move_batch
from annotation.services.submit import submit_work
from labelwright.accounts.roles import Role
from labelwright.database.clock import now
from labelwright.errors import Forbidden, NotFound
from tests.factories.guidelines import member
from tests.factories.work import GREET, ORDER, do, take, text_work

pytestmark = pytest.mark.django_db


def run_out(assignment: Assignment) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(expires_at=now() - timedelta(seconds=1))


def test_tasks_go_out_in_the_order_of_their_positions():
    work = text_work(items=4)
    who = work.annotator()
    work.batch(who)

    taken = take(who, work, count=4)

    in_order = list(Task.objects.order_by("position").values_list("pk", flat=True))
    assert [a.task_id for a in taken] == in_order


def test_asking_again_gives_the_same_tasks():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    first = take(who, work, count=2)

    again = take(who, work, count=2)

    assert [a.pk for a in again] == [a.pk for a in first]
    assert Assignment.objects.count() == 2


def test_two_people_never_hold_the_same_task():
    work = text_work(items=2)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)

    mine, theirs = take(a, work, count=5), take(b, work, count=5)

    assert (len(mine), len(theirs)) == (2, 0)


def test_nobody_hoards_tasks():
    work = text_work(items=8)
    who = work.annotator()
    work.batch(who)
    take(who, work, count=5)

    take(who, work, count=50)

    assert Assignment.objects.filter(state="active").count() == leases.HELD_AT_MOST


def test_with_overlap_two_an_item_goes_to_two_different_people():
    work = text_work(items=2)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b, overlap=2)

    mine, theirs = take(a, work, count=5), take(b, work, count=5)

    assert len({x.task.item_id for x in mine}) == len({x.task.item_id for x in theirs}) == 2


def test_who_did_an_item_is_not_given_another_task_of_it():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b, overlap=2)
    do(a, work)

    assert take(a, work) == []
    assert len(take(b, work)) == 1


def test_an_expired_lease_goes_to_the_next_annotator():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lost,) = take(a, work)
    assert take(b, work) == []

    run_out(lost)
    (given,) = take(b, work)

    lost.refresh_from_db()
    assert (given.task_id, lost.state) == (lost.task_id, "expired")


def test_the_sweep_opens_the_tasks_of_expired_leases_and_leaves_live_ones():
    work = text_work(items=2)
    who = work.annotator()
    work.batch(who)
    lost, live = take(who, work, count=2)
    run_out(lost)

    assert leases.expire_leases() == 1

    states = dict(Task.objects.values_list("pk", "state"))
    assert states == {lost.task_id: "open", live.task_id: "leased"}


def test_who_comes_back_to_an_expired_lease_that_nobody_noticed_goes_on():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    run_out(lease)

    (again,) = take(who, work)

    assert again.pk == lease.pk
    assert again.expires_at > now()


def test_a_draft_is_there_when_the_same_person_gets_the_task_again():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    leases.save_draft(lease.pk, by=who, version=0, value=ORDER, seconds=9, schema_version_id=work.schema.pk)
    run_out(lease)
    leases.expire_leases()

    (again,) = take(who, work)

    assert again.pk != lease.pk
    assert (again.draft, again.draft_version, again.draft_seconds) == (ORDER, 1, 9)


def test_nobody_else_gets_a_draft():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)
    leases.save_draft(lease.pk, by=a, version=0, value=ORDER, seconds=9)
    leases.release_task(lease.pk, by=a)

    (given,) = take(b, work)

    assert given.draft is None


def test_a_draft_from_another_window_is_not_overwritten():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    leases.save_draft(lease.pk, by=who, version=0, value=ORDER, seconds=1)

    with pytest.raises(StaleDraft) as caught:
        leases.save_draft(lease.pk, by=who, version=0, value=GREET, seconds=1)

    assert (caught.value.data["current"], caught.value.data["current_value"]) == (1, ORDER)


def test_a_draft_never_replaces_what_was_submitted():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    done = do(who, work)

    with pytest.raises(AlreadySubmitted):
        leases.save_draft(done.assignment.pk, by=who, version=0, value=ORDER, seconds=1)

    assert Annotation.objects.get().revisions.get().value == GREET


def test_saving_a_draft_keeps_the_lease_alive():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    run_out(lease)

    saved = leases.save_draft(lease.pk, by=who, version=0, value=GREET, seconds=1)

    assert saved.expires_at > now() + timedelta(minutes=29)


def test_a_renewed_lease_lasts_its_full_time():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who, lease_minutes=10)
    (lease,) = take(who, work)
    run_out(lease)

    renewed = leases.renew_lease(lease.pk, by=who)

    assert renewed.expires_at > now() + timedelta(minutes=9)


def test_a_lease_that_is_over_cannot_be_renewed():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    leases.release_task(lease.pk, by=who)

    with pytest.raises(LeaseEnded):
        leases.renew_lease(lease.pk, by=who)


def test_somebody_elses_assignment_does_not_exist():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)

    with pytest.raises(NotFound):
        leases.renew_lease(lease.pk, by=b)


def test_what_is_given_back_is_open_again():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)

    leases.release_task(lease.pk, by=a)

    assert [x.task_id for x in take(b, work)] == [lease.task_id]


def test_a_skipped_task_goes_to_somebody_who_has_not_skipped_it():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)

    leases.skip_task(lease.pk, by=a, reason="not my language")

    assert take(a, work) == []
    assert [x.task_id for x in take(b, work)] == [lease.task_id]


def test_a_task_that_everybody_skipped_waits_for_the_curator():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)
    leases.skip_task(lease.pk, by=a, reason="blurred")
    (lease,) = take(b, work)

    leases.skip_task(lease.pk, by=b, reason="blurred")

    assert Task.objects.get().state == "skipped"


def test_with_overlap_who_did_the_item_already_does_not_count_as_somebody_left():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b, overlap=2)
    do(a, work)
    (lease,) = take(b, work)

    leases.skip_task(lease.pk, by=b, reason="blurred")

    assert Task.objects.get(pk=lease.task_id).state == "skipped"


def test_skipped_tasks_open_again_for_who_joins_the_batch():
    work = text_work(items=1)
    a, b = work.annotator(), work.annotator()
    batch = work.batch(a)
    (lease,) = take(a, work)
    leases.skip_task(lease.pk, by=a, reason="blurred")

    change_batch(batch, by=work.curator, version=batch.version, changes={}, annotators=[a.user.pk, b.user.pk])

    assert [x.task_id for x in take(b, work)] == [lease.task_id]


def test_a_paused_batch_gives_out_nothing_but_takes_what_is_held():
    work = text_work()
    who = work.annotator()
    batch = work.batch(who)
    (lease,) = take(who, work)
    move_batch(batch, "pause", by=work.curator)

    assert take(who, work) == []
    assert submit_work(lease.pk, by=who, save=work.save()).annotation.state == "submitted"


def test_the_batch_that_is_due_first_goes_out_first():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    urgent = work.batch(who, due_at=now() + timedelta(days=1))

    (first,) = take(who, work)

    assert first.task.batch_id == urgent.pk


def test_only_annotators_of_the_batch_get_its_tasks():
    work = text_work()
    a, stranger = work.annotator(), work.annotator()
    batch = work.batch(a)

    assert take(stranger, work) == []
    with pytest.raises(NotFound):
        take(stranger, work, batch=batch.pk)


def test_who_does_not_label_here_gets_no_tasks():
    work = text_work()

    with pytest.raises(Forbidden):
        workplace_for(work.curator, work.project.pk)
    with pytest.raises(NotFound):
        workplace_for(member(text_work().project, Role.ANNOTATOR), work.project.pk)


def test_what_goes_to_the_browser_is_the_same_whatever_real_work_is_for():
    work = text_work(items=1)
    who = work.annotator()
    told = []
    for kind in ("pilot", "production"):
        batch = work.batch(who, kind=kind, name=f"N {kind}")
        place = workplace_for(who, work.project.pk)
        told += handed_out(who, place, take(who, work, batch=batch.pk))

    assert len({(t.value is None, t.position.total, t.schema_version) for t in told}) == 1


def test_the_work_page_counts_what_is_mine():
    work = text_work(items=3)
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    do(a, work)
    take(a, work)
    do(b, work)

    found = work_of(a, work.project.pk)

    (row,) = found.batches
    assert (row.done, row.held, row.returned, row.available, found.today) == (1, 1, 0, False, 1)


def test_asking_for_the_next_task_takes_as_few_queries_as_this(django_assert_num_queries):
    work = text_work(items=50)
    who = work.annotator()
    work.batch(who)

    # project · seats · standing · open · update · insert, and the two of the savepoint
    with django_assert_num_queries(8):
        place = workplace_for(who, work.project.pk)
        handed_out(who, place, leases.next_tasks(who, place))
