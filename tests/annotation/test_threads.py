"""Questions: who reads them, what follows from an answer, and tasks that wait for one."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from annotation.errors import LeaseEnded, StaleThread, TooManyParked, WrongThreadState
from annotation.models import (
    Assignment,
    GuidelineAnswer,
    ItemProblem,
    Message,
    Task,
    Thread,
    ThreadTerm,
)
from annotation.queries.threads import (
    Wanted,
    counts_for,
    published_answers,
    reader_in,
    similar_answers,
    thread_for,
    threads_of,
)
from annotation.services import leases
from annotation.services.submit import submit_work
from annotation.services.threads.ask import Question, ask_question, mark_read, post_message
from annotation.services.threads.curate import (
    Decision,
    assign_thread,
    merge_thread,
    publish_thread,
    reopen_thread,
    resolve_thread,
    withdraw_thread,
)
from guidelines.models import GuidelineVersion
from guidelines.values.errors import ValueErrors
from labelwright.accounts.models import AuditEvent, Vendor
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.database.clock import now
from labelwright.errors import Forbidden, Invalid, NotFound
from tests.annotation.test_concurrency import together
from tests.annotation.test_leases import run_out
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import CELL, GREET, Work, image_work, take, text_work

pytestmark = pytest.mark.django_db


def vendor_of(work: Work) -> Vendor:
    return VendorFactory(organisation=work.project.organisation)


def ask(who: Principal, work: Work, body: str = "Is that greeting?", **about: Any) -> Thread:
    return ask_question(work.project, by=who, question=Question(body=body, **about))


def answer(thread: Thread, work: Work, body: str = "Yes, it is.", who: Principal | None = None) -> Message:
    return post_message(
        thread.pk, reader=reader_in(who or work.curator, work.project), body=body, answer=True
    )


def reply(thread: Thread, work: Work, who: Principal, body: str = "Which one?") -> Message:
    return post_message(thread.pk, reader=reader_in(who, work.project), body=body)


def resolve(thread: Thread, work: Work, resolution: str, **how: Any) -> Thread:
    reader = reader_in(work.curator, work.project)
    return resolve_thread(thread.pk, reader=reader, decision=Decision(resolution, **how))


def listed(who: Principal, work: Work, **wanted: Any) -> list[Thread]:
    return list(threads_of(reader_in(who, work.project), Wanted(**wanted)).order_by("pk"))


def similar(who: Principal, work: Work, text: str) -> list[str]:
    return [found.question for found in similar_answers(reader_in(who, work.project), text)]


# ---- asking -------------------------------------------------------------------------------------------------


def test_a_question_keeps_region_and_draft_as_they_were():
    work = image_work()
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    leases.save_draft(lease.pk, by=who, version=0, value=CELL, seconds=3, schema_version_id=work.schema.pk)
    region = CELL["cells"]["regions"][0]

    thread = ask(who, work, assignment=lease.pk, field="cells", region=region, schema_version=work.schema.pk)

    leases.save_draft(
        lease.pk,
        by=who,
        version=1,
        value={"cells": {"regions": []}},
        seconds=4,
        schema_version_id=work.schema.pk,
    )
    thread.refresh_from_db()
    assert thread.region == {**region, "attributes": {}}
    assert (thread.region_id, thread.label) == ("r1", "rbc")
    assert thread.draft["cells"]["regions"] == [thread.region]
    assert (thread.item_id, thread.task_id) == (lease.task.item_id, lease.task_id)


@pytest.mark.parametrize(
    "region",
    [
        {"id": "r1"},
        {"id": "r1", "label": "rbc", "geometry": {"type": "box", "box": [1, 2]}},
        {"evil": {"deep": 1}},
    ],
)
def test_a_region_that_is_none_is_refused(region):
    work = image_work()

    with pytest.raises(ValueErrors):
        ask(work.annotator(), work, field="cells", region=region, schema_version=work.schema.pk)

    assert Thread.objects.count() == 0


def test_nobody_asks_about_an_assignment_or_item_of_others():
    work = text_work()
    mine, other = work.annotator(), work.annotator()
    work.batch(mine, other)
    (theirs,) = take(other, work)

    with pytest.raises(Invalid):
        ask(mine, work, assignment=theirs.pk)
    with pytest.raises(Invalid):
        ask(mine, work, item=theirs.task.item_id)

    assert Thread.objects.count() == 0


def test_a_modeler_neither_asks_nor_reads():
    work = text_work()
    modeler = member(work.project, Role.MODELER)

    with pytest.raises(Forbidden):
        ask(modeler, work)
    with pytest.raises(Forbidden):
        reader_in(modeler, work.project)


def test_messages_cannot_be_changed_or_deleted():
    work = text_work()
    ask(work.annotator(), work)

    for statement in ("UPDATE annotation_message SET body = 'x'", "DELETE FROM annotation_message"):
        with (
            pytest.raises((IntegrityError, DatabaseError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert Message.objects.get().body == "Is that greeting?"


# ---- the course of a question ---------------------------------------------------------------------------------


def test_a_curator_asks_back_and_the_reply_asks_anew():
    work = text_work()
    who = work.annotator()
    thread = ask(who, work)

    reply(thread, work, work.curator)
    thread.refresh_from_db()
    waiting = thread.state
    reply(thread, work, who, "The second.")

    thread.refresh_from_db()
    assert (waiting, thread.state) == ("waiting", "open")


def test_only_curators_answer():
    work = text_work()
    who = work.annotator()
    thread = ask(who, work)

    with pytest.raises(Forbidden):
        answer(thread, work, who=who)

    thread.refresh_from_db()
    assert thread.state == "open"


def test_an_answer_is_new_to_who_asked_until_they_read_it():
    work = text_work()
    who, colleague = work.annotator(), work.annotator()
    thread = ask(who, work)
    answer(thread, work)

    before = counts_for(reader_in(who, work.project)).unread
    _, read = thread_for(who, thread.pk)
    mark_read(read, by=who)

    assert before == 1
    assert counts_for(reader_in(who, work.project)).unread == 0
    assert counts_for(reader_in(colleague, work.project)).unread == 0


def test_what_comes_after_reading_is_new_again():
    work = text_work()
    who = work.annotator()
    thread = ask(who, work)
    answer(thread, work)
    _, read = thread_for(who, thread.pk)
    answer(thread, work, "And one thing more.")

    mark_read(read, by=who)

    assert counts_for(reader_in(who, work.project)).unread == 1


def test_open_and_overdue_questions_are_counted_for_the_curator():
    work = text_work()
    who = work.annotator()
    late = ask(who, work)
    ask(who, work)
    answer(ask(who, work), work)
    Thread.objects.filter(pk=late.pk).update(due_at=now() - timedelta(hours=1))

    counts = counts_for(reader_in(work.curator, work.project))

    assert (counts.open, counts.overdue, counts.unread) == (2, 1, 2)
    assert listed(work.curator, work, overdue=True) == [late]


def test_a_resolved_question_can_be_reopened_by_who_asked():
    work = text_work()
    who, colleague = work.annotator(), work.annotator()
    thread = ask(who, work)
    resolve(thread, work, "wont_change", body="It stays.")
    with pytest.raises(Forbidden):
        reopen_thread(thread.pk, reader=reader_in(colleague, work.project))

    reopen_thread(thread.pk, reader=reader_in(who, work.project))

    thread.refresh_from_db()
    assert (thread.state, thread.resolution) == ("open", "")
    assert similar(who, work, "greeting") == []


def test_a_question_is_resolved_once():
    work = text_work()
    thread = ask(work.annotator(), work)
    resolve(thread, work, "wont_change", body="It stays.")

    with pytest.raises(WrongThreadState):
        resolve(thread, work, "change_schema")


@pytest.mark.parametrize(
    ("resolution", "missing"),
    [("wont_change", "/body"), ("as_written", "/section"), ("data_problem", "/resolution")],
)
def test_resolving_says_what_is_missing(resolution, missing):
    work = text_work()
    thread = ask(work.annotator(), work)

    with pytest.raises(Invalid) as refusal:
        resolve(thread, work, resolution)

    assert missing in {fault.pointer for fault in refusal.value.errors}


def test_a_clarification_quotes_the_answer_in_the_guideline_draft():
    work = image_work()
    thread = ask(work.annotator(), work, label="rbc")
    answer(thread, work, "Pale in the middle\ncounts too.")

    resolve(thread, work, "clarify_guideline", section="rbc")

    draft = GuidelineVersion.objects.get(project=work.project, state="draft")
    assert draft.markdown == (
        "# Cells\n\n## Red cell {#rbc}\n\nRound and pale in the middle.\n\n"
        "> Pale in the middle\n> counts too.\n"
    )
    assert GuidelineAnswer.objects.get().guideline_version == draft


def test_two_clarifications_go_into_one_draft():
    work = image_work()
    who = work.annotator()
    for body in ("First.", "Second."):
        resolve(ask(who, work), work, "clarify_guideline", section="rbc", body=body)

    draft = GuidelineVersion.objects.get(project=work.project, state="draft")

    assert "> First.\n\n> Second.\n" in draft.markdown


def test_a_data_problem_flags_the_item():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    thread = ask(who, work, assignment=lease.pk)

    resolve(thread, work, "data_problem", body="It is cut off.")

    assert ItemProblem.objects.get().item_id == lease.task.item_id


def test_who_answers_is_assigned_from_the_version_that_was_read():
    work = text_work()
    thread = ask(work.annotator(), work)

    assign_thread(thread.pk, by=work.curator, version=1, to=work.curator.user.pk)

    thread.refresh_from_db()
    assert thread.assigned_to == work.curator.user
    with pytest.raises(StaleThread):
        assign_thread(thread.pk, by=work.curator, version=1, to=None)


def test_an_annotator_cannot_be_assigned():
    work = text_work()
    who = work.annotator()

    with pytest.raises(Invalid):
        assign_thread(ask(who, work).pk, by=work.curator, version=1, to=who.user.pk)


def test_every_step_is_in_the_audit_log():
    work = text_work()
    who = work.annotator()
    thread, twin = ask(who, work), ask(who, work)
    assign_thread(thread.pk, by=work.curator, version=1, to=None)
    answer(thread, work)
    merge_thread(twin.pk, by=work.curator, into_id=thread.pk)
    resolve(thread, work, "wont_change")
    publish_thread(thread.pk, by=work.curator, question="Q", answer="A")
    withdraw_thread(thread.pk, by=work.curator)
    reopen_thread(thread.pk, reader=reader_in(work.curator, work.project))

    actions = AuditEvent.objects.filter(action__startswith="thread.").order_by("sequence")

    assert [each.action.removeprefix("thread.") for each in actions] == [
        *(
            "asked",
            "asked",
            "assigned",
            "answered",
            "merged",
            "resolved",
            "published",
            "withdrawn",
            "reopened",
        )
    ]


# ---- two vendors ------------------------------------------------------------------------------------------------


def test_a_vendor_sees_only_its_own_questions():
    work = text_work()
    mine, colleague = (work.annotator(vendor=v) for v in [vendor_of(work)] * 2)
    stranger = work.annotator(vendor=vendor_of(work))
    thread = ask(mine, work)

    assert listed(mine, work) == listed(colleague, work) == [thread]
    assert listed(stranger, work) == []
    assert counts_for(reader_in(stranger, work.project)).open == 0
    with pytest.raises(NotFound):
        thread_for(stranger, thread.pk)


def test_a_curator_who_labels_here_sees_no_vendors_questions():
    work = text_work()
    both = member(work.project, Role.CURATOR, Role.ANNOTATOR)
    theirs = ask(work.annotator(vendor=vendor_of(work)), work)
    own = ask(both, work)

    assert listed(both, work) == [own]
    assert listed(work.curator, work) == [theirs, own]


def test_merged_duplicates_of_two_vendors_both_hear_the_answer_and_nothing_else():
    work = text_work()
    a, b = work.annotator(vendor=vendor_of(work)), work.annotator(vendor=vendor_of(work))
    first, second = ask(a, work, "Asked by A"), ask(b, work, "Asked by B")
    merge_thread(second.pk, by=work.curator, into_id=first.pk)

    answer(first, work, "For both.")
    reply(first, work, a, "Thanks from A")

    assert [m.body for m in second.messages.order_by("pk")] == ["Asked by B", "For both."]
    assert [m.body for m in first.messages.order_by("pk")] == ["Asked by A", "For both.", "Thanks from A"]
    assert listed(b, work) == [second]
    assert listed(b, work)[0].state == "answered"
    assert listed(work.curator, work) == [first]


def test_merging_into_an_answered_question_answers_at_once():
    work = text_work()
    a, b = work.annotator(), work.annotator()
    first, second = ask(a, work), ask(b, work)
    resolve(first, work, "wont_change", body="It stays.")

    merge_thread(second.pk, by=work.curator, into_id=first.pk)

    second.refresh_from_db()
    assert (second.state, second.resolution) == ("resolved", "wont_change")


def test_who_is_not_content_with_the_answer_to_a_duplicate_asks_on_their_own_again():
    work = text_work()
    a, b = work.annotator(), work.annotator()
    first, second = ask(a, work), ask(b, work)
    answer(first, work)
    merge_thread(second.pk, by=work.curator, into_id=first.pk)

    reply(second, work, b, "Mine is different.")

    second.refresh_from_db()
    assert (second.state, second.merged_into_id) == ("open", None)


def test_two_questions_are_not_merged_in_a_circle():
    work = text_work()
    who = work.annotator()
    first, second = ask(who, work), ask(who, work)
    merge_thread(second.pk, by=work.curator, into_id=first.pk)

    for one, other in ((first, second), (first, first)):
        with pytest.raises(WrongThreadState):
            merge_thread(one.pk, by=work.curator, into_id=other.pk)


def test_what_is_published_is_found_by_everybody_under_an_id_of_its_own():
    work = text_work()
    mine, stranger = work.annotator(vendor=vendor_of(work)), work.annotator(vendor=vendor_of(work))
    thread = ask(mine, work, "Kim here: is a blurred cell a cell?")
    answer(thread, work)

    publish_thread(thread.pk, by=work.curator, question="Is a blurred cell a cell?", answer="Yes.")

    (told,) = published_answers(reader_in(stranger, work.project), field=None, label=None, section=None)
    (found,) = similar_answers(reader_in(stranger, work.project), "blurred cells")
    assert told.public_id != thread.pk
    assert (found.thread, found.public_id, found.question) == (
        None,
        told.public_id,
        "Is a blurred cell a cell?",
    )
    assert similar(stranger, work, "Kim") == []


def test_what_has_no_answer_is_not_published():
    work = text_work()

    with pytest.raises(WrongThreadState):
        publish_thread(ask(work.annotator(), work).pk, by=work.curator, question="Q", answer="A")


# ---- search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "looked_for"),
    [
        ("Do overlapping cells count twice?", "two cells that overlap"),
        ("겹친 세포는 두 번 세나요?", "세포가 겹쳤을 때는"),
        ("重なった細胞は二回数えますか。", "細胞が重なっている場合"),
        ("ｶﾀｶﾅの製品名はどのラベルですか", "カタカナの製品"),
    ],
)
def test_an_answered_question_is_found_by_what_it_shares(asked, looked_for):
    work = text_work()
    who = work.annotator()
    answer(ask(who, work, "Something else altogether, in English"), work, "No.")
    answer(ask(who, work, "전혀 다른 질문입니다"), work, "아니요.")
    answer(ask(who, work, asked), work, "42")

    assert similar(who, work, looked_for)[:1] == [asked]


def test_a_question_without_an_answer_is_not_found():
    work = text_work()
    who = work.annotator()
    ask(who, work, "Do overlapping cells count twice?")

    assert similar(who, work, "overlapping cells") == []


def test_the_index_of_one_vendor_tells_nothing_of_another():
    work = text_work()
    mine, stranger = work.annotator(vendor=vendor_of(work)), work.annotator(vendor=vendor_of(work))
    answer(ask(mine, work, "Do overlapping cells count twice?"), work)

    assert similar(mine, work, "overlapping cells") == ["Do overlapping cells count twice?"]
    assert similar(stranger, work, "overlapping cells") == []
    assert similar(work.curator, work, "overlapping cells") == ["Do overlapping cells count twice?"]


# ---- parked tasks -------------------------------------------------------------------------------------------------


def parked(who: Principal, work: Work) -> tuple[Assignment, Thread]:
    lease = take(who, work)[0]
    return lease, ask(who, work, assignment=lease.pk, park=True)


def test_a_parked_task_stays_with_its_holder_and_does_not_run_out():
    work = text_work(items=1)
    who, other = work.annotator(), work.annotator()
    work.batch(who, other)
    lease, _ = parked(who, work)
    run_out(lease)

    leases.expire_leases()

    lease.refresh_from_db()
    assert lease.state == "parked"
    assert take(other, work) == take(who, work) == []
    assert Task.objects.get().annotator == who.user


def test_a_parked_task_comes_back_first_with_its_draft_when_it_is_answered():
    work = text_work(items=3)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    leases.save_draft(lease.pk, by=who, version=0, value=GREET, seconds=3, schema_version_id=work.schema.pk)
    thread = ask(who, work, assignment=lease.pk, park=True)
    (meanwhile,) = take(who, work)

    answer(thread, work)

    back, next_one = take(who, work, count=2)
    assert meanwhile.pk == next_one.pk != lease.pk
    assert (back.pk, back.draft, back.state) == (lease.pk, GREET, "active")
    assert back.expires_at > now()


@pytest.mark.parametrize("how", ["resolve", "merge"])
def test_whatever_answers_the_question_brings_the_task_back(how):
    work = text_work(items=3)
    who, other = work.annotator(), work.annotator()
    work.batch(who, other)
    lease, thread = parked(who, work)
    same = ask(other, work)

    if how == "resolve":
        resolve(thread, work, "wont_change", body="It stays.")
    else:
        merge_thread(thread.pk, by=work.curator, into_id=same.pk)
        answer(same, work)

    assert take(who, work)[0].pk == lease.pk


def test_asking_back_does_not_bring_the_task_back():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    _, thread = parked(who, work)

    reply(thread, work, work.curator)

    assert take(who, work) == []


def test_a_parked_task_can_be_taken_up_again_and_submitted_without_an_answer():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    lease, _ = parked(who, work)

    leases.unpark_task(lease.pk, by=who)
    submit_work(lease.pk, by=who, save=work.save())

    assert Task.objects.get().state == "submitted"
    with pytest.raises(LeaseEnded):
        leases.unpark_task(lease.pk, by=who)


def test_work_on_a_parked_task_that_is_sent_all_the_same_counts():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    lease, _ = parked(who, work)

    done = submit_work(lease.pk, by=who, save=work.save())

    assert done.annotation.state == "submitted"
    assert Assignment.objects.get().state == "submitted"


def test_what_is_over_cannot_be_parked_and_no_question_is_asked():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    leases.release_task(lease.pk, by=who)

    with pytest.raises(LeaseEnded):
        ask(who, work, assignment=lease.pk, park=True)

    assert Thread.objects.count() == 0


def test_nobody_parks_a_whole_batch(monkeypatch):
    monkeypatch.setattr(leases, "PARKED_AT_MOST", 2)
    work = text_work(items=4)
    who = work.annotator()
    work.batch(who)
    for _ in range(2):
        parked(who, work)

    with pytest.raises(TooManyParked):
        parked(who, work)


def test_a_parked_task_of_somebody_who_left_goes_to_others():
    work = text_work(items=1)
    who, other = work.annotator(), work.annotator()
    work.batch(who, other)
    parked(who, work)
    who.user.is_active = False
    who.user.save()

    leases.reopen_orphans()

    assert len(take(other, work)) == 1


def test_returned_work_that_is_parked_is_not_handed_out_a_second_time():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    submit_work(lease.pk, by=who, save=work.save())
    Task.objects.update(state="returned")
    again = take(who, work)[0]
    ask(who, work, assignment=again.pk, park=True)

    assert take(who, work) == []


def test_two_people_never_hold_a_task_even_when_one_has_parked_it():
    work = text_work(items=1)
    who, other = work.annotator(), work.annotator()
    work.batch(who, other)
    lease, _ = parked(who, work)

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            task=lease.task, user=other.user, leased_at=now(), expires_at=now() + timedelta(hours=1)
        )


# ---- at once ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_parking_and_expiring_at_once_never_gives_a_parked_task_away():
    work = text_work(items=6)
    crowd = [work.annotator() for _ in range(6)]
    work.batch(*crowd)
    held = {who.user.pk: take(who, work)[0] for who in crowd}
    Assignment.objects.update(expires_at=now() - timedelta(seconds=1))

    def one(who: Principal) -> bool:
        try:
            ask(who, work, assignment=held[who.user.pk].pk, park=True)
        except LeaseEnded:
            return False
        finally:
            leases.expire_leases()
        return True

    kept = together(one, crowd)

    states = list(Assignment.objects.order_by("pk").values_list("state", flat=True))
    assert states.count("parked") == sum(kept) == Thread.objects.count()
    holders = Task.objects.filter(assignments__state="parked").values_list("annotator", "assignments__user")
    assert [a for a, b in holders if a != b] == []


@pytest.mark.django_db(transaction=True)
def test_of_many_decisions_at_once_one_resolves():
    work = text_work()
    thread = ask(work.annotator(), work)

    def one(_: int) -> bool:
        try:
            resolve(thread, work, "wont_change", body="It stays.")
        except WrongThreadState:
            return False
        return True

    assert sum(together(one, list(range(6)))) == 1
    assert Message.objects.filter(kind="answer").count() == 1
    assert ThreadTerm.objects.filter(audience="curators").exists()


# ---- the inbox ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "looked_for"),
    [
        ("Two overlapping cells at the edge", "edge OVERLAPPING"),
        ("겹친 적혈구는 하나로 봅니까?", "적혈구"),
        ("重なった赤血球は一つですか。", "赤血球"),
        ("月", "月"),
    ],
)
def test_a_question_that_waits_is_searched_by_its_words(said, looked_for):
    work = text_work()
    who = work.annotator(vendor=vendor_of(work))
    thread = ask(who, work, said)
    ask(who, work, "Something else 다른 것 別の物")

    assert [row.pk for row in listed(work.curator, work, text=looked_for)] == [thread.pk]
    assert [row.pk for row in listed(who, work, text=looked_for)] == [thread.pk]


def test_a_search_finds_what_was_said_later_too():
    work = text_work()
    thread = ask(work.annotator(vendor=vendor_of(work)), work)
    answer(thread, work, "Count the nucleus")

    assert [row.pk for row in listed(work.curator, work, text="nucleus")] == [thread.pk]


def test_all_words_of_a_search_must_be_there():
    work = text_work()
    ask(work.annotator(vendor=vendor_of(work)), work, "overlapping cells")

    assert listed(work.curator, work, text="overlapping platelets") == []


def test_a_search_finds_nothing_of_another_vendor():
    work = text_work()
    ask(work.annotator(vendor=vendor_of(work)), work, "canary cells")
    stranger = work.annotator(vendor=vendor_of(work))

    assert listed(stranger, work, text="canary") == []
    assert listed(work.annotator(), work, text="canary") == []


def test_what_waits_is_no_similar_answer_until_it_has_one():
    work = text_work()
    thread = ask(work.annotator(vendor=vendor_of(work)), work, "overlapping cells")
    before = similar(work.curator, work, "overlapping cells")

    answer(thread, work)

    assert (before, similar(work.curator, work, "overlapping cells")) == ([], ["overlapping cells"])


def test_reopening_takes_the_flag_from_the_item():
    work = text_work()
    who = work.annotator(vendor=vendor_of(work))
    work.batch(who)
    thread = ask(who, work, assignment=take(who, work)[0].pk)
    resolve(thread, work, "data_problem", body="It is cut off.")
    flagged = ItemProblem.objects.count()

    reopen_thread(thread.pk, reader=reader_in(work.curator, work.project))

    assert (flagged, ItemProblem.objects.count()) == (1, 0)


def test_the_index_of_questions_that_waited_before_is_made_when_the_database_is_brought_up_to_date():
    work = text_work()
    thread = ask(work.annotator(vendor=vendor_of(work)), work, "겹친 적혈구 @ann-0123abcd")
    wanted = sorted(ThreadTerm.objects.filter(thread=thread).values_list("audience", "term"))
    ThreadTerm.objects.all().delete()

    import_module("annotation.migrations.0016_mentions_digests_and_search").index_what_waits(apps, None)

    assert sorted(ThreadTerm.objects.filter(thread=thread).values_list("audience", "term")) == wanted
