"""Pictures in guidelines, questions and answers: who sees them, and that a key opens nothing by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from annotation.models import MessagePicture, PublishedPicture, Thread, ThreadTerm
from annotation.queries.pictures import picture_for, pictures_to_use
from annotation.services.pictures import remove_unused_pictures
from annotation.services.threads.canned import keep_canned_answer
from annotation.services.threads.curate import merge_thread, publish_thread, withdraw_thread
from guidelines.models import Picture, PictureUse
from guidelines.services.guidelines import (
    discard_guideline_draft,
    publish_guideline_version,
    save_guideline_draft,
    start_guideline_draft,
)
from guidelines.services.pictures import note_pictures
from guidelines.services.translations import SectionText, translate_section
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Role
from labelwright.database.clock import now
from labelwright.errors import Invalid, NotFound
from tests.annotation.test_api import Browser
from tests.annotation.test_threads import answer, ask, reply, resolve, vendor_of
from tests.factories.guidelines import ProjectFactory, member
from tests.factories.pictures import brought, shown
from tests.factories.work import Work, text_work

pytestmark = pytest.mark.django_db


class Two:
    """A project with people of two vendors."""

    def __init__(self) -> None:
        self.work = text_work()
        a, b = vendor_of(self.work), vendor_of(self.work)
        self.anna, self.arne = self.work.annotator(vendor=a), self.work.annotator(vendor=a)
        self.bea = self.work.annotator(vendor=b)
        self.curator = self.work.curator

    def picture(self, who: Principal) -> Picture:
        return brought(self.work.project, who)

    def asked(self, who: Principal, picture: Picture, words: str = "Two cells?") -> Thread:
        return ask(who, self.work, f"{words} {shown(picture)}")


def sees(who: Principal, picture: Picture) -> bool:
    try:
        return picture_for(who, picture.key) == picture
    except NotFound:
        return False


def seen_by(picture: Picture, *people: Principal) -> list[bool]:
    return [sees(who, picture) for who in people]


# ---- questions and answers ------------------------------------------------------------------------------
def test_a_picture_that_no_text_shows_is_seen_by_who_brought_it_alone():
    two = Two()

    picture = two.picture(two.anna)

    assert seen_by(picture, two.anna, two.arne, two.bea, two.curator) == [True, False, False, False]


def test_a_picture_in_a_question_is_seen_by_who_may_read_that_question():
    two = Two()
    picture = two.picture(two.anna)

    two.asked(two.anna, picture)

    outsider = member(ProjectFactory(), Role.CURATOR)
    modeler = member(two.work.project, Role.MODELER)
    assert seen_by(picture, two.anna, two.arne, two.curator) == [True, True, True]
    assert seen_by(picture, two.bea, outsider, modeler) == [False, False, False]


def test_who_labels_and_curates_sees_the_pictures_of_their_own_colleagues_only():
    two = Two()
    picture = two.picture(two.anna)
    two.asked(two.anna, picture)
    both = member(two.work.project, Role.CURATOR)
    two.work.project.members.create(
        membership=both.user.memberships.get(organisation=two.work.project.organisation), role=Role.ANNOTATOR
    )

    assert not sees(both, picture)


@pytest.mark.parametrize("kind", ["question", "reply", "answer"])
def test_nobody_says_a_picture_that_they_may_not_see(kind: str):
    two = Two()
    picture = two.picture(two.anna)
    two.asked(two.anna, picture)
    thread = ask(two.bea, two.work)
    stranger = member(two.work.project, Role.CURATOR)
    unsent = brought(two.work.project, two.curator)
    say: dict[str, Any] = {
        "question": lambda: ask(two.bea, two.work, shown(picture)),
        "reply": lambda: reply(thread, two.work, two.bea, shown(picture)),
        "answer": lambda: answer(thread, two.work, shown(unsent), who=stranger),
    }
    before = MessagePicture.objects.count()

    with pytest.raises(Invalid) as refusal:
        say[kind]()

    key = unsent.key if kind == "answer" else picture.key
    assert [(fault.pointer, fault.detail) for fault in refusal.value.errors] == [
        ("/body", f"There is no picture {key}. Put it in again, or take it out.")
    ]
    assert MessagePicture.objects.count() == before
    assert not sees(two.bea, picture)


def test_a_picture_of_another_project_is_not_there():
    two = Two()
    elsewhere = brought(ProjectFactory(organisation=two.work.project.organisation), two.anna)

    with pytest.raises(Invalid):
        ask(two.anna, two.work, shown(elsewhere))


def test_an_answer_brings_its_pictures_to_the_asker_and_nobody_else():
    two = Two()
    thread = ask(two.anna, two.work)
    picture = two.picture(two.curator)

    answer(thread, two.work, f"No. {shown(picture)}")

    assert seen_by(picture, two.anna, two.arne, two.bea) == [True, True, False]


def test_the_askers_of_duplicates_get_the_curators_own_pictures_and_words_for_those_of_another_vendor():
    two = Two()
    theirs, ours = two.picture(two.anna), two.picture(two.curator)
    thread, duplicate = two.asked(two.anna, theirs), ask(two.bea, two.work)
    merge_thread(duplicate.pk, by=two.curator, into_id=thread.pk)

    answer(thread, two.work, f"As in {shown(theirs, 'the blurred one')}: no. {shown(ours)}")

    copy = duplicate.messages.get(kind="answer")
    assert copy.body == f"As in the blurred one: no. {shown(ours)}"
    assert seen_by(ours, two.anna, two.bea) == [True, True]
    assert seen_by(theirs, two.anna, two.bea) == [True, False]


def test_what_is_merged_after_its_answer_gets_it_in_the_same_way():
    two = Two()
    theirs, ours = two.picture(two.anna), two.picture(two.curator)
    thread, duplicate = two.asked(two.anna, theirs), ask(two.bea, two.work)
    answer(thread, two.work, f"{shown(theirs, 'this')} {shown(ours)}")

    merge_thread(duplicate.pk, by=two.curator, into_id=thread.pk)

    assert duplicate.messages.get(kind="answer").body == f"this {shown(ours)}"
    assert seen_by(theirs, two.bea) == [False]
    assert seen_by(ours, two.bea) == [True]


def test_published_words_show_their_pictures_to_everybody_until_they_are_taken_back():
    two = Two()
    asked, answered = two.picture(two.anna), two.picture(two.curator)
    thread = two.asked(two.anna, asked)
    answer(thread, two.work, shown(answered))

    publish_thread(thread.pk, by=two.curator, question="Two?", answer=f"No. {shown(answered)}")

    assert seen_by(answered, two.bea) == [True]
    assert seen_by(asked, two.bea) == [False]
    withdraw_thread(thread.pk, by=two.curator)
    assert seen_by(answered, two.bea, two.anna) == [False, True]
    assert PublishedPicture.objects.count() == 0


def test_words_that_name_no_picture_are_not_published():
    two = Two()
    thread = ask(two.anna, two.work)
    answer(thread, two.work)

    with pytest.raises(Invalid) as refusal:
        publish_thread(thread.pk, by=two.curator, question="Two?", answer="![x](picture:aaaaaaaaaaaaaaaa)")

    thread.refresh_from_db()
    assert [fault.pointer for fault in refusal.value.errors] == ["/answer"]
    assert thread.public_id is None


def test_lists_and_the_search_have_the_words_of_a_picture_and_not_its_key():
    two = Two()
    picture = two.picture(two.anna)

    thread = ask(two.anna, two.work, f"Is this one? {shown(picture, 'overlapping nuclei')}")

    terms = set(ThreadTerm.objects.filter(thread=thread).values_list("term", flat=True))
    assert thread.excerpt == "Is this one? overlapping nuclei"
    assert "overla" in terms
    assert not any(picture.key.startswith(term) for term in terms)


def test_a_canned_answer_holds_no_picture():
    two = Two()

    with pytest.raises(Invalid) as refusal:
        keep_canned_answer(
            two.work.project, by=two.curator, name="Edge", body=shown(two.picture(two.curator))
        )

    assert [fault.pointer for fault in refusal.value.errors] == ["/body"]


def test_what_a_message_shows_never_changes():
    two = Two()
    two.asked(two.anna, two.picture(two.anna))

    with pytest.raises(DatabaseError), transaction.atomic():
        MessagePicture.objects.update(picture=two.picture(two.anna))
    with pytest.raises(DatabaseError), transaction.atomic():
        MessagePicture.objects.all().delete()


# ---- guidelines -----------------------------------------------------------------------------------------
def write(work: Work, text: str, by: Principal | None = None) -> Any:
    draft = work.project.guideline_versions.filter(state="draft").first()
    draft = draft or start_guideline_draft(work.project, by=by or work.curator)
    return save_guideline_draft(draft, by=by or work.curator, expected=draft.version, markdown=text)


def publish(work: Work, draft: Any, by: Principal | None = None) -> Any:
    return publish_guideline_version(
        draft,
        by=by or work.curator,
        expected=draft.version,
        change_kind="clarification",
        summary="",
        anyway=True,
    )


def test_a_picture_of_a_draft_is_seen_by_those_who_see_drafts_and_of_a_version_by_all():
    two = Two()
    picture, colleague = two.picture(two.curator), member(two.work.project, Role.QUALITY_MANAGER)

    draft = write(two.work, f"# Cells\n\n{shown(picture)}\n")

    assert seen_by(picture, two.curator, colleague, two.anna, two.bea) == [True, True, False, False]
    publish(two.work, draft)
    modeler = member(two.work.project, Role.MODELER)
    assert seen_by(picture, two.anna, two.bea, modeler) == [True, True, True]
    assert not sees(member(ProjectFactory(), Role.CURATOR), picture)


def test_a_draft_shows_no_picture_that_its_writer_may_not_see_and_is_not_published_with_its_name():
    two = Two()
    unsent = two.picture(two.anna)

    draft = write(two.work, f"# Cells\n\n{shown(unsent)}\n")

    assert not sees(two.curator, unsent)
    with pytest.raises(Invalid) as refusal:
        publish(two.work, draft)
    assert [fault.detail for fault in refusal.value.errors] == [
        f"There is no picture {unsent.key}. Put it in again, or take it out."
    ]
    assert PictureUse.objects.count() == 0


def test_a_curator_puts_the_picture_of_a_question_into_the_guideline():
    two = Two()
    picture = two.picture(two.anna)
    thread = two.asked(two.anna, picture)
    answer(thread, two.work, f"Like this: {shown(picture)}")

    resolve(thread, two.work, "clarify_guideline", section="overview")
    draft = two.work.project.guideline_versions.get(state="draft")
    publish(two.work, draft)

    assert sees(two.bea, picture)


def test_who_labels_and_curates_puts_no_picture_of_another_vendor_into_the_guideline():
    two = Two()
    picture = two.picture(two.anna)
    two.asked(two.anna, picture)
    both = member(two.work.project, Role.CURATOR)
    two.work.project.members.create(
        membership=both.user.memberships.get(organisation=two.work.project.organisation), role=Role.ANNOTATOR
    )

    write(two.work, f"# Cells\n\n{shown(picture)}\n", by=both)

    assert PictureUse.objects.count() == 0


def test_a_picture_that_was_taken_out_of_a_draft_can_come_back_until_it_is_published():
    two = Two()
    picture, colleague = two.picture(two.curator), member(two.work.project, Role.CURATOR)
    write(two.work, f"# Cells\n\n{shown(picture)}\n")

    write(two.work, "# Cells\n", by=colleague)
    draft = write(two.work, f"# Cells\n\nagain {shown(picture)}\n", by=colleague)

    version = publish(two.work, draft, by=colleague)
    assert list(version.picture_uses.values_list("picture", flat=True)) == [picture.pk]
    publish(two.work, write(two.work, "# Cells\n\nwithout\n"))
    assert PictureUse.objects.filter(version__number=version.number + 1).count() == 0
    assert sees(two.anna, picture)  # in the version before


def test_the_next_version_shows_what_the_one_before_shows_whoever_writes_it():
    two = Two()
    picture, colleague = two.picture(two.curator), member(two.work.project, Role.CURATOR)
    publish(two.work, write(two.work, f"# Cells\n\n{shown(picture)}\n"))

    version = publish(two.work, write(two.work, f"# Cells\n\nmore\n\n{shown(picture)}\n", by=colleague))

    assert version.picture_uses.count() == 1


def test_a_translation_has_pictures_of_its_own():
    two = Two()
    picture = two.picture(two.curator)
    draft = write(two.work, "# Cells {#cells}\n\nRound.\n")
    text = SectionText("ko", "cells", "세포", f"둥글다. {shown(picture)}", "0" * 64)

    translate_section(draft, text, by=two.curator, expected=0)
    colleague = member(two.work.project, Role.CURATOR)
    assert seen_by(picture, colleague, two.bea) == [True, False]
    publish(two.work, draft)

    assert sees(two.bea, picture)


def test_the_pictures_of_a_published_version_never_change():
    two = Two()
    version = publish(two.work, write(two.work, f"# Cells\n\n{shown(two.picture(two.curator))}\n"))
    other = two.picture(two.curator)

    with pytest.raises(DatabaseError), transaction.atomic():
        PictureUse.objects.create(version=version, picture=other)
    with pytest.raises(DatabaseError), transaction.atomic():
        version.picture_uses.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Picture.objects.filter(uses__version=version).first().delete()


# ---- over HTTP ------------------------------------------------------------------------------------------
def test_the_answer_to_who_may_not_see_it_is_that_to_a_key_that_nobody_has():
    two = Two()
    picture = two.picture(two.anna)
    two.asked(two.anna, picture)

    refused = Browser(two.bea).get(f"/pictures/{picture.key}")
    missing = Browser(two.bea).get("/pictures/aaaaaaaaaaaaaaaa")

    assert refused.status_code == missing.status_code == 404
    assert {**refused.json(), "instance": ""} == {**missing.json(), "instance": ""}
    assert [name for name in refused.headers if name not in missing.headers] == []


def test_a_picture_is_sent_as_what_it_is_to_nobody_but_the_reader():
    two = Two()
    picture = two.picture(two.anna)
    two.asked(two.anna, picture)

    sent = Browser(two.arne).get(f"/pictures/{picture.key}")

    assert sent.status_code == 200
    assert b"".join(sent.streaming_content)[8:12] == b"WEBP"
    assert sent["Content-Type"] == "image/webp"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Content-Disposition"] == "inline"
    assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert sent["Cache-Control"].startswith("private,")


# ---- the same content, and what nobody uses -------------------------------------------------------------
def test_the_same_content_is_kept_once_and_tells_nobody_that_others_have_it():
    two = Two()

    mine, again = (brought(two.work.project, two.anna, shade=7) for _ in range(2))
    theirs = brought(two.work.project, two.bea, shade=7)

    assert mine == again
    assert theirs.key != mine.key
    assert theirs.storage_name == mine.storage_name
    assert not sees(two.bea, mine)


def old(picture: Picture) -> None:
    Picture.objects.filter(pk=picture.pk).update(created_at=now() - timedelta(hours=25))


def test_what_no_text_shows_is_gone_after_a_day_and_what_one_shows_stays():
    two = Two()
    fresh, asked, drafted, unused, published = (two.picture(two.curator) for _ in range(5))
    ask(two.curator, two.work, shown(asked))
    write(two.work, f"# Cells\n\n{shown(drafted)}\n")
    thread = ask(two.anna, two.work)
    answer(thread, two.work)
    publish_thread(thread.pk, by=two.curator, question="Two?", answer=shown(published))
    for each in (asked, drafted, unused, published):
        old(each)

    assert remove_unused_pictures() == 1

    assert set(Picture.objects.all()) == {fresh, asked, drafted, published}
    assert not default_storage.exists(unused.storage_name)
    assert all(default_storage.exists(each.storage_name) for each in Picture.objects.all())


def test_a_file_goes_with_the_last_who_brought_it():
    two = Two()
    mine, theirs = (brought(two.work.project, who, shade=9) for who in (two.anna, two.bea))
    old(mine)

    remove_unused_pictures()

    assert default_storage.exists(theirs.storage_name)
    old(theirs)
    remove_unused_pictures()
    assert not default_storage.exists(theirs.storage_name)


def test_the_pictures_of_a_discarded_draft_are_nobodys():
    two = Two()
    picture = two.picture(two.curator)
    draft = write(two.work, f"# Cells\n\n{shown(picture)}\n")
    old(picture)

    discard_guideline_draft(draft, by=two.curator, expected=draft.version)

    assert remove_unused_pictures() == 1


def test_a_text_without_pictures_asks_the_database_nothing_more(django_assert_num_queries: Any):
    two = Two()
    draft = write(two.work, "# Cells\n")

    with django_assert_num_queries(0):
        note_pictures(draft, "# No picture `![x](picture:aaaaaaaaaaaaaaaa)`", by=two.curator)
        pictures_to_use(two.curator, two.work.project, "words")
