"""Laws of the splits: nothing moves, groups stay together, shares are met."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from datasets.splits import SplitRule, ordered, position, share_faults

NAMES = st.text("abcdefgh0123_-", min_size=1, max_size=8) | st.sampled_from(["train", "val", "test"])
KEYS = st.text(max_size=20)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)


@st.composite
def shares(draw: st.DrawFn) -> dict[str, float]:
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    cuts = draw(st.lists(st.integers(1, 999), min_size=len(names) - 1, max_size=len(names) - 1, unique=True))
    ends = [0, *sorted(cuts), 1000]
    return {name: (ends[i + 1] - ends[i]) / 1000 for i, name in enumerate(names)}


@given(shares(), KEYS, KEYS, HASHES)
def test_every_item_has_exactly_one_of_the_splits(given_shares, salt, group, content_hash):
    rule = SplitRule(salt, ordered(given_shares))

    assert share_faults(given_shares) == []
    assert rule.split_of(group_key=group, content_hash=content_hash) in given_shares


@given(shares(), KEYS, KEYS.filter(bool), HASHES, HASHES)
def test_a_group_stays_together(given_shares, salt, group, one, other):
    rule = SplitRule(salt, ordered(given_shares))

    assert rule.split_of(group_key=group, content_hash=one) == rule.split_of(
        group_key=group, content_hash=other
    )


@given(shares(), KEYS, KEYS, HASHES, st.randoms())
def test_the_order_in_which_shares_are_written_does_not_matter(given_shares, salt, group, content_hash, rng):
    pairs = list(given_shares.items())
    rng.shuffle(pairs)

    one = SplitRule(salt, ordered(given_shares)).split_of(group_key=group, content_hash=content_hash)
    other = SplitRule(salt, ordered(dict(pairs))).split_of(group_key=group, content_hash=content_hash)

    assert one == other


@given(KEYS, KEYS, HASHES, st.integers(1, 98), st.integers(1, 98))
def test_a_larger_first_share_takes_items_and_gives_none(salt, group, content_hash, one, other):
    small, large = sorted((one, other))
    place = {"group_key": group, "content_hash": content_hash}

    before = SplitRule(salt, ordered({"train": small / 100, "test": (100 - small) / 100})).split_of(**place)
    after = SplitRule(salt, ordered({"train": large / 100, "test": (100 - large) / 100})).split_of(**place)

    assert before != "train" or after == "train"


@given(shares())
def test_the_splits_fill_the_line_exactly(given_shares):
    rule = SplitRule("", ordered(given_shares))

    ends = [end for _, end in rule.ends]
    assert ends == sorted(ends)
    assert ends[-1] == 1 << 64
    assert sum(Fraction(str(share)) for share in given_shares.values()) == 1


def test_shares_are_met():
    rule = SplitRule("salt", ordered({"train": 0.8, "val": 0.1, "test": 0.1}))

    drawn = [rule.split_of(group_key=str(n), content_hash="") for n in range(20_000)]

    assert abs(drawn.count("train") / 20_000 - 0.8) < 0.01
    assert abs(drawn.count("test") / 20_000 - 0.1) < 0.01


def test_the_rule_never_changes():
    """These numbers are in published cards; another rule needs another name."""
    assert position("0192", group_key="patient-1", content_hash="") == 15656055577274746077
    assert position("0192", group_key="", content_hash="ab" * 32) == 935300767719188203
