"""Stretches with a start and an end (spans of a text, segments of time) that cross one another."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from guidelines.schema.fields.located import about
from guidelines.schema.findings import Finding

P = TypeVar("P", bound=Any)


def overlapping(parts: Sequence[P]) -> list[P]:
    """Those of `parts` that begin before an earlier one ends."""
    return [parts[index] for index, _ in _crossings(parts)]


def overlaps(parts: Sequence[Any], at: str) -> Iterator[Finding]:
    """A finding for each of `parts`, which stand at `at`, that crosses another."""
    for index, other in _crossings(parts):
        part = parts[index]
        if at == "/spans":
            detail = about(
                part, "Expected no overlap, found one with span {other}. Move one.", other=other.id
            )
        else:
            detail = about(
                part, "Expected no overlap, found one with segment {other}. Move one.", other=other.id
            )
        yield f"{at}/{index}", detail


def _crossings(parts: Sequence[P]) -> Iterator[tuple[int, P]]:
    """Position of each part that begins before an earlier one ends, and the one of those that ends last."""
    order = sorted(range(len(parts)), key=lambda index: (parts[index].start, parts[index].end))
    furthest = None
    for index in order:
        part = parts[index]
        if furthest is not None and part.start < furthest.end:
            yield index, furthest
        if furthest is None or part.end > furthest.end:
            furthest = part
