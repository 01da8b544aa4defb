"""Two curators who write in one guideline draft: they see each other, and nothing of either is overwritten or lost."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.people import Person as Window
from tests.browser.test_mishaps import Shift
from tests.browser.test_pages import violations
from tests.jobs.world import Lab
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "# Mood {#overview}\n\nWhat people feel.\n\n## Irony {#irony}\n\nIrony is neutral.\n\n## Praise {#praise}\n\nPraise is positive.\n"


class Desk:
    """A project with a guideline draft, which two people write."""

    def __init__(self, stack: Stack, people: People) -> None:
        self.stack, self.people = stack, people
        self.shift = Shift(Lab(stack), people, texts=1)
        self.path = f"{self.shift.path}/guideline?edit=true"
        self.draft = f"/projects/{self.shift.project}/guideline-draft"
        self.owner = self.shift.lab.owner
        self.owner.post(self.draft)
        self.write(TEXT)
        self.mail = f"clara-{uuid4().hex[:8]}@example.test"
        lab, roles = self.shift.lab, {self.shift.project: "curator"}
        lab.joined(lab.invited(self.mail, roles), "Clara")

    def clara(self) -> Window:
        """At her own browser, the draft before her."""
        return self.at_draft("clara", self.mail)

    def olga(self) -> Window:
        """Who runs the installation, at hers."""
        return self.at_draft("owner", OWNER)

    def at_draft(self, name: str, mail: str) -> Window:
        window = self.people.arrive(self.stack, name).is_logged_in(mail, PASSWORD)
        # That somebody else has saved is part of the story.
        window.expects(412, "/guideline-draft$")
        window.page.goto(self.path)
        expect(editor(window)).to_be_visible()
        return window

    def text(self) -> str:
        return str(self.owner.get(self.draft)["markdown"])

    def write(self, markdown: str) -> None:
        """Whatever is there, it reads so now: somebody saved."""
        version = self.owner.get(self.draft)["version"]
        self.owner.json("PUT", self.draft, json={"markdown": markdown}, headers={"If-Match": f'"{version}"'})


def editor(person: Window) -> Any:
    return person.page.get_by_role("textbox", name="The guideline as Markdown")


def types(person: Window, after: str, words: str) -> None:
    """At the end of the line that ends with `after`."""
    line = editor(person).locator(".cm-line").filter(has_text=re.compile(f"{re.escape(after)}$"))
    line.click()
    person.page.keyboard.press("End")
    person.page.keyboard.type(words)


def saved(person: Window) -> None:
    expect(person.page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()


def fair(person: Window) -> None:
    assert [each for scheme in ("light", "dark") for each in violations(person.page, scheme)] == []


def test_two_curators_see_each_other_and_what_each_wrote_in_a_section_of_their_own_is_in_both(
    stack: Stack, people: People
) -> None:
    desk = Desk(stack, people)
    clara, olga = desk.clara(), desk.olga()

    # The second sees the first at once; the first hears of the second with her next call.
    expect(olga.page.get_by_role("status", name="Also in this draft")).to_have_text("Also here: Clara")
    expect(clara.page.get_by_role("status", name="Also in this draft")).to_contain_text("Also here:")

    types(olga, "Praise is positive.", " Always.")
    saved(olga)
    types(clara, "Irony is neutral.", " Mostly.")

    # Nobody is asked: they wrote in different sections.
    taken = clara.page.get_by_role("status", name="Taken in")
    expect(taken).to_contain_text("Their changes are in your text now: Praise")
    taken.get_by_role("button", name="Show the changes").click()
    expect(taken.locator("ins")).to_have_text(" Always.")
    fair(clara)
    saved(clara)
    assert desk.text() == TEXT.replace("neutral.", "neutral. Mostly.").replace(
        "positive.", "positive. Always."
    )

    # And the other has it without doing anything; undoing takes back what she wrote herself.
    expect(editor(olga)).to_contain_text("Irony is neutral. Mostly.")
    editor(olga).press("Control+z")
    expect(editor(olga)).not_to_contain_text("Always.")
    expect(editor(olga)).to_contain_text("Mostly.")

    # Who goes is gone at once.
    olga.button("Close").first.click()
    expect(clara.page.get_by_role("status", name="Also in this draft")).to_have_text("")


def test_a_section_that_both_changed_is_decided_by_key_and_nothing_is_lost_when_the_window_is_closed(
    stack: Stack, people: People
) -> None:
    desk = Desk(stack, people)
    clara = desk.clara()
    desk.write(
        TEXT.replace("Irony is neutral.", "Irony is negative.").replace("What people feel.", "Feelings.")
    )

    types(clara, "Irony is neutral.", " Mostly.")

    merge = clara.page.get_by_role("region", name="Both changed the same sections")
    expect(merge.get_by_text("One section is to be decided.")).to_be_visible()
    irony = merge.get_by_role("listitem", name="Irony")
    expect(irony.locator("ins")).to_have_text([" Mostly.", "negative"])
    expect(merge.get_by_text("Only they changed it")).to_be_visible()
    expect(clara.button("Go on with this text")).to_be_disabled()
    fair(clara)

    # The window closes in the middle of it.
    clara.page.keyboard.press("3")
    irony.get_by_role("textbox", name="Irony, written by hand").fill(
        "## Irony {#irony}\n\nIrony is mostly negative."
    )
    clara.page.close(run_before_unload=False)
    clara.page = clara.context.new_page()
    clara.page.goto(desk.path)
    expect(
        clara.page.get_by_text("What you wrote here before and could not be saved is back.")
    ).to_be_visible()
    expect(irony_of(clara)).to_contain_text("Irony is mostly negative.")
    assert "Irony is negative." in desk.text()

    clara.page.keyboard.press("Control+Enter")
    expect(editor(clara)).to_contain_text("Irony is mostly negative.")
    saved(clara)
    assert desk.text() == TEXT.replace("Irony is neutral.", "Irony is mostly negative.").replace(
        "What people feel.", "Feelings."
    )


def irony_of(person: Window) -> Any:
    merge = person.page.get_by_role("region", name="Both changed the same sections")
    return merge.get_by_role("listitem", name="Irony").get_by_role("textbox")


def test_what_was_written_without_network_is_back_when_the_window_was_closed(
    stack: Stack, people: People
) -> None:
    desk = Desk(stack, people)
    clara = desk.clara()
    clara.page.route("**/guideline-draft", lambda route: route.abort())
    types(clara, "Irony is neutral.", " Mostly.")
    expect(clara.page.get_by_text("No connection, trying again")).to_be_visible()

    clara.page.close(run_before_unload=False)
    clara.page = clara.context.new_page()
    clara.page.goto(desk.path)

    expect(editor(clara)).to_contain_text("Irony is neutral. Mostly.")
    saved(clara)
    assert desk.text() == TEXT.replace("neutral.", "neutral. Mostly.")


def test_a_draft_that_somebody_discarded_is_said_to_be_gone_and_its_writing_comes_into_the_next(
    stack: Stack, people: People
) -> None:
    desk = Desk(stack, people)
    clara = desk.clara().expects(404, "/guideline-draft$")
    version = desk.owner.get(desk.draft)["version"]
    desk.owner.ask("DELETE", desk.draft, headers={"If-Match": f'"{version}"'})
    types(clara, "Irony is neutral.", " Mostly.")
    expect(clara.page.get_by_text("Somebody else published or discarded this draft.")).to_be_visible()

    desk.owner.post(desk.draft)
    desk.write(TEXT.replace("What people feel.", "Feelings."))
    clara.page.reload()

    expect(editor(clara)).to_contain_text("Irony is neutral. Mostly.")
    saved(clara)
    assert desk.text() == TEXT.replace("neutral.", "neutral. Mostly.").replace(
        "What people feel.", "Feelings."
    )


def test_a_draft_is_commented_reviewed_and_published_and_an_open_comment_is_asked_about(
    stack: Stack, people: People
) -> None:
    desk = Desk(stack, people)
    clara = desk.clara()

    # Clara asks for a review, and says what to look at.
    clara.button("More").click()
    clara.page.get_by_role("menuitem", name="Ask for a review…").click()
    dialog = clara.page.get_by_role("dialog")
    dialog.get_by_label("What to look at").fill("Irony")
    dialog.get_by_role("button", name="Ask for a review").click()
    strip = clara.page.get_by_role("region", name="Review", exact=True)
    expect(strip).to_contain_text("Waits for a second curator")
    fair(clara)

    # Olga sees in the side bar that something waits for her, and comments at the section that her cursor is in.
    olga = desk.olga()
    link = olga.page.get_by_title("Guideline", exact=True)
    expect(link).to_contain_text("1")
    expect(olga.page.get_by_role("region", name="Review", exact=True)).to_contain_text(
        "Clara asks you to review this draft"
    )
    types(olga, "Irony is neutral.", " Mostly.")
    olga.page.keyboard.press("Control+Alt+m")
    comments = olga.page.get_by_role("complementary", name="Comments")
    box = comments.get_by_label("Comment on “Irony”")
    box.fill("And sarcasm?")
    box.press("Control+Enter")
    expect(comments.get_by_role("region", name="Irony")).to_contain_text("And sarcasm?")
    fair(olga)
    olga.button("Ask for changes…").click()
    dialog = olga.page.get_by_role("dialog")
    dialog.get_by_label("What is to be changed?").fill("Sarcasm is missing.")
    dialog.get_by_role("button", name="Ask for changes").click()
    expect(olga.page.get_by_role("region", name="Review", exact=True)).to_contain_text("Sarcasm is missing.")
    expect(link).not_to_contain_text("1")

    # Clara rewords the section and its heading; the comment stays with it.
    clara.page.reload()
    expect(editor(clara)).to_contain_text("Mostly.")
    expect(clara.page.get_by_role("region", name="Review", exact=True)).to_contain_text("asks for changes")
    line = editor(clara).locator(".cm-line").filter(has_text="## Irony")
    line.dblclick(position={"x": 40, "y": 8})
    clara.page.keyboard.type("Sarcasm")
    saved(clara)
    clara.button("Comments: 1").click()
    rail = clara.page.get_by_role("complementary", name="Comments")
    expect(rail.get_by_role("region", name="Sarcasm")).to_contain_text("And sarcasm?")

    # Publishing asks plainly, and is possible.
    clara.page.keyboard.press("Control+Enter")
    dialog = clara.page.get_by_role("dialog")
    expect(dialog.get_by_text("One comment is open; it goes on to the next draft.")).to_be_visible()
    expect(dialog.get_by_text("The review asks for changes.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Publish version 1")).to_be_disabled()
    dialog.get_by_role("button", name="Cancel").click()

    rail.get_by_role("button", name="Resolve").click()
    expect(rail.get_by_text("Resolved comments: 1")).to_be_visible()
    clara.page.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("One comment is open")).to_have_count(0)
    dialog.get_by_label("Publish it anyway").check()
    dialog.get_by_role("button", name="Publish version 1").click()
    expect(clara.page.get_by_text("Version 1", exact=True).first).to_be_visible()


def publish(desk: Desk) -> None:
    """The draft as it is, as a rule change."""
    version = desk.owner.get(desk.draft)["version"]
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": uuid4().hex}
    body = {"change_kind": "rule_change", "summary": "New."}
    desk.owner.json("POST", f"{desk.draft}/publish", json=body, headers=headers)


def test_a_guideline_is_translated_beside_its_source_and_read_in_the_readers_language(
    stack: Stack, people: People
) -> None:
    desk = Desk(stack, people)
    clara = desk.clara()

    # Section by section; what is missing is counted, and the next is one key away.
    clara.button("Languages").click()
    view = clara.page.get_by_role("region", name="Languages")
    expect(view.get_by_role("status")).to_have_text("3 sections missing · 0 out of date")
    clara.page.keyboard.press("Control+Alt+n")
    clara.page.keyboard.press("Control+Alt+n")
    clara.page.keyboard.type("반어")
    clara.page.keyboard.press("Tab")
    clara.page.keyboard.type("반어는 중립이다.")  # while the heading is being saved
    clara.page.keyboard.press("Tab")
    irony = view.get_by_role("article", name="Irony")
    expect(irony.get_by_text("Translated", exact=True)).to_be_visible()
    expect(view.get_by_role("status")).to_have_text("2 sections missing · 0 out of date")
    fair(clara)
    publish(desk)

    # Who reads Korean has it in Korean, and is told what is not translated.
    anna = desk.shift.anna
    version = anna.get("/session")["user"]["version"]
    anna.json("PATCH", "/me", json={"locale": "ko"}, headers={"If-Match": f'"{version}"'})
    korean = people.arrive(stack, "anna").is_logged_in(desk.shift.mail["anna"], PASSWORD)
    korean.page.goto(f"{desk.shift.path}/label")
    expect(korean.page.get_by_text("반어는 중립이다.")).to_be_visible()
    expect(korean.page.get_by_role("heading", name="Praise 아직 번역되지 않음")).to_be_visible()
    fair(korean)
    korean.page.keyboard.press("Enter")
    expect(korean.page.get_by_text("This is text number")).to_be_visible()

    # The source changes: the translation is out of date, and the reader sees the change itself.
    desk.owner.post(desk.draft)
    desk.write(TEXT.replace("Irony is neutral.", "Irony is negative."))
    clara.page.goto(f"{desk.path}&translate=ko")
    expect(irony.get_by_text("Out of date", exact=True)).to_be_visible()
    expect(irony.locator("ins")).to_have_text("negative")
    fair(clara)
    publish(desk)
    korean.page.reload()
    expect(korean.page.locator("main ins")).to_have_text("negative")

    # On the page of the guideline one switches.
    korean.page.goto(f"{desk.shift.path}/guideline")
    expect(korean.page.get_by_text("반어는 중립이다.")).to_be_visible()
    korean.page.get_by_role("region", name="가이드라인 언어").get_by_text("English").click()
    expect(korean.page.get_by_text("Irony is negative.")).to_be_visible()
    expect(korean.page).to_have_url(re.compile("language=en"))
