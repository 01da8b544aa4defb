"""Relations between the spans of a text, made and changed in a real browser, and stored to the code point."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import People, Person
from tests.browser.test_pages import violations
from tests.jobs.world import Lab, packed
from tests.stack import PASSWORD, Stack, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "이순신 👩‍🔬 joined 한국은행 in Seoul.\nAda 🦊 lives in 부산 now."
LABELS = ("person", "firm", "place")
SCHEMA = {
    "input": "text",
    "fields": [
        {
            "key": "names",
            "type": "spans",
            "labels": [
                {"key": "person", "name": "Person", "colour": "#0044cc"},
                {"key": "firm", "name": "Firm", "colour": "#994400"},
                {"key": "place", "name": "Place", "colour": "#007733"},
            ],
            "relations": [
                {
                    "key": "works_for",
                    "titles": {"en": "works for", "ko": "근무"},
                    "colour": "#bb4466",
                    "from": ["person"],
                    "to": ["firm"],
                },
                {"key": "lives_in", "titles": {"en": "lives in"}, "from": ["person"], "to": ["place"]},
                {"key": "knows", "titles": {"en": "knows"}, "colour": "#9966bb"},
            ],
        }
    ],
}
SPANS = {"이순신": "person", "한국은행": "firm", "Seoul": "place", "Ada": "person", "부산": "place"}
STEPS = (
    0,
    10,
    4,
    2,
    12,
)  # characters as people count them, from the end of one span to the start of the next
BOX_OF_WORDS = """
(words) => {
  const root = document.querySelector('[role=textbox]');
  const walker = document.createTreeWalker(root.querySelector('[data-column]'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, middle: (top + bottom) / 2 };
  }
}
"""


class Relater:
    """Somebody who labels one text."""

    def __init__(self, person: Person, lab: Lab, project: str, content: str) -> None:
        self.person, self.lab, self.project, self.content = person, lab, project, content
        self.page = person.page
        self.page.goto(f"/projects/{self.lab.owner.get(f'/projects/{project}')['slug']}/label")
        self.text = self.page.get_by_role("textbox", name="Item")
        expect(self.text).to_be_focused()

    # ---- what they see ----------------------------------------------------------------------------------
    @property
    def bar(self) -> Locator:
        return self.page.get_by_role("group", name="elation").filter(has=self.page.locator("[role=status]"))

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("listbox", name="Relations").get_by_role("option")

    def arc(self, title: str) -> Locator:
        return self.text.locator("svg [data-relation] text", has_text=title)

    def kind(self, title: str) -> Locator:
        return self.bar.get_by_role("button", name=title)

    def has_relations(self, *rows: str) -> None:
        expect(self.rows).to_have_text(list(rows))

    def has_spans(self, count: int) -> None:
        expect(self.page.get_by_role("tree").get_by_role("treeitem", level=2)).to_have_count(count)

    # ---- what they do -----------------------------------------------------------------------------------
    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def box(self, words: str) -> dict[str, float]:
        box: dict[str, float] = self.page.evaluate(BOX_OF_WORDS, words)
        return box

    def marks(self, words: str, label: str) -> None:
        """Drags over the words with this label in the hand."""
        self.press("Escape", str(LABELS.index(label) + 1))
        box = self.box(words)
        self.page.mouse.move(box["left"] + 1, box["middle"])
        self.page.mouse.down()
        self.page.mouse.move(box["right"] - 1, box["middle"], steps=4)
        self.page.mouse.up()

    def clicks(self, words: str) -> None:
        box = self.box(words)
        self.page.mouse.click((box["left"] + box["right"]) / 2, box["middle"])

    def drags_to(self, words: str) -> None:
        """Out of the knob at the selected span."""
        # Drawn anew whenever the arcs are: it is taken when it stands still.
        self.text.locator("[data-handle]").hover()
        self.page.mouse.down()
        box = self.box(words)
        self.page.mouse.move((box["left"] + box["right"]) / 2, box["middle"], steps=5)
        self.page.mouse.up()

    def submits(self) -> dict[str, Any]:
        """The value as it is stored, with the words of spans for their ids."""
        self.press("Escape", "Escape", "Enter")
        expect(self.page.get_by_role("heading", name="All done for now")).to_be_visible()
        path = f"/projects/{self.project}/annotations"
        (row,) = wait_for(lambda: self.lab.owner.get(path)["results"])
        names = self.lab.owner.get(f"/annotations/{row['id']}")["value"]["names"]
        words = {each["id"]: self.content[each["start"] : each["end"]] for each in names["spans"]}
        return {
            "spans": {words[each["id"]]: each["label"] for each in names["spans"]},
            "relations": [
                (each["type"], words[each["from"]], words[each["to"]]) for each in names.get("relations", [])
            ],
        }


@pytest.fixture
def options() -> dict[str, Any]:
    return {}


@pytest.fixture
def content() -> str:
    return TEXT


@pytest.fixture
def relater(stack: Stack, people: People, options: dict[str, Any], content: str) -> Relater:
    lab = Lab(stack)
    project = lab.project(SCHEMA)
    lab.imported(project, "texts.zip", packed({"text.txt": content.encode()}))
    email = f"{project}@example.test"
    annotator = lab.joined(lab.invited(email, {project: "annotator"}))
    lab.opened_batch(project, [annotator])
    person = people.arrive(stack, "annotator", **options)
    return Relater(person.is_logged_in(email, PASSWORD), lab, project, content)


@pytest.fixture
def marked(relater: Relater) -> Relater:
    """With every span of SPANS."""
    for number, (words, label) in enumerate(SPANS.items(), start=1):
        relater.marks(words, label)
        relater.has_spans(number)
    return relater


def test_relations_made_and_changed_with_the_mouse_are_stored(marked: Relater) -> None:
    marked.clicks("이순신")
    marked.drags_to("한국은행")
    expect(marked.kind("lives in")).to_have_attribute("title", "“lives in” never leads to Firm.")
    marked.kind("works for").click()
    marked.drags_to("부산")
    marked.kind("lives in").click()
    marked.drags_to("Ada")  # only one kind fits: there is nothing to choose
    marked.has_relations("이순신works for한국은행", "이순신knowsAda", "이순신lives in부산")

    marked.press("Escape")
    marked.arc("knows").click()
    marked.bar.get_by_role("button", name="Reverse").click()
    marked.has_relations("이순신works for한국은행", "이순신lives in부산", "Ada" + "knows" + "이순신")
    marked.press("Escape")  # with nothing selected every arc has its title
    marked.arc("lives in").click()
    marked.kind("knows").click()
    marked.press("Escape")
    marked.arc("works for").click()
    marked.bar.get_by_role("button", name="Delete").click()
    expect(marked.rows).to_have_count(2)
    marked.page.get_by_role("button", name="Undo").click()

    assert marked.submits() == {
        "spans": SPANS,
        "relations": [
            ("works_for", "이순신", "한국은행"),
            ("knows", "이순신", "부산"),
            ("knows", "Ada", "이순신"),
        ],
    }


def test_relations_made_and_changed_with_the_keyboard_alone_are_stored(relater: Relater) -> None:
    relater.press("Control+Home")
    for number, (steps, words) in enumerate(zip(STEPS, SPANS, strict=True), start=1):
        relater.press("Escape", *["ArrowRight"] * steps, *["Shift+ArrowRight"] * len(words))
        relater.press(str(LABELS.index(SPANS[words]) + 1))
        relater.has_spans(number)

    relater.press("Escape", "]", "a", "Tab", "1", "Enter")
    relater.has_relations("이순신works for한국은행")
    relater.press("a", "Tab", "Tab", "2", "Enter")
    relater.press("]", "a", "ArrowUp", "Enter")
    relater.has_relations("이순신works for한국은행", "이순신lives inSeoul", "한국은행knows이순신")
    relater.press("Shift+A", "Shift+A", "r")
    relater.has_relations("이순신works for한국은행", "이순신knows한국은행", "이순신lives inSeoul")
    relater.press("Shift+A", "Delete")
    relater.has_relations("이순신knows한국은행", "이순신lives inSeoul")
    relater.press("Control+z", "]", "Shift+A", "Shift+A", "Shift+A", "3")
    relater.has_relations("이순신works for한국은행", "이순신knows한국은행", "이순신knowsSeoul")

    assert relater.submits() == {
        "spans": SPANS,
        "relations": [
            ("works_for", "이순신", "한국은행"),
            ("knows", "이순신", "Seoul"),
            ("knows", "이순신", "한국은행"),
        ],
    }


def test_deleting_a_span_takes_its_relations_in_one_step_of_undo(marked: Relater) -> None:
    marked.clicks("이순신")
    marked.drags_to("Ada")
    marked.has_relations("이순신knowsAda")

    marked.clicks("Ada")
    marked.press("Delete")
    marked.has_spans(4)
    expect(marked.rows).to_have_count(0)
    expect(marked.arc("knows")).to_have_count(0)
    marked.press("Control+z")
    marked.has_relations("이순신knowsAda")

    assert marked.submits()["relations"] == [("knows", "이순신", "Ada")]


def test_what_may_not_stand_is_said_at_the_relation_and_before_it_is_sent(marked: Relater) -> None:
    marked.clicks("이순신")
    marked.drags_to("한국은행")
    marked.kind("works for").click()
    marked.press("3", "Escape", "Enter")  # the person is a place now

    marked.page.get_by_role("button", name="a relation may not stand like this").click()
    expect(marked.bar).to_contain_text("“works for” never leaves from Place.")
    expect(marked.rows).to_contain_text("“works for” never leaves from Place.")
    marked.press("3")

    assert marked.submits()["relations"] == [("knows", "이순신", "한국은행")]


@pytest.mark.parametrize("options", [{"bypass_csp": True, "reduced_motion": "reduce"}])
def test_relations_have_no_axe_violations(marked: Relater) -> None:
    marked.clicks("이순신")
    marked.drags_to("Ada")
    marked.has_relations("이순신knowsAda")

    marked.rows.click()
    selected = violations(marked.page, "light") + violations(marked.page, "dark")
    marked.clicks("이순신")
    marked.press("a", "Tab")
    drafted = violations(marked.page, "light") + violations(marked.page, "dark")

    assert selected + drafted == []
