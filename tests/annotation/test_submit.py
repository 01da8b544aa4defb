"""Submitting: exactly once, never over somebody else, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotation.errors import AlreadySubmitted, NotEditable, SaveKeyReused, StaleRevision, UnknownVersion
from annotation.models import Annotation, AnnotationRevision, LabelUse, Task
from annotation.services import leases
from annotation.services.batches import move_batch
from annotation.services.submit import revise_annotation, submit_work
from guidelines.values.errors import ValueErrors
from labelwright.errors import Forbidden, NotFound
from tests.annotation.test_leases import run_out
from tests.factories.guidelines import SchemaVersionFactory
from tests.factories.work import CELL, GREET, ORDER, do, image_work, take, text_work

pytestmark = pytest.mark.django_db


def test_submitted_work_waits_for_review_with_its_lineage():
    work = text_work()
    who = work.annotator()
    work.batch(who)

    done = do(who, work)

    revision = done.annotation.revisions.get()
    assert (done.annotation.state, done.assignment.state) == ("submitted", "submitted")
    assert (revision.value, revision.cause, revision.seconds) == (GREET, "human", 7)
    assert (revision.schema_version_id, revision.guideline_version_id) == (work.schema.pk, work.guideline.pk)
    assert Task.objects.get(pk=done.assignment.task_id).state == "submitted"
    assert (done.position.done, done.position.total) == (1, 3)


def test_without_review_work_is_accepted_at_once():
    work = text_work()
    who = work.annotator()
    work.batch(who, review_policy="none")

    done = do(who, work)

    assert done.annotation.state == "accepted"
    assert Task.objects.get(pk=done.assignment.task_id).state == "accepted"


def test_the_same_save_sent_twice_is_stored_once_and_answered_alike():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    save = work.save()
    first = submit_work(lease.pk, by=who, save=save)

    second = submit_work(lease.pk, by=who, save=save)

    assert (second.annotation.pk, second.position) == (first.annotation.pk, first.position)
    assert AnnotationRevision.objects.count() == 1


def test_a_key_is_good_for_one_save_only():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work, client_key="k")
    (other,) = take(who, work)

    with pytest.raises(SaveKeyReused):
        submit_work(done.assignment.pk, by=who, save=work.save(ORDER, client_key="k"))
    with pytest.raises(SaveKeyReused):
        submit_work(other.pk, by=who, save=work.save(client_key="k"))

    other.refresh_from_db()
    assert (AnnotationRevision.objects.count(), other.state) == (1, "active")


def test_a_second_window_cannot_submit_the_task_again():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)

    with pytest.raises(AlreadySubmitted) as caught:
        submit_work(done.assignment.pk, by=who, save=work.save(ORDER))

    assert caught.value.data["annotation"] == done.annotation.pk


def test_work_that_does_not_fit_the_schema_is_refused_with_every_fault():
    work = image_work()
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    box = {"type": "box", "box": [600, 0, 100, 10]}
    value = {
        "cells": {
            "regions": [
                {"id": "a", "label": "dog", "geometry": {**box, "box": [0, 0, 5, 5]}},
                {"id": "b", "label": "rbc", "geometry": box},
            ]
        }
    }

    with pytest.raises(ValueErrors) as caught:
        submit_work(lease.pk, by=who, save=work.save(value))

    assert [fault.pointer.split("/")[1:5] for fault in caught.value.errors] == [
        ["value", "cells", "regions", "0"],
        ["value", "cells", "regions", "1"],
    ]
    lease.refresh_from_db()
    assert (Annotation.objects.count(), lease.state) == (0, "active")


def test_what_is_required_must_be_there():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)

    with pytest.raises(ValueErrors):
        submit_work(lease.pk, by=who, save=work.save({}))


def test_work_is_checked_against_the_version_it_was_made_with():
    work = text_work()
    document = {**work.schema.document, "fields": [{"key": "note", "type": "text"}]}
    newer = SchemaVersionFactory(project=work.project, number=2, document=document)
    who = work.annotator()
    work.batch(who)

    old = do(who, work)
    new = do(who, work, {"note": {"text": "hm"}}, schema_version=newer.pk)

    assert old.annotation.revisions.get().schema_version == work.schema
    assert new.annotation.revisions.get().schema_version == newer


def test_another_projects_schema_version_is_unknown_here():
    work, other = text_work(), text_work()
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)

    with pytest.raises(UnknownVersion):
        submit_work(lease.pk, by=who, save=work.save(schema_version=other.schema.pk))
    with pytest.raises(UnknownVersion):
        submit_work(lease.pk, by=who, save=work.save(guideline_version=other.guideline.pk))


def test_labels_in_use_are_counted():
    work = image_work()
    who = work.annotator()
    work.batch(who)

    do(who, work, CELL)

    assert list(LabelUse.objects.values_list("field", "label", "count")) == [("cells", "rbc", 1)]


def test_late_work_counts_when_the_task_is_still_open():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (lease,) = take(who, work)
    run_out(lease)
    leases.expire_leases()

    done = submit_work(lease.pk, by=who, save=work.save())

    assert done.annotation.state == "submitted"
    task = Task.objects.get()
    assert (task.state, task.annotator) == ("submitted", who.user)


def test_late_work_is_kept_as_extra_when_somebody_else_has_the_task():
    work = text_work(items=1)
    late, quick = work.annotator(), work.annotator()
    work.batch(late, quick)
    (lease,) = take(late, work)
    run_out(lease)
    done = do(quick, work, ORDER)

    extra = submit_work(lease.pk, by=late, save=work.save())

    assert (extra.annotation.state, extra.assignment.state) == ("extra", "extra")
    task = Task.objects.get()
    assert (task.annotator, task.state) == (quick.user, "submitted")
    done.annotation.refresh_from_db()
    assert (done.annotation.state, Annotation.objects.count()) == ("submitted", 2)


def test_an_extra_sent_twice_is_stored_once():
    work = text_work(items=1)
    late, quick = work.annotator(), work.annotator()
    work.batch(late, quick)
    (lease,) = take(late, work)
    run_out(lease)
    do(quick, work)
    save = work.save()
    submit_work(lease.pk, by=late, save=save)

    again = submit_work(lease.pk, by=late, save=save)

    assert (again.annotation.state, Annotation.objects.filter(state="extra").count()) == ("extra", 1)
    with pytest.raises(AlreadySubmitted):
        submit_work(lease.pk, by=late, save=replace(save, client_key="other"))


def test_late_work_takes_another_open_task_of_its_item():
    work = text_work(items=1)
    late, quick, third = work.annotator(), work.annotator(), work.annotator()
    work.batch(late, quick, third, overlap=2)
    (lease,) = take(late, work)
    run_out(lease)
    leases.expire_leases()
    (theirs,) = take(quick, work)
    assert theirs.task_id == lease.task_id

    done = submit_work(lease.pk, by=late, save=work.save())

    assert done.annotation.state == "submitted"
    assert done.annotation.task_id != lease.task_id
    assert take(third, work) == []


def test_late_work_on_a_task_that_the_person_has_again_ends_the_newer_lease():
    work = text_work(items=1)
    who = work.annotator()
    work.batch(who)
    (old,) = take(who, work)
    leases.release_task(old.pk, by=who)
    (new,) = take(who, work)

    submit_work(old.pk, by=who, save=work.save())

    new.refresh_from_db()
    assert (new.state, Annotation.objects.get().state) == ("submitted", "submitted")


def test_what_was_done_too_late_does_not_come_again():
    work = text_work(items=1)
    late, quick, third = work.annotator(), work.annotator(), work.annotator()
    work.batch(late, quick, third)
    (lease,) = take(late, work)
    run_out(lease)
    (theirs,) = take(quick, work)
    submit_work(lease.pk, by=late, save=work.save())

    leases.release_task(theirs.pk, by=quick)

    assert take(late, work) == []
    assert len(take(third, work)) == 1


def test_work_is_taken_after_its_batch_was_closed():
    work = text_work()
    who = work.annotator()
    batch = work.batch(who)
    (lease,) = take(who, work)

    move_batch(batch, "close", by=work.curator)

    assert submit_work(lease.pk, by=who, save=work.save()).annotation.state == "submitted"


def test_nobody_submits_for_somebody_else():
    work = text_work()
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    (lease,) = take(a, work)

    with pytest.raises(NotFound):
        submit_work(lease.pk, by=b, save=work.save())


def test_the_author_can_save_again_until_somebody_decides():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)

    revision = revise_annotation(done.annotation.pk, by=who, save=work.save(ORDER), base=1)

    done.annotation.refresh_from_db()
    assert (revision.number, revision.value, done.annotation.revision) == (2, ORDER, 2)
    assert done.annotation.revisions.get(number=1).value == GREET
    Annotation.objects.update(state="accepted")
    with pytest.raises(NotEditable):
        revise_annotation(done.annotation.pk, by=who, save=work.save(), base=2)


def test_a_stale_save_changes_nothing_and_carries_both_values():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)
    revise_annotation(done.annotation.pk, by=work.curator, save=work.save(ORDER), base=1)

    with pytest.raises(StaleRevision) as caught:
        revise_annotation(done.annotation.pk, by=who, save=work.save(GREET), base=1)

    data = caught.value.data
    assert (data["base"], data["current"]) == (1, 2)
    assert (data["current_value"], data["your_value"]) == (ORDER, GREET)
    assert AnnotationRevision.objects.count() == 2


def test_another_annotator_cannot_see_or_change_it():
    work = text_work()
    a, b = work.annotator(), work.annotator()
    work.batch(a, b)
    done = do(a, work)

    with pytest.raises(NotFound):
        revise_annotation(done.annotation.pk, by=b, save=work.save(), base=1)
    with pytest.raises(Forbidden):
        revise_annotation(done.annotation.pk, by=work.reviewer(), save=work.save(), base=1)


def test_submitting_takes_nine_queries(django_assert_num_queries):
    work = text_work()
    who = work.annotator()
    work.batch(who)
    do(who, work)
    (lease,) = take(who, work)
    save = work.save()

    # savepoint · assignment · annotation · the project, shared · revision · label uses · task · assignment · release
    with django_assert_num_queries(9):
        submit_work(lease.pk, by=who, save=save)
