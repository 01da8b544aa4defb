import io
import json
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.errors import FormatUnknown, OptionsInvalid
from exports.formats import coco, conll, csv, images, jsonl, text, voc
from exports.formats.items import ReadFault, ReadItem, ReadSpan
from exports.formats.json_depth import nesting_problem
from exports.formats.registry import FORMATS, guess_formats, read_source
from tests.exports.sources import Files


def items(found):
    return [each for each in found if isinstance(each, ReadItem)]


def faults(found, severity="error"):
    return [each for each in found if isinstance(each, ReadFault) and each.severity == severity]


def codes(found, severity="error"):
    return [each.code for each in faults(found, severity)]


# Registry


def test_every_format_is_there_once_with_its_directions():
    assert {key: (bool(f.reads), bool(f.writes)) for key, f in FORMATS.items()} == {
        "images": (True, False),
        "text": (True, False),
        "csv": (True, True),
        "jsonl": (True, True),
        "voc": (True, False),
        "conll": (True, False),
        "coco": (True, True),
        "parquet": (False, True),
        "audio": (True, False),
        "webvtt": (False, True),
    }


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({"a.jpg": b"", "b/c.PNG": b""}, "images"),
        ({"a.txt": "Some words.\n"}, "text"),
        ({"a.csv": "text,label\na,b\n"}, "csv"),
        ({"a.jsonl": '{"text": "a"}\n'}, "jsonl"),
        ({"a.jpg": b"", "a.xml": "<annotation></annotation>"}, "voc"),
        ({"a.txt": "EU B-ORG\nrejects O\n\n"}, "conll"),
        ({"a.jpg": b"", "a.json": '{"images": []}'}, "coco"),
        ({"a.wav": b"", "b.MP3": b"", "a.txt": "0.5\t1.5\tyes"}, "audio"),
    ],
)
def test_a_format_is_recognised(files, key):
    assert guess_formats(Files(files))[0].key == key


def test_nothing_is_recognised_in_what_is_unknown():
    assert guess_formats(Files({"a.exe": b"MZ"})) == ()


def test_unknown_formats_and_options_are_refused_before_anything_is_read():
    with pytest.raises(FormatUnknown, match="coco"):
        read_source("yolo", Files({}))
    with pytest.raises(FormatUnknown):
        read_source("parquet", Files({}))
    with pytest.raises(OptionsInvalid, match="sepparator"):
        read_source("conll", Files({}), {"sepparator": "tab"})


# Images, text


def test_images_are_items_by_path_and_the_rest_is_said():
    found = list(images.read(Files({"a/1.jpg": b"", "readme.md": b""})))

    assert [(each.external_id, each.media_path) for each in items(found)] == [("a/1.jpg", "a/1.jpg")]
    assert codes(found, "warning") == ["file_not_read"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("세포".encode(), "auto"),
        ("세포".encode("utf-8-sig"), "auto"),
        ("세포".encode("utf-16"), "auto"),
        ("세포".encode("utf-16-be"), "utf-16"),
        ("세포".encode("utf-16-le"), "utf-16"),
        ("세포".encode("cp949"), "cp949"),
    ],
)
def test_text_is_read_in_its_encoding(content, encoding):
    if encoding == "utf-16" and content == "세포".encode("utf-16-be"):
        content = b"\xfe\xff" + content

    (item,) = text.read(Files({"a.txt": content}), text.Options(encoding=encoding))

    assert item.text == "세포"


@pytest.mark.parametrize(
    ("content", "advice"),
    [("세포가 있다".encode("cp949"), "cp949"), ("細胞がある".encode("shift_jis"), "shift_jis")],
)
def test_a_wrong_encoding_is_a_fault_that_names_the_likely_one(content, advice):
    (fault,) = text.read(Files({"a.txt": content}))

    assert fault.code == "encoding"
    assert advice in fault.detail


def test_text_by_line_skips_empty_lines_and_keeps_the_rest_as_it_is():
    found = list(text.read(Files({"a.txt": " one\r\n\n\t\ntwo\u2028still two"}), text.Options(item="line")))

    assert [(each.text, each.origin.line) for each in found] == [(" one", 1), ("two\u2028still two", 4)]


def test_text_with_a_nul_is_a_fault():
    assert codes(text.read(Files({"a.txt": b"a\0b"}))) == ["text_unfit"]


# CSV


def test_a_table_is_read_with_its_columns():
    source = Files({"a.csv": '\ufeffid;text;mood;topics;page\n7;Good, "really";happy;a|b;3\n'})
    options = csv.Options(id_column="id", label_columns=("mood", "topics"), label_separator="|")

    (item,) = csv.read(source, options)

    assert (item.external_id, item.text, item.metadata) == ("7", 'Good, "really"', {"page": "3"})
    assert item.labels.choices == {"mood": ("happy",), "topics": ("a", "b")}


def test_a_table_without_header_numbers_its_columns():
    source = Files({"a.tsv": "x\ty\none\tA\n"})

    found = list(csv.read(source, csv.Options(header=False, text_column="1", label_columns=("2",))))

    assert [(each.text, each.labels.choices) for each in found] == [
        ("x", {"2": ("y",)}),
        ("one", {"2": ("A",)}),
    ]


def test_bad_rows_are_faults_with_their_line_and_the_others_are_read():
    found = list(csv.read(Files({"a.csv": 'text,n\n"two\nlines",1\nonly one\n\nx,2\n,3\n'})))

    assert [each.text for each in items(found)] == ["two\nlines", "x"]
    assert [(each.code, each.line) for each in faults(found)] == [("row_unfit", 4), ("labels_unfit", 7)]


def test_a_missing_column_is_said_with_the_columns_that_are_there():
    (fault,) = csv.read(Files({"a.csv": "a,b\n1,2\n"}), csv.Options(text_column="text"))

    assert fault.code == "column_missing"
    assert "a, b" in fault.detail


def test_a_table_of_images_finds_them():
    found = list(
        csv.read(Files({"t.csv": "image,label\nx.jpg,cat\n../../etc/y.jpg,dog\n", "pics/x.jpg": b""}))
    )

    assert [each.media_path for each in items(found)] == ["pics/x.jpg"]
    assert codes(found) == ["media_missing"]


@given(st.text())
def test_a_guarded_cell_is_no_formula_and_comes_back(cell):
    guarded = csv.guard(cell)

    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert csv.restore(guarded) == cell


@given(st.text(alphabet="'=+-@\t\ra", max_size=6))
def test_a_guarded_cell_of_dangerous_signs_comes_back(cell):
    assert csv.restore(csv.guard(cell)) == cell


# JSON lines


@pytest.mark.parametrize(
    ("line", "spans", "choices"),
    [
        ('{"text": "😀 Kim", "label": [[2, 5, "PS"]]}', [ReadSpan("PS", 2, 5)], {}),
        ('{"text": "Kim", "labels": [[0, 3, "PS"]]}', [ReadSpan("PS", 0, 3)], {}),
        (
            '{"text": "Kim", "entities": [{"id": 1, "label": "PS", "start_offset": 0, "end_offset": 3}]}',
            [ReadSpan("PS", 0, 3)],
            {},
        ),
        ('{"text": "Kim", "label": "a"}', [], {"label": ("a",)}),
        ('{"text": "Kim", "label": ["a", "b"], "Comments": []}', [], {"label": ("a", "b")}),
        ('{"text": "Kim", "label": []}', [], {}),
    ],
)
def test_doccano_lines_are_read(line, spans, choices):
    (item,) = jsonl.read(Files({"a.jsonl": line}))

    assert (list(item.labels.spans), item.labels.choices, item.metadata) == (spans, choices, {})


def test_ids_and_metadata_are_kept_and_no_labels_are_none():
    (item,) = jsonl.read(Files({"a.jsonl": '{"id": 7, "text": "Kim", "page": {"n": 1}}'}))

    assert (item.external_id, item.metadata, item.labels) == ("7", {"page": {"n": 1}}, None)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        '{"other": 1}',
        '{"text": ""}',
        '{"text": "Kim", "label": [[0, 4, "PS"]]}',
        '{"text": "Kim", "label": [[2, 2, "PS"]]}',
        '{"text": "Kim", "label": [[true, 2, "PS"]]}',
        '{"text": "Kim", "label": [["PS"]]}',
        '{"text": "Kim", "label": 3}',
        '{"text": "a\\u0000"}',
        '{"text": "Kim", "page": "a\\u0000"}',
        '{"text": "Kim", "id": {}}',
        "[" * 100_000,
        '{"text":' * 100_000,
        '{"text": "a", "n": 1e999999999}',
    ],
)
def test_a_bad_line_is_a_fault_and_the_next_is_read(line):
    found = list(jsonl.read(Files({"a.jsonl": line + '\n{"text": "fine"}\n'})))

    assert [each.line for each in faults(found)] == [1]
    assert [each.text for each in items(found)] == ["fine"]


# Pascal VOC

numbers = st.integers(0, 5000).map(float)


@given(
    st.tuples(numbers, numbers, st.integers(1, 5000).map(float), st.integers(1, 5000).map(float)),
    st.booleans(),
)
def test_voc_corners_and_boxes_are_inverse(box, zero_based):
    corners = voc.corners_from_box(box, zero_based=zero_based)

    assert voc.box_from_corners(*corners, zero_based=zero_based) == box


def test_the_first_pixel_of_voc_is_one_by_one_at_the_origin():
    assert voc.box_from_corners(1, 1, 1, 1, zero_based=False) == (0, 0, 1, 1)
    assert voc.box_from_corners(0, 0, 0, 0, zero_based=True) == (0, 0, 1, 1)


def voc_xml(corners=(1, 1, 10, 20), name="cat", filename="x.jpg", extra=""):
    box = "".join(f"<{k}>{v}</{k}>" for k, v in zip(("xmin", "ymin", "xmax", "ymax"), corners, strict=True))
    return (
        f"<annotation><filename>{filename}</filename><size><width>100</width><height>50</height></size><object>"
        f"<name>{name}</name><difficult>1</difficult><truncated>0</truncated><bndbox>{box}</bndbox>{extra}</object></annotation>"
    )


def test_a_voc_file_is_read():
    (item,) = voc.read(Files({"Annotations/x.xml": voc_xml(), "JPEGImages/x.jpg": b""}))

    (region,) = item.labels.regions
    assert (item.media_path, item.declared_size) == ("JPEGImages/x.jpg", (100, 50))
    assert (region.label, region.box, region.attributes) == (
        "cat",
        (0, 0, 10, 20),
        {"difficult": True, "truncated": False},
    )


def test_an_image_without_xml_is_an_item_without_labels():
    found = list(voc.read(Files({"x.xml": voc_xml(), "x.jpg": b"", "y.jpg": b""})))

    assert [(each.media_path, each.labels is None) for each in items(found)] == [
        ("x.jpg", False),
        ("y.jpg", True),
    ]


def test_a_zero_coordinate_suggests_counting_from_zero():
    source = Files({"x.xml": voc_xml((0, 0, 10, 20)), "x.jpg": b""})

    assert "maybe_zero_based" in codes(voc.read(source), "warning")
    (item,) = voc.read(source, voc.Options(zero_based=True))
    assert item.labels.regions[0].box == (0, 0, 11, 21)


@pytest.mark.parametrize(
    "corners", [(5, 5, 4, 9), ("a", 1, 2, 3), ("nan", 1, 2, 3), (1, 1, 500, 20), (-9, 1, 5, 5)]
)
def test_a_bad_box_refuses_its_image_and_no_other(corners):
    files = {"a.xml": voc_xml(corners), "b.xml": voc_xml(filename="y.jpg"), "x.jpg": b"", "y.jpg": b""}

    found = list(voc.read(Files(files)))

    assert codes(found) == ["box_unfit"]
    assert "y.jpg" in [each.media_path for each in items(found)]


def test_parts_are_said_not_to_be_read():
    found = list(voc.read(Files({"x.xml": voc_xml(extra="<part><name>head</name></part>"), "x.jpg": b""})))

    assert codes(found, "warning") == ["part_not_read"]


@pytest.fixture
def canary():
    """A port that counts who comes."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.3)
    visits = []

    def listen():
        try:
            visits.append(server.accept())
        except TimeoutError:
            return

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], lambda: (thread.join(), len(visits))[1]
    thread.join()
    server.close()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:PORT/x">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:PORT/p"> %p; <!ENTITY x "y">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:PORT/a.dtd">',
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l9;">]>',
        "<!DOCTYPE annotation>",
    ],
)
def test_hostile_xml_is_refused_and_nobody_is_called(head, canary):
    port, visits = canary
    content = head.replace("PORT", str(port)) + voc_xml(name="&x;" if "ENTITY" in head else "cat")

    found = list(voc.read(Files({"a.xml": content, "b.xml": voc_xml(), "x.jpg": b""})))

    assert codes(found) == ["xml_refused"]
    assert len(items(found)) == 1
    assert visits() == 0


@pytest.mark.parametrize(
    "content", ["<a>" * 100_000, "<annotation>" + "<a>" * 100_000 + "</a>" * 100_000 + "</annotation>"]
)
def test_deep_xml_is_refused(content):
    assert codes(voc.read(Files({"a.xml": content}))) == ["xml_refused"]


def test_xinclude_is_only_an_element():
    extra = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'

    (item,) = voc.read(Files({"x.xml": voc_xml(extra=extra), "x.jpg": b""}))

    assert item.labels.regions[0].label == "cat"


@pytest.mark.parametrize("content", ["", "<annotation>", "<other/>", "no xml", b"\xff\xfe\xff"])
def test_what_is_no_voc_is_a_fault(content):
    assert len(faults(voc.read(Files({"a.xml": content})))) == 1


# CoNLL


def tags_of(tokens, entities, scheme):
    """The tags of `entities` (first token, last token, label), written down once more, from the definitions."""
    tags = ["O"] * len(tokens)
    before = None
    for first, last, label in entities:
        for place in range(first, last + 1):
            tags[place] = f"I-{label}"
        touches = before is not None and before[1] + 1 == first and before[2] == label
        if scheme != "IOB1" or touches:
            tags[first] = f"B-{label}"
        if scheme in ("BILOU", "BIOES"):
            tags[last] = f"{'L' if scheme == 'BILOU' else 'E'}-{label}"
            if first == last:
                tags[first] = f"{'U' if scheme == 'BILOU' else 'S'}-{label}"
        before = (first, last, label)
    return tags


@st.composite
def sentences(draw):
    tokens = draw(st.lists(st.text(alphabet="aé한😀-", min_size=1, max_size=4), min_size=1, max_size=12))
    entities, place = [], 0
    while place < len(tokens):
        length = draw(st.integers(0, 3))
        if length and place + length <= len(tokens):
            entities.append((place, place + length - 1, draw(st.sampled_from(["A", "creative-work"]))))
        place += max(length, 1)
    return tokens, entities


@given(sentences(), st.sampled_from(["IOB1", "IOB2", "BILOU", "BIOES"]), st.sampled_from(["", " "]))
def test_tags_and_spans_agree_in_every_scheme(sentence, scheme, joiner):
    tokens, entities = sentence

    spans = conll.spans_from_tags(tokens, tags_of(tokens, entities, scheme), joiner)

    content = joiner.join(tokens)
    assert [(content[span.start : span.end], span.label) for span in spans] == [
        (joiner.join(tokens[first : last + 1]), label) for first, last, label in entities
    ]


def test_conll_2003_is_read():
    source = Files(
        {
            "a.conll": "-DOCSTART- -X- -X- O\n\nEU NNP B-NP I-ORG\nrejects VBZ B-VP O\n\t\nPeter NNP B-NP I-PER\n"
        }
    )

    found = list(conll.read(source))

    assert [(each.text, each.labels.spans) for each in found] == [
        ("EU rejects", (ReadSpan("ORG", 0, 2),)),
        ("Peter", (ReadSpan("PER", 0, 5),)),
    ]


def test_spaces_as_tokens_and_comments_with_ids_are_read():
    source = Files({"a.tsv": "## 주석 : ##\n## doc-1\t<김:PS> 씨\n김\tB-PS\n \tO\n씨\tO\n\n"})

    (item,) = conll.read(source)

    assert (item.external_id, item.text, item.labels.spans) == ("doc-1", "김 씨", (ReadSpan("PS", 0, 1),))


def test_a_bad_tag_refuses_its_sentence_and_no_other():
    found = list(conll.read(Files({"a.conll": "a\tB-X\nb\tQ\n\nc\tO\n"})))

    assert [(each.code, each.line) for each in faults(found)] == [("tag_unknown", 2)]
    assert [each.text for each in items(found)] == ["c"]


# COCO

COCO = """{"images": [{"id": 5, "file_name": "x.jpg", "width": 100, "height": 50}, {"id": 6, "file_name": "y.jpg"}],
 "annotations": [%s], "categories": [{"id": 3, "name": "cat"}]}"""


def coco_files(*annotations):
    return Files({"a/coco.json": COCO % ",".join(annotations), "pics/x.jpg": b"", "pics/y.jpg": b""})


def test_a_coco_file_is_read_one_item_per_image():
    source = coco_files('{"id": 1, "image_id": 5, "category_id": 3, "bbox": [1.5, 2, 3, 4]}')

    first, second = coco.read(source)

    assert (first.media_path, first.external_id, first.declared_size) == ("pics/x.jpg", "x.jpg", (100, 50))
    assert [(region.label, region.box) for region in first.labels.regions] == [("cat", (1.5, 2, 3, 4))]
    assert second.labels.regions == ()


def test_crowds_are_said_and_kept_with_their_outlines():
    annotation = '{"id": %d, "image_id": 5, "category_id": 3, "bbox": [1, 2, 3, 4], "iscrowd": %d, "segmentation": [[1,2,3,4,5,6]]}'

    found = list(coco.read(coco_files(annotation % (1, 0), annotation % (2, 1), annotation % (3, 0))))

    assert [(each.code, each.count) for each in faults(found, "warning")] == [("crowd_not_read", 1)]
    assert [len(region.shapes) for region in items(found)[0].labels.regions] == [1, 1, 1]


@pytest.mark.parametrize(
    "annotation",
    [
        '{"id": 1, "image_id": 5, "category_id": 9, "bbox": [1, 2, 3, 4]}',
        '{"id": 1, "image_id": 5, "category_id": 3}',
        '{"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, 3]}',
        '{"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, true, 4]}',
        '{"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, 0, 4]}',
        '{"id": 1, "image_id": 5, "category_id": 3, "bbox": [1, 2, 300, 4]}',
    ],
)
def test_a_bad_annotation_refuses_its_image_and_no_other(annotation):
    found = list(coco.read(coco_files(annotation)))

    assert [each.external_id for each in items(found)] == ["y.jpg"]
    assert faults(found)


def test_annotations_of_unlisted_images_are_counted():
    found = list(coco.read(coco_files('{"id": 1, "image_id": 99, "category_id": 3, "bbox": [1, 2, 3, 4]}')))

    assert [(each.code, each.count) for each in faults(found)] == [("image_unknown", 1)]


def test_a_path_that_leads_out_finds_nothing_outside_the_source():
    content = COCO.replace("x.jpg", "../../etc/passwd") % ""

    found = list(coco.read(Files({"coco.json": content, "y.jpg": b""})))

    assert codes(found) == ["media_missing"]


@pytest.mark.parametrize(
    ("content", "is_refused"),
    [
        (b"[" * 64 + b"]" * 64, False),
        (b"[" * 65, True),
        (b'{"a":' * 65, True),
        (b'"' + b"[" * 1000 + b'"', False),
        (rb'"\"' + b"[" * 1000 + b'"', False),
        (rb'"\\"' + b"[" * 1000, True),
        (b"[" + b"[[]]," * 1_000_000, False),
        (b'"' + b"[" * 3_000_000 + b'"', False),
        (b'"' + b"a" * 20_000_000, True),
    ],
)
def test_the_depth_of_json_is_known_before_it_is_parsed(content, is_refused):
    assert (nesting_problem(io.BytesIO(content)) is not None) == is_refused


@given(
    st.recursive(
        st.text(alphabet='a"\\[]{}'), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_ordinary_json_is_never_too_deep(value):
    assert nesting_problem(io.BytesIO(json.dumps(value).encode())) is None


def test_labels_only_needs_no_media():
    found = list(coco.read(Files({"coco.json": COCO % ""}), coco.Options(labels_only=True)))

    assert [(each.external_id, each.media_path) for each in found] == [("x.jpg", None), ("y.jpg", None)]


@pytest.mark.parametrize(
    "content",
    [
        '{"images": [',
        '{"images": [1]}',
        '{"annotations": ' + "[" * 100_000,
        '{"annotations": [' + '{"a":' * 100_000,
        '{"categories": [], "annotations": [{"image_id": 1e999999999}], "images": []}',
        '{"categories": [], "annotations": [{"image_id": ' + "9" * 5000 + '}], "images": []}',
        b'{"images": [{"file_name": "\xff\xfe"}]}',
        '{"images": [{"id": 1, "file_name": "\\u0000"}]}',
        '{"images": [{"id": [1], "file_name": "a.jpg"}], "categories": [{"id": {}, "name": []}]}',
    ],
)
def test_hostile_json_is_a_fault(content):
    found = list(coco.read(Files({"a.json": content})))

    assert faults(found)
    assert not items(found)
