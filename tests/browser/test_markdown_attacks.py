"""Every attack in Markdown (`tests/markdown`), published in every place where people read Markdown, and read there in Chromium:
nothing runs, nothing is fetched from elsewhere, nothing of the page is shadowed, and no policy has to step in.
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from annotation.queries.news import News, Why
from annotation.services.digest.letter import letter_to
from guidelines.models import Project
from labelwright.accounts.models import User
from tests.browser.people import People, Person
from tests.browser.test_mishaps import Shift
from tests.jobs.world import Lab
from tests.markdown import HOSTILE
from tests.stack import OWNER, PASSWORD, Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# As `tests/house/test_markdown.py` names them.
PLACES = (
    "reader",
    "comparison",
    "editor",
    "draft comments",
    "translations",
    "first reading",
    "what has changed",
    "check questions",
    "asked questions",
    "beside the canvas",
    "questions beside the canvas",
    "similar answers",
    "thread",
    "canned answers",
    "handout",
    "api html",
    "digest",
)
MARK = "window.pwned=1"  # part of many attacks: where it can be read, the text was shown
SHORT = [attack for attack in HOSTILE if len(attack) < 500]
# A text that names an example which is not there is not published; examples are attacked by their captions.
GUIDE = "\n\n".join(["# Mood {#overview}", "## Irony {#irony}", *(a for a in SHORT if "{example" not in a)])
WORDS = "\n\n".join(attack for attack in SHORT if not attack.startswith("##"))
CAPTION = "<img src=x onerror=window.pwned=1> [x](javascript:window.pwned=1)"
HARM = """() => {
  const found = [];
  if ('pwned' in window && typeof window.pwned === 'number') found.push('a script ran');
  const active = 'iframe, object, embed, base, math, form#pwned, link[href*="elsewhere"], ' +
    '[onerror], [onload], [onclick], [onmouseover], [ontoggle], img[src*="elsewhere"], img[src^="data:image/svg"]';
  for (const each of document.querySelectorAll(active)) found.push(each.outerHTML.slice(0, 200));
  for (const link of document.querySelectorAll('a[href]'))
    if (![':', 'http:', 'https:', 'mailto:', 'file:', 'blob:'].includes(link.protocol)) found.push(link.outerHTML);
  if (typeof document.cookie !== 'string' || typeof document.getElementById !== 'function')
    found.push('the document is shadowed');
  for (const id of ['cookie', 'login', 'pwned', 'root'])
    for (const each of document.querySelectorAll(`main [id="${id}"], article [id="${id}"]`)) found.push(each.outerHTML);
  return found;
}"""


class Watch:
    """What a person's browser is asked to do while they read, and where they have been."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.faults: list[str] = []

    def over(self, person: Person) -> Person:
        person.context.on("request", lambda request: self._asked(person, request.url))
        person.page.on("dialog", lambda dialog: (self.faults.append("a dialog"), dialog.dismiss()))
        return person

    def _asked(self, person: Person, url: str) -> None:
        if not url.startswith((f"{person.url}/", "file:", "data:", "blob:")):
            self.faults.append(f"asked for {url}")

    def harmless(self, place: str, person: Person, shown: Locator | None = None) -> None:
        """The attacks can be read here, and that is all."""
        expect((shown or person.page.locator("body")).first).to_contain_text(MARK)
        self.seen.append(place)
        self.faults += [f"{place}: {found}" for found in person.page.evaluate(HARM)]


WORDS_LAST = "More: <script>window.pwned=1</script> [x](javascript:window.pwned=1)"


def _published(shift: Shift, markdown: str | None) -> str:
    owner, draft = shift.lab.owner, f"/projects/{shift.project}/guideline-draft"
    if markdown is not None:
        version = owner.post(draft)["version"]
        owner.json("PUT", draft, json={"markdown": markdown}, headers={"If-Match": f'"{version}"'})
    version = owner.get(draft)["version"]
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": uuid4().hex}
    body = {"change_kind": "rule_change", "summary": CAPTION, "anyway": True}
    return str(owner.json("POST", f"{draft}/publish", json=body, headers=headers)["id"])


def _asked(shift: Shift) -> None:
    """Anna asks about the item that she holds; the answer is published to everybody."""
    owner, threads = shift.lab.owner, f"/projects/{shift.project}/threads"
    (work,) = shift.anna.post(f"/projects/{shift.project}/assignments", count=1)["assignments"]
    thread = shift.anna.post(threads, body=WORDS, assignment=work["id"])["id"]
    owner.post(f"/threads/{thread}/messages", body=WORDS, answer=True)
    owner.post(f"/threads/{thread}/publish", question=CAPTION, answer=WORDS[:4900])
    owner.post(f"/projects/{shift.project}/canned-answers", name=CAPTION[:60], body=WORDS)


def test_an_attack_in_markdown_does_nothing_wherever_it_is_read(
    stack: Stack, people: People, tmp_path: Path
) -> None:
    shift, watch = Shift(Lab(stack), people, texts=4), Watch()
    owner = shift.lab.owner
    _published(shift, GUIDE)

    # Who is new reads all of it.
    anna = watch.over(shift.window(shift.mail["anna"]))
    page = anna.page
    page.goto(f"{shift.path}/label")
    watch.harmless("first reading", anna, page.get_by_role("region", name="Guideline"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is text number")).to_be_visible()
    page.keyboard.press("Shift+G")
    watch.harmless("beside the canvas", anna, page.get_by_role("region", name="Guideline"))
    _asked(shift)
    page.goto(f"{shift.path}/label")
    expect(page.get_by_text("This is text number")).to_be_visible()
    page.keyboard.press("q")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.type("window pwned script alert")
    similar = page.get_by_role("region", name="Already answered")
    similar.locator("summary").first.click()
    watch.harmless("similar answers", anna, similar)
    page.keyboard.press("Escape")
    for name in ("Questions about this item", "Answers for everybody"):
        section = page.get_by_role("region", name=name)
        section.locator("summary").first.click()
        watch.harmless("questions beside the canvas", anna, section)

    # The curator reads, compares, writes, comments, translates, answers.
    clara = watch.over(people.arrive(stack, "owner").is_logged_in(OWNER, PASSWORD))
    page = clara.page
    prepared_draft(shift)
    page.goto(f"{shift.path}/guideline?edit=true")
    watch.harmless("editor", clara, page.get_by_role("region", name="Preview"))
    page.goto(f"{shift.path}/guideline?edit=true&translate=ko")
    watch.harmless("translations", clara, page.get_by_role("region", name="Languages"))
    page.goto(f"{shift.path}/guideline?edit=true")
    clara.button("Comments: 1").click()
    watch.harmless("draft comments", clara, page.get_by_role("complementary", name="Comments"))
    second = _published(shift, None)
    page.goto(f"{shift.path}/guideline")
    watch.harmless("reader", clara, page.get_by_role("article"))
    asked = page.get_by_role("region", name="Check questions of this version")
    watch.harmless("asked questions", clara, asked)
    page.goto(f"{shift.path}/guideline?against=1")
    watch.harmless("comparison", clara, page.get_by_role("main"))
    page.goto(f"{shift.path}/questions")
    watch.harmless("thread", clara, page.get_by_role("article"))
    page.goto(f"{shift.path}/questions/canned-answers")
    watch.harmless("canned answers", clara, page.get_by_role("list", name="Canned answers"))

    # Anna is shown what has changed, and asked about it.
    page = anna.page
    page.goto(f"{shift.path}/label")
    watch.harmless("what has changed", anna, page.get_by_role("region", name="What has changed"))
    page.keyboard.press("Enter")
    watch.harmless("check questions", anna, page.get_by_role("main"))
    page.keyboard.press("1")  # wrong: it is explained, with the section that says it
    watch.harmless("check questions", anna, page.get_by_label("What the guideline says"))

    # Outside nothing watches over what is read but what it is made of.
    reader = watch.over(people.arrive(stack, "somebody"))
    handout = owner.ask("GET", f"/guideline-versions/{second}/html")
    for place, html in (
        ("handout", handout.text),
        ("api html", owner.get(f"/guideline-versions/{second}")["html"]),
        *(("digest", letter) for letter in digests()),
    ):
        file = tmp_path / "page.html"
        file.write_text(html)
        reader.page.goto(file.as_uri())
        reader.page.wait_for_timeout(50)
        watch.seen.append(place)
        watch.faults += [f"{place}: {found}" for found in reader.page.evaluate(HARM)]

    assert watch.faults == []
    assert sorted(set(watch.seen)) == sorted(PLACES)


def prepared_draft(shift: Shift) -> None:
    """A draft with an example, a check question, a comment and a translation."""
    owner, project = shift.lab.owner, shift.project
    draft = f"/projects/{project}/guideline-draft"
    owner.post(draft)
    items = owner.get(f"/projects/{project}/items", limit=4)["results"]
    item = items[-1]["id"]
    words = {"item": item, "verdict": "wrong", "caption": CAPTION, "section": "irony"}
    owner.post(f"/projects/{project}/guideline-examples", **words)
    found = owner.get(draft)
    markdown = found["markdown"].replace("# Mood {#overview}", f"# Mood {{#overview}}\n\n{WORDS_LAST}")
    headers = {"If-Match": f'"{found["version"]}"'}
    owner.json("PUT", draft, json={"markdown": markdown}, headers=headers)
    owner.post(
        f"{draft}/checks",
        item=item,
        question=WORDS[:500],
        answers=[CAPTION, "No"],
        right=1,
        explanation=WORDS[:500],
        section="irony",
    )
    owner.post(f"{draft}/comments", section="irony", body=WORDS[:1900])
    section = next(
        each
        for each in owner.get(f"{draft}/translations", language="ko")["sections"]
        if each["key"] == "irony"
    )
    body = {"language": "ko", "section": "irony", "title": "반어", "body": WORDS, "source": section["hash"]}
    owner.json("PUT", f"{draft}/translations", json=body, headers={"If-Match": '"0"'})


def digests() -> list[str]:
    """The page of an e-mail for each attack, as how a question begins and as what a project is called."""
    user = User(email="reader@example.test", locale="en")
    letters = [
        letter_to(
            user,
            [News(Project(name=attack[:80], slug="a"), uuid4(), Why.WAITS, attack[:200], timezone.now())],
            more=False,
            slot=timezone.now(),
        )
        for attack in SHORT
    ]
    return [str(letter.alternatives[0][0]) for letter in letters]
