"""Marks in texts become spans in code points."""

import pytest

from labelwright.config.demo.markup import MarkedSpan, parse_marked


def test_marks_become_spans_and_leave_the_text() -> None:
    marked = parse_marked("[Mina Park](person) joined [Otterby Foods](organisation).")

    assert marked.text == "Mina Park joined Otterby Foods."
    assert marked.spans == (MarkedSpan(0, 9, "person"), MarkedSpan(17, 30, "organisation"))


def test_spans_count_code_points_and_not_bytes_or_utf_16_units() -> None:
    marked = parse_marked("🙂𠮷 [박서린](person) 씨")

    assert marked.spans == (MarkedSpan(3, 6, "person"),)
    assert marked.text[3:6] == "박서린"


def test_a_text_without_marks_has_no_spans() -> None:
    marked = parse_marked("Nothing (at all) happened.")

    assert marked.text == "Nothing (at all) happened."
    assert marked.spans == ()


@pytest.mark.parametrize(
    "source", ["[Mina Park] joined", "Mina Park](person)", "[[Mina](person)", "[Mina](Person)"]
)
def test_a_broken_mark_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="not closed or has no label"):
        parse_marked(source)
