"""Taking an answer up into a guideline."""

from __future__ import annotations

from guidelines.markdown.render import sections


def with_quote(markdown: str, key: str, quoted: str) -> str:
    """The text with `quoted` as a quotation at the end of the section `key`, or in a new section of that key at the end."""
    lines = markdown.split("\n")
    quote = [f"> {line}".rstrip() for line in quoted.strip().split("\n")]
    found = sections(markdown)
    at = next((number for number, section in enumerate(found) if section.key == key), None)
    if at is None:
        head = [*lines, "", f"## {key} {{#{key}}}"] if markdown.strip() else [f"## {key} {{#{key}}}"]
        return "\n".join([*head, "", *quote, ""])
    end = found[at + 1].line - 1 if at + 1 < len(found) else len(lines)
    before = lines[:end]
    while before and not before[-1].strip():
        before.pop()
    return "\n".join([*before, "", *quote, "", *lines[end:]])
