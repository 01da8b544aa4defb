"""How work came about: what each revision changed, and the way back to one of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People
from tests.browser.test_looking import Labelling
from tests.stack import OWNER, PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "How this work came about"


@pytest.fixture
def labelling(stack: Stack, people: People) -> Labelling:
    """Two boxes were handed in; then one of them was taken away and another one drawn."""
    labelling = Labelling(stack, people)
    page = labelling.page
    labelling.opens()
    expect(page.get_by_role("application")).to_be_focused()
    labelling.draws((-100, -80), (20, 30))
    labelling.has(2)
    labelling.press("Escape", "Escape", "Enter")
    labelling.has(0)
    _revision(labelling, 1)  # what is not sent yet would be taken back, not opened again
    labelling.press("Shift+P")
    labelling.has(2)
    labelling.press("]", "Delete")
    labelling.draws((60, -90))
    labelling.has(2)
    labelling.press("Escape", "Escape", "Enter")
    _revision(labelling, 2)
    return labelling


def _revision(labelling: Labelling, number: int) -> dict[str, Any]:
    """The annotation, once it has so many revisions."""

    def newest() -> dict[str, Any] | None:
        rows = labelling.lab.owner.get(f"/projects/{labelling.project}/annotations")["results"]
        if not rows or rows[0]["revision"] != number:
            return None
        return labelling.lab.owner.get(f"/annotations/{rows[0]['id']}")

    return wait_for(newest)


def _values(labelling: Labelling, annotation: str) -> list[Any]:
    found = labelling.lab.owner.get(f"/annotations/{annotation}/revisions")["results"]
    return [each["value"] for each in found]


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name=TITLE)


def test_a_curator_sees_what_a_revision_changed_and_takes_the_first_one_back(
    labelling: Labelling, stack: Stack, people: People
) -> None:
    annotation = _revision(labelling, 2)
    curator = people.arrive(stack, "curator").is_logged_in(OWNER, PASSWORD)
    page = curator.page
    page.goto(f"/projects/{labelling.slug}/items?item={annotation['item']['id']}")
    expect(page.get_by_role("button", name="revision 2")).to_be_visible()
    page.keyboard.press("h")
    dialog = _dialog(page)
    differences = dialog.get_by_role("list", name="What differs")
    expect(differences.get_by_text("added", exact=True)).to_have_count(1)
    expect(differences.get_by_text("removed", exact=True)).to_have_count(1)
    expect(dialog.get_by_role("button", name="Take this one back")).to_have_count(0)

    expect(dialog.get_by_role("radio", checked=True).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(differences.get_by_text("added", exact=True)).to_have_count(2)
    dialog.get_by_text("What changed since").click()
    expect(differences.get_by_text("removed", exact=True)).to_have_count(1)
    dialog.get_by_role("button", name="Take this one back").click()
    expect(page.get_by_text("Revision 1 is taken back")).to_be_visible()

    restored = _revision(labelling, 3)
    newest, second, first = _values(labelling, restored["id"])
    assert newest == first != second
    expect(dialog.get_by_text(re.compile("as in 1"))).to_be_visible()


def test_an_annotator_goes_on_from_an_earlier_state_and_can_undo_that(labelling: Labelling) -> None:
    page = labelling.page
    annotation = _revision(labelling, 2)
    second, first = _values(labelling, annotation["id"])
    page.goto(f"/projects/{labelling.slug}/label?annotation={annotation['id']}")
    labelling.has(2)
    page.get_by_role("button", name=TITLE).click()
    dialog = _dialog(page)
    expect(dialog.get_by_role("radio", checked=True).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    dialog.get_by_role("button", name="Go on from this one").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("application")).to_be_focused()
    labelling.press("Control+z", "Control+Shift+z", "Enter")

    restored = _revision(labelling, 3)
    assert _values(labelling, restored["id"]) == [first, second, first]
