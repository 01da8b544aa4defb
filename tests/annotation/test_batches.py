"""Sending work out: what a batch has in it, who may take it, and when it goes out."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

import pytest

from annotation.errors import BatchNotReady, StaleBatch, WrongBatchState
from annotation.models import Item, Task
from annotation.queries.batches import batch_for, views_of
from annotation.services import filling
from annotation.services.batches import Plan, add_items_to_batch, change_batch, create_batch, move_batch
from guidelines.models import SchemaVersion
from labelwright.accounts.errors import NameTaken
from labelwright.accounts.models import AuditEvent
from labelwright.errors import Invalid, NotFound
from tests.factories.annotation import TextItemFactory
from tests.factories.work import do, take, text_work

pytestmark = pytest.mark.django_db


def draft(work, items, **plan):
    return create_batch(
        work.project, by=work.curator, plan=Plan(**{"name": uuid4().hex, **plan}), items=items
    )


def test_each_item_has_as_many_tasks_as_the_overlap():
    work = text_work(items=3)

    batch = draft(work, {"all": True}, overlap=3)

    assert Counter(Task.objects.values_list("item", flat=True)) == {item.pk: 3 for item in work.items}
    assert (batch.size, batch.state, batch.filling) == (3, "draft", None)


def test_items_can_be_chosen():
    work = text_work(items=3)

    batch = draft(work, {"ids": [work.items[1].pk]})

    assert [task.item for task in batch.tasks.all()] == [work.items[1]]


def test_the_oldest_items_that_are_in_no_batch_can_be_chosen():
    work = text_work(items=4)
    draft(work, {"ids": [work.items[0].pk]})

    batch = draft(work, {"unbatched": True, "limit": 2})

    assert {task.item for task in batch.tasks.all()} == {work.items[1], work.items[2]}


def test_items_of_another_project_are_refused_by_place():
    work, other = text_work(), text_work()

    with pytest.raises(Invalid) as caught:
        draft(work, {"ids": [work.items[0].pk, other.items[0].pk]})

    assert [fault.pointer for fault in caught.value.errors] == ["/items/ids/1"]
    assert Task.objects.count() == 0


def test_adding_items_leaves_those_that_were_there():
    work = text_work(items=2)
    batch = draft(work, {"all": True})
    before = set(Task.objects.values_list("pk", flat=True))
    new = TextItemFactory(project=work.project)

    add_items_to_batch(batch, by=work.curator, items={"all": True})

    added = Task.objects.exclude(pk__in=before).get()
    assert added.item == new
    assert batch_for(work.curator, batch.pk).size == 3


@pytest.mark.parametrize("limit", [None, 1100])
def test_a_large_batch_is_filled_by_a_job_and_cannot_be_opened_before(monkeypatch, run_jobs, limit):
    monkeypatch.setattr(filling, "INLINE_TASKS", 10)
    work = text_work(items=0)
    Item.objects.bulk_create(TextItemFactory.build(project=work.project) for _ in range(1200))
    batch = draft(work, {"unbatched": True, "limit": limit})
    with pytest.raises(BatchNotReady) as caught:
        move_batch(batch, "open", by=work.curator)
    assert caught.value.data["missing"][0] == "It is still being filled."

    assert run_jobs() == 1

    batch = batch_for(work.curator, batch.pk)
    assert (batch.filling, batch.size, Task.objects.count()) == (None, limit or 1200, limit or 1200)


def test_a_batch_opens_only_when_its_annotators_have_what_they_need():
    work = text_work(items=0)
    SchemaVersion.objects.filter(pk=work.schema.pk).exists()
    batch = draft(work, None, overlap=2)

    with pytest.raises(BatchNotReady) as caught:
        move_batch(batch, "open", by=work.curator)

    assert len(caught.value.data["missing"]) == 2


@pytest.mark.parametrize(
    ("moves", "refused"), [([], "pause"), ([], "close"), (["open"], "open"), (["open", "close"], "pause")]
)
def test_states_change_only_along_the_table(moves, refused):
    work = text_work()
    batch = work.batch(work.annotator(), opened=False)
    for move in moves:
        move_batch(batch, move, by=work.curator)

    with pytest.raises(WrongBatchState):
        move_batch(batch, refused, by=work.curator)


def test_only_annotators_of_the_project_can_be_asked():
    work, other = text_work(), text_work()

    with pytest.raises(Invalid) as caught:
        work.batch(work.annotator(), other.annotator(), work.curator)

    assert [fault.pointer for fault in caught.value.errors] == ["/annotators/1", "/annotators/2"]


def test_a_change_from_an_old_version_is_refused():
    work = text_work()
    batch = draft(work, None)
    change_batch(batch, by=work.curator, version=1, changes={"name": "new"})

    with pytest.raises(StaleBatch):
        change_batch(batch, by=work.curator, version=1, changes={"name": "other"})

    assert batch_for(work.curator, batch.pk).name == "new"


def test_two_batches_of_a_project_have_two_names():
    work = text_work()
    draft(work, None, name="One")

    with pytest.raises(NameTaken):
        draft(work, None, name="One")


def test_what_happens_to_a_batch_is_audited():
    work = text_work()
    batch = work.batch(work.annotator())
    move_batch(batch, "close", by=work.curator)

    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "batch.created",
        "batch.open",
        "batch.closed",
    ]


def test_progress_is_told_by_state(django_assert_max_num_queries):
    work = text_work(items=4)
    a, b = work.annotator(), work.annotator()
    batch = work.batch(a, b)
    do(a, work)
    take(b, work)

    with django_assert_max_num_queries(6):
        (view,) = views_of(work.curator, [batch])

    assert view.tasks == {"submitted": 1, "leased": 1, "open": 2}
    assert {p.pseudonym for p in view.annotators} == {a.user.pseudonym, b.user.pseudonym}


def test_annotators_do_not_see_batches():
    work = text_work()
    who = work.annotator()
    batch = work.batch(who)

    with pytest.raises(NotFound):
        batch_for(who, batch.pk)
    with pytest.raises(NotFound):
        batch_for(text_work().curator, batch.pk)
