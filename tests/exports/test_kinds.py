"""Outlines, keypoints, masks, taxonomies and relations on their way out and back in."""

import io
import json
from collections import Counter

import numpy as np
import pyarrow.parquet as pq
import pytest
from pycocotools.coco import COCO

from exports.formats import coco, csv, jsonl
from exports.formats.items import DatasetRow, ReadItem, ReadLabels, ReadRegion
from exports.formats.registry import read_source, write_rows
from exports.labelling import Labeller
from guidelines.schema.context import ItemContext
from guidelines.schema.parse import parse_document
from guidelines.values.keypoints import Keypoints
from guidelines.values.mask import Mask
from guidelines.values.polygon import Polygon
from guidelines.values.value import dump_value
from tests.exports.sources import Files, Folder, shared_data

SHA = "ab" * 32
SKELETON = {
    "points": [{"key": "head", "name": "Head"}, {"key": "tail"}, {"key": "foot"}],
    "edges": [["tail", "head"], ["tail", "foot"]],
}
KINDS = ("box", "rotated_box", "polygon", "polyline", "point", "keypoints", "mask")
DOCUMENT = {
    "input": "image",
    "fields": [
        {
            "key": "things",
            "name": "Things",
            "type": "regions",
            "labels": [
                {"key": kind, "name": kind.upper(), "geometry": kind}
                | ({"skeleton": SKELETON} if kind == "keypoints" else {})
                for kind in KINDS
            ],
        },
        {
            "key": "place",
            "type": "taxonomy",
            "nodes": [
                {"key": "in", "name": "Inside", "children": [{"key": "in_other", "name": "Other"}]},
                {"key": "out", "children": [{"key": "out_other", "name": "Other"}]},
            ],
        },
    ],
}
SQUARE = [[10.0, 10.0], [30.0, 10.0], [30.0, 30.0], [10.0, 30.0]]
HOLE = [[15.0, 15.0], [25.0, 15.0], [25.0, 25.0], [15.0, 25.0]]
DISC = np.hypot(*np.mgrid[-20:20, -30:30]) < 12
SHAPES = {
    "box": {"box": [1.0, 2.0, 3.0, 4.0]},
    "rotated_box": {"rotated_box": [20.0, 10.0, 20.0, 10.0, 90.0]},
    "polygon": {"points": SQUARE},
    "polyline": {"points": [[0.0, 0.0], [5.0, 5.0]], "closed": True},
    "point": {"point": [7.0, 8.0]},
    "keypoints": {"keypoints": [[5.0, 6.0, 2], [0.0, 0.0, 0], [15.0, 16.0, 1]]},
    "mask": {"size": [40, 60], "counts": Mask.from_pixels(DISC).counts},
}
ITEM = ItemContext(width=60, height=40)


def region(kind, number=0, **parts):
    geometry = {"type": kind, **SHAPES[kind], **parts}
    return {"id": f"i{number}", "label": kind, "geometry": geometry, "attributes": {}}


VALUE = {
    "things": {"regions": [region(kind, number) for number, kind in enumerate(KINDS)]},
    "place": {"taxonomy": "out_other"},
}


def row(value, **parts):
    sizes = {"width": 60, "height": 40} | parts
    return DatasetRow("i-1", "a.jpg", "image", SHA, "image/jpeg", value=value, revision="r-1", **sizes)


def written(key, value, document=DOCUMENT, **parts):
    out = io.BytesIO()
    report = write_rows(key, out, document, [row(value, **parts)], {})
    return out.getvalue(), report


def labelled(labels, document=DOCUMENT, item=ITEM):
    return Labeller(parse_document(document)).value(labels, item)


def read_back(key, content):
    name = {"coco": "a.json", "jsonl": "items.jsonl", "csv": "items.csv"}[key]
    (item,) = read_source(key, Files({name: content, f"media/{SHA}.jpg": b""}))
    return labelled(item.labels)


@pytest.mark.parametrize("key", ["jsonl", "csv"])
def test_every_kind_comes_back_as_it_was_written(key):
    content, report = written(key, VALUE)

    back = read_back(key, content)

    assert dump_value(back.value) == VALUE
    assert (back.misfits, back.notes, report.left_out) == ((), (), {})


def test_a_node_is_written_by_all_names_from_the_root():
    content, _ = written("jsonl", VALUE)

    assert json.loads(content)["value"]["place"] == {"taxonomy": ["out", "Other"]}


def test_parquet_holds_every_geometry_and_the_box_around_it():
    content, report = written("parquet", VALUE)

    (found,) = pq.read_table(io.BytesIO(content)).to_pylist()

    regions = {each["label"]: each for each in found["value_Things"]}
    assert json.loads(regions["POLYGON"]["geometry"]) == {"type": "polygon", "points": SQUARE}
    assert regions["POLYGON"]["box"] == [10, 10, 20, 20]
    assert len(regions) == len(KINDS)
    assert found["value_place"] == ["out", "Other"]
    assert report.left_out == {}


# COCO


def loaded(content, tmp_path):
    file = tmp_path / "coco.json"
    file.write_bytes(content)
    return COCO(str(file))


def test_pycocotools_reads_the_outlines_keypoints_and_masks_of_a_coco_file(tmp_path):
    content, report = written("coco", VALUE)

    found = loaded(content, tmp_path)

    named = {found.cats[each["category_id"]]["name"]: each for each in found.anns.values()}
    assert report.left_out == {"lines": 1, "points": 1, "whole-item answers": 1}
    assert (found.annToMask(named["MASK"]).astype(bool) == DISC).all()
    assert named["MASK"]["area"] == DISC.sum()
    assert named["POLYGON"]["segmentation"] == [[10, 10, 30, 10, 30, 30, 10, 30]]
    assert found.annToMask(named["POLYGON"]).sum() == named["POLYGON"]["area"] == 400
    assert found.annToMask(named["ROTATED_BOX"]).sum() == named["ROTATED_BOX"]["area"] == 200
    assert named["ROTATED_BOX"]["bbox"] == pytest.approx([25, 5, 10, 20])
    assert named["KEYPOINTS"]["keypoints"] == [5, 6, 2, 0, 0, 0, 15, 16, 1]
    assert (named["KEYPOINTS"]["num_keypoints"], named["KEYPOINTS"]["bbox"]) == (2, [5, 6, 10, 10])
    category = found.cats[named["KEYPOINTS"]["category_id"]]
    assert (category["keypoints"], category["skeleton"]) == (["Head", "tail", "foot"], [[2, 1], [2, 3]])


def test_an_outline_with_holes_goes_out_as_run_lengths(tmp_path):
    value = {"things": {"regions": [region("polygon", holes=[HOLE])]}}

    content, _ = written("coco", value)

    found = loaded(content, tmp_path)
    assert found.annToMask(found.anns[1]).sum() == found.anns[1]["area"] == 300
    assert isinstance(found.anns[1]["segmentation"]["counts"], str)


def test_an_outline_with_holes_in_an_image_of_unknown_size_is_counted_as_not_written():
    value = {"things": {"regions": [region("polygon", holes=[HOLE]), region("box", 1)]}}

    _, report = written("coco", value, width=None, height=None)

    assert (report.answers, report.left_out) == (1, {"outlines with holes in images of unknown size": 1})


def test_what_coco_can_hold_comes_back_as_it_was_written():
    kept = [
        region(kind, number)
        for number, kind in enumerate(["box", "rotated_box", "polygon", "keypoints", "mask"])
    ]
    content, _ = written("coco", {"things": {"regions": kept}})

    back = read_back("coco", content)

    assert dump_value(back.value) == {"things": {"regions": kept}}
    assert (back.misfits, back.notes) == ((), ())


CATEGORY = {"id": 1, "name": "polygon"}
PARTS = [[10, 10, 20, 10, 20, 20, 10, 20], [30, 10, 40, 10, 40, 20, 30, 20]]


def read_annotation(category=CATEGORY, size=(60, 40), **parts):
    image = {"id": 1, "file_name": "a.jpg"} | ({"width": size[0], "height": size[1]} if size else {})
    annotation = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 30, 10], **parts}
    file = {"images": [image], "annotations": [annotation], "categories": [category]}
    return list(coco.read(Files({"a.json": json.dumps(file)}), coco.Options(labels_only=True)))


def test_an_outline_of_several_parts_is_read_as_the_mask_of_all():
    (item,) = read_annotation(segmentation=PARTS)

    (shape,) = item.labels.regions[0].shapes
    assert shape.bounds() == (10, 10, 30, 10)
    assert shape.area() == 200


def test_uncompressed_run_lengths_are_read():
    (item,) = read_annotation(segmentation={"size": [40, 60], "counts": [400, 40, 1960]})

    (shape,) = item.labels.regions[0].shapes
    assert shape.bounds() == (10, 0, 1, 40)


@pytest.mark.parametrize(
    "parts",
    [
        {"segmentation": [[1, 2, 3, 4]]},
        {"segmentation": [[1, 2, 3, 4, 5, 6, 7]]},
        {"segmentation": [[1, 2, 3, 4, 5, "6"]]},
        {"segmentation": [[1, 2, 3, 4, 5, 1e12]]},
        {"segmentation": "x"},
        {"segmentation": [PARTS[0], [1, 1, 1e8, 1, 1, 1e8]]},
        {"segmentation": PARTS, "size": None},
        {"segmentation": {"size": [40, 60], "counts": [1, 2]}},
        {"segmentation": {"size": [40, 60], "counts": [-2400]}},
        {"segmentation": {"size": [40, 60], "counts": "zzz"}},
        {"segmentation": {"size": [10**9, 10**9], "counts": "0"}},
        {"segmentation": {"counts": "0"}},
        {"keypoints": [1, 2]},
        {"keypoints": [1, 2, 7]},
    ],
)
def test_an_outline_that_cannot_be_read_is_said_and_the_box_kept(parts):
    note, item = read_annotation(**parts)

    assert (note.code, note.severity) == ("segmentation_not_read", "warning")
    assert item.labels.regions[0].box == (10, 10, 30, 10)
    assert item.labels.regions[0].shapes == ()


# From what a file says to what the schema asks for


def read_region(label, *shapes, names=()):
    return ReadLabels(regions=(ReadRegion(label, (10, 10, 20, 20), shapes=shapes, point_names=names),))


OUTLINE = Polygon(tuple(map(tuple, SQUARE)))


def geometry_of(found):
    return dump_value(found.value)["things"]["regions"][0]["geometry"]


def test_a_label_of_boxes_takes_the_box_and_says_that_the_outline_was_left_out():
    found = labelled(read_region("BOX", OUTLINE))

    assert geometry_of(found) == {"type": "box", "box": [10, 10, 20, 20]}
    assert [note.code for note in found.notes] == ["outline_left_out"]


def test_a_label_of_masks_takes_an_outline_filled():
    found = labelled(read_region("MASK", OUTLINE))

    assert geometry_of(found)["size"] == [40, 60]
    assert found.value.answers["things"].regions[0].geometry.area() == 400


@pytest.mark.parametrize(
    ("label", "shapes"), [("POLYGON", ()), ("KEYPOINTS", (OUTLINE,)), ("POINT", (OUTLINE,))]
)
def test_a_file_without_the_geometry_of_the_label_is_not_taken(label, shapes):
    found = labelled(read_region(label, *shapes))

    assert [misfit.code for misfit in found.misfits] == ["geometry_missing"]
    assert found.value is None


def test_a_point_over_the_edge_by_a_pixel_is_moved_to_it():
    found = labelled(read_region("POLYGON", Polygon(((-1, 0), (61, 0), (30, 30)))))

    assert geometry_of(found)["points"] == [[0, 0], [60, 0], [30, 30]]
    assert [note.code for note in found.notes] == ["box_clipped"]


def test_a_point_far_out_of_the_image_is_not_taken():
    found = labelled(read_region("POLYGON", Polygon(((-2, 0), (61, 0), (30, 30)))))

    assert [misfit.code for misfit in found.misfits] == ["shape_unfit"]


def test_keypoints_are_put_in_the_order_of_the_skeleton_by_their_names():
    shape = Keypoints(((1, 1, 2), (2, 2, 1), (3, 3, 2)))

    found = labelled(read_region("KEYPOINTS", shape, names=("foot", "Head", "tail")))

    assert geometry_of(found)["keypoints"] == [[2, 2, 1], [3, 3, 2], [1, 1, 2]]


def test_keypoints_of_other_names_are_not_taken():
    shape = Keypoints(((1, 1, 2), (2, 2, 1), (3, 3, 2)))

    found = labelled(read_region("KEYPOINTS", shape, names=("foot", "Head", "wing")))

    assert [misfit.code for misfit in found.misfits] == ["keypoint_unknown"]


@pytest.mark.parametrize(
    ("names", "node"),
    [(("Inside",), "in"), (("in",), "in"), (("out", "Other"), "out_other"), (("in_other",), "in_other")],
)
def test_a_node_is_found_by_name_key_or_path(names, node):
    found = labelled(ReadLabels(choices={"place": names}))

    assert dump_value(found.value) == {"place": {"taxonomy": node}}


@pytest.mark.parametrize(
    ("names", "code"),
    [(("Other",), "node_ambiguous"), (("nowhere",), "node_unknown"), (("out", "in"), "node_unknown")],
)
def test_a_node_that_is_not_there_or_in_two_branches_is_not_taken(names, code):
    found = labelled(ReadLabels(choices={"place": names}))

    assert [misfit.code for misfit in found.misfits] == [code]


# Relations

ARROWS = {
    "input": "text",
    "fields": [
        {
            "key": "names",
            "type": "spans",
            "labels": [{"key": "ps", "name": "Person"}, {"key": "og", "name": "Firm"}],
            "relations": [{"key": "works", "name": "Works for", "from": ["ps"], "to": ["og"]}],
        }
    ],
}
SPANS = [
    {"id": "i0", "label": "ps", "start": 0, "end": 3, "attributes": {}},
    {"id": "i1", "label": "og", "start": 4, "end": 8, "attributes": {}},
]
RELATED = {"names": {"spans": SPANS, "relations": [{"id": "a0", "type": "works", "from": "i0", "to": "i1"}]}}
TEXT = ItemContext(text_length=8)


def text_row(value):
    return DatasetRow("t-1", "1", "text", text="Kim ACME", value=value, revision="r-1")


@pytest.mark.parametrize("value", [RELATED, {"names": {"spans": SPANS}}, {"names": {"spans": []}}])
@pytest.mark.parametrize("read", [jsonl, csv])
def test_relations_come_back_as_they_were_written(read, value):
    out, key = io.BytesIO(), read.__name__.rpartition(".")[2]
    write_rows(key, out, ARROWS, [text_row(value)], {})

    (item,) = read.read(Files({f"items.{key}": out.getvalue()}))

    assert dump_value(labelled(item.labels, ARROWS, TEXT).value) == value


def test_relations_in_parquet_are_a_column_of_their_own():
    out = io.BytesIO()

    write_rows("parquet", out, ARROWS, [text_row(RELATED)], {})

    (found,) = pq.read_table(io.BytesIO(out.getvalue())).to_pylist()
    assert found["relations_names"] == [{"id": "a0", "type": "Works for", "from": "i0", "to": "i1"}]


def test_a_relation_that_the_schema_does_not_know_is_not_taken():
    value = {"names": {"spans": [{**each, "label": "Person"} for each in SPANS]}}
    value["names"]["relations"] = [{"id": "a", "type": "owns", "from": "i0", "to": "i1"}]
    line = json.dumps({"text": "Kim ACME", "kind": "text", "value": value, "item_id": "1", "lineage": {}})

    (item,) = jsonl.read(Files({"a.jsonl": line}))

    assert [each.code for each in labelled(item.labels, ARROWS, TEXT).misfits] == ["relation_unknown"]


VEHICLE = {
    "input": "image",
    "fields": [
        {
            "key": "parts",
            "type": "regions",
            "labels": [
                {"key": "car", "name": "Car", "geometry": "box"},
                {"key": "wheel", "name": "Wheel", "geometry": "polygon"},
            ],
            "relations": [{"key": "has", "name": "Has", "hierarchy": True}],
        }
    ],
}
GROUPED = {
    "parts": {
        "regions": [
            {
                "id": "i0",
                "label": "car",
                "geometry": {"type": "box", "box": [1.0, 2.0, 30.0, 20.0]},
                "attributes": {},
                "group": "g0",
            },
            {
                "id": "i1",
                "label": "wheel",
                "geometry": {"type": "polygon", "points": [[1.0, 2.0], [9.0, 2.0], [9.0, 9.0]]},
                "attributes": {},
                "group": "g0",
            },
        ],
        "relations": [{"id": "a0", "type": "has", "from": "i0", "to": "i1"}],
    }
}


def parts_row(value):
    return DatasetRow(
        "t-1", "1", "image", width=64, height=48, media_sha256="0" * 64, media_type="image/png", value=value
    )


@pytest.mark.parametrize("read", [jsonl, csv])
def test_groups_of_regions_and_relations_between_them_come_back_as_they_were_written(read):
    out, key = io.BytesIO(), read.__name__.rpartition(".")[2]
    write_rows(key, out, VEHICLE, [parts_row(GROUPED)], {})
    files = Files({f"items.{key}": out.getvalue(), f"media/{'0' * 64}.png": b"x"})

    (item,) = [each for each in read.read(files) if isinstance(each, ReadItem)]

    found = labelled(item.labels, VEHICLE, ItemContext(width=64, height=48))
    assert dump_value(found.value) == GROUPED


def test_groups_and_relations_of_regions_in_parquet_have_columns():
    out = io.BytesIO()

    write_rows("parquet", out, VEHICLE, [parts_row(GROUPED)], {})

    (found,) = pq.read_table(io.BytesIO(out.getvalue())).to_pylist()
    assert [each["group"] for each in found["value_parts"]] == ["g0", "g0"]
    assert found["relations_parts"] == [{"id": "a0", "type": "Has", "from": "i0", "to": "i1"}]


def test_coco_keeps_groups_and_counts_the_relations_that_it_cannot_hold():
    out = io.BytesIO()

    report = write_rows("coco", out, VEHICLE, [parts_row(GROUPED)], {})
    files = Files({"a.json": out.getvalue(), f"media/{'0' * 64}.png": b"x"})
    (item,) = [each for each in coco.read(files) if isinstance(each, ReadItem)]

    assert report.left_out == {"relations": 1}
    assert [region.group for region in item.labels.regions] == ["g0", "g0"]


# Files that other tools wrote


def regions_schema(**labels):
    found = [{"key": key.lower(), "name": key, **parts} for key, parts in labels.items()]
    return {"input": "image", "fields": [{"key": "things", "type": "regions", "labels": found}]}


def taken(source, document):
    """The items of a source and what the schema of `document` makes of their labels."""
    found = [each for each in coco.read(source, coco.Options(labels_only=True)) if isinstance(each, ReadItem)]
    sizes = [ItemContext(width=each.declared_size[0], height=each.declared_size[1]) for each in found]
    return found, [labelled(each.labels, document, size) for each, size in zip(found, sizes, strict=True)]


def test_the_outlines_of_the_nuts_are_all_there_and_as_large_as_they_should_be():
    folder = shared_data("coco_segmentation_nuts")
    truth = json.loads((folder / "trainval.json").read_text(encoding="utf-8"))
    outline = {"geometry": "polygon"}

    _, found = taken(Folder(folder), regions_schema(date=outline, fig=outline, hazelnut=outline))

    shapes = [region.geometry for each in found for region in each.value.answers["things"].regions]
    assert [each.misfits for each in found] == [()] * 18
    assert len(shapes) == 165
    assert sorted(shape.area() for shape in shapes) == pytest.approx(
        sorted(each["area"] for each in truth["annotations"]), rel=0.02
    )


@pytest.mark.parametrize(
    ("name", "file", "label"),
    [
        ("coco_keypoints_person", "person_keypoints.json", "person"),
        ("coco_keypoints_zebra", "test_zebra.json", "zebra"),
        ("coco_keypoints_locust", "test_locust.json", "locust"),
    ],
)
def test_the_keypoints_of_people_and_animals_are_all_there(name, file, label):
    folder = shared_data(name)
    truth = json.loads((folder / file).read_text(encoding="utf-8"))
    points = [{"key": f"p{n}", "name": each} for n, each in enumerate(truth["categories"][0]["keypoints"])]
    document = regions_schema(**{label: {"geometry": "keypoints", "skeleton": {"points": points}}})

    _, found = taken(Folder(folder), document)

    flat = [
        [number for point in region.geometry.keypoints for number in point]
        for each in found
        for region in each.value.answers["things"].regions
    ]
    assert flat == [each["keypoints"] for each in truth["annotations"]]


def test_the_masks_of_the_coco_ground_truth_are_those_of_pycocotools():
    folder = shared_data("coco_eval")
    file = folder / "instances_val2014_100.json"
    truth = COCO(str(file))
    names = [each["name"] for each in truth.cats.values()]
    labels = {f"l{n}": name for n, name in enumerate(names)}
    document = regions_schema()
    document["fields"][0]["labels"] = [
        {"key": key, "name": name, "geometry": "mask"} for key, name in labels.items()
    ]

    items, found = taken(Folder(folder, file.name), document)

    ours = Counter(
        (item.metadata["coco_image_id"], labels[region.label], region.geometry.counts)
        for item, each in zip(items, found, strict=True)
        for region in each.value.answers["things"].regions
    )
    theirs = Counter(
        (each["image_id"], truth.cats[each["category_id"]]["name"], truth.annToRLE(each)["counts"].decode())
        for each in truth.anns.values()
    )
    assert ours == theirs
