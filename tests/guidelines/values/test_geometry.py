import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.values.geometry import BoxTuple, area, clamp, intersect, iou

numbers = st.integers(-200, 200).map(lambda number: number / 4)
boxes = st.tuples(numbers, numbers, numbers.map(abs).filter(bool), numbers.map(abs).filter(bool))


def test_the_overlap_of_two_boxes() -> None:
    assert intersect((0, 0, 10, 10), (5, 6, 10, 10)) == (5, 6, 5, 4)


def test_boxes_that_touch_do_not_overlap() -> None:
    assert intersect((0, 0, 10, 10), (10, 0, 10, 10)) is None
    assert iou((0, 0, 10, 10), (10, 0, 10, 10)) == 0


def test_iou_of_a_third() -> None:
    assert iou((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)


def test_a_box_is_cut_at_the_edges_of_the_image() -> None:
    assert clamp((-5, 70, 20, 20), 100, 80) == (0, 70, 15, 10)
    assert clamp((200, 0, 5, 5), 100, 80) is None


@given(boxes, boxes)
def test_iou_is_symmetric_and_between_nothing_and_all(a: BoxTuple, b: BoxTuple) -> None:
    assert iou(a, b) == iou(b, a)
    assert 0 <= iou(a, b) <= 1
    assert iou(a, a) == 1


@given(boxes)
def test_clamping_never_grows_a_box_and_changes_nothing_twice(box: BoxTuple) -> None:
    cut = clamp(box, 30, 20)

    assert cut is None or (area(cut) <= area(box) and clamp(cut, 30, 20) == cut)
