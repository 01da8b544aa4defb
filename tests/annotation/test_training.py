"""Trainings: everybody on their own through items with a gold answer, told at once, and passed before real work opens."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotation.errors import AlreadySubmitted, BatchNotReady, NotInTraining, SaveKeyReused, WrongBatchState
from annotation.models import Annotation, Batch, BatchAnnotator, Task, TrainingAnswer, TrainingRound
from annotation.queries.chosen import chosen_revisions
from annotation.queries.progress import progress_of
from annotation.queries.training import my_training, trainees_of
from annotation.queries.work import work_of
from annotation.services.batches import Plan, add_items_to_batch, change_batch, create_batch, move_batch
from annotation.services.gold import make_gold, retire_gold
from annotation.services.gold_scores import people_on_gold
from annotation.services.leases import expire_leases, skip_task
from annotation.services.submit import Submitted, submit_work
from annotation.services.training import begin_round
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid, NotFound
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import CELL, GREET, ORDER, Work, do, image_work, take, text_work
from tests.http import Browser

pytestmark = pytest.mark.django_db(transaction=True)

EMPTY: dict[str, Any] = {"cells": {"regions": []}}


def with_gold(work: Work, value: Any = None) -> Work:
    """Each item is done and accepted by somebody, and what they said is its gold answer."""
    expert = work.annotator()
    work.batch(expert, name="Gold", review_policy="none")
    for _ in work.items:
        made = do(expert, work, value).annotation
        assert made is not None
        make_gold(work.project, made.pk, by=work.curator)
    return work


def trained(items: int = 2, **fields: Any) -> Work:
    return with_gold(text_work(items=items), **fields)


def training(work: Work, *people: Principal, opened: bool = True, **plan: Any) -> Batch:
    batch = create_batch(
        work.project,
        by=work.curator,
        plan=Plan(name=f"Training {uuid4().hex[:6]}", kind="training", **plan),
        annotators=[who.user.pk for who in people],
        items={"gold": True},
    )
    return move_batch(batch, "open", by=work.curator) if opened else batch


def answer(who: Principal, work: Work, batch: Batch, value: Any = None) -> Submitted:
    (lease,) = take(who, work, batch=batch.pk)
    return submit_work(lease.pk, by=who, save=work.save(value))


def go_through(who: Principal, work: Work, batch: Batch, *values: Any) -> Submitted:
    for value in values:
        done = answer(who, work, batch, value)
    return done


# ---- made -----------------------------------------------------------------------------------------------
def test_everybody_does_every_item_on_their_own():
    work = trained()
    a, b = work.annotator(), work.annotator()
    batch = training(work, a, b)

    go_through(a, work, batch, GREET, GREET)
    go_through(b, work, batch, GREET, GREET)

    assert (batch.overlap, Task.objects.filter(batch=batch).count()) == (2, 4)
    assert TrainingRound.objects.filter(is_passed=True).count() == 2
    assert take(a, work, batch=batch.pk) == []


def test_who_comes_later_gets_tasks_of_their_own():
    work = trained()
    a, b = work.annotator(), work.annotator()
    batch = training(work, a)
    go_through(a, work, batch, GREET, GREET)

    change_batch(batch, by=work.curator, version=batch.version, changes={}, annotators=[a.user.pk, b.user.pk])
    done = go_through(b, work, batch, GREET, GREET)

    assert done.feedback is not None
    assert done.feedback.standing.is_passed


def test_who_takes_the_seat_of_somebody_that_has_begun_gets_tasks_of_their_own():
    work = trained()
    a, b = work.annotator(), work.annotator()
    batch = training(work, a)
    answer(a, work, batch, GREET)

    change_batch(batch, by=work.curator, version=batch.version, changes={}, annotators=[b.user.pk])
    done = go_through(b, work, batch, GREET, GREET)

    assert done.feedback is not None
    assert done.feedback.standing.is_passed


def test_only_items_with_a_gold_answer_that_counts_are_in_it():
    work = trained()
    plain = text_work(items=1)
    who = work.annotator()
    batch = training(work, who, opened=False)
    extra = type(work.items[0]).objects.create(
        project=work.project, kind="text", text="Plain", content_hash="0" * 64
    )

    with pytest.raises(Invalid):
        add_items_to_batch(batch, by=work.curator, items={"ids": [extra.pk]})
    with pytest.raises(Invalid):
        add_items_to_batch(batch, by=work.curator, items={"all": True})
    with pytest.raises(Invalid):
        add_items_to_batch(batch, by=work.curator, items={"ids": [plain.items[0].pk]})

    batch.refresh_from_db()
    assert batch.size == 2


def test_an_item_that_is_still_worked_on_elsewhere_is_not_in_it():
    work = text_work(items=1)
    expert, other = work.annotator(), work.annotator()
    work.batch(expert, other, overlap=2, review_policy="none")
    made = do(expert, work).annotation
    assert made is not None
    make_gold(work.project, made.pk, by=work.curator)

    batch = training(work, work.annotator(), opened=False)
    with pytest.raises(Invalid):
        add_items_to_batch(batch, by=work.curator, items={"ids": [work.items[0].pk]})

    assert batch.size == 0


def test_its_items_go_into_no_real_work_from_then_on():
    work = trained()
    who = work.annotator()
    training(work, who)

    everything = work.batch(who, opened=False)
    with pytest.raises(Invalid) as raised:
        add_items_to_batch(everything, by=work.curator, items={"ids": [work.items[0].pk]})

    assert everything.size == 0
    assert raised.value.errors[0].pointer == "/items/ids/0"


def test_opening_looks_once_more_that_no_gold_answer_is_both_shown_and_measured_by():
    work = trained()
    who = work.annotator()
    batch = training(work, who, opened=False)
    real = create_batch(work.project, by=work.curator, plan=Plan(name="Real"), annotators=[who.user.pk])
    Task.objects.create(batch=real, item=work.items[0], slot=0, position=1)
    Batch.objects.filter(pk=real.pk).update(size=1)

    with pytest.raises(BatchNotReady):
        move_batch(batch, "open", by=work.curator)
    with pytest.raises(BatchNotReady):
        move_batch(real, "open", by=work.curator)


def test_once_opened_it_keeps_its_items():
    work = trained()
    batch = training(work, work.annotator())

    with pytest.raises(WrongBatchState):
        add_items_to_batch(batch, by=work.curator, items={"gold": True})


def test_who_may_not_know_of_gold_makes_no_training():
    work = trained()
    both = member(work.project, Role.CURATOR, Role.ANNOTATOR)

    with pytest.raises(Forbidden):
        create_batch(work.project, by=both, plan=Plan(name="T", kind="training"), items={"gold": True})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("production", {"pass_mark": 80}),
        ("production", {"training": "own"}),
        ("training", {"training": "training"}),
    ],
)
def test_what_does_not_go_together_is_refused(kind, fields):
    work = trained()
    known = {"training": training(work, opened=False).pk, "own": uuid4()}
    plan = {key: known.get(value, value) for key, value in fields.items()}

    with pytest.raises(Invalid):
        create_batch(work.project, by=work.curator, plan=Plan(name="X", kind=kind, **plan))


def test_a_training_of_another_project_is_not_required():
    work, other = trained(), trained()
    theirs = training(other, opened=False)

    with pytest.raises(Invalid):
        create_batch(work.project, by=work.curator, plan=Plan(name="X", training=theirs.pk))


# ---- feedback -------------------------------------------------------------------------------------------
def test_a_right_answer_scores_full_and_a_wrong_one_nothing():
    work = trained()
    who = work.annotator()
    batch = training(work, who)

    right, wrong = answer(who, work, batch, GREET).feedback, answer(who, work, batch, ORDER).feedback

    assert right is not None
    assert wrong is not None
    assert (right.score, wrong.score) == (1.0, 0.0)
    assert [unit.found for unit in wrong.units] == ["wrong"]
    assert (wrong.own, wrong.gold) == (ORDER, GREET)


def test_what_was_missed_extra_and_differently_labelled_is_told_part_by_part():
    work = image_work()
    gold = {"cells": {"regions": [box("g1", 10, "rbc"), box("g2", 100, "rbc"), box("g3", 200, "wbc")]}}
    with_gold(work, gold)
    who = work.annotator()
    batch = training(work, who)
    mine = {"cells": {"regions": [box("m1", 11, "rbc"), box("m2", 200, "rbc"), box("m3", 300, "rbc")]}}

    found = answer(who, work, batch, mine).feedback

    assert found is not None
    told = {(unit.found.value, unit.trusted, unit.other) for unit in found.units}
    assert told == {
        ("correct", "g1", "m1"),
        ("wrong", "g3", "m2"),
        ("missed", "g2", None),
        ("extra", None, "m3"),
    }
    assert found.score == pytest.approx(1 / 3)


def box(key: str, x: float, label: str) -> dict[str, Any]:
    return {"id": key, "label": label, "geometry": {"type": "box", "box": [x, 20.0, 30.0, 40.0]}}


def test_the_same_answer_sent_twice_is_one_and_says_the_same():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    (lease,) = take(who, work, batch=batch.pk)
    save = work.save(GREET)
    first = submit_work(lease.pk, by=who, save=save)

    again = submit_work(lease.pk, by=who, save=save)

    assert TrainingAnswer.objects.count() == 1
    assert again.feedback == first.feedback
    with pytest.raises(AlreadySubmitted):
        submit_work(lease.pk, by=who, save=work.save(ORDER))


def test_a_key_is_not_used_for_another_answer():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    first, second = take(who, work, count=2, batch=batch.pk)
    submit_work(first.pk, by=who, save=work.save(GREET, client_key="k"))

    with pytest.raises(SaveKeyReused):
        submit_work(second.pk, by=who, save=work.save(GREET, client_key="k"))


def test_a_lease_that_ran_out_still_takes_the_answer():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    (lease,) = take(who, work, batch=batch.pk)
    type(lease).objects.update(expires_at=lease.leased_at)
    expire_leases()

    done = submit_work(lease.pk, by=who, save=work.save(GREET))

    assert done.feedback is not None
    assert TrainingAnswer.objects.get().score == 1.0


def test_a_gold_answer_that_counts_no_more_gives_no_score():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    (lease,) = take(who, work, batch=batch.pk)
    gold = lease.task.item.gold.get()
    retire_gold(gold.pk, by=work.curator)

    found = submit_work(lease.pk, by=who, save=work.save(ORDER)).feedback
    last = answer(who, work, batch, GREET).feedback

    assert found is not None
    assert last is not None
    assert (found.score, found.gold) == (None, None)
    assert (last.standing.score, last.standing.is_passed) == (1.0, True)


def test_no_item_is_skipped():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    (lease,) = take(who, work, batch=batch.pk)

    with pytest.raises(NotInTraining):
        skip_task(lease.pk, by=who, reason="hard")


# ---- passed, or another round ---------------------------------------------------------------------------
def test_the_pass_mark_is_reached_by_the_mean_of_all_items():
    work = trained(items=4)
    who, other = work.annotator(), work.annotator()
    batch = training(work, who, other, pass_mark=75)

    enough = go_through(who, work, batch, GREET, GREET, ORDER, GREET).feedback
    not_enough = go_through(other, work, batch, GREET, ORDER, ORDER, GREET).feedback

    assert enough is not None
    assert not_enough is not None
    assert (enough.standing.score, enough.standing.is_passed) == (0.75, True)
    assert (not_enough.standing.score, not_enough.standing.is_passed) == (0.5, False)
    assert not_enough.standing.may_go_again


def test_who_did_not_pass_takes_another_round():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    go_through(who, work, batch, ORDER, ORDER)
    assert take(who, work, batch=batch.pk) == []

    begun = begin_round(batch.pk, by=who)
    done = go_through(who, work, batch, GREET, GREET)

    assert (begun.round, begun.done) == (2, 0)
    assert done.feedback is not None
    assert done.feedback.standing.is_passed
    rows = TrainingRound.objects.order_by("number").values_list("number", "score", "is_passed")
    assert list(rows) == [(1, 0.0, False), (2, 1.0, True)]


def test_no_round_begins_before_the_last_is_over_nor_after_it_was_passed():
    work = trained()
    who = work.annotator()
    batch = training(work, who)

    with pytest.raises(NotInTraining):
        begin_round(batch.pk, by=who)
    go_through(who, work, batch, GREET, GREET)
    with pytest.raises(NotInTraining):
        begin_round(batch.pk, by=who)


def test_rounds_and_answers_are_never_changed():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    go_through(who, work, batch, ORDER, ORDER)

    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingRound.objects.update(is_passed=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        TrainingAnswer.objects.update(score=1.0)


def test_a_training_is_passed_once():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    go_through(who, work, batch, GREET, GREET)
    passed = TrainingRound.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRound.objects.create(
            batch=batch,
            user=who.user,
            number=2,
            started_at=passed.started_at,
            finished_at=passed.finished_at,
            score=1.0,
            is_passed=True,
        )


# ---- required before real work --------------------------------------------------------------------------
def with_real_work(items: int = 2) -> tuple[Work, Principal, Batch, Batch]:
    """Gold items for a training, and one more for the work that requires it."""
    work = trained(items=items)
    who = work.annotator()
    batch = training(work, who)
    fresh = type(work.items[0]).objects.create(
        project=work.project, kind="text", text="Real", content_hash="1" * 64
    )
    real = create_batch(
        work.project,
        by=work.curator,
        plan=Plan(name="Real", training=batch.pk),
        annotators=[who.user.pk],
        items={"ids": [fresh.pk]},
    )
    return work, who, batch, move_batch(real, "open", by=work.curator)


def test_nobody_gets_a_task_of_it_before_they_have_passed():
    work, who, batch, real = with_real_work()

    before = take(who, work, count=5, batch=real.pk)
    everything = {lease.task.batch_id for lease in take(who, work, count=5)}
    told = {row.batch.pk: row for row in work_of(who, work.project.pk).batches}
    go_through(who, work, batch, GREET, GREET)
    after = take(who, work, batch=real.pk)

    assert (before, everything) == ([], {batch.pk})
    assert (told[real.pk].requires, told[real.pk].available) == (batch, False)
    assert [lease.task.batch_id for lease in after] == [real.pk]
    assert work_of(who, work.project.pk).batches[-1].requires is None


def test_failing_opens_nothing():
    work, who, batch, real = with_real_work()

    go_through(who, work, batch, GREET, ORDER)

    assert take(who, work, batch=real.pk) == []


def test_somebody_elses_passing_opens_nothing():
    work, who, batch, real = with_real_work()
    other = work.annotator()
    real.refresh_from_db()
    change_batch(
        real,
        by=work.curator,
        version=real.version,
        changes={},
        annotators=[who.user.pk, other.user.pk],
    )
    go_through(who, work, batch, GREET, GREET)

    assert take(other, work, batch=real.pk) == []


def test_who_is_seated_in_work_that_requires_a_training_is_seated_there_too():
    work, who, batch, real = with_real_work()
    other = work.annotator()
    real.refresh_from_db()

    change_batch(
        real,
        by=work.curator,
        version=real.version,
        changes={},
        annotators=[who.user.pk, other.user.pk],
    )

    seats = BatchAnnotator.objects.filter(batch=batch).values_list("user", flat=True)
    assert set(seats) == {who.user.pk, other.user.pk}
    done = go_through(other, work, batch, GREET, GREET)
    assert done.feedback is not None
    assert done.feedback.standing.is_passed


def test_what_is_required_is_settled_before_it_is_opened():
    work, _, _batch, real = with_real_work()
    real.refresh_from_db()

    with pytest.raises(WrongBatchState):
        change_batch(real, by=work.curator, version=real.version, changes={"training": None})


def test_it_opens_only_with_its_training():
    work, who, batch, _ = with_real_work()
    move_batch(batch, "close", by=work.curator)
    second = create_batch(
        work.project, by=work.curator, plan=Plan(name="Second", training=batch.pk), annotators=[who.user.pk]
    )

    with pytest.raises(BatchNotReady) as raised:
        move_batch(second, "open", by=work.curator)

    assert any("is not open" in str(each) for each in raised.value.data["missing"])


def test_requiring_a_training_costs_next_task_no_query():
    work, who, batch, real = with_real_work()
    free = work.annotator()
    plain = create_batch(
        work.project, by=work.curator, plan=Plan(name="Plain"), annotators=[free.user.pk], items={"all": True}
    )
    fresh = type(work.items[0]).objects.create(
        project=work.project, kind="text", text="More", content_hash="2" * 64
    )
    add_items_to_batch(plain, by=work.curator, items={"ids": [fresh.pk]})
    move_batch(plain, "open", by=work.curator)
    go_through(who, work, batch, GREET, GREET)

    with CaptureQueriesContext(connection) as without:
        take(free, work, batch=plain.pk)
    with CaptureQueriesContext(connection) as required:
        take(who, work, batch=real.pk)

    # Theirs are one more: unlike the other one they have a past in the training, but not here.
    assert len(required) == len(without)


# ---- counts nowhere else --------------------------------------------------------------------------------
def test_what_people_practise_is_in_no_figure_and_no_dataset_version():
    work = trained()
    who = work.annotator()
    batch = training(work, who)
    annotations = Annotation.objects.count()
    chosen = list(chosen_revisions(work.project.pk, "submitted"))
    before = progress_of(work.curator, work.project.pk)

    go_through(who, work, batch, ORDER, GREET)

    after = progress_of(work.curator, work.project.pk)
    assert Annotation.objects.count() == annotations
    assert list(chosen_revisions(work.project.pk, "submitted")) == chosen
    assert (after.tasks, after.annotators) == (before.tasks, before.annotators)


def test_nobody_is_measured_by_a_gold_answer_that_a_training_shows():
    work = text_work(items=2)
    people = [work.annotator(), work.annotator()]
    work.batch(*people, overlap=2, review_policy="none")
    made = [do(who, work, ORDER).annotation for who in people for _ in work.items]
    for annotation in made[:2]:
        assert annotation is not None
        make_gold(work.project, annotation.pk, by=work.curator)
    before = people_on_gold(work.curator, work.project.pk)

    training(work, work.annotator(), opened=False)
    after = people_on_gold(work.curator, work.project.pk)

    assert (before.answers, before.in_training, len(before.people)) == (2, 0, 1)
    assert (after.answers, after.in_training, after.people) == (0, 2, [])


# ---- who sees what --------------------------------------------------------------------------------------
def test_those_who_run_it_see_how_everybody_does():
    work = trained()
    a, b = work.annotator(), work.annotator()
    batch = training(work, a, b)
    go_through(a, work, batch, ORDER, ORDER)
    begin_round(batch.pk, by=a)
    go_through(a, work, batch, GREET, GREET)

    _, rows = trainees_of(work.curator, batch.pk)

    told = [(row.person.id, row.rounds, row.done, row.first, row.score, row.is_passed) for row in rows]
    assert told == [(b.user.pk, 0, 0, None, None, False), (a.user.pk, 2, 2, 0.0, 1.0, True)]


def test_one_sees_only_ones_own_standing():
    work = trained()
    ours, theirs = (VendorFactory(organisation=work.project.organisation) for _ in range(2))
    a, b = work.annotator(vendor=ours), work.annotator(vendor=theirs)
    outside = work.annotator(vendor=theirs)
    batch = training(work, a, b)
    go_through(a, work, batch, GREET, GREET)

    _, mine = my_training(b, batch.pk)

    assert (mine.done, mine.score, mine.is_passed) == (0, None, False)
    with pytest.raises(NotFound):
        my_training(outside, batch.pk)
    with pytest.raises(NotFound):
        trainees_of(a, batch.pk)


def test_a_gold_answer_reaches_the_browser_only_with_the_answer_to_ones_own_work():
    work = image_work(items=2)
    secret = {"cells": {"regions": [box("SECRETLY", 10, "rbc")]}}
    with_gold(work, secret)
    ours, theirs = (VendorFactory(organisation=work.project.organisation) for _ in range(2))
    who, other = work.annotator(vendor=ours), work.annotator(vendor=theirs)
    batch = training(work, who, other)
    mine, foreign = Browser(who.user), Browser(other.user)
    project = f"/projects/{work.project.pk}"
    wanted = {"count": 5, "batch": str(batch.pk)}

    handed = mine.post(f"{project}/assignments", wanted)
    first = handed.json()["assignments"][0]
    submitted = mine.post(
        f"/assignments/{first['id']}/submit",
        {"value": EMPTY, "schema_version": str(work.schema.pk)},
        Idempotency_Key="one",
    )
    silent = [
        handed,
        mine.get(f"{project}/work"),
        mine.get(f"/trainings/{batch.pk}/mine"),
        mine.post(f"{project}/assignments", wanted),
        mine.get(f"{project}/annotations"),
        foreign.post(f"{project}/assignments", wanted),
        foreign.get(f"{project}/work"),
        foreign.get(f"/trainings/{batch.pk}/mine"),
    ]

    told = submitted.json()
    assert (submitted.status_code, told["annotation"], told["training"]["score"]) == (201, None, 0.0)
    assert told["training"]["gold"]["cells"]["regions"][0]["id"] == "SECRETLY"
    assert first["training"] == {"pass_mark": 80}
    assert all(each.status_code == 200 for each in silent)
    assert not any(b"SECRETLY" in each.content for each in silent)


def test_the_way_of_a_curator_over_the_api():
    work = trained()
    who = work.annotator()
    curator = Browser(work.curator.user)
    project = f"/projects/{work.project.pk}"

    made = curator.post(
        f"{project}/batches",
        {
            "name": "Practice",
            "kind": "training",
            "annotators": [str(who.user.pk)],
            "items": {"gold": True, "limit": 1},
        },
    )
    batch = made.json()
    changed = curator.patch(f"/batches/{batch['id']}", {"pass_mark": 60}, If_Match=made["ETag"])
    opened = curator.post(f"/batches/{batch['id']}/open")
    real = curator.post(f"{project}/batches", {"name": "Real", "training": batch["id"]})
    table = curator.get(f"/trainings/{batch['id']}/people")

    assert (batch["pass_mark"], batch["items"], batch["review_policy"]) == (80, 1, "none")
    assert (changed.json()["pass_mark"], opened.json()["state"]) == (60, "open")
    assert real.json()["training"] == {"id": batch["id"], "name": "Practice"}
    assert (table.json()["pass_mark"], table.json()["results"][0]["rounds"]) == (60, 0)


def test_a_value_that_does_not_fit_is_refused_and_can_be_mended():
    work = with_gold(image_work(), CELL)
    who = work.annotator()
    batch = training(work, who)
    (lease,) = take(who, work, batch=batch.pk)

    with pytest.raises(Invalid):
        submit_work(lease.pk, by=who, save=work.save({"nothing": {}}))
    done = submit_work(lease.pk, by=who, save=work.save(CELL))

    assert done.feedback is not None
    assert done.feedback.score == 1.0
