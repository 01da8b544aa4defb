"""The outlines of pixels, along their edges. Pixels that touch only at a corner belong to two outlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Corner = tuple[int, int]
Ring = list[Corner]

# Directions are 0 to 3 in the order of right turns, as seen on the screen: right, down, left, up.
# Where the edge of a pixel in that direction, with the pixel at its right hand, begins; and the neighbour across it.
_STARTS: Final = ((0, 0), (1, 0), (1, 1), (0, 1))
_ACROSS: Final = ((0, -1), (1, 0), (0, 1), (-1, 0))


def areas_of(pixels: NDArray[np.bool_]) -> list[shapely.Polygon]:
    """The parts of a mask of (height, width), with their holes: exactly its pixels, and valid."""
    rings = list(_rings(pixels))
    outer = [ring for ring in rings if _signed_area(ring) > 0]
    holes = [ring for ring in rings if _signed_area(ring) < 0]
    inside: list[list[Ring]] = [[] for _ in outer]
    for hole, owner in zip(holes, _owners(outer, holes), strict=True):
        inside[owner].append(hole)
    return [shapely.Polygon(ring, cut) for ring, cut in zip(outer, inside, strict=True)]


def _rings(pixels: NDArray[np.bool_]) -> Iterator[Ring]:
    """Corners of simple rings, pixels at the right hand: outlines run clockwise on the screen, holes the other way."""
    width = pixels.shape[1] + 1
    steps = (1, width, -1, -width)
    edges = _edges(pixels)
    left = set(edges)
    for first in edges:
        if first not in left:
            continue
        corners, edge = [first // 4], first
        while True:
            left.discard(edge)
            place, direction = edge // 4 + steps[edge % 4], edge % 4
            # Right first: where two pixels touch at a corner, that stays with the pixel it came along.
            turns = (place * 4 + (direction + turn) % 4 for turn in (1, 0, 3))
            following = next((each for each in turns if each in left), first)
            if following == first:
                break
            if following % 4 != direction:
                corners.append(place)
            edge = following
        yield from _simple([(corner % width, corner // width) for corner in corners])


def _edges(pixels: NDArray[np.bool_]) -> list[int]:
    """The edges between a pixel and none, from the top left: place of its beginning times four, and direction."""
    padded = np.pad(pixels, 1)
    height, width = pixels.shape
    found = []
    for direction, ((x, y), (across, down)) in enumerate(zip(_STARTS, _ACROSS, strict=True)):
        beyond = padded[1 + down : 1 + down + height, 1 + across : 1 + across + width]
        rows, columns = np.nonzero(pixels & ~beyond)
        found.append(((rows + y) * (width + 1) + columns + x) * 4 + direction)
    edges: list[int] = np.sort(np.concatenate(found)).tolist()
    return edges


def _simple(ring: Ring) -> Iterator[Ring]:
    """`ring` cut where it comes by the same corner twice."""
    path: Ring = []
    seen: dict[Corner, int] = {}
    for corner in ring:
        if corner in seen:
            begin = seen[corner]
            yield path[begin:]
            for gone in path[begin:]:
                del seen[gone]
            del path[begin:]
        seen[corner] = len(path)
        path.append(corner)
    yield path


def _signed_area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def _owners(outer: list[Ring], holes: list[Ring]) -> list[int]:
    """For each hole the place among `outer` of the smallest outline around it."""
    if not holes:
        return []
    outlines = [shapely.Polygon(ring) for ring in outer]
    inside = [shapely.Point(_beside(hole)) for hole in holes]
    owners = [-1] * len(holes)
    pairs = zip(*shapely.STRtree(outlines).query(inside, predicate="within").tolist(), strict=True)
    for hole, owner in sorted(pairs, key=lambda pair: -outlines[pair[1]].area):
        owners[hole] = owner
    return owners


def _beside(hole: Ring) -> tuple[float, float]:
    """The middle of a pixel of the hole: at the left hand of its first edge."""
    (x, y), (to_x, to_y) = hole[0], hole[1]
    along = (np.sign(to_x - x), np.sign(to_y - y))
    return x + (along[0] + along[1]) / 2, y + (along[1] - along[0]) / 2
