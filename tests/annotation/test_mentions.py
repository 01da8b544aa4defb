"""Mentions: whom one may name, who is told, and that a name crosses to nobody who may not know it."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.models import GuidelineAnswer, Mention, Message, Thread
from annotation.naming import mentioned_in, without_people
from annotation.queries.threads import counts_for, reader_in
from annotation.services.threads.curate import Decision, merge_thread, publish_thread, resolve_thread
from labelwright.accounts.models import Membership
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.errors import Invalid
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import answer, ask, listed, reply, vendor_of
from tests.factories.guidelines import member
from tests.factories.work import Work, text_work

pytestmark = pytest.mark.django_db


def named(who: Principal) -> str:
    return f"@{who.user.pseudonym}"


def mentioned(work: Work) -> list[str]:
    del work
    return list(Mention.objects.order_by("pk").values_list("user__pseudonym", flat=True))


def offered_to(who: Principal, thread: Thread, text: str = "") -> list[dict[str, Any]]:
    found = Browser(who).get(f"/threads/{thread.pk}/mentionable?text={text}")
    assert found.status_code == 200, found.content
    rows: list[dict[str, Any]] = found.json()["results"]
    return rows


def unread(who: Principal, work: Work) -> int:
    return counts_for(reader_in(who, work.project)).unread


def two_vendors(work: Work) -> tuple[Principal, Principal, Principal]:
    """Two colleagues, and somebody of another vendor."""
    vendor = vendor_of(work)
    one, two = (work.annotator(vendor=vendor, name=f"canary {n}") for n in ("one", "two"))
    return one, two, work.annotator(vendor=vendor_of(work), name="stranger")


# ---- whom one may name ------------------------------------------------------------------------------------------


def test_an_annotator_is_offered_their_colleagues_by_pseudonym_and_nobody_else():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work)

    rows = offered_to(one, thread)

    assert [(row["part"], row["pseudonym"], row["name"]) for row in rows] == [
        ("colleague", two.user.pseudonym, None)
    ]


def test_a_curator_is_offered_the_askers_vendor_and_the_other_curators():
    work = text_work()
    one, two, stranger = two_vendors(work)
    second = member(work.project, Role.CURATOR, name="Second Curator")
    thread = ask(one, work)

    rows = offered_to(work.curator, thread)

    assert {row["pseudonym"] for row in rows} == {person.user.pseudonym for person in (one, two, second)}
    assert stranger.user.pseudonym not in str(rows)
    assert {row["name"] for row in rows} == {None, "Second Curator"}


def test_somebody_in_house_who_labels_is_not_told_who_the_curators_are():
    work = text_work()
    one, two = work.annotator(), work.annotator()
    thread = ask(one, work)

    rows = offered_to(one, thread)

    assert [row["pseudonym"] for row in rows] == [two.user.pseudonym]


def test_a_name_that_may_not_be_seen_is_not_searched_either():
    work = text_work()
    one, two, _ = two_vendors(work)
    lead = member(
        work.project, Role.VENDOR_LEAD, vendor=Membership.objects.get(user=one.user).vendor, name="Lead"
    )
    thread = ask(one, work)

    to_annotator = offered_to(one, thread, "canary")
    to_curator = offered_to(work.curator, thread, "canary")
    to_lead = offered_to(lead, thread, "canary two")

    assert (to_annotator, to_curator) == ([], [])
    assert [row["name"] for row in to_lead] == [two.user.name]


def test_who_left_is_not_offered():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work)
    Membership.objects.filter(user=two.user).update(is_active=False)

    assert offered_to(one, thread) == []


# ---- who is told --------------------------------------------------------------------------------------------------


def test_a_colleague_who_is_mentioned_has_something_new():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work)
    before = unread(two, work)

    reply(thread, work, one, f"{named(two)} had that too")

    assert (before, unread(two, work)) == (0, 1)
    assert [row.pk for row in listed(two, work, mentioned=True)] == [thread.pk]
    news = Browser(two).get("/news").json()["results"]
    assert [(row["thread"], row["why"]) for row in news] == [(str(thread.pk), "mentioned")]


def test_reading_it_makes_it_old():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work, f"Ask {named(two)}?")
    browser = Browser(two)

    browser.post(f"/threads/{thread.pk}/read")

    assert unread(two, work) == 0
    assert browser.get("/news").json() == {"results": []}


def test_a_stranger_whom_an_annotator_names_is_plain_text_and_hears_nothing():
    work = text_work()
    one, _, stranger = two_vendors(work)

    thread = ask(one, work, f"Like {named(stranger)}?")

    assert mentioned(work) == []
    assert unread(stranger, work) == 0
    assert Browser(stranger).get(f"/threads/{thread.pk}").status_code == 404


def test_naming_somebody_who_exists_is_answered_like_naming_nobody():
    work = text_work()
    one, _, stranger = two_vendors(work)
    thread = ask(one, work)
    browser = Browser(one)

    there = browser.post(f"/threads/{thread.pk}/messages", {"body": f"So {named(stranger)}"}).json()
    nobody = browser.post(f"/threads/{thread.pk}/messages", {"body": "So @ann-00000000"}).json()

    assert there["mentions"] == nobody["mentions"] == []


def test_a_curator_cannot_name_another_vendors_person():
    work = text_work()
    one, _, stranger = two_vendors(work)
    thread = ask(one, work)

    with pytest.raises(Invalid) as refused:
        answer(thread, work, f"As {named(stranger)} does")

    assert refused.value.errors[0].pointer == "/body"
    assert Message.objects.count() == 1


def test_one_message_mentions_somebody_once_and_never_its_author():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work)

    reply(thread, work, one, f"{named(two)} {named(two)} {named(one)}")

    assert mentioned(work) == [two.user.pseudonym]


# ---- what others read ------------------------------------------------------------------------------------------


def test_a_curator_who_is_mentioned_is_just_a_curator_to_the_asker():
    work = text_work()
    one, *_ = two_vendors(work)
    second = member(work.project, Role.CURATOR, name="Second Curator")
    thread = ask(one, work)
    answer(thread, work, f"Yes; {named(second)} agrees.")

    told = Browser(one).get(f"/threads/{thread.pk}/messages")

    assert told.json()["results"][1]["body"] == "Yes; @curator agrees."
    assert told.json()["results"][1]["mentions"] == []
    assert second.user.pseudonym not in told.content.decode()
    assert unread(second, work) == 1


def test_a_curator_reads_who_is_mentioned_by_what_they_may_see():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work, f"Ask {named(two)}?")

    told = Browser(work.curator).get(f"/threads/{thread.pk}/messages").json()["results"][0]

    assert [(who["pseudonym"], who["name"]) for who in told["mentions"]] == [(two.user.pseudonym, None)]


def test_the_askers_of_duplicates_are_told_no_names():
    work = text_work()
    one, two, stranger = two_vendors(work)
    thread, duplicate = ask(one, work), ask(stranger, work)
    merge_thread(duplicate.pk, by=work.curator, into_id=thread.pk)

    answer(thread, work, f"Two boxes, {named(two)} and {named(one)}.")

    told = Browser(stranger).get(f"/threads/{duplicate.pk}/messages")
    assert two.user.pseudonym not in told.content.decode()
    assert one.user.pseudonym not in told.content.decode()
    assert "Two boxes" in told.content.decode()
    assert unread(two, work) == 1


def test_merging_into_an_answered_question_passes_no_names_on():
    work = text_work()
    one, two, stranger = two_vendors(work)
    thread, duplicate = ask(one, work), ask(stranger, work)
    answer(thread, work, f"As {named(two)} says.")

    merge_thread(duplicate.pk, by=work.curator, into_id=thread.pk)

    assert (
        two.user.pseudonym not in Browser(stranger).get(f"/threads/{duplicate.pk}/messages").content.decode()
    )


@pytest.mark.parametrize("where", ["question", "answer"])
def test_what_everybody_reads_names_nobody(where: str):
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work)
    answer(thread, work)
    words = {"question": "What?", "answer": "That.", where: f"As {named(two)} says"}

    with pytest.raises(Invalid) as refused:
        publish_thread(thread.pk, by=work.curator, **words)

    assert [fault.pointer for fault in refused.value.errors] == [f"/{where}"]
    assert not Thread.objects.filter(published_at__isnull=False).exists()


def test_the_guideline_quotes_the_answer_without_the_people_in_it():
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work)
    decision = Decision("clarify_guideline", section="greet", body=f"Yes, {named(two)}, it is.")

    resolve_thread(thread.pk, reader=reader_in(work.curator, work.project), decision=decision)

    draft = GuidelineAnswer.objects.get().guideline_version
    assert "it is." in draft.markdown
    assert two.user.pseudonym not in draft.markdown


def test_messages_with_mentions_cost_the_same_however_many(django_assert_max_num_queries: Any):
    work = text_work()
    one, two, _ = two_vendors(work)
    thread = ask(one, work, named(two))
    browser = Browser(work.curator)
    path = f"/threads/{thread.pk}/messages"
    browser.get(path)
    with django_assert_max_num_queries(30) as few:
        browser.get(path)
    for _ in range(10):
        reply(thread, work, two, f"{named(one)} and {named(two)}")

    with django_assert_max_num_queries(len(few) + 2):  # the other of the two is looked up as well
        browser.get(path)


# ---- the bell ------------------------------------------------------------------------------------------------------


def test_the_bell_gathers_all_projects_of_a_person_and_nothing_of_others():
    first, second = text_work(), text_work()
    one, _, stranger = two_vendors(first)
    answer(ask(one, first, "Mine?"), first)
    answer(ask(stranger, first, "A strangers question"), first)
    ask(work_annotator(second), second, "In another organisation")

    mine = Browser(one).get("/news").json()["results"]

    assert [(row["excerpt"], row["why"]) for row in mine] == [("Mine?", "answered")]
    assert mine[0]["project"]["slug"] == first.project.slug


def test_to_who_answers_the_bell_says_what_waits():
    work = text_work()
    one, *_ = two_vendors(work)
    ask(one, work, "Is that one?")

    rows = Browser(work.curator).get("/news").json()["results"]

    assert [(row["excerpt"], row["why"]) for row in rows] == [("Is that one?", "waits")]


def work_annotator(work: Work) -> Principal:
    return work.annotator(vendor=vendor_of(work))


# ---- names in a text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Ask @ann-0123abcd.", "Ask."),
        ("확인해 주세요@ann-0123abcd님", "확인해 주세요님"),
        ("@ann-0123abcdさんに聞いて", "さんに聞いて"),
        ("As ann-0123abcd says", "As says"),
        ("@ann-0123abcd", "…"),
        ("mann-0123abcd and ann-0123abcdef", "mann-0123abcd and ann-0123abcdef"),
    ],
)
def test_a_text_is_without_people_in_every_language(text: str, without: str):
    assert without_people(text) == without


@pytest.mark.parametrize("text", ["@ann-0123abcd님", "はい@ann-0123abcdさん", "(@ann-0123abcd)"])
def test_a_mention_may_stand_against_the_words_around_it(text: str):
    assert mentioned_in(text) == ["ann-0123abcd"]


@pytest.mark.parametrize("text", ["a@ann-0123abcd", "ann-0123abcd", "@ann-0123abcde", "@ann-0123ABCD"])
def test_what_only_looks_like_a_mention_is_none(text: str):
    assert mentioned_in(text) == []
