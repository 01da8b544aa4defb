"""Putting something into a section of a guideline."""

from __future__ import annotations

from guidelines.markdown.render import sections


def with_quote(markdown: str, key: str, quoted: str) -> str:
    """The text with `quoted` as a quotation at the end of the section `key`, or in a new section of that key at the end."""
    return with_block(markdown, key, [f"> {line}".rstrip() for line in quoted.strip().split("\n")])


def with_block(markdown: str, key: str, block: list[str]) -> str:
    """The text with the lines of `block` at the end of the section `key`, or in a new section of that key at the end.

    Without a key they stand before the first heading.
    """
    lines = markdown.split("\n")
    found = sections(markdown)
    if not key:
        return _placed(lines, found[0].line - 1 if found else len(lines), block)
    at = next((number for number, section in enumerate(found) if section.key == key), None)
    if at is None:
        head = [*lines, "", f"## {key} {{#{key}}}"] if markdown.strip() else [f"## {key} {{#{key}}}"]
        return "\n".join([*head, "", *block, ""])
    return _placed(lines, found[at + 1].line - 1 if at + 1 < len(found) else len(lines), block)


def _placed(lines: list[str], end: int, block: list[str]) -> str:
    """The lines with the block behind what is said before the line `end`, apart from it."""
    before = lines[:end]
    while before and not before[-1].strip():
        before.pop()
    gap = [""] if before else []
    return "\n".join([*before, *gap, *block, "", *lines[end:]])
