"""Which sections of a guideline differ between two texts, and which labels they are about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from guidelines.markdown.render import sections

BEGINNING = ""  # the key of what stands before the first heading


class Difference(StrEnum):
    """What became of a section."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RENAMED = "renamed"  # only its heading reads differently
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its own text: up to the next heading, whatever the level of that. `above` are the sections it stands in."""

    key: str
    title: str
    markdown: str
    body: str
    above: tuple[str, ...]


def parts(markdown: str) -> dict[str, Part]:
    """The parts by key in the order of the text; what stands before the first heading has the key `BEGINNING`."""
    lines = [line.rstrip() for line in markdown.split("\n")]
    found = sections(markdown)
    ends = [section.line - 1 for section in found] + [len(lines)]
    beginning = "\n".join(lines[: ends[0]]).strip()
    told = {BEGINNING: Part(BEGINNING, "", beginning, beginning, ())} if beginning else {}
    above: list[tuple[int, str]] = []
    for section, end in zip(found, ends[1:], strict=True):
        above = [(level, key) for level, key in above if level < section.level]
        text = "\n".join(lines[section.line - 1 : end]).strip()
        body = "\n".join(lines[section.line : end]).strip()
        told[section.key] = Part(section.key, section.title, text, body, tuple(key for _, key in above))
        above.append((section.level, section.key))
    return told


def difference_of(before: Part | None, after: Part | None) -> Difference:
    """What became of one section; it is there before or after, or both."""
    if before is None:
        return Difference.ADDED
    if after is None:
        return Difference.REMOVED
    if before.body != after.body:
        return Difference.CHANGED
    return Difference.SAME if before.title == after.title else Difference.RENAMED


def all_keys(before: dict[str, Part], after: dict[str, Part]) -> list[str]:
    """The keys of both: as the newer text has them, and then what is gone."""
    return [*after, *(key for key in before if key not in after)]


def changed_keys(before: dict[str, Part], after: dict[str, Part]) -> list[str]:
    """The keys of what was added, changed, renamed or removed. What only moved reads as before."""
    return [
        key
        for key in all_keys(before, after)
        if difference_of(before.get(key), after.get(key)) is not Difference.SAME
    ]


def labels_about(
    keys: Collection[str], before: dict[str, Part], after: dict[str, Part], labels: Collection[str]
) -> list[str]:
    """Those of `labels`, in their order, whose section is one of `keys` or holds one of them."""
    meant: set[str] = set()
    for key in keys:
        for part in (before.get(key), after.get(key)):
            if part is not None:
                nearest = (each for each in (key, *reversed(part.above)) if each in labels)
                meant.update(each for each in [next(nearest, None)] if each is not None)
    return [label for label in labels if label in meant]
