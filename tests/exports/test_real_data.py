"""Files that other tools wrote, for which it is known what is in them."""

import io
import json
from collections import Counter

import pytest
from pycocotools.coco import COCO

from exports.formats import coco, conll, voc
from exports.formats.items import DatasetRow, ReadItem
from exports.formats.registry import guess_formats, write_rows
from exports.images import prepare_image
from tests.exports.sources import Files, Folder, shared_data


def items(found):
    return [each for each in found if isinstance(each, ReadItem)]


def errors(found):
    return [each for each in found if not isinstance(each, ReadItem) and each.severity == "error"]


def test_the_blood_cells_are_all_there():
    source = Folder(shared_data("bccd"))

    found = list(voc.read(source))

    labels = Counter(region.label for item in items(found) for region in item.labels.regions)
    assert guess_formats(source)[0].key == "voc"
    assert errors(found) == []
    assert len(items(found)) == 60
    assert labels == {"RBC": 716, "Platelets": 68, "WBC": 62}


def test_the_blood_cells_go_out_as_coco_with_the_right_counts(tmp_path):
    source = Folder(shared_data("bccd"))
    names = ["RBC", "WBC", "Platelets"]
    labels = [{"key": name.lower(), "name": name, "geometry": "box"} for name in names]
    document = {"fields": [{"key": "cells", "type": "regions", "labels": labels}]}
    rows = [_row(source, item) for item in items(voc.read(source))]
    out = io.BytesIO()

    write_rows("coco", out, document, rows)

    file = tmp_path / "coco.json"
    file.write_bytes(out.getvalue())
    read = COCO(str(file))
    assert len(read.imgs) == 60
    counts = Counter(read.cats[each["category_id"]]["name"] for each in read.anns.values())
    assert counts == {"RBC": 716, "Platelets": 68, "WBC": 62}
    back = items(coco.read(Files({"coco.json": out.getvalue()}), coco.Options(labels_only=True)))
    assert [[region.box for region in each.labels.regions] for each in back] == [
        [tuple(region["geometry"]["box"]) for region in row.value["cells"]["regions"]] for row in rows
    ]


def _row(source, item):
    regions = [
        {"id": f"r{n}", "label": region.label.lower(), "geometry": {"type": "box", "box": list(region.box)}}
        for n, region in enumerate(item.labels.regions)
    ]
    with source.open(item.media_path) as stream:
        image = prepare_image(stream)
    assert (image.width, image.height) == item.declared_size
    return DatasetRow(
        *(
            item.external_id,
            item.external_id,
            "image",
            image.sha256,
            image.media_type,
            image.width,
            image.height,
        ),
        value={"cells": {"regions": regions}},
    )


@pytest.mark.parametrize("name", ["train", "dev", "test"])
def test_wnut17_has_the_sentences_and_entities_of_its_tags(name):
    folder = shared_data("ner_wnut17")
    lines = (folder / f"{name}.conll").read_text(encoding="utf-8").split("\n")

    found = list(conll.read(Folder(folder, f"{name}.conll")))

    begins = Counter(line.rsplit("\t", 1)[1][2:] for line in lines if line.strip() and "\tB-" in line)
    sentences = sum(bool(a.strip()) and not b.strip() for a, b in zip(lines, [*lines[1:], ""], strict=True))
    labels = Counter(span.label for item in items(found) for span in item.labels.spans)
    assert errors(found) == []
    assert len(items(found)) == sentences
    assert labels == begins


def test_klue_sentences_are_those_of_its_comments():
    folder = shared_data("ner_klue_ko")
    lines = (folder / "klue-ner-v1.1_dev_first1500.tsv").read_text(encoding="utf-8").split("\n")
    marked = dict(line.removeprefix("## ").split("\t", 1) for line in lines if line.startswith("## klue-ner"))

    found = items(conll.read(Folder(folder, "*.tsv")))

    assert len(found) == len(marked) == 1500
    assert [_marked(item) for item in found] == [marked[item.external_id] for item in found]


def _marked(item):
    """The sentence with its entities as `<text:TYPE>`, as KLUE's comments have it."""
    text = item.text
    for span in sorted(item.labels.spans, key=lambda each: -each.start):
        text = f"{text[: span.start]}<{text[span.start : span.end]}:{span.label}>{text[span.end :]}"
    return text


def test_the_coco_ground_truth_is_all_there():
    folder = shared_data("coco_eval")
    truth = json.loads((folder / "instances_val2014_100.json").read_text(encoding="utf-8"))
    source = Folder(folder, "instances_val2014_100.json")

    found = list(coco.read(source, coco.Options(labels_only=True)))

    names = {each["id"]: each["name"] for each in truth["categories"]}
    labels = Counter(region.label for item in items(found) for region in item.labels.regions)
    crowds = sum(each.count for each in found if getattr(each, "code", "") == "crowd_not_read")
    assert errors(found) == []
    assert len(items(found)) == 100
    assert labels == Counter(names[each["category_id"]] for each in truth["annotations"])
    assert crowds == 9


def test_the_nuts_have_their_categories_and_images():
    source = Folder(shared_data("coco_segmentation_nuts"))

    found = list(coco.read(source))

    regions = [region.label for item in items(found) for region in item.labels.regions]
    assert errors(found) == []
    assert len(items(found)) == 18
    assert all(item.media_path for item in items(found))
    assert set(regions) == {"date", "fig", "hazelnut"}
    assert len(regions) == 165
