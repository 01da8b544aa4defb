"""What the bell and the digest tell beside questions: drafts of guidelines that wait for a person to look at them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotation.queries.news import Why, news_for
from annotation.services.digest.letter import letter_to
from guidelines.models import GuidelineVersion
from guidelines.services.draft_reviews import ask_for_review, decide_review, withdraw_review
from guidelines.services.guidelines import start_guideline_draft
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.database.clock import now
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import ask
from tests.factories.guidelines import member
from tests.factories.work import Work, text_work

pytestmark = pytest.mark.django_db


def drafted(work: Work) -> GuidelineVersion:
    return start_guideline_draft(work.project, by=work.curator)


def curator_in(work: Work) -> Principal:
    return member(work.project, Role.CURATOR)


def whys(who: Principal) -> list[Why]:
    return [each.why for each in news_for(who, most=20)]


def test_who_is_asked_by_name_has_it_at_the_bell_and_nobody_else():
    work = text_work()
    asked, other = curator_in(work), curator_in(work)
    quality, annotator = member(work.project, Role.QUALITY_MANAGER), work.annotator()

    ask_for_review(drafted(work), by=work.curator, reviewer=asked.user.pk, note="The order of irony.")

    (row,) = Browser(asked).get("/news").json()["results"]
    assert (row["why"], row["thread"], row["excerpt"]) == ("review", None, "The order of irony.")
    assert row["project"]["slug"] == work.project.slug
    assert [whys(who) for who in (other, work.curator, quality, annotator)] == [[], [], [], []]


def test_where_anybody_may_decide_all_but_who_asked_have_it():
    work = text_work()
    one, two = curator_in(work), curator_in(work)

    ask_for_review(drafted(work), by=work.curator, reviewer=None, note="")

    assert [whys(who) for who in (one, two, work.curator)] == [[Why.REVIEW], [Why.REVIEW], []]


def test_it_stays_until_it_is_decided_or_nobody_is_asked_any_more():
    work = text_work()
    asked, draft = curator_in(work), drafted(work)
    ask_for_review(draft, by=work.curator, reviewer=None, note="")
    assert whys(asked) == [Why.REVIEW]

    decide_review(draft, by=asked, expected=draft.version, decision="approved")
    assert whys(asked) == []

    ask_for_review(draft, by=work.curator, reviewer=None, note="")
    withdraw_review(draft, by=work.curator)
    assert whys(asked) == []


def test_who_left_or_whose_project_rests_hears_nothing():
    work = text_work()
    asked = curator_in(work)
    ask_for_review(drafted(work), by=work.curator, reviewer=asked.user.pk, note="")

    work.project.archived_at = now()
    work.project.save()

    assert whys(asked) == []


def test_questions_and_drafts_are_in_one_order_the_newest_first():
    work = text_work()
    asked, annotator = curator_in(work), work.annotator()
    ask(annotator, work, "First?")
    ask_for_review(drafted(work), by=work.curator, reviewer=None, note="Second")
    ask(annotator, work, "Third?")

    assert [each.words for each in news_for(asked, most=20)] == ["Third?", "Second", "First?"]
    assert [each.words for each in news_for(asked, most=2)] == ["Third?", "Second"]


def test_a_digest_tells_of_it_once_with_a_link_to_the_draft(settings):
    settings.PUBLIC_URL = "https://labels.example.org"
    work = text_work()
    asked = curator_in(work)
    ask_for_review(drafted(work), by=work.curator, reviewer=None, note="")
    before, after = now() - timedelta(hours=1), now() + timedelta(hours=1)

    news = news_for(asked, most=30, since=before, until=after)
    letter = letter_to(asked.user, news, more=False, slot=after)

    assert f"/projects/{work.project.slug}/guideline?edit=true" in letter.body
    assert "A draft of the guideline waits for you: Without a note" in letter.body
    assert news_for(asked, most=30, since=after) == []


def test_the_bell_costs_the_same_however_many_projects_there_are():
    one = text_work()
    asked = curator_in(one)
    ask_for_review(drafted(one), by=one.curator, reviewer=None, note="")
    news_for(asked, most=20)
    with CaptureQueriesContext(connection) as few:
        news_for(asked, most=20)
    for _ in range(3):
        ask(one.annotator(), one)

    with CaptureQueriesContext(connection) as many:
        news_for(asked, most=20)

    assert len(many) == len(few)
