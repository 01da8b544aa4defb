"""Markdown of guidelines: its sections, and HTML that is safe to show. The one place on the server that renders Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST: Final = 200_000  # characters
DEEPEST: Final = 20  # nested lists and quotes; deeper ones cost time without helping a reader

_KEY = re.compile(r"\s*\{#([a-z][a-z0-9_-]{0,62})\}\s*$")
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST}).enable(
    ["table", "strikethrough"]
)

_TAGS: Final = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "ol": {"start"},
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
    """HTML that holds nothing but text structure: no scripts, styles, images, raw HTML, nor ids that could shadow the page's.

    Headings carry their section key as `data-section`; links open only http, https and mailto and are marked nofollow.
    """
    keys = iter(sections(markdown))
    tokens = _PARSER.parse(markdown)
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
