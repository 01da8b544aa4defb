"""What each geometry becomes as another, by hand; and how far masks and outlines agree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.operations.base import Effect, Material
from guidelines.operations.geometry import boxes, masks, outlines
from guidelines.operations.geometry.conversion import Converted, Options, Unclear
from guidelines.operations.geometry.conversions import CONVERSIONS
from guidelines.operations.geometry.tracing import areas_of
from guidelines.operations.outcome import NeedsPerson
from guidelines.values.geometries import GEOMETRIES
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon
from tests.guidelines.operations.applied import (
    Document,
    carried,
    is_irreversible,
    migrated,
    plan_of,
    refused,
    said,
    there_and_back,
)
from tests.laws.strategies import masks as random_masks
from tests.laws.strategies import rings

IMAGE = Material(width=20, height=10)
SKELETON = {"points": [{"key": "head"}, {"key": "tail"}]}
TO = "change_geometry/1"

# Two pixels above each other at the left, a ring of eight around a hole further right.
PIXELS = np.zeros((10, 20), dtype=bool)
PIXELS[2:4, 1] = True
PIXELS[4:7, 10:13] = True
PIXELS[5, 11] = False
MASK = {"size": [10, 20], "counts": Mask.from_pixels(PIXELS).counts}
RING = [[2.0, 2.0], [6.0, 2.0], [6.0, 6.0], [2.0, 6.0]]
HOLE = [[3.0, 3.0], [4.0, 3.0], [4.0, 4.0], [3.0, 4.0]]


def schema(geometry: str) -> Document:
    skeleton = {"skeleton": SKELETON} if geometry == "keypoints" else {}
    labels = [{"key": "thing", "geometry": geometry, **skeleton}, {"key": "other", "geometry": "box"}]
    return {"input": "image", "fields": [{"key": "on", "type": "regions", "labels": labels}]}


def value(geometry: str, **parts: Any) -> Document:
    shapes = [
        ("r1", "thing", {"type": geometry, **parts}),
        ("r2", "other", {"type": "box", "box": [1, 1, 1, 1]}),
    ]
    return {
        "on": {
            "regions": [
                {"id": id, "label": label, "attributes": {}, "geometry": shape} for id, label, shape in shapes
            ]
        }
    }


def change(geometry: str, to: str, **options: Any) -> Any:
    return plan_of(schema(geometry), {"kind": TO, "field": "on", "label": "thing", "to": to, **options})


def shapes(found: Document) -> list[Document]:
    return [region["geometry"] for region in found["on"]["regions"] if region["label"] == "thing"]


EXAMPLES: list[tuple[str, Document, str, Document, str]] = [
    ("box", {"box": [2, 2, 4, 3]}, "rotated_box", {"rotated_box": [2, 2, 4, 3, 0]}, ""),
    ("rotated_box", {"rotated_box": [2, 2, 4, 3, 0]}, "box", {"box": [2, 2, 4, 3]}, ""),
    (
        "rotated_box",
        {"rotated_box": [4, 3, 4, 4, 180]},
        "box",
        {"box": [4, 3, 4, 4]},
        "its angle is gone",
    ),
    ("polygon", {"points": RING}, "box", {"box": [2, 2, 4, 4]}, ""),
    ("polygon", {"points": RING[1:] + RING[:1]}, "box", {"box": [2, 2, 4, 4]}, "its outline is gone"),
    ("polygon", {"points": RING, "holes": [HOLE]}, "box", {"box": [2, 2, 4, 4]}, "its outline is gone"),
    ("mask", MASK, "box", {"box": [1, 2, 12, 5]}, "its pixels are gone"),
    ("polyline", {"points": [[1, 1], [3, 5], [2, 2]]}, "box", {"box": [1, 1, 2, 4]}, "its line is gone"),
    ("keypoints", {"keypoints": [[1, 1, 2], [4, 3, 1]]}, "box", {"box": [1, 1, 3, 2]}, "its points are gone"),
    ("box", {"box": [2, 2, 4, 4]}, "polygon", {"points": RING}, ""),
    ("polyline", {"points": RING, "closed": True}, "polygon", {"points": RING}, ""),
    ("polygon", {"points": RING}, "polyline", {"points": RING, "closed": True}, ""),
    (
        "polygon",
        {"points": RING, "holes": [HOLE]},
        "polyline",
        {"points": RING, "closed": True},
        "its holes are gone",
    ),
    ("box", {"box": [2, 2, 4, 3]}, "point", {"point": [4, 3.5]}, "only its middle is left"),
    (
        "rotated_box",
        {"rotated_box": [2, 2, 4, 3, 30]},
        "point",
        {"point": [4, 3.5]},
        "only its middle is left",
    ),
    ("polygon", {"points": RING}, "point", {"point": [4, 4]}, "only its middle is left"),
    ("polyline", {"points": [[1, 1], [3, 1]]}, "point", {"point": [2, 1]}, "only its middle is left"),
    (
        "keypoints",
        {"keypoints": [[1, 1, 2], [0, 0, 0]]},
        "point",
        {"point": [1, 1]},
        "only its middle is left",
    ),
    ("mask", MASK, "point", {"point": [9.5, 5.0]}, "only its middle is left"),
]


@pytest.mark.parametrize(("kind", "shape", "to", "expected", "loss"), EXAMPLES)
def test_a_region_becomes_what_its_label_is_drawn_as_and_others_stay(
    kind: str, shape: Document, to: str, expected: Document, loss: str
) -> None:
    plan = change(kind, to)
    found = migrated(plan, value(kind, **shape), IMAGE)

    assert shapes(found) == [{"type": to, **expected}]
    assert found["on"]["regions"][1] == value(kind, **shape)["on"]["regions"][1]
    assert said(carried(plan, value(kind, **shape), IMAGE)) == {"r1": loss}


@pytest.mark.parametrize(
    ("kind", "shape", "to"),
    [
        ("box", {"box": [10.1, 0.3, 2.2, 4.7]}, "polygon"),
        ("box", {"box": [1.5, 2.5, 3.5, 1.5]}, "rotated_box"),
        ("polygon", {"points": RING}, "polyline"),
        ("polyline", {"points": RING, "closed": True}, "polygon"),
    ],
)
def test_what_loses_nothing_goes_back_to_the_same(kind: str, shape: Document, to: str) -> None:
    assert there_and_back(change(kind, to), value(kind, **shape), IMAGE) == value(kind, **shape)


def test_a_box_that_corners_cannot_say_to_the_last_digit_says_so() -> None:
    plan = change("box", "polygon")

    found = carried(plan, value("box", box=[15.0, 1.0, 0.12345678901234567, 1.0]), IMAGE)

    assert said(found) == {"r1": "its size is rounded"}
    assert plan.effect is Effect.LOSSY


@pytest.mark.parametrize(
    ("kind", "shape", "to", "question"),
    [
        ("polyline", {"points": RING}, "polygon", "its line is open? close/-"),
        ("polyline", {"points": RING[:2]}, "polygon", "its line crosses itself or has no area? -"),
        (
            "polyline",
            {"points": [[1, 1], [4, 4], [4, 1], [1, 4]], "closed": True},
            "polygon",
            "its line crosses itself or has no area? -",
        ),
        ("polyline", {"points": [[1, 1], [5, 1]]}, "box", "a box around it would have no area? -"),
        ("keypoints", {"keypoints": [[1, 1, 2], [0, 0, 0]]}, "box", "a box around it would have no area? -"),
        (
            "mask",
            {"size": [10, 20], "counts": Mask.from_pixels(PIXELS & False).counts},
            "box",
            "its mask has no pixels? -",
        ),
        ("mask", {"size": [10, 20], "counts": "0"}, "polygon", "its mask has no pixels? -"),
        (
            "polygon",
            {"points": [[1, 1], [4, 4], [4, 1], [1, 4]]},
            "mask",
            "its outline crosses itself or has no area? -",
        ),
        ("polygon", {"points": [[1.6, 1.6], [1.7, 1.6], [1.6, 1.7]]}, "mask", "it would cover no pixel? -"),
    ],
)
def test_what_has_no_such_form_is_asked(kind: str, shape: Document, to: str, question: str) -> None:
    plan = change(kind, to)

    assert plan.effect is Effect.AMBIGUOUS
    assert said(carried(plan, value(kind, **shape), IMAGE)) == {"r1": question}
    assert shapes(migrated(plan, value(kind, **shape), IMAGE)) == []


def test_a_person_may_close_an_open_line_or_take_it_away() -> None:
    plan, line = change("polyline", "polygon"), value("polyline", points=RING)

    assert shapes(migrated(plan, line, IMAGE, r1="close")) == [{"type": "polygon", "points": RING}]
    assert shapes(migrated(plan, line, IMAGE, r1="-")) == []


def test_a_mask_in_an_image_of_unknown_size_is_asked() -> None:
    plan = change("polygon", "mask")

    assert said(carried(plan, value("polygon", points=RING))) == {
        "r1": "the size of the image is not known? -"
    }


def test_what_stands_out_of_the_image_is_cut_and_says_so() -> None:
    plan = change("rotated_box", "polygon")
    turned = value("rotated_box", rotated_box=[-2, 3, 8, 4, 45])

    (shape,) = shapes(migrated(plan, turned, IMAGE))
    assert min(x for x, _ in shape["points"]) == 0
    assert said(carried(plan, turned, IMAGE)) == {"r1": "its angle is gone; cut at the edge of the image"}


def test_a_region_that_was_drawn_in_another_way_than_its_label_is_asked() -> None:
    plan = change("polygon", "box")

    found = carried(plan, value("point", point=[1, 1]), IMAGE)

    assert said(found) == {"r1": "it is a point, which its label never was? -"}


def test_the_parts_of_a_mask_are_regions_of_which_the_largest_keeps_the_id() -> None:
    plan = change("mask", "polygon", tolerance=0)

    found = migrated(plan, value("mask", **MASK), IMAGE)
    ids = [region["id"] for region in found["on"]["regions"]]
    large, small = shapes(found)

    assert sorted(map(tuple, large["points"])) == [(10, 4), (10, 7), (13, 4), (13, 7)]
    assert sorted(map(tuple, large["holes"][0])) == [(11, 5), (11, 6), (12, 5), (12, 6)]
    assert sorted(map(tuple, small["points"])) == [(1, 2), (1, 4), (2, 2), (2, 4)]
    assert ids[0] == "r1"
    assert len(set(ids)) == 3
    assert migrated(plan, value("mask", **MASK), IMAGE) == found
    assert said(carried(plan, value("mask", **MASK), IMAGE)) == {"r1": ""}


def test_only_the_largest_part_of_a_mask_is_left_where_that_is_declared() -> None:
    plan = change("mask", "polygon", tolerance=0, parts="largest")

    assert len(shapes(migrated(plan, value("mask", **MASK), IMAGE))) == 1
    assert said(carried(plan, value("mask", **MASK), IMAGE)) == {"r1": "its smaller parts are gone"}


def test_a_mask_of_very_many_parts_is_asked_and_the_largest_is_an_answer() -> None:
    pixels = np.zeros((30, 30), dtype=bool)
    pixels[::2, ::2] = True
    found = outlines.from_mask(Mask.from_pixels(pixels), Material(width=30, height=30), Options())

    assert isinstance(found, Unclear)
    assert found.reason == "its mask has more than 100 parts"
    assert list(found.answers) == ["largest"]


@pytest.mark.parametrize(
    ("kind", "to"),
    [("box", "keypoints"), ("point", "box"), ("box", "box"), ("box", "strange"), ("polygon", "rotated_box")],
)
def test_what_cannot_become_another_is_refused(kind: str, to: str) -> None:
    assert refused(schema(kind), {"kind": TO, "field": "on", "label": "thing", "to": to}) == ["/to"]


def test_only_labels_of_regions_have_a_geometry() -> None:
    document = {"input": "text", "fields": [{"key": "on", "type": "spans", "labels": [{"key": "thing"}]}]}

    assert refused(document, {"kind": TO, "field": "on", "label": "thing", "to": "box"}) == ["/field"]


def test_the_skeleton_goes_with_the_keypoints() -> None:
    plan = change("keypoints", "box")

    assert plan.after.field("on").label("thing").skeleton is None
    assert is_irreversible(plan)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 63), min_size=2, max_size=6))
def test_small_patterns_of_pixels_are_traced_to_valid_outlines_of_just_them(rows: list[int]) -> None:
    pixels = np.array([[bool(row >> bit & 1) for bit in range(6)] for row in rows])

    parts = areas_of(pixels)

    middles = shapely.points(*np.meshgrid(np.arange(6) + 0.5, np.arange(len(rows)) + 0.5))
    inside = np.logical_or.reduce([shapely.contains(part, middles) for part in parts] or [pixels & False])
    assert (inside == pixels).all()
    assert sum(part.area for part in parts) == pixels.sum()
    assert shapely.MultiPolygon(parts).is_valid


@settings(max_examples=60, deadline=None)
@given(random_masks(40, 30))
def test_an_outline_along_the_edges_of_pixels_covers_just_them(document: Document) -> None:
    mask = Mask(tuple(document["size"]), document["counts"])

    found = outlines.from_mask(mask, Material(width=40, height=30), Options(tolerance=0))

    assert isinstance(found, Converted)
    assert sum(shape.area() for shape in found.shapes) == mask.area()
    assert all(shape.doubt() is None for shape in found.shapes)


@settings(max_examples=40, deadline=None)
@given(random_masks(40, 30), st.sampled_from([0.5, 1.0, 2.0]))
def test_no_corner_is_further_from_the_smoothed_outline_than_the_tolerance(
    document: Document, tolerance: float
) -> None:
    mask = Mask(tuple(document["size"]), document["counts"])
    exact = outlines.from_mask(mask, Material(), Options(tolerance=0))
    smooth = outlines.from_mask(mask, Material(), Options(tolerance=tolerance))
    assert isinstance(exact, Converted)
    assert isinstance(smooth, Converted)

    corners = [
        shapely.Point(point)
        for shape in exact.shapes
        for ring in (shape.points, *shape.holes)
        for point in ring
    ]
    new = shapely.union_all([_ring(shape).boundary for shape in smooth.shapes])
    assert max(shapely.distance(new, corners)) <= tolerance


def _filled(shape: Any, item: Material) -> Any:
    """The pixels of an outline; none where it covers none."""
    found = masks.from_polygon(shape, item, Options())
    return found.shapes[0].pixels() if isinstance(found, Converted) else np.zeros((30, 40), dtype=bool)


def _ring(shape: Any) -> shapely.Polygon:
    return shapely.Polygon(shape.points, shape.holes)


@settings(max_examples=60, deadline=None)
@given(rings())
def test_a_filled_outline_has_its_area_give_or_take_half_a_pixel_along_its_edges(
    ring: list[list[float]],
) -> None:
    polygon = Polygon(tuple((x, y) for x, y in ring))

    found = masks.from_polygon(polygon, Material(width=640, height=480), Options())

    assert isinstance(found, Converted)
    assert abs(found.shapes[0].area() - polygon.area()) <= 0.5 * _ring(polygon).length


@settings(max_examples=40, deadline=None)
@given(random_masks(40, 30))
def test_a_mask_that_became_outlines_comes_back_within_half_a_pixel_of_its_edges(document: Document) -> None:
    mask, item = Mask(tuple(document["size"]), document["counts"]), Material(width=40, height=30)
    found = outlines.from_mask(mask, item, Options(tolerance=0))
    assert isinstance(found, Converted)

    back = np.logical_or.reduce([_filled(shape, item) for shape in found.shapes])
    edges = sum(_ring(shape).length for shape in found.shapes)
    assert (back ^ mask.pixels()).sum() <= 0.5 * edges


@pytest.mark.parametrize("pair", sorted(CONVERSIONS))
def test_a_conversion_is_between_two_geometries_that_there_are(pair: tuple[str, str]) -> None:
    assert set(pair) <= set(GEOMETRIES)
    assert pair[0] != pair[1]


def test_the_corners_of_a_box_give_back_short_decimals() -> None:
    box = boxes.upright(Polygon(((10.1, 0.0), (10.1 + 20.2, 0.0), (10.1 + 20.2, 5.0), (10.1, 5.0))))

    assert box is not None
    assert box.box == (10.1, 0.0, 20.2, 5.0)


def test_what_fills_outlines_is_not_loaded_until_something_is_filled() -> None:
    code = "import sys, guidelines.operations.registry; print('pycocotools' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_questions_say_what_a_person_may_answer() -> None:
    (question,) = carried(change("polyline", "polygon"), value("polyline", points=RING), IMAGE).questions

    assert isinstance(question.outcome, NeedsPerson)
    assert [each.key for each in question.outcome.candidates] == ["close", "-"]


def test_outlines_that_people_drew_keep_their_area_as_masks_and_as_outlines_again(real_data: Path) -> None:
    document = json.loads(
        (real_data / "coco_segmentation_nuts" / "trainval.json").read_text(encoding="utf-8")
    )
    sizes = {
        image["id"]: Material(width=image["width"], height=image["height"]) for image in document["images"]
    }
    drawn = [
        (Polygon(tuple(zip(ring[::2], ring[1::2], strict=True))), sizes[each["image_id"]])
        for each in document["annotations"]
        for ring in each["segmentation"]
    ]
    whole = [(shape, item) for shape, item in drawn if shape.doubt() is None]

    pixels = [masks.from_polygon(shape, item, Options()) for shape, item in whole]
    again = [
        outlines.from_mask(found.shapes[0], item, Options())
        for found, (_, item) in zip(pixels, whole, strict=True)
    ]

    worst = [
        max(abs(step.shapes[0].area() - shape.area()) / shape.area() for step in (there, back))
        for (shape, _), there, back in zip(whole, pixels, again, strict=True)
    ]
    assert len(whole) == 165
    assert max(worst) < 0.02
