"""Markdown becomes HTML in one place of the front end and in one of the server; everything else goes through them.

Each place where people read Markdown is listed here with where it is attacked: `tests/browser/test_markdown_attacks.py` opens
them with `tests/markdown/attacks.json`. A place that is not listed fails, and so does one that is gone.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import test_markdown_attacks as browser

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "frontend" / "src"
SERVER = ("labelwright", "guidelines", "annotation", "datasets", "exports")
VIEW = "components/markdown-view.tsx"

# Whatever makes elements out of text.
SETS_HTML = re.compile(
    r"dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|createContextualFragment|setHTML(Unsafe)?\(|"
    r"parseHTMLUnsafe|DOMParser|document\.write|srcdoc|srcDoc"
)
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
# Other programs that make HTML of Markdown; the editor's language package only colours it.
RENDERERS = re.compile(
    r"^(marked|showdown|remark.*|rehype.*|react-markdown|snarkdown|micromark.*|commonmark|markdown-it.*|dompurify|"
    r"sanitize-html|xss|isomorphic-dompurify)$"
)

SHOWN_BY = {
    "components/guideline-panel.tsx": "reader",  # also the editor's preview, the reading page and why a label is asked about
    "components/markdown-difference.tsx": "comparison",
    "components/answered-question.tsx": "similar answers",
    "editor/screen/guideline-panel.tsx": "beside the canvas",
    "features/guidelines/components/asked-questions.tsx": "asked questions",
    "features/guidelines/components/translation-view.tsx": "translations",
    "features/labelling/components/check-questions.tsx": "check questions",
    "features/labelling/components/question-tab.tsx": "questions beside the canvas",
    "features/labelling/components/section-changes.tsx": "what has changed",
    "features/threads/components/canned-answers-page.tsx": "canned answers",
    "features/threads/components/publish-dialog.tsx": "thread",  # of its words only those that name pictures
    "features/threads/components/thread-view.tsx": "thread",
}
ON_THE_SERVER = {
    "guidelines/api/serializers.py": "api html",
    "annotation/services/examples/handout.py": "handout",
}


def scripts() -> Iterator[tuple[str, str]]:
    """The front end's files without tests and without comments."""
    for path in sorted(SOURCES.rglob("*.ts*")):
        name = path.relative_to(SOURCES).as_posix()
        if ".test." not in name and not name.startswith(("app/gallery/", "testing/", "lib/testing/")):
            yield name, COMMENT.sub("", path.read_text())


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in SERVER:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imported(tree: ast.Module) -> set[str]:
    """`module` and `module.name` of every import, also inside functions."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


# ---- in the browser -------------------------------------------------------------------------------------
def test_one_component_sets_html():
    assert {name for name, text in scripts() if SETS_HTML.search(text)} == {VIEW}


def test_one_component_reads_markdown_and_sanitises_it():
    readers = re.compile(r"from '(markdown-it|dompurify)'")

    assert {name for name, text in scripts() if readers.search(text)} == {VIEW}


def test_there_is_no_second_renderer_to_be_used_by_mistake():
    package = json.loads((ROOT / "frontend" / "package.json").read_text())

    assert {name for name in package["dependencies"] if RENDERERS.match(name)} == {"markdown-it", "dompurify"}


def test_trusted_html_is_made_by_that_component_alone():
    makers = {name for name, text in scripts() if re.search(r"appPolicy|createHTML|createPolicy", text)}

    assert makers == {VIEW, "lib/trusted-types.ts"}


def test_every_place_that_shows_markdown_is_attacked():
    showing = re.compile(r"<Markdown(View|Difference)\b")

    assert {name for name, text in scripts() if showing.search(text)} == set(SHOWN_BY)
    assert set(SHOWN_BY.values()) <= set(browser.PLACES)


# ---- on the server --------------------------------------------------------------------------------------
def test_one_module_reads_markdown_and_sanitises_it():
    readers = {
        name for name, tree in modules() if imported(tree) & {"nh3", "markdown_it", "bleach", "markdown"}
    }

    assert readers == {"guidelines/markdown/render.py"}


def test_every_place_that_gives_html_of_markdown_is_attacked():
    givers = {name for name, tree in modules() if "guidelines.markdown.render.render" in imported(tree)}

    assert givers == set(ON_THE_SERVER)
    assert set(ON_THE_SERVER.values()) <= set(browser.PLACES)


def test_nothing_is_called_safe_that_was_not_escaped():
    """E-mail is put together with `format_html`, which escapes what it is given."""
    safe = {
        name
        for name, tree in modules()
        if any(each.endswith((".mark_safe", ".html_safe")) for each in imported(tree))
    }

    assert safe == set()
