"""People choose the keys of their own screens, and find them again wherever they log in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.test_looking import Labelling
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def labelling(stack: Stack, people: People) -> Labelling:
    return Labelling(stack, people)


def opens_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("button", name="Choose your own keys").click()


def test_a_label_a_tool_and_skipping_get_other_keys_and_keep_them(labelling: Labelling) -> None:
    page = labelling.page
    labelling.opens()
    expect(page.get_by_role("application")).to_be_focused()
    opens_the_keys(page)
    for command, key in {"Fit to the window": "g", "rbc": "w", "Skip with a reason": "Control+j"}.items():
        page.get_by_label("Find a command").fill(command)
        page.get_by_role("button", name=f"{command}: ").first.click()
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Skip with a reason: Ctrl + J")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Close", exact=True).click()

    expect(page.get_by_role("button", name="Skip", exact=False).last).to_have_attribute(
        "aria-keyshortcuts", "Control+j"
    )
    expect(page.get_by_role("toolbar", name="Labels").get_by_role("button", name="rbc")).to_have_attribute(
        "aria-keyshortcuts", "w"
    )

    # The account has them: a page that is loaded anew knows them, and the usual keys do nothing.
    page.reload()
    expect(page.get_by_role("application")).to_be_focused()
    zoom = page.get_by_title("Show at 100 %")
    fitted = zoom.inner_text()
    labelling.press("z")
    expect(zoom).to_have_text("100 %")
    labelling.press("f")
    expect(zoom).to_have_text("100 %")
    labelling.press("g")
    expect(zoom).to_have_text(fitted)
    labelling.press("s")
    expect(page.get_by_role("dialog")).to_have_count(0)
    labelling.press("Control+j")
    expect(page.get_by_role("dialog", name="Skip")).to_be_visible()


def test_a_key_that_is_needed_for_something_else_is_refused_or_told(labelling: Labelling) -> None:
    page = labelling.page
    labelling.opens()
    expect(page.get_by_role("application")).to_be_focused()
    opens_the_keys(page)
    page.get_by_label("Find a command").fill("Fit to the window")
    page.get_by_role("button", name="Fit to the window: F").click()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("alert")).to_have_text("This key is for moving about. Press another.")
    page.keyboard.press("h")

    expect(page.get_by_text("The same key: Hide or show the selected")).to_be_visible()

    page.get_by_role("button", name="All the usual keys").click()
    expect(page.get_by_role("button", name="Fit to the window: F")).to_be_visible()
    expect(page.get_by_text("The same key")).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(page.get_by_role("button", name="Fit to the window: H")).to_be_visible()
