"""Comments at a guideline draft, and a second person's decision on it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guidelines.errors import NotAgreed, ReviewDecided
from guidelines.models import DraftReview
from guidelines.queries.drafting import comments_at, draft_agreement
from guidelines.services import draft_reviews, guidelines
from labelwright.accounts.models import AuditEvent
from labelwright.accounts.roles import Role
from labelwright.errors import Forbidden, Invalid, Stale
from tests.factories.guidelines import ProjectFactory, member

pytestmark = pytest.mark.django_db

TEXT = "# Cells\n\nAll.\n\n## Red {#rbc}\n\nRound.\n"


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def clara(project):
    return member(project, Role.CURATOR, name="Clara Winter")


@pytest.fixture
def ben(project):
    return member(project, Role.ADMINISTRATOR, name="Ben Olsen")


@pytest.fixture
def draft(project, clara):
    draft = guidelines.start_guideline_draft(project, by=clara)
    return guidelines.save_guideline_draft(draft, by=clara, expected=1, markdown=TEXT)


def comment(draft, by, section="rbc"):
    return draft_reviews.comment_on_draft(draft, by=by, section=section, body="Also when folded?")


def publish(draft, by, **more):
    draft.refresh_from_db()
    return guidelines.publish_guideline_version(
        draft, by=by, expected=draft.version, change_kind="clarification", summary="first", **more
    )


def ask(draft, by, reviewer=None):
    who = reviewer.user.pk if reviewer else None
    return draft_reviews.ask_for_review(draft, by=by, reviewer=who, note="")


def decide(draft, by, decision="approved"):
    return draft_reviews.decide_review(draft, by=by, expected=draft.version, decision=decision)


# ---- comments -----------------------------------------------------------------------------------------------
def test_a_section_that_is_spoken_about_keeps_its_key_when_its_heading_is_reworded(draft, clara, ben):
    comment(draft, ben, section="cells")

    draft.refresh_from_db()

    assert draft.markdown == TEXT.replace("# Cells", "# Cells {#cells}")
    assert draft.version == 3


def test_a_comment_where_every_heading_has_its_key_leaves_the_text_as_it_is(draft, clara, ben):
    comment(draft, ben, section="cells")
    comment(draft, ben)

    draft.refresh_from_db()

    assert draft.version == 3


def test_a_comment_survives_edits_of_its_section_and_its_end(draft, clara, ben):
    made = comment(draft, ben)
    draft.refresh_from_db()
    guidelines.save_guideline_draft(draft, by=clara, expected=draft.version, markdown="# Cells\n")

    (found,) = comments_at(clara, draft)

    assert (found.pk, found.section, found.title) == (made.pk, "rbc", "Red")


def test_a_comment_needs_a_section_that_is_there(draft, ben):
    with pytest.raises(Invalid) as refusal:
        comment(draft, ben, section="wbc")

    assert [fault.pointer for fault in refusal.value.errors] == ["/section"]


def test_an_open_comment_goes_on_into_the_next_draft_and_a_resolved_one_stays_behind(draft, clara, ben):
    open_one, done = comment(draft, ben), comment(draft, clara)
    draft_reviews.resolve_comment(done, by=ben, resolved=True)
    publish(draft, clara, anyway=True)

    following = guidelines.start_guideline_draft(draft.project, by=clara)

    assert [row.pk for row in comments_at(clara, following)] == [open_one.pk]


def test_resolving_says_who_did_it_and_opening_again_says_nobody(draft, clara, ben):
    made = comment(draft, ben)

    done = draft_reviews.resolve_comment(made, by=clara, resolved=True)
    assert (done.resolved_by_id, done.resolved_at is not None) == (clara.user.pk, True)
    again = draft_reviews.resolve_comment(made, by=ben, resolved=False)
    assert (again.resolved_by_id, again.resolved_at) == (None, None)


def test_who_resolved_first_stays_named(draft, clara, ben):
    made = comment(draft, ben)
    draft_reviews.resolve_comment(made, by=clara, resolved=True)

    assert draft_reviews.resolve_comment(made, by=ben, resolved=True).resolved_by_id == clara.user.pk


def test_a_quality_manager_reads_comments_and_makes_none(project, draft, ben, client_of):
    comment(draft, ben)
    reader = client_of(member(project, Role.QUALITY_MANAGER))
    path = f"/api/v1/projects/{project.pk}/guideline-draft/comments"

    (row,) = reader.get(path).json()["results"]

    assert (row["body"], row["author"]["name"]) == ("Also when folded?", "Ben Olsen")
    assert reader.post(path, {"section": "rbc", "body": "no"}, format="json").status_code == 403


def test_the_list_of_comments_costs_the_same_for_one_and_for_many(project, draft, clara, ben, client_of):
    client = client_of(clara)
    path = f"/api/v1/projects/{project.pk}/guideline-draft/comments"
    comment(draft, ben)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _ in range(5):
        comment(draft, clara)

    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(one)


# ---- review -------------------------------------------------------------------------------------------------
def test_whoever_may_edit_decides_where_nobody_was_named(draft, clara, ben):
    ask(draft, clara)

    review = decide(draft, ben)

    assert (review.decision, review.decided_by, review.decided_on) == ("approved", ben.user, draft.version)


def test_who_asked_does_not_decide(draft, clara):
    ask(draft, clara)

    with pytest.raises(Forbidden):
        decide(draft, clara)


def test_the_database_does_not_take_a_decision_of_who_asked(draft, clara):
    review = ask(draft, clara)

    with pytest.raises(IntegrityError), transaction.atomic():
        DraftReview.objects.filter(pk=review.pk).update(
            decision="approved", decided_by=clara.user, decided_at=review.asked_at, decided_on=1
        )


def test_where_somebody_was_named_nobody_else_decides(project, draft, clara, ben):
    other = member(project, Role.CURATOR)
    ask(draft, clara, other)

    with pytest.raises(Forbidden):
        decide(draft, ben)
    assert decide(draft, other).decided_by == other.user


def test_only_who_may_edit_can_be_asked_and_not_oneself(project, draft, clara):
    for wrong in (member(project, Role.QUALITY_MANAGER), clara):
        with pytest.raises(Invalid):
            ask(draft, clara, wrong)


def test_what_was_not_read_is_not_approved(draft, clara, ben):
    ask(draft, clara)
    guidelines.save_guideline_draft(draft, by=clara, expected=draft.version, markdown=f"{TEXT}\nmore")

    with pytest.raises(Stale):
        draft_reviews.decide_review(draft, by=ben, expected=2, decision="approved")


def test_an_approval_is_of_the_text_that_was_read(draft, clara, ben):
    ask(draft, clara)
    decide(draft, ben)
    assert draft_agreement(draft).review == "approved"

    guidelines.save_guideline_draft(draft, by=clara, expected=draft.version, markdown=f"{TEXT}\nmore")

    draft.refresh_from_db()
    assert draft_agreement(draft).review == "outdated"


def test_asking_again_takes_the_place_of_the_first_time(project, draft, clara, ben):
    ask(draft, clara, ben)
    ask(draft, clara, member(project, Role.CURATOR))

    with pytest.raises(Forbidden):
        decide(draft, ben)
    assert draft.reviews.count() == 1


def test_what_is_withdrawn_is_not_decided(draft, clara, ben):
    ask(draft, clara)
    draft_reviews.withdraw_review(draft, by=clara)

    with pytest.raises(ReviewDecided):
        decide(draft, ben)


def test_asking_and_deciding_are_in_the_audit_log(draft, clara, ben):
    ask(draft, clara)
    decide(draft, ben, "changes")

    actions = AuditEvent.objects.filter(action__startswith="guideline.review").order_by("pk")
    assert [row.action for row in actions] == ["guideline.review_asked", "guideline.review_changes"]


# ---- publishing ---------------------------------------------------------------------------------------------
def test_publishing_asks_first_while_comments_are_open(draft, clara, ben):
    made = comment(draft, ben)

    with pytest.raises(NotAgreed) as refusal:
        publish(draft, clara)

    assert refusal.value.data == {"open_comments": 1, "review": ""}
    draft_reviews.resolve_comment(made, by=clara, resolved=True)
    assert publish(draft, clara).number == 1


@pytest.mark.parametrize("state", ["asked", "changes", "outdated"])
def test_publishing_asks_first_while_an_approval_that_was_asked_for_is_missing(draft, clara, ben, state):
    ask(draft, clara)
    if state != "asked":
        decide(draft, ben, "approved" if state == "outdated" else "changes")
    if state == "outdated":
        guidelines.save_guideline_draft(draft, by=clara, expected=draft.version, markdown=f"{TEXT}\nmore")

    with pytest.raises(NotAgreed) as refusal:
        publish(draft, clara)

    assert refusal.value.data["review"] == state
    assert publish(draft, clara, anyway=True).number == 1


def test_who_is_asked_sees_it_and_who_asked_does_not(project, draft, clara, ben, client_of):
    ask(draft, clara)
    path = f"/api/v1/projects/{project.pk}/guideline-review"

    mine, theirs = client_of(clara).get(path).json(), client_of(ben).get(path).json()

    assert (mine["state"], mine["waits_for_me"], theirs["waits_for_me"]) == ("asked", False, True)
    assert [person["name"] for person in mine["reviewers"]] == ["Ben Olsen"]


def test_without_a_draft_nobody_is_asked(project, clara, client_of):
    answer = client_of(clara).get(f"/api/v1/projects/{project.pk}/guideline-review").json()

    assert (answer["state"], answer["review"], answer["waits_for_me"]) == ("", None, False)
