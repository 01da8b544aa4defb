"""One guideline in several languages: a source text, and what its sections read in others. Plain."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guidelines.markdown.difference import BEGINNING, Part, parts
from guidelines.markdown.render import sections


class Standing(StrEnum):
    """How a section stands in a language."""

    SOURCE = "source"  # it was written in it
    TRANSLATED = "translated"
    OUTDATED = "outdated"  # its source has changed since
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Translated:
    """A section in another language; `source` is the hash of the text that it was made from."""

    title: str
    body: str
    source: str


def source_hash(part: Part) -> str:
    """SHA-256 of what a translator sees of a section: its heading and its text."""
    return hashlib.sha256(f"{part.title}\n{part.body}".encode()).hexdigest()


def standing(part: Part, translated: Translated | None) -> Standing:
    """How the section stands in the language of `translated`."""
    if translated is None:
        return Standing.MISSING
    return Standing.TRANSLATED if translated.source == source_hash(part) else Standing.OUTDATED


def in_language(
    markdown: str, translations: Mapping[str, Translated], *, only: Standing | None = None
) -> str:
    """The text with each section as `translations` (by section key) has it; what they have not stays as it is.

    With `only`, translations that stand otherwise are left out. Keys and levels of the headings are those of the source.
    """
    levels = {section.key: section.level for section in sections(markdown)}
    told = []
    for key, part in parts(markdown).items():
        translated = translations.get(key)
        if translated is None or (only is not None and standing(part, translated) is not only):
            title, body = part.title, part.body
        else:
            title, body = translated.title or part.title, translated.body
        head = [] if key == BEGINNING else [f"{'#' * levels[key]} {title} {{#{key}}}"]
        told.append("\n\n".join([*head, *([body] if body else [])]))
    return "\n\n".join(told) + "\n"
