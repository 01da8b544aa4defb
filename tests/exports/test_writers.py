import io
import json

import pandas
import pyarrow.parquet as pq
import pytest
from pycocotools.coco import COCO

from exports.formats import coco, csv, jsonl
from exports.formats.items import DatasetRow, ReadItem, ReadRegion, ReadSpan
from exports.formats.registry import FORMATS, write_rows
from tests.exports.sources import Files

IMAGE_DOCUMENT = {
    "input": "image",
    "fields": [
        {
            "key": "cells",
            "name": "Cells",
            "type": "regions",
            "labels": [
                {"key": "wbc", "name": "WBC", "geometry": "box"},
                {
                    "key": "rbc",
                    "name": "RBC",
                    "geometry": "box",
                    "attributes": [
                        {
                            "key": "lobes",
                            "name": "Lobes",
                            "type": "choice",
                            "options": [{"key": "two", "name": "Two"}],
                        },
                        {"key": "sure", "type": "boolean"},
                    ],
                },
            ],
        },
        {"key": "quality", "type": "choice", "options": [{"key": "good", "name": "=Good"}, {"key": "bad"}]},
        {"key": "topics", "type": "choices", "options": [{"key": "a", "name": "A|1"}, {"key": "b"}]},
        {"key": "note", "type": "text"},
        {"key": "count", "type": "number"},
        {"key": "stars", "type": "rating"},
    ],
}
SHA = "ab" * 32
VALUE = {
    "cells": {
        "regions": [
            {
                "id": "r1",
                "label": "rbc",
                "geometry": {"type": "box", "box": [12.5, 40, 80, 7.25]},
                "attributes": {"lobes": "two", "sure": True},
            },
            {"id": "r2", "label": "wbc", "geometry": {"type": "box", "box": [0, 0, 1, 1]}, "attributes": {}},
        ]
    },
    "quality": {"choice": "good"},
    "topics": {"choices": ["a", "b"]},
    "note": {"text": "=1+1\r\n“세포”, 'x'"},
    "count": {"number": -3.5},
    "stars": {"rating": 4},
}
LINEAGE = {"author": "p-1", "revision": "r-1", "schema_version": "s-1", "guideline_version": "g-1"}
IMAGE_ROWS = [
    DatasetRow(
        *("i-1", "cell 1.jpg", "image", SHA, "image/jpeg", 640, 480, None, "train", "g"),
        {"z": 1, "a": {"k": "한"}},
        VALUE,
        **LINEAGE,
    ),
    DatasetRow(
        "i-2",
        None,
        "image",
        SHA,
        "image/png",
        640,
        480,
        split="test",
        value={"cells": {"regions": []}},
        **LINEAGE,
    ),
    DatasetRow("i-3", "=x", "image", SHA, "image/png", 640, 480, split="test"),
]
TEXT_DOCUMENT = {
    "input": "text",
    "fields": [{"key": "names", "type": "spans", "labels": [{"key": "ps", "name": "Person"}]}],
}
TEXT_ROWS = [
    DatasetRow(
        *("t-1", "1", "text"),
        text="😀 김 씨\n“quoted”, line",
        value={"names": {"spans": [{"id": "s1", "label": "ps", "start": 2, "end": 3, "attributes": {}}]}},
        **LINEAGE,
    ),
    DatasetRow("t-2", None, "text", text="-1 'and' @home", metadata={"page": "=2"}),
]


def written(key, document, rows, **options):
    out = io.BytesIO()
    report = write_rows(key, out, document, rows, options)
    return out.getvalue(), report


@pytest.mark.parametrize("key", [key for key, each in FORMATS.items() if each.writes])
@pytest.mark.parametrize(("document", "rows"), [(IMAGE_DOCUMENT, IMAGE_ROWS), (TEXT_DOCUMENT, TEXT_ROWS)])
def test_the_same_rows_give_the_same_bytes(key, document, rows):
    assert written(key, document, rows) == written(key, document, list(rows))


@pytest.mark.parametrize("key", [key for key, each in FORMATS.items() if each.writes and key != "webvtt"])
def test_a_split_is_written_alone(key):
    _, report = written(key, IMAGE_DOCUMENT, IMAGE_ROWS, split="test")

    assert report.items == 2


@pytest.mark.parametrize("read", [jsonl, csv])
def test_images_come_back_as_they_were_written(read):
    key = read.__name__.rpartition(".")[2]
    content, _ = written(key, IMAGE_DOCUMENT, IMAGE_ROWS)

    found = list(
        read.read(Files({f"items.{key}": content, f"media/{SHA}.jpg": b"", f"media/{SHA}.png": b""}))
    )

    assert all(isinstance(each, ReadItem) for each in found), found
    assert [(each.external_id, each.media_path, each.declared_size) for each in found] == [
        ("cell 1.jpg", f"media/{SHA}.jpg", (640, 480)),
        (None, f"media/{SHA}.png", (640, 480)),
        ("=x", f"media/{SHA}.png", (640, 480)),
    ]
    labels = found[0].labels
    assert labels.regions == (
        ReadRegion("RBC", (12.5, 40, 80, 7.25), {"Lobes": "Two", "sure": True}, "Cells"),
        ReadRegion("WBC", (0, 0, 1, 1), {}, "Cells"),
    )
    assert labels.choices == {"quality": ("=Good",), "topics": ("A|1", "b")}
    assert labels.answers == {"note": "=1+1\r\n“세포”, 'x'", "count": -3.5, "stars": 4}
    assert found[0].metadata == {"z": 1, "a": {"k": "한"}}
    assert found[1].labels.regions == ()
    assert found[2].labels is None


@pytest.mark.parametrize("read", [jsonl, csv])
def test_texts_come_back_as_they_were_written(read):
    key = read.__name__.rpartition(".")[2]
    content, _ = written(key, TEXT_DOCUMENT, TEXT_ROWS)

    first, second = read.read(Files({f"items.{key}": content}))

    assert (first.text, first.external_id) == (TEXT_ROWS[0].text, "1")
    assert first.labels.spans == (ReadSpan("Person", 2, 3, {}, "names"),)
    assert (second.text, second.metadata, second.labels) == ("-1 'and' @home", {"page": "=2"}, None)


def test_no_cell_of_the_table_is_a_formula():
    content, _ = written("csv", IMAGE_DOCUMENT, IMAGE_ROWS)

    table = pandas.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)

    cells = table.drop(columns=["number:count"]).to_numpy().ravel()
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert list(table["choice:quality"]) == ["'=Good", "", ""]
    assert list(table["number:count"]) == ["-3.5", "", ""]


def test_the_coco_file_is_what_pycocotools_expects(tmp_path):
    content, report = written("coco", IMAGE_DOCUMENT, IMAGE_ROWS)
    file = tmp_path / "coco.json"
    file.write_bytes(content)

    found = COCO(str(file))

    assert sorted(found.imgs) == [1, 2, 3]
    assert sorted(found.anns) == [1, 2]
    assert {number: each["name"] for number, each in found.cats.items()} == {1: "WBC", 2: "RBC"}
    assert found.anns[1]["bbox"] == [12.5, 40, 80, 7.25]
    assert found.anns[1]["area"] == 580
    assert found.anns[1]["attributes"] == {"Lobes": "Two", "sure": True}
    assert found.imgs[1]["file_name"] == f"media/{SHA}.jpg"
    assert found.dataset["info"]["class_map"] == {"cells/wbc": 1, "cells/rbc": 2}
    assert (report.items, report.answers, report.left_out) == (3, 2, {"whole-item answers": 5})


def test_the_coco_file_comes_back_as_it_was_written():
    content, _ = written("coco", IMAGE_DOCUMENT, IMAGE_ROWS)

    found = list(coco.read(Files({"coco.json": content, f"media/{SHA}.jpg": b"", f"media/{SHA}.png": b""})))

    assert [each.external_id for each in found] == ["cell 1.jpg", f"media/{SHA}.png", "=x"]
    assert [(region.label, region.box) for region in found[0].labels.regions] == [
        ("RBC", (12.5, 40, 80, 7.25)),
        ("WBC", (0, 0, 1, 1)),
    ]


def test_labels_of_the_same_name_in_two_fields_stay_apart():
    label = {"key": "x", "name": "X", "geometry": "box"}
    document = {"fields": [{"key": key, "type": "regions", "labels": [label]} for key in ("one", "two")]}

    assert [(each.id, each.name) for each in coco.class_map(document)] == [(1, "one/X"), (2, "two/X")]


def test_coco_refuses_rows_that_can_be_iterated_only_once():
    with pytest.raises(TypeError):
        written("coco", IMAGE_DOCUMENT, iter(IMAGE_ROWS))


def test_parquet_is_typed_and_read_by_pandas():
    content, report = written("parquet", IMAGE_DOCUMENT, IMAGE_ROWS)

    table = pq.read_table(io.BytesIO(content)).to_pylist()

    assert report.items == 3
    assert table[0]["value_Cells"][0] == {
        "id": "r1",
        "label": "RBC",
        "box": [12.5, 40, 80, 7.25],
        "attributes": '{"Lobes":"Two","sure":true}',
        "group": None,
    }
    assert (table[0]["value_quality"], table[0]["value_topics"]) == ("=Good", ["A|1", "b"])
    assert (table[1]["value_Cells"], table[2]["value_Cells"]) == ([], None)
    assert json.loads(table[0]["metadata"]) == {"a": {"k": "한"}, "z": 1}
    assert len(pandas.read_parquet(io.BytesIO(content))) == 3


def test_parquet_groups_have_a_fixed_size():
    content, _ = written("parquet", IMAGE_DOCUMENT, IMAGE_ROWS * 3000)

    file = pq.ParquetFile(io.BytesIO(content))

    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [4096, 4096, 808]


def test_spans_in_parquet_are_code_points():
    content, _ = written("parquet", TEXT_DOCUMENT, TEXT_ROWS)

    row = pq.read_table(io.BytesIO(content)).to_pylist()[0]

    (span,) = row["value_names"]
    assert row["text"][span["start"] : span["end"]] == "김"
