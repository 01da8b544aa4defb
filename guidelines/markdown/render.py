"""Markdown of guidelines: its sections, and HTML that is safe to show. The one place on the server that renders Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guidelines.markdown.examples import Example, paragraph_of
from guidelines.markdown.pictures import key_in

LONGEST: Final = 200_000  # characters
DEEPEST: Final = 20  # nested lists and quotes; deeper ones cost time without helping a reader

_KEY = re.compile(r"\s*\{#([a-z][a-z0-9_-]{0,62})\}\s*$")
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST}).enable(
    ["table", "strikethrough"]
)

_TAGS: Final = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td", "a", "img",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "ol": {"start"},
    "img": {"data-picture", "alt"},  # no address: whoever shows the page knows where the pictures are
    "p": {"data-example", "data-verdict"},
    **{f"h{level}": {"data-section"} for level in range(1, 7)},
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `key` stays when the heading is reworded or moved."""

    key: str
    title: str
    level: int
    line: int  # from 1


def sections(markdown: str) -> list[Section]:
    """The sections in the order of the text; a heading without `{#key}` gets one made from its title."""
    found: list[Section] = []
    taken: set[str] = set()
    tokens = _PARSER.parse(markdown)
    for opening, inline in _headings(tokens):
        match = _KEY.search(inline.content)
        title = _KEY.sub("", inline.content).strip()
        key = _free(match.group(1) if match else _key_of(title), taken)
        taken.add(key)
        line = (opening.map or [0])[0] + 1
        found.append(Section(key, title, int(opening.tag[1]), line))
    return found


def examples(markdown: str) -> list[Example]:
    """The examples that the text names, in its order, each with the section that it stands in."""
    tokens = _PARSER.parse(markdown)
    headings = {section.line: section.key for section in sections(markdown)}
    found: list[Example] = []
    section = ""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0:
            section = headings[(opening.map or [0])[0] + 1]
        found += [replace(each, section=section) for each in paragraph_of(opening, inline)]
    return found


def pictures(markdown: str) -> list[str]:
    """The keys of the pictures that the text names, in its order, each once; what stands in code names none."""
    children = (child for token in _PARSER.parse(markdown) for child in token.children or ())
    keys = (key_in(str(child.attrs.get("src", ""))) for child in children if child.type == "image")
    return list(dict.fromkeys(key for key in keys if key))


def with_section_keys(markdown: str) -> str:
    """The text in which every heading carries its key, so that it stays when the heading changes."""
    lines = markdown.split("\n")
    for section in sections(markdown):
        text = lines[section.line - 1]
        if text.lstrip().startswith("#"):
            bare = _KEY.sub("", text.rstrip().rstrip("#").rstrip())
            lines[section.line - 1] = f"{bare} {{#{section.key}}}"
    return "\n".join(lines)


def render(markdown: str) -> str:
    """HTML that holds nothing but text structure: no scripts, styles, raw HTML, addresses of images, nor ids that could
    shadow the page's.

    Headings carry their section key as `data-section`; links open only http, https and mailto and are marked nofollow.
    An example is a paragraph of its caption, with its key as `data-example` and its verdict as `data-verdict`. A picture is
    an `img` with its key as `data-picture` and what it shows as `alt`; images of other addresses are left out.
    """
    keys = iter(sections(markdown))
    tokens = _told(_PARSER.parse(markdown))
    for opening, inline in _headings(tokens):
        opening.attrSet("data-section", next(keys).key)
        _drop_key(inline)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _image(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    key = key_in(str(tokens[index].attrs.get("src", "")))
    if key is None:
        return ""
    shows = renderer.renderInlineAsText(tokens[index].children, options, env)
    return f'<img data-picture="{key}" alt="{escape(shows)}">'


_PARSER.add_render_rule("image", _image)


def _told(tokens: list[Token]) -> list[Token]:
    """The tokens, with a paragraph for each example in the place of the line that names it."""
    told: list[Token] = []
    skipped = 0
    for index, token in enumerate(tokens):
        if skipped:
            skipped -= 1
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else token
        named = paragraph_of(token, following)
        if not named:
            told.append(token)
            continue
        for example in named:
            attributes: dict[str, str | int | float] = {
                "data-example": example.key,
                "data-verdict": example.verdict.value,
            }
            words = Token("text", "", 0, content=example.caption)
            told += [
                Token("paragraph_open", "p", 1, attrs=attributes, block=True),
                Token("inline", "", 0, content=example.caption, children=[words], block=True),
                Token("paragraph_close", "p", -1, block=True),
            ]
        skipped = 2  # the paragraph's words and its end
    return told


def _headings(tokens: list[Token]) -> list[tuple[Token, Token]]:
    return [
        (token, tokens[index + 1])
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def _drop_key(inline: Token) -> None:
    for child in reversed(inline.children or []):
        if child.type == "text":
            child.content = _KEY.sub("", child.content)
            return


def _key_of(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return (words if words[:1].isalpha() else f"section-{words}".strip("-"))[:60]


def _free(key: str, taken: set[str]) -> str:
    number = 2
    free = key
    while free in taken:
        free = f"{key}-{number}"
        number += 1
    return free
