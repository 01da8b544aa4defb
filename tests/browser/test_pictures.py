"""Pictures: pasted into a guideline and into a question, refused in plain words, and seen by who may read the text."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.test_guideline_drafts import Desk, editor, fair, saved
from tests.browser.test_mishaps import Shift
from tests.jobs.world import Lab
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = r"/projects/[^/]+/pictures$"

# The clipboard of a browser without a screen holds no pictures: the event says what one would hold.
PASTE = """
(target, { type, how, content, name }) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const event = how === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}
"""


def drawing(colour: str = "#3366aa", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (240, 120), colour).save(out, kind)
    return out.getvalue()


def brings(
    field: Any, content: bytes, *, how: str = "paste", name: str = "image.png", type: str = "image/png"
) -> None:
    told = {"type": type, "how": how, "name": name, "content": base64.b64encode(content).decode()}
    field.evaluate(PASTE, told)


def is_drawn(image: Any) -> None:
    """The picture has arrived and can be seen."""
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    expect(image).to_have_js_property("naturalWidth", 240)


def test_a_pasted_picture_is_in_the_guideline_that_annotators_read(stack: Stack, people: People) -> None:
    desk = Desk(stack, people)
    olga = desk.olga()
    line = editor(olga).locator(".cm-line").filter(has_text="Irony is neutral.")
    line.click()
    olga.page.keyboard.press("End")

    brings(editor(olga), drawing())
    olga.page.keyboard.type("a blue field")  # the cursor stands where it is to be written

    preview = olga.page.get_by_role("region", name="Preview")
    is_drawn(preview.get_by_role("img", name="a blue field"))
    saved(olga)
    assert re.search(
        r"Irony is neutral\.\n\n!\[a blue field\]\(picture:[a-z2-7]{16}\)\n\n## Praise", desk.text()
    )
    fair(olga)

    olga.page.keyboard.press("Control+Enter")
    dialog = olga.page.get_by_role("dialog")
    dialog.get_by_label("What changed, for the people who label").fill("With a picture.")
    dialog.get_by_role("button", name=re.compile("^Publish")).click()
    expect(olga.page).not_to_have_url(re.compile("edit=true"))
    anna = people.arrive(stack, "anna").is_logged_in(desk.shift.mail["anna"], PASSWORD)
    anna.page.goto(f"{desk.shift.path}/guideline")
    is_drawn(anna.page.get_by_role("img", name="a blue field"))


def test_a_picture_is_picked_by_keyboard_dropped_and_refused_in_plain_words(
    stack: Stack, people: People, tmp_path: Path
) -> None:
    desk = Desk(stack, people)
    olga = desk.olga().expects(415, PICTURES)
    editor(olga).locator(".cm-line").filter(has_text="Praise is positive.").click()
    file = tmp_path / "touching_cells.jpg"
    file.write_bytes(drawing(kind="JPEG"))

    with olga.page.expect_file_chooser() as chosen:
        olga.page.keyboard.press("Control+Alt+p")
    chosen.value.set_files(file)

    preview = olga.page.get_by_role("region", name="Preview")
    is_drawn(preview.get_by_role("img", name="touching cells"))
    brings(editor(olga), drawing("#aa3333"), how="drop", name="red.png")
    is_drawn(preview.get_by_role("img", name="red"))
    expect(preview.get_by_role("img")).to_have_count(2)

    brings(editor(olga), b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", type="image/svg+xml")
    alert = olga.page.get_by_role("alert")
    expect(alert).to_contain_text("This is no picture that can be put into a text")
    expect(alert).to_contain_text("PNG, JPEG, WebP and GIF are taken.")
    fair(olga)
    alert.get_by_role("button", name="Close").click()
    expect(alert).to_have_count(0)


def test_a_picture_in_a_question_comes_to_the_curator_and_back_in_the_answer(
    stack: Stack, people: People
) -> None:
    shift = Shift(Lab(stack), people, texts=2)
    anna = shift.anna_at_work()
    anna.page.keyboard.press("q")
    asked = anna.page.get_by_role("textbox", name="Your question")
    asked.fill("Is this irony?")

    brings(asked, drawing())
    anna.page.keyboard.type("a raised eyebrow")
    expect(asked).to_have_value(re.compile(r"^Is this irony\?\n\n!\[a raised eyebrow\]\(picture:\w{16}\)$"))
    anna.button("Ask and stay").click()

    curator = people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD)
    curator.page.goto(f"{shift.path}/questions")
    article = curator.page.get_by_role("article", name="Is this irony? a raised eyebrow")
    is_drawn(article.get_by_role("img", name="a raised eyebrow"))
    answer = article.get_by_role("textbox", name="Answer")
    answer.fill("No, this is:")
    brings(answer, drawing("#33aa66"), how="drop", name="a_wink.png")
    expect(answer).to_have_value(re.compile(r"^No, this is:\n\n!\[a wink\]\(picture:\w{16}\)$"))
    curator.button("Send the answer").click()
    is_drawn(article.get_by_role("img", name="a wink"))

    curator.button("More").last.click()
    curator.page.get_by_role("menuitem", name="Publish to everybody").click()
    dialog = curator.page.get_by_role("dialog")
    is_drawn(dialog.get_by_role("img", name="a wink"))
    is_drawn(dialog.get_by_role("img", name="a raised eyebrow"))
    dialog.get_by_label("Question").fill("What is irony?")
    expect(dialog.locator("img")).to_have_count(1)
    dialog.get_by_role("button", name="Publish").click()
    expect(dialog).to_have_count(0)

    ben = people.arrive(stack, "anna").is_logged_in(shift.mail["anna"], PASSWORD)
    ben.page.goto(f"{shift.path}/questions")
    is_drawn(ben.page.get_by_role("article").get_by_role("img", name="a wink"))
