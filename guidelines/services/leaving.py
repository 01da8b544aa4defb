"""Sections that a draft leaves out, and the examples that stood in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from guidelines.markdown.examples import Example, example_line
from guidelines.markdown.quoting import with_block
from guidelines.markdown.render import examples, sections
from guidelines.models import GuidelineVersion
from guidelines.pointers import Move, Pointer, move_of
from labelwright.errors import Fault, Invalid, Words

EXAMPLE: Final = "example"


def left_out(current: GuidelineVersion | None, markdown: str) -> list[str]:
    """Keys of the sections of the current version that the text no longer has."""
    if current is None:
        return []
    there = {section.key for section in sections(markdown)}
    return [section.key for section in sections(current.markdown) if section.key not in there]


def left_examples(current: GuidelineVersion | None, markdown: str) -> list[Pointer]:
    """Examples that went with their section; what was taken out of a section that stays was taken out on purpose."""
    return [Pointer(EXAMPLE, each.key, each.caption, each.section) for each in _left(current, markdown)]


def _left(current: GuidelineVersion | None, markdown: str) -> list[Example]:
    gone = set(left_out(current, markdown))
    if current is None or not gone:
        return []
    there = {each.key for each in examples(markdown)}
    return [each for each in examples(current.markdown) if each.section in gone and each.key not in there]


def with_moved_examples(
    current: GuidelineVersion | None, markdown: str, moves: Sequence[Move]
) -> tuple[str, list[Pointer]]:
    """The text with the examples where `moves` put them, and those that no move is about."""
    undecided: list[Pointer] = []
    text = markdown
    for each in _left(current, markdown):
        pointer = Pointer(EXAMPLE, each.key, each.caption, each.section)
        move = move_of(pointer, moves)
        if move is None:
            undecided.append(pointer)
        elif move.to is not None:
            text = with_block(text, move.to, [example_line(each.key, each.verdict, each.caption)])
    return text, undecided


def require_places(moves: Sequence[Move], markdown: str) -> None:
    """Nothing, or `Invalid` for moves to sections that the text does not have."""
    there = {"", None, *(section.key for section in sections(markdown))}
    faults = [
        Fault(f"/moves/{index}/to", Words("There is no {key} here.", key=move.to))
        for index, move in enumerate(moves)
        if move.to not in there
    ]
    if faults:
        raise Invalid("The change names what is not there.", errors=faults)
