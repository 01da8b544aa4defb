"""Check questions: prepared with a rule change, frozen with it, answered before it is confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotation.errors import ChecksOpen, CheckUnfit, ItemInUse, NotForGold
from annotation.models import CheckAnswer, CheckQuestion
from annotation.queries.checks import asked_of
from annotation.queries.items import item_for
from annotation.services.checks import (
    Check,
    add_check_question,
    answer_check,
    change_check_question,
    confirm_reading,
    remove_check_question,
)
from annotation.services.gold import make_gold
from annotation.services.items import delete_item
from guidelines.models import Acknowledgement, GuidelineVersion
from guidelines.services import guidelines
from labelwright.accounts.roles import Role
from labelwright.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.factories.accounts import VendorFactory
from tests.factories.guidelines import member
from tests.factories.work import CELL, GREET, Work, do, image_work, text_work
from tests.http import Browser

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "## Greeting {#greet}\n\nHello.\n\n## Order {#order}\n\nAsks for a thing.\n"


def draft_of(work: Work, markdown: str = FIRST) -> GuidelineVersion:
    draft = guidelines.start_guideline_draft(work.project, by=work.curator)
    return guidelines.save_guideline_draft(draft, by=work.curator, expected=draft.version, markdown=markdown)


def check(work: Work, **fields: Any) -> Check:
    plain = Check(
        item=work.items[0].pk,
        question="Is it a **greeting**?",
        answers=["Yes", "No", "Both"],
        right=1,
        explanation="It asks for a thing.",
        section="order",
    )
    return replace(plain, **fields)


def publish(work: Work, draft: GuidelineVersion, kind: str = "rule_change") -> GuidelineVersion:
    draft.refresh_from_db()
    return guidelines.publish_guideline_version(
        draft, by=work.curator, expected=draft.version, change_kind=kind, summary=f"a {kind}"
    )


def changed(work: Work, markdown: str = FIRST, kind: str = "rule_change", **fields: Any) -> CheckQuestion:
    """The question of the next version, which is published."""
    draft = draft_of(work, markdown)
    question = add_check_question(draft, check(work, **fields), by=work.curator)
    publish(work, draft, kind)
    question.refresh_from_db()
    return question


# ---- prepared -------------------------------------------------------------------------------------------
def test_a_fourth_question_is_refused():
    work = text_work()
    draft = draft_of(work)
    for number in range(3):
        add_check_question(draft, check(work, question=f"{number}?"), by=work.curator)

    with pytest.raises(CheckUnfit):
        add_check_question(draft, check(work), by=work.curator)

    assert list(CheckQuestion.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_an_item_with_a_gold_answer_is_refused():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)
    make_gold(work.project, done.annotation.pk, by=work.curator)

    with pytest.raises(CheckUnfit):
        add_check_question(draft_of(work), check(work, item=done.annotation.item_id), by=work.curator)


def test_an_item_of_a_check_question_does_not_become_gold():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    done = do(who, work)
    add_check_question(draft_of(work), check(work, item=done.annotation.item_id), by=work.curator)

    with pytest.raises(NotForGold):
        make_gold(work.project, done.annotation.pk, by=work.curator)


def test_who_labels_here_prepares_no_question_because_a_refusal_would_tell_what_is_gold():
    work = text_work()
    both = member(work.project, Role.CURATOR, Role.ANNOTATOR)

    with pytest.raises(Forbidden):
        add_check_question(draft_of(work), check(work), by=both)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"right": 3}, "/right"),
        ({"answers": ["Yes", "yes"]}, "/answers"),
        ({"section": "nothing"}, "/section"),
        ({"region": {"id": "r"}, "field": "intent"}, "/schema_version"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(fields, pointer):
    work = text_work()

    with pytest.raises(Invalid) as raised:
        add_check_question(draft_of(work), check(work, **fields), by=work.curator)

    assert raised.value.errors[0].pointer == pointer


def test_an_item_of_another_project_is_refused():
    work, other = text_work(), text_work()

    with pytest.raises(Invalid):
        add_check_question(draft_of(work), check(work, item=other.items[0].pk), by=work.curator)


def test_a_region_is_kept_as_a_place_without_its_label():
    work = image_work()
    draft = draft_of(work, "# Cells\n")
    region = CELL["cells"]["regions"][0]

    question = add_check_question(
        draft,
        check(work, section="", region=region, field="cells", schema_version=work.schema.pk),
        by=work.curator,
    )

    assert question.region == {"kind": "regions", "id": "r1", "geometry": region["geometry"]}


def test_a_question_that_is_reworded_goes_on_to_point_at_its_region():
    work = image_work(items=2)
    draft = draft_of(work, "# Cells\n")
    region = CELL["cells"]["regions"][0]
    plain = check(work, section="", region=region, field="cells", schema_version=work.schema.pk)
    question = add_check_question(draft, plain, by=work.curator)
    again = check(work, section="", question="Red?", keeps_region=True)

    same = change_check_question(question.pk, again, by=work.curator, expected=1)
    other = change_check_question(
        question.pk, replace(again, item=work.items[1].pk), by=work.curator, expected=2
    )

    assert (same.region, other.region) == (question.region, None)


def test_two_curators_do_not_overwrite_each_other():
    work = text_work()
    question = add_check_question(draft_of(work), check(work), by=work.curator)
    change_check_question(question.pk, check(work, question="Mine?"), by=work.curator, expected=1)

    with pytest.raises(Stale):
        change_check_question(question.pk, check(work, question="Yours?"), by=work.curator, expected=1)
    with pytest.raises(Stale):
        remove_check_question(question.pk, by=work.curator, expected=1)

    question.refresh_from_db()
    assert question.question == "Mine?"


def test_what_follows_a_removed_question_moves_up():
    work = text_work()
    draft = draft_of(work)
    first, *_ = [
        add_check_question(draft, check(work, question=text), by=work.curator) for text in ("a?", "b?", "c?")
    ]

    remove_check_question(first.pk, by=work.curator, expected=1)

    told = CheckQuestion.objects.order_by("position").values_list("position", "question")
    assert list(told) == [(1, "b?"), (2, "c?")]


def test_a_discarded_draft_takes_its_questions_with_it():
    work = text_work()
    draft = draft_of(work)
    add_check_question(draft, check(work), by=work.curator)

    guidelines.discard_guideline_draft(draft, by=work.curator, expected=draft.version)

    assert not CheckQuestion.objects.exists()


def test_an_item_of_a_question_is_not_deleted():
    work = text_work()
    add_check_question(draft_of(work), check(work), by=work.curator)

    with pytest.raises(ItemInUse):
        delete_item(item_for(work.curator, work.items[0].pk), by=work.curator)


# ---- frozen ---------------------------------------------------------------------------------------------
def test_a_published_question_is_changed_by_nobody():
    work = text_work()
    question = changed(work)

    with pytest.raises(Conflict):
        change_check_question(question.pk, check(work), by=work.curator, expected=question.version)
    with pytest.raises(Conflict):
        remove_check_question(question.pk, by=work.curator, expected=question.version)
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckQuestion.objects.update(right=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckQuestion.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckQuestion.objects.create(
            guideline_version=question.guideline_version,
            position=2,
            item=work.items[1],
            question="?",
            answers=["a", "b"],
            right=0,
            explanation="",
            created_by=work.curator.user,
        )

    question.refresh_from_db()
    assert (question.right, CheckQuestion.objects.count()) == (1, 1)


def test_a_given_answer_is_never_changed():
    work = text_work()
    who = work.annotator()
    answer_check(changed(work).pk, by=who, choice=0)

    with pytest.raises(DatabaseError), transaction.atomic():
        CheckAnswer.objects.update(is_right=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        CheckAnswer.objects.all().delete()


# ---- answered -------------------------------------------------------------------------------------------
def test_the_change_is_confirmed_once_each_question_is_answered_rightly():
    work = text_work()
    who = work.annotator()
    question = changed(work)
    version = question.guideline_version

    with pytest.raises(ChecksOpen):
        confirm_reading(version, by=who)
    wrong = answer_check(question.pk, by=who, choice=0)
    with pytest.raises(ChecksOpen):
        confirm_reading(version, by=who)
    right = answer_check(question.pk, by=who, choice=1)
    row = confirm_reading(version, by=who)

    assert (wrong.is_right, wrong.is_first, right.is_right, right.is_first) == (False, True, True, False)
    assert row.number == 2
    told = CheckAnswer.objects.order_by("number").values_list("number", "choice", "is_right")
    assert list(told) == [(1, 0, False), (2, 1, True)]


def test_after_a_right_answer_nothing_more_is_written():
    work = text_work()
    who = work.annotator()
    question = changed(work)
    answer_check(question.pk, by=who, choice=1)

    again = answer_check(question.pk, by=who, choice=0)

    assert (again.is_right, CheckAnswer.objects.count()) == (True, 1)


def test_what_one_has_answered_rightly_the_others_still_have_to():
    work = text_work()
    who, other = work.annotator(), work.annotator()
    question = changed(work)
    answer_check(question.pk, by=who, choice=1)

    with pytest.raises(ChecksOpen):
        confirm_reading(question.guideline_version, by=other)

    assert not Acknowledgement.objects.filter(user=other.user, number=2).exists()


def test_questions_of_a_clarification_are_not_asked():
    work = text_work()
    who = work.annotator()
    question = changed(work, kind="clarification")

    confirm_reading(question.guideline_version, by=who)

    with pytest.raises(NotFound):
        answer_check(question.pk, by=who, choice=1)


def test_who_is_new_answers_those_of_the_newest_rule_change():
    work = text_work()
    changed(work)
    second = changed(work, FIRST.replace("Hello", "Hi"), section="greet")
    draft = draft_of(work, FIRST.replace("Hello", "Hi there"))
    newest = publish(work, draft, "clarification")
    who = work.annotator(has_read=False)

    asked = asked_of(who, work.project, newest)

    assert [each.question for each in asked] == [second]


def test_who_has_missed_two_changes_answers_the_questions_of_both():
    work = text_work()
    who = work.annotator()
    first = changed(work)
    second = changed(work, FIRST.replace("Hello", "Hi"), section="greet")

    asked = asked_of(who, work.project, second.guideline_version)

    assert [each.question for each in asked] == [first, second]


def test_a_question_about_a_section_that_changed_again_is_left_out():
    work = text_work()
    who = work.annotator()
    changed(work)
    second = changed(work, FIRST.replace("a thing", "something"))

    asked = asked_of(who, work.project, second.guideline_version)

    assert [each.question for each in asked] == [second]


def test_who_publishes_and_labels_need_not_answer():
    work = text_work()
    both = member(work.project, Role.CURATOR, Role.ANNOTATOR)
    draft = draft_of(work)
    add_check_question(draft, check(work), by=work.curator)

    version = guidelines.publish_guideline_version(
        draft, by=both, expected=draft.version, change_kind="rule_change", summary="x"
    )

    assert Acknowledgement.objects.filter(version=version, user=both.user).exists()


def test_the_item_is_seen_by_those_who_are_asked_from_the_publication_on():
    work = text_work()
    who = work.annotator()
    draft = draft_of(work)
    question = add_check_question(draft, check(work), by=work.curator)

    with pytest.raises(NotFound):
        item_for(who, question.item_id)
    publish(work, draft)

    assert item_for(who, question.item_id).pk == question.item_id
    with pytest.raises(NotFound):
        item_for(who, work.items[1].pk)
    with pytest.raises(NotFound):
        item_for(work.reviewer(), question.item_id)


# ---- over the API ---------------------------------------------------------------------------------------
def body(work: Work, **fields: Any) -> dict[str, Any]:
    return {
        "item": str(work.items[0].pk),
        "question": "Is it a greeting?",
        "answers": ["Yes", "No"],
        "right": 1,
        "explanation": "It asks for SECRETLY a thing.",
        "section": "order",
        **fields,
    }


def test_the_whole_way_of_a_check_question():
    work = text_work()
    who = work.annotator()
    draft = draft_of(work)
    curator, annotator = Browser(work.curator.user), Browser(who.user)
    project = f"/projects/{work.project.pk}"
    made = curator.post(f"{project}/guideline-draft/checks", body(work))
    assert made.status_code == 201, made.content
    publish(work, draft)

    mine = annotator.get(f"{project}/guideline-reading/checks")
    (asked,) = mine.json()["questions"]
    version = {"guideline_version": mine.json()["guideline_version"]}
    refused = annotator.post(f"{project}/guideline-reading", version)
    wrong = annotator.post(f"/check-questions/{asked['id']}/answers", {"choice": 0})
    right = annotator.post(f"/check-questions/{asked['id']}/answers", {"choice": 1})
    confirmed = annotator.post(f"{project}/guideline-reading", version)
    readers = curator.get(f"{project}/guideline-readers").json()["results"]

    assert (refused.status_code, refused.json()["type"], refused.json()["left"]) == (
        409,
        "/problems/checks-open",
        1,
    )
    assert wrong.json() == {
        "is_right": False,
        "is_first": True,
        "explanation": "It asks for SECRETLY a thing.",
        "section": "order",
    }
    assert right.json()["is_right"]
    assert confirmed.status_code == 200
    assert annotator.get(f"{project}/guideline-reading/checks").json()["questions"] == []
    assert readers[0]["checks"] == [
        {**version, "number": 2, "answered": 1, "right_at_first": 0},
    ]


def test_nothing_tells_which_answer_is_right_before_one_has_answered():
    work = text_work()
    who = work.annotator()
    draft = draft_of(work)
    Browser(work.curator.user).post(f"/projects/{work.project.pk}/guideline-draft/checks", body(work))
    version = publish(work, draft)
    annotator = Browser(who.user)
    project = f"/projects/{work.project.pk}"

    told = [
        annotator.get(f"{project}/guideline-reading"),
        annotator.get(f"{project}/guideline-reading/checks"),
        annotator.get(f"/guideline-versions/{version.pk}"),
        annotator.get(f"/guideline-versions/{version.pk}/checks"),
        annotator.get(f"{project}/guideline-draft/checks"),
    ]

    assert [each.status_code for each in told] == [200, 200, 200, 403, 403]
    assert not any(b"SECRETLY" in each.content or b'"right"' in each.content for each in told)


def test_a_lead_sees_how_their_own_people_answered_and_nobody_elses():
    work = text_work()
    ours, theirs = (
        VendorFactory(organisation=work.project.organisation),
        VendorFactory(organisation=work.project.organisation),
    )
    who, other = work.annotator(vendor=ours), work.annotator(vendor=theirs)
    lead = member(work.project, Role.VENDOR_LEAD, vendor=ours)
    question = changed(work)
    answer_check(question.pk, by=who, choice=1)
    answer_check(question.pk, by=other, choice=0)

    rows = Browser(lead.user).get(f"/projects/{work.project.pk}/guideline-readers").json()["results"]

    assert [(row["pseudonym"], row["checks"][0]["right_at_first"]) for row in rows] == [
        (who.user.pseudonym, 1)
    ]


def test_asking_takes_as_many_queries_for_three_questions_as_for_one():
    work = text_work()
    who = work.annotator()
    draft = draft_of(work)
    for number in range(3):
        add_check_question(draft, check(work, question=f"{number}?"), by=work.curator)
    version = publish(work, draft)

    with CaptureQueriesContext(
        connection,
    ) as context:
        asked = asked_of(who, work.project, version)

    assert (len(asked), len(context)) == (3, 4)


def test_work_done_after_the_answers_carries_the_version():
    work = text_work()
    who = work.annotator()
    work.batch(who)
    question = changed(work)
    answer_check(question.pk, by=who, choice=1)
    confirm_reading(question.guideline_version, by=who)

    done = do(who, work, GREET, guideline_version=question.guideline_version_id)

    assert done.annotation.revisions.get().guideline_version_id == question.guideline_version_id


def test_a_published_version_tells_how_people_answered_its_questions():
    work = text_work()
    people = [work.annotator() for _ in range(3)]
    question = changed(work)
    version = question.guideline_version_id
    answer_check(question.pk, by=people[0], choice=1)
    for choice in (0, 2, 1):
        answer_check(question.pk, by=people[1], choice=choice)
    answer_check(question.pk, by=people[2], choice=0)

    with CaptureQueriesContext(connection) as asked:
        (told,) = Browser(work.curator.user).get(f"/guideline-versions/{version}/checks").json()["results"]

    given = {"people": 3, "right_at_first": 1, "passed": 2}
    answers = [{"first": 2, "tries": 2}, {"first": 1, "tries": 2}, {"first": 0, "tries": 1}]
    assert told["given"] == {**given, "answers": answers}
    assert told["right"] == 1
    assert len([each for each in asked if "checkanswer" in each["sql"]]) == 1


def test_a_question_that_nobody_has_answered_says_so():
    work = text_work()
    question = changed(work)

    (told,) = (
        Browser(work.curator.user)
        .get(f"/guideline-versions/{question.guideline_version_id}/checks")
        .json()["results"]
    )

    nothing = {"first": 0, "tries": 0}
    assert told["given"] == {"people": 0, "right_at_first": 0, "passed": 0, "answers": [nothing] * 3}
