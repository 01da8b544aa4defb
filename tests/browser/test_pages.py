"""Every main page, on the demo: accessible, in one piece at 1024 pixels, and in one language."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labelwright.config.demo.people import DOMAIN
from labelwright.config.install import FRONTEND
from tests.browser.people import DESK, People, Person
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
NARROW = {"width": 1024, "height": 768}
CODES = {"English": "en", "한국어": "ko", "日本語": "ja"}
BUDGET = 250_000  # bytes of compressed JavaScript before the labelling page can be used

CURATOR_PAGES = (
    "overview",
    "items",
    "import",
    "schema",
    "schema/changes",
    "schema/migrations",
    "guideline",
    "questions",
    "questions/weak-spots",
    "batches",
    "gold",
    "batches/new",
    "datasets",
    "models",
    "jobs",
    "members",
    "audit",
)
PROJECT_PAGES = [("curator", f"/projects/blood-cells/{page}") for page in CURATOR_PAGES]
WORK_PAGES = [
    ("annotator", "/projects/blood-cells/work"),
    ("annotator", "/projects/blood-cells/label"),
    ("annotator", "/projects/blood-cells/questions"),
    ("reviewer", "/projects/blood-cells/review"),
]
ORGANISATION_PAGES = [
    ("admin", f"/organisation/{page}") for page in ("members", "invitations", "vendors", "tokens", "audit")
]
PAGES = [
    ("", "/login"),
    ("curator", "/projects"),
    ("curator", "/new-project"),
    ("modeler", "/account"),
    *PROJECT_PAGES,
    *WORK_PAGES,
    *ORGANISATION_PAGES,
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_has_no_axe_violations(demo: Stack, people: People, who: str, path: str) -> None:
    # Only here the policy is bypassed: axe is a script that the page does not know.
    person = at(people, demo, who, path, bypass_csp=True, reduced_motion="reduce")

    found = violations(person.page, "light") + violations(person.page, "dark")

    assert found == []


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_fits_a_narrow_window(demo: Stack, people: People, who: str, path: str) -> None:
    person = at(people, demo, who, path, viewport=NARROW)

    widths = person.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")

    assert widths[0] <= widths[1]


@pytest.mark.parametrize("language", ["한국어", "日本語"])
def test_a_change_of_language_leaves_no_word_behind(demo: Stack, people: People, language: str) -> None:
    person = at(people, demo, "owner", "/projects/blood-cells/overview")
    choose_language(person, "English")
    english = words_of(person.page)

    choose_language(person, language)
    overview = words_of(person.page)
    person.page.goto("/projects/blood-cells/batches")
    ready(person.page)
    batches = words_of(person.page)

    assert {"Overview", "Items", "Schema", "Guideline", "Batches", "Datasets", "Jobs", "Members"} <= english
    assert english & overview == set()
    assert english & batches == set()


def test_the_labelling_page_needs_little_javascript(demo: Stack, people: People) -> None:
    person = log_in(people, demo, "annotator")
    person.page.goto("/account")  # any address, so that the log-in's own scripts are not counted
    person.page.goto("about:blank")
    scripts: dict[str, Any] = {}
    person.page.on(
        "response",
        lambda answer: (
            scripts.setdefault(answer.url, answer) if answer.request.resource_type == "script" else None
        ),
    )

    person.page.goto("/projects/blood-cells/label")
    expect(person.page.get_by_role("application")).to_be_focused()

    sizes = {url: len(gzip.compress(answer.body(), 9)) for url, answer in list(scripts.items())}
    assert sizes
    assert sum(sizes.values()) <= BUDGET, sizes


def log_in(people: People, demo: Stack, who: str, **options: Any) -> Person:
    person = people.arrive(demo, who or "nobody", **{"viewport": DESK, **options})
    return person.is_logged_in(f"{who}@{DOMAIN}", demo.demo_password) if who else person


def at(people: People, demo: Stack, who: str, path: str, **options: Any) -> Person:
    person = log_in(people, demo, who, **options)
    person.page.goto(path)
    ready(person.page)
    return person


def choose_language(person: Person, language: str) -> None:
    person.page.locator("button[aria-haspopup=menu]:has(.tabler-icon-language)").click()
    person.page.get_by_role("menuitem", name=language).click()
    expect(person.page.locator("html")).to_have_attribute("lang", CODES[language])
    ready(person.page)


def words_of(page: Page) -> set[str]:
    """The entries of the side bar; what people called things stays as it is."""
    return {entry.splitlines()[0] for entry in page.locator("aside nav a").all_inner_texts()}


def ready(page: Page) -> None:
    """What the page asked for has come, and what waited for it is gone."""
    expect(page.locator("h1").first).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.locator("[class*=Skeleton], [aria-busy=true]")).to_have_count(0)
    page.evaluate("document.fonts.ready")


def violations(page: Page, scheme: str) -> list[str]:
    page.evaluate(
        "scheme => document.documentElement.setAttribute('data-mantine-color-scheme', scheme)", scheme
    )
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for each in found
        for node in each["nodes"]
    ]
