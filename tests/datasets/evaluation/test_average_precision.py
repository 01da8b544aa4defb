"""Average precision against what COCO's own tools published for the same files."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.evaluation.metrics.average_precision import (
    AT_50,
    AT_75,
    NO_MATCHES,
    average_precision,
    match,
    together,
)
from datasets.evaluation.metrics.overlap import overlaps
from guidelines.values import run_lengths
from guidelines.values.box import Box
from guidelines.values.filling import fill
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon

PUBLISHED = {"bbox": (0.505, 0.697, 0.573), "segm": (0.320, 0.562, 0.299)}


@pytest.fixture
def coco(real_data: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((real_data / "coco_eval/instances_val2014_100.json").read_text())
    return truth


@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_it_is_what_coco_publishes_for_its_example(kind, coco, real_data):
    said = json.loads((real_data / f"coco_eval/instances_val2014_fake{kind}100_results.json").read_text())
    sizes = {each["id"]: (each["width"], each["height"]) for each in coco["images"]}
    labelled, predicted = _by_place(coco["annotations"]), _by_place(said)
    parts = defaultdict(list)

    for image, category in sorted(labelled.keys() | predicted.keys()):
        truth, mine = labelled[image, category], predicted[image, category]
        crowds = [bool(each["iscrowd"]) for each in truth]
        shapes = [_shape(each, kind, sizes[image]) for each in mine]
        wanted = [_shape(each, kind, sizes[image]) for each in truth]
        found = overlaps(shapes, wanted, sizes[image], crowds)
        scores = np.array([each["score"] for each in mine])
        parts[category].append(match(found, scores, np.array(crowds, dtype=bool)))

    each_label = [average_precision(together(mine)) for mine in parts.values()]
    figures = np.array([each for each in each_label if each is not None])
    ours = (figures.mean(), figures[:, AT_50].mean(), figures[:, AT_75].mean())
    assert ours == pytest.approx(PUBLISHED[kind], abs=1e-3)


def _by_place(rows: list[dict[str, Any]]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    found: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for each in rows:
        found[each["image_id"], each["category_id"]].append(each)
    return found


def _shape(each: dict[str, Any], kind: str, size: tuple[int, int]) -> Any:
    if kind == "bbox":
        return Box(tuple(each["bbox"]))
    outline = each["segmentation"]
    if isinstance(outline, list):
        return fill([list(zip(ring[::2], ring[1::2], strict=True)) for ring in outline], size)
    counts = outline["counts"]
    return Mask(tuple(outline["size"]), run_lengths.encode(counts) if isinstance(counts, list) else counts)


def test_where_nothing_was_to_be_found_there_is_no_figure():
    assert average_precision(NO_MATCHES) is None


def test_what_was_never_predicted_is_zero():
    found = match(np.zeros((0, 2)), np.zeros(0))

    assert average_precision(found) == pytest.approx(np.zeros(10))


def test_a_prediction_on_a_crowd_counts_neither_way():
    found = match(np.array([[0.9]]), np.array([1.0]), np.array([True]))

    assert found.labelled == 0
    assert found.right.tolist() == [0]
    assert found.ignored[0] == 0b1_1111_1111


def test_a_box_meets_an_outline_by_their_pixels():
    square = Polygon(((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)))

    found = overlaps([Box((0, 0, 10, 5))], [square], (20, 20))

    assert found[0, 0] == pytest.approx(0.5)


def test_a_hole_is_no_part_of_an_outline():
    ring = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    hole = ((0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 5.0))

    found = overlaps([Box((0, 0, 10, 10))], [Polygon(ring, (hole,))], (20, 20))

    assert found[0, 0] == pytest.approx(0.5)
