"""The made-up smears: repeatable, within their bounds, and true."""

import hashlib
from collections import Counter
from functools import cache

import numpy as np
import pytest

from labelwright.config.demo.cells import LOBES, SMEARS, Smear, encode_jpeg, render_smear

SEEDS = [0, 1, 7, 12, 23, 47, 59]


@cache
def smear_of(seed: int) -> Smear:
    return render_smear(seed)


def test_the_same_seed_gives_the_same_bytes_and_cells() -> None:
    first, second = render_smear(5), render_smear(5)

    assert np.array_equal(np.asarray(first.image), np.asarray(second.image))
    assert encode_jpeg(first.image) == encode_jpeg(second.image)
    assert first.cells == second.cells


def test_every_seed_gives_another_image() -> None:
    digests = {hashlib.sha256(smear_of(seed).image.tobytes()).digest() for seed in SEEDS}

    assert len(digests) == len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_box_of_the_truth_lies_inside_the_image(seed: int) -> None:
    smear = smear_of(seed)

    boxes = np.array([cell.box for cell in smear.cells])

    assert smear.image.size == (640, 480)
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] > 2).all()
    assert (boxes[:, 0] + boxes[:, 2] <= 640).all()
    assert (boxes[:, 1] + boxes[:, 3] <= 480).all()


@pytest.mark.parametrize("seed", range(SMEARS))
def test_the_numbers_of_cells_are_those_of_a_thin_smear(seed: int) -> None:
    counts = Counter(cell.label for cell in smear_of(seed).cells)

    assert 8 <= counts["rbc"] <= 25
    assert counts["wbc"] <= 2
    assert counts["platelet"] <= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_white_cells_know_their_lobes_and_red_cells_whether_they_overlap(seed: int) -> None:
    cells = smear_of(seed).cells

    assert all(cell.attributes["lobes"] in LOBES for cell in cells if cell.label == "wbc")
    assert all(isinstance(cell.attributes["overlapping"], bool) for cell in cells if cell.label == "rbc")
    assert all(cell.attributes == {} for cell in cells if cell.label == "platelet")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_is_where_the_stain_is(seed: int) -> None:
    smear = smear_of(seed)
    pixels = np.asarray(smear.image, dtype=float)
    background = np.percentile(pixels.sum(axis=2), 80)

    def middle(box: tuple[float, float, float, float]) -> float:
        x, y, width, height = (round(side) for side in box)
        ring = pixels[y : y + height, x : x + width].sum(axis=2)
        return float(np.median(ring))

    assert all(middle(cell.box) < background for cell in smear.cells)


def test_another_size_can_be_asked_for() -> None:
    smear = render_smear(3, width=400, height=300)

    assert smear.image.size == (400, 300)
    assert all(cell.box[0] + cell.box[2] <= 400 for cell in smear.cells)
