"""Pairing the parts of two answers so that as many as possible agree. Plain: no database."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from guidelines.values.geometry import BoxTuple

Pair = tuple[int, int]


def best_pairs(weights: Mapping[Pair, float]) -> list[Pair]:
    """The pairs (left, right), no left and no right in two of them, whose weights are the greatest together; in order.

    `weights` holds the possible pairs, all above 0. They are solved group by group: only what has a possible pair in common
    has to be weighed against each other, and that is rarely more than a handful.
    """
    pairs: list[Pair] = []
    for group in _groups(weights):
        pairs += [group[0]] if len(group) == 1 else _assigned({pair: weights[pair] for pair in group})
    return sorted(pairs)


def _groups(weights: Mapping[Pair, float]) -> Iterator[list[Pair]]:
    """The possible pairs, those that hang together in one list."""
    by_left, by_right = defaultdict[int, list[Pair]](list), defaultdict[int, list[Pair]](list)
    for pair in sorted(weights):
        by_left[pair[0]].append(pair)
        by_right[pair[1]].append(pair)
    seen: set[Pair] = set()
    for start in sorted(weights):
        if start in seen:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            pair = waiting.pop()
            group.append(pair)
            for near in (*by_left[pair[0]], *by_right[pair[1]]):
                if near not in seen:
                    seen.add(near)
                    waiting.append(near)
        yield group


def _assigned(weights: Mapping[Pair, float]) -> list[Pair]:
    """The assignment with the greatest weight: the Hungarian method with potentials, in the cube of the number of parts.

    Source: Kuhn (1955) and Munkres (1957), as shortest augmenting paths (Jonker and Volgenant, 1987). A part may stay alone:
    pairs that are not possible weigh nothing and are left out again.
    """
    lefts, rights = (sorted({pair[side] for pair in weights}) for side in (0, 1))
    size = max(len(lefts), len(rights))
    cost = [[0.0] * size for _ in range(size)]
    for row, left in enumerate(lefts):
        for column, right in enumerate(rights):
            cost[row][column] = -weights.get((left, right), 0.0)
    return [
        (lefts[row], rights[column])
        for column, row in enumerate(_cheapest(cost))
        if row < len(lefts) and column < len(rights) and (lefts[row], rights[column]) in weights
    ]


def _cheapest(cost: Sequence[Sequence[float]]) -> list[int]:
    """The row of each column, of the cheapest assignment of a square matrix."""
    size = len(cost)
    of_row, of_column = [0.0] * size, [0.0] * (size + 1)
    row_of = [-1] * (size + 1)  # the last column is where each new row starts
    for row in range(size):
        row_of[size] = row
        column, before = size, [size] * (size + 1)
        shortest, visited = [float("inf")] * (size + 1), [False] * (size + 1)
        while row_of[column] != -1:
            visited[column] = True
            here, least, following = row_of[column], float("inf"), size
            for other in range(size):
                if visited[other]:
                    continue
                reduced = cost[here][other] - of_row[here] - of_column[other]
                if reduced < shortest[other]:
                    shortest[other], before[other] = reduced, column
                if shortest[other] < least:
                    least, following = shortest[other], other
            for other in range(size + 1):
                if visited[other]:
                    of_row[row_of[other]] += least
                    of_column[other] -= least
                else:
                    shortest[other] -= least
            column = following
        while column != size:
            row_of[column] = row_of[before[column]]
            column = before[column]
    return row_of[:size]


def near_pairs(
    lefts: Sequence[BoxTuple], rights: Sequence[BoxTuple], close: Callable[[int, int], float], least: float
) -> dict[Pair, float]:
    """How close each pair is whose boxes overlap, if it is at least `least`. Boxes are (x, y, width, height)."""
    order = sorted(range(len(rights)), key=lambda index: rights[index][0])
    widest = max((box[2] for box in rights), default=0.0)
    edges = [rights[index][0] for index in order]
    found: dict[Pair, float] = {}
    for left, (x, y, width, height) in enumerate(lefts):
        for place in range(bisect_left(edges, x - widest), len(order)):
            right = order[place]
            other_x, other_y, _, other_height = rights[right]
            if other_x > x + width:
                break
            if other_y <= y + height and y <= other_y + other_height:
                how = close(left, right)
                if how >= least:
                    found[left, right] = how
    return found
