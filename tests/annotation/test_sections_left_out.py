"""A guideline draft that leaves out a section: what points there is listed, and goes where the curator says."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.models import GuidelineAnswer, Thread
from annotation.queries.threads import reader_in
from annotation.services.threads.curate import Decision, resolve_thread
from guidelines.errors import SectionsPointedTo
from guidelines.models import GuidelineVersion, ProjectMember
from guidelines.pointers import Move
from guidelines.services.guidelines import save_guideline_draft, start_guideline_draft
from labelwright.accounts.roles import Role
from labelwright.errors import Invalid
from tests.annotation.test_api import Browser
from tests.annotation.test_examples import pick, publish
from tests.annotation.test_threads import ask
from tests.factories.accounts import VendorFactory
from tests.factories.work import Work, image_work

pytestmark = pytest.mark.django_db

BOTH = "# Cells {#overview}\n\n## Red {#rbc}\n\n{example: item-1 | wrong | Two cells.}\n\n## White {#wbc}\n\nBig.\n"
ONE = "# Cells {#overview}\n\n## White {#wbc}\n\nBig.\n"


def ready() -> Work:
    """A guideline with two sections, an example in one and a question about it."""
    work = image_work()
    pick(work, item=work.items[0].pk)
    publish(work, BOTH)
    return work


def about_red(work: Work) -> Thread:
    vendor = VendorFactory(organisation=work.project.organisation)
    return ask(work.annotator(vendor=vendor), work, "Is a pale one red?", section="rbc")


def test_it_is_refused_with_the_list():
    work = ready()
    thread = about_red(work)

    with pytest.raises(SectionsPointedTo) as refusal:
        publish(work, ONE)

    assert refusal.value.data["pointers"] == [
        {"kind": "example", "id": "item-1", "title": "Two cells.", "section": "rbc"},
        {"kind": "thread", "id": str(thread.pk), "title": "Is a pale one red?", "section": "rbc"},
    ]
    assert GuidelineVersion.objects.get(project=work.project, number=2).state == "published"
    assert GuidelineVersion.objects.filter(project=work.project, state="draft").exists()


def test_the_same_list_is_there_before_publishing():
    work = ready()
    thread = about_red(work)
    draft = start_guideline_draft(work.project, by=work.curator)
    save_guideline_draft(draft, by=work.curator, expected=1, markdown=ONE)

    answer = Browser(work.curator).get(f"/projects/{work.project.pk}/guideline-draft/pointers")

    told = [(each["kind"], each["id"]) for each in answer.json()["results"]]
    assert told == [("example", "item-1"), ("thread", str(thread.pk))]


def test_all_at_once_goes_to_another_section():
    work = ready()
    thread = about_red(work)

    version = publish(work, ONE, moves=[Move("rbc", "wbc")])

    thread.refresh_from_db()
    assert thread.section == "wbc"
    assert "Big.\n\n{example: item-1 | wrong | Two cells.}\n" in version.markdown


def test_each_goes_where_it_belongs():
    work = ready()
    first, second = about_red(work), about_red(work)

    version = publish(
        work,
        ONE,
        moves=[Move("rbc", "wbc"), Move("rbc", "", id=str(second.pk)), Move("rbc", None, id="item-1")],
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.section, second.section) == ("wbc", "")
    assert "item-1" not in version.markdown


def test_an_example_for_the_guideline_as_a_whole_stands_before_its_first_heading():
    work = ready()

    version = publish(work, ONE, moves=[Move("rbc", "")])

    assert version.markdown.startswith("{example: item-1 | wrong | Two cells.}\n\n# Cells")


def test_an_example_taken_out_of_a_section_that_stays_is_not_asked_about():
    work = ready()

    version = publish(work, BOTH.replace("{example: item-1 | wrong | Two cells.}", "Pale."))

    assert version.number == 3


def test_a_question_goes_nowhere_that_is_not_there():
    work = ready()
    about_red(work)

    with pytest.raises(Invalid):
        publish(work, ONE, moves=[Move("rbc", "nowhere")])


def test_nothing_moves_when_something_is_undecided():
    work = ready()
    first, _ = about_red(work), about_red(work)

    with pytest.raises(SectionsPointedTo):
        publish(work, ONE, moves=[Move("rbc", "wbc", id=str(first.pk)), Move("rbc", None, id="item-1")])

    assert set(Thread.objects.values_list("section", flat=True)) == {"rbc"}


def test_an_answer_that_was_taken_up_in_the_draft_is_asked_about_too():
    work = ready()
    thread = ask(work.annotator(), work, "Pale?", section="wbc")
    resolve_thread(
        thread.pk,
        reader=reader_in(work.curator, work.project),
        decision=Decision("clarify_guideline", section="wbc", body="It is white."),
    )

    with pytest.raises(SectionsPointedTo):
        publish(work, BOTH.split("## White")[0])
    publish(work, BOTH.split("## White")[0], moves=[Move("wbc", "rbc")])

    assert GuidelineAnswer.objects.get(thread=thread).section == "rbc"


def test_a_curator_who_labels_here_is_not_told_what_others_asked():
    work = ready()
    thread = about_red(work)
    seat = work.project.members.get(membership__user=work.curator.user).membership
    ProjectMember.objects.create(project=work.project, membership=seat, role=Role.ANNOTATOR)

    with pytest.raises(SectionsPointedTo) as refusal:
        publish(work, ONE, moves=[Move("rbc", None, id="item-1")])
    assert refusal.value.data["pointers"] == [{"kind": "thread", "id": "", "title": "", "section": "rbc"}]

    publish(work, ONE, moves=[Move("rbc", "wbc")])
    thread.refresh_from_db()
    assert thread.section == "wbc"


def test_over_http_the_refusal_names_what_is_left_and_takes_the_moves():
    work = ready()
    thread = about_red(work)
    browser = Browser(work.curator)
    draft = f"/projects/{work.project.pk}/guideline-draft"
    browser.post(draft)
    browser.send("PUT", draft, {"markdown": ONE}, If_Match='"1"')
    body: dict[str, Any] = {"change_kind": "rule_change", "summary": "Only white ones."}

    refused = browser.post(f"{draft}/publish", body, If_Match='"2"')
    taken = browser.post(
        f"{draft}/publish", {**body, "moves": [{"section": "rbc", "to": "wbc"}]}, If_Match='"2"'
    )

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/sections-pointed-to")
    assert [each["id"] for each in refused.json()["pointers"]] == ["item-1", str(thread.pk)]
    assert taken.status_code == 201


def test_sections_that_nothing_points_to_just_go():
    work = image_work()
    publish(work, BOTH.replace("{example: item-1 | wrong | Two cells.}", "Pale."))

    assert publish(work, ONE).number == 3
