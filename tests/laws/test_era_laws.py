"""What holds for judging work by the rules that it was made by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement.eras import RuleChange, changes_between, judged_until
from annotation.consequences import wilson

START = datetime(2026, 1, 1, tzinfo=UTC)
days = st.integers(0, 100)
numbers = st.none() | st.integers(1, 12)
LABELS = st.none() | st.frozensets(st.sampled_from(["rbc", "wbc"]))


def at(day: int) -> datetime:
    return START + timedelta(days=day)


@st.composite
def histories(draw: st.DrawFn) -> list[RuleChange]:
    """Rule changes, each later than the one before."""
    at_days = sorted(draw(st.sets(st.integers(1, 99), max_size=8)))
    found = sorted(draw(st.sets(st.integers(1, 12), min_size=len(at_days), max_size=len(at_days))))
    return [RuleChange(number, at(day), draw(LABELS)) for number, day in zip(found, at_days, strict=True)]


@given(histories(), numbers, days)
def test_work_is_judged_by_its_own_rules_until_the_next_change(
    changes: list[RuleChange], made_by: int | None, day: int
):
    until = judged_until(changes, made_by=made_by)
    newer = [
        each
        for each in changes_between(changes, made_by=made_by, judged_at=at(day))
        if each.number > (made_by or 0)
    ]

    assert bool(newer) == (until is not None and until <= at(day))


@given(histories(), numbers)
def test_nothing_lies_between_work_and_a_judgement_of_its_own_time(
    changes: list[RuleChange], made_by: int | None
):
    own = [each for each in changes if each.number <= (made_by or 0)]
    judged_at = own[-1].at if own else at(0)

    assert changes_between(changes, made_by=made_by, judged_at=judged_at) == []


@given(histories(), numbers, days)
def test_a_later_judgement_of_newer_rules_has_at_least_as_much_between(
    changes: list[RuleChange], made_by: int | None, day: int
):
    def newer(judged_at: datetime) -> set[int]:
        between = changes_between(changes, made_by=made_by, judged_at=judged_at)
        return {each.number for each in between if each.number > (made_by or 0)}

    assert newer(at(day)) <= newer(at(day + 10))


@given(st.floats(0, 1), st.integers(1, 2000))
def test_the_interval_of_a_score_holds_it_and_stays_a_share(score: float, items: int):
    low, high = wilson(score * items, items)

    assert 0 <= low <= score + 1e-9
    assert score - 1e-9 <= high <= 1
