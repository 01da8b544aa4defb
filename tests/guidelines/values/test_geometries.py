import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pycocotools import mask as reference

from guidelines.values import run_lengths
from guidelines.values.box import Box
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.point import Point
from guidelines.values.polygon import Polygon
from guidelines.values.polyline import Polyline
from guidelines.values.rotated_box import RotatedBox

SQUARE = ((2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0))
HOLE = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0))
BOW_TIE = ((2.0, 2.0), (8.0, 8.0), (8.0, 2.0), (2.0, 8.0))
MASK = Mask.from_pixels(np.array([[0, 1, 1], [0, 1, 0]], dtype=bool))

MEASURES = {
    "box": (Box((1, 2, 3, 4)), (1, 2, 3, 4), 12),
    "rotated box": (RotatedBox((0, 0, 4, 2, 90)), (1, -1, 2, 4), 8),
    "polygon": (Polygon(SQUARE), (2, 2, 6, 6), 36),
    "polygon with a hole": (Polygon(SQUARE, (HOLE,)), (2, 2, 6, 6), 34),
    "polyline": (Polyline(SQUARE, closed=True), (2, 2, 6, 6), 0),
    "point": (Point((3, 4)), (3, 4, 0, 0), 0),
    "keypoints": (Keypoints(((0, 0, 0), (5, 6, 2), (7, 9, 1))), (5, 6, 2, 3), 6),
    "keypoints of which none is placed": (Keypoints(((9, 9, 0),)), (0, 0, 0, 0), 0),
    "mask": (MASK, (1, 0, 2, 2), 3),
    "empty mask": (Mask((2, 3), "6"), (0, 0, 0, 0), 0),
}


@pytest.mark.parametrize("case", MEASURES)
def test_a_geometry_knows_its_bounds_and_its_area(case: str) -> None:
    geometry, bounds, area = MEASURES[case]

    assert geometry.bounds() == pytest.approx(bounds)
    assert geometry.area() == pytest.approx(area)


INSIDE = {
    "polygon by rounding": Polygon(((0, 0), (10.5, 0), (5, 10.5))),
    "polyline on the edge": Polyline(((0, 0), (10, 10))),
    "point on the edge": Point((10, 0)),
    "keypoint that was not placed": Keypoints(((99, 99, 0), (1, 1, 1))),
    "mask of the size": Mask((10, 10), "4"),
    "rotated box whose corners stand out": RotatedBox((-4, 0, 10, 10, 45)),
}
OUTSIDE = {
    "polygon": Polygon(((0, 0), (10.6, 0), (5, 5))),
    "polyline": Polyline(((-0.6, 0), (5, 5))),
    "point": Point((5, 10.6)),
    "hidden keypoint": Keypoints(((5, 11, 1),)),
    "mask turned by a quarter": Mask((20, 5), "4"),
    "rotated box with its centre outside": RotatedBox((-12, 0, 10, 10, 0)),
}


@pytest.mark.parametrize("case", INSIDE)
def test_what_lies_in_the_image_is_inside(case: str) -> None:
    assert INSIDE[case].is_inside(10, 10, 0.5)


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_lies_out_of_the_image_is_not_inside(case: str) -> None:
    assert not OUTSIDE[case].is_inside(10, 10, 0.5)


def test_a_rotated_box_turns_clockwise_on_the_screen() -> None:
    top_left, top_right, *_ = RotatedBox((0, 0, 4, 2, 90)).corners()

    assert top_left == pytest.approx((3, -1))
    assert top_right == pytest.approx((3, 3))


DOUBTFUL = {
    "edges that cross": Polygon(BOW_TIE),
    "three points on a line": Polygon(((0, 0), (1, 1), (2, 2))),
    "hole outside": Polygon(SQUARE, (((20, 20), (21, 20), (21, 21)),)),
    "keypoints of which none is placed": Keypoints(((0, 0, 0),)),
    "empty mask": Mask((2, 3), "6"),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_what_a_finished_region_must_not_be_is_a_doubt_and_no_refusal(case: str) -> None:
    assert DOUBTFUL[case].doubt()
    assert DOUBTFUL[case].refusal() is None


@pytest.mark.parametrize("geometry", [Polygon(SQUARE, (HOLE,)), Keypoints(((1, 1, 2),)), MASK])
def test_nothing_is_said_of_what_is_right(geometry: Polygon | Keypoints | Mask) -> None:
    assert geometry.doubt() is None
    assert geometry.refusal() is None


@pytest.mark.parametrize("counts", ["", "5", "7", "T", "oooooooooo0", "0N", "2N8"])
def test_run_lengths_that_are_not_those_of_the_size_are_refused(counts: str) -> None:
    assert Mask((2, 3), counts).refusal()


@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 40), st.integers(1, 40))))
def test_masks_are_written_and_read_as_pycocotools_does(pixels: np.ndarray) -> None:
    expected = reference.encode(np.asfortranarray(pixels.astype(np.uint8)))

    mask = Mask.from_pixels(pixels)

    assert mask.counts == expected["counts"].decode()
    assert mask.size == tuple(expected["size"])
    assert (mask.pixels() == pixels).all()
    assert mask.bounds() == tuple(reference.toBbox(expected))
    assert mask.area() == reference.area(expected)


@given(st.lists(st.integers(0, 2**38), max_size=9))
def test_run_lengths_come_back_as_they_were(runs: list[int]) -> None:
    assert run_lengths.decode(run_lengths.encode(runs)).tolist() == runs


@given(st.text(alphabet=st.characters(min_codepoint=40, max_codepoint=120), max_size=20))
def test_any_text_is_read_as_run_lengths_or_clearly_refused(counts: str) -> None:
    refusal = Mask((3, 3), counts).refusal()

    assert refusal is None or refusal.startswith("Expected")
