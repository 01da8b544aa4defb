"""What looking again at a sample may say: laws of the interval, of the size, and of the recommendation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.consequences import (
    HALF_WIDTH,
    LEAST_OF_A_LABEL,
    TOLERATED,
    Decision,
    Look,
    changed_labels,
    proposed_size,
    recommend,
    wilson,
)
from guidelines.values.box import Box
from guidelines.values.choice import Choice
from guidelines.values.regions import Region, Regions
from guidelines.values.value import Value

LABELS = ("rbc", "wbc", "platelet")
of = st.integers(1, 3000)
hits_of = of.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
look = st.sets(st.sampled_from(LABELS), min_size=1).flatmap(
    lambda used: st.builds(Look, st.just(frozenset(used)), st.frozensets(st.sampled_from(sorted(used))))
)


@given(hits_of)
def test_the_interval_holds_the_share_and_stays_a_share(sample: tuple[int, int]):
    hits, n = sample

    low, high = wilson(hits, n)

    assert 0 <= low <= hits / n <= high <= 1


@given(hits_of)
def test_what_was_not_hit_has_the_mirrored_interval(sample: tuple[int, int]):
    hits, n = sample

    low, high = wilson(hits, n)

    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low))


@given(hits_of, st.integers(2, 20))
def test_more_of_the_same_makes_the_interval_narrower(sample: tuple[int, int], times: int):
    hits, n = sample

    low, high = wilson(hits, n)
    closer_low, closer_high = wilson(hits * times, n * times)

    assert closer_high - closer_low < high - low


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_that_of_the_literature(hits: int, n: int, low: float, high: float):
    """The last one is Newcombe's example, Statistics in Medicine 17 (1998), table I."""
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_seen_leaves_everything_possible():
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10**7))
def test_the_proposed_sample_is_part_of_the_whole(population: int):
    assert 1 <= proposed_size(population) <= population


@given(st.integers(10**6, 10**9))
def test_the_proposed_sample_of_many_tells_the_rate_to_the_stated_width(population: int):
    size = proposed_size(population)

    low, high = wilson(size // 2, size)

    assert (high - low) / 2 <= HALF_WIDTH + 1e-3


@given(st.integers(1, 10**6))
def test_of_more_at_least_as_many_are_looked_at(population: int):
    assert proposed_size(population) <= proposed_size(population + 1)


@given(st.lists(look, max_size=200))
def test_a_recommendation_follows_from_its_numbers(looks: list[Look]):
    found = recommend(looks)

    low, high = found.whole.interval
    expected = {
        Decision.NONE: not looks,
        Decision.KEEP: high <= TOLERATED,
        Decision.SLICE: bool(found.labels)
        and all(
            found.by_label[label].interval[0] > TOLERATED and found.by_label[label].seen >= LEAST_OF_A_LABEL
            for label in found.labels
        ),
        Decision.ALL: low > TOLERATED,
        Decision.MORE: low <= TOLERATED < high,
    }
    assert expected[found.decision]
    assert bool(found.labels) == (found.decision is Decision.SLICE)


@given(st.lists(look, max_size=60), st.randoms())
def test_the_order_of_looking_says_nothing(looks: list[Look], chance):
    shuffled = list(looks)
    chance.shuffle(shuffled)

    assert recommend(shuffled) == recommend(looks)


def looks_of(label: str, seen: int, changed: int) -> list[Look]:
    used = frozenset({label})
    return [Look(used, used if n < changed else frozenset()) for n in range(seen)]


@pytest.mark.parametrize(
    ("looks", "decision", "labels"),
    [
        ([], "none", ()),
        (looks_of("rbc", 93, 1), "keep", ()),
        (looks_of("rbc", 50, 30), "all", ()),
        (looks_of("rbc", 10, 1), "more", ()),
        (looks_of("rbc", 30, 20) + looks_of("wbc", 60, 1), "slice", ("rbc",)),
        (looks_of("rbc", 30, 20) + looks_of("wbc", 60, 30), "all", ()),
        # Nine say nothing about a label, whatever they say.
        (looks_of("rbc", 9, 9) + looks_of("wbc", 200, 1), "keep", ()),
    ],
)
def test_what_is_recommended(looks: list[Look], decision: str, labels: tuple[str, ...]):
    found = recommend(looks)

    assert (found.decision.value, found.labels) == (decision, labels)


def box(id: str, label: str, x: float = 1.0, **attributes: str) -> Region:
    return Region(id=id, label=label, geometry=Box((x, 2.0, 3.0, 4.0)), attributes=attributes)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        ([box("a", "rbc"), box("b", "wbc")], []),
        ([box("other", "wbc"), box("ids", "rbc")], []),
        ([box("a", "rbc", 1.5), box("b", "wbc")], ["rbc"]),
        ([box("a", "rbc", lobes="two"), box("b", "wbc")], ["rbc"]),
        ([box("a", "wbc"), box("b", "wbc")], ["rbc", "wbc"]),
        ([box("a", "rbc")], ["wbc"]),
        ([box("a", "rbc"), box("b", "wbc"), box("c", "platelet")], []),
    ],
)
def test_a_label_changed_where_a_part_of_it_says_something_else(after: list[Region], changed: list[str]):
    before = Value({"cells": Regions((box("a", "rbc"), box("b", "wbc")))})

    assert changed_labels(before, Value({"cells": Regions(tuple(after))}), ["rbc", "wbc"]) == changed


def test_an_option_changed_where_it_was_chosen_and_is_no_more():
    before, after = Value({"intent": Choice("greet")}), Value({"intent": Choice("order")})

    assert changed_labels(before, after, ["greet", "cancel"]) == ["greet"]
