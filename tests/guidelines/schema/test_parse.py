from typing import Any

import pytest

from guidelines.schema.errors import SchemaErrors
from guidelines.schema.parse import parse_document, parse_yaml, to_document, to_yaml

CELLS: dict[str, Any] = {
    "input": "image",
    "fields": [
        {
            "key": "cells",
            "type": "regions",
            "labels": [
                {"key": "rbc", "name": "RBC", "geometry": "box", "shortcut": "1"},
                {"key": "wbc", "geometry": "box", "shortcut": "2"},
            ],
        }
    ],
}


def faults(document: object) -> dict[str, str]:
    with pytest.raises(SchemaErrors) as refusal:
        parse_document(document)
    return {fault.pointer: fault.detail for fault in refusal.value.errors}


def image(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"input": "image", "fields": list(fields)}


def regions(*labels: dict[str, Any], key: str = "cells") -> dict[str, Any]:
    return {"key": key, "type": "regions", "labels": [{"geometry": "box", **label} for label in labels]}


def test_a_name_that_is_not_given_is_the_key() -> None:
    labels = parse_document(CELLS).fields[0].all_labels

    assert [label.name for label in labels] == ["RBC", "wbc"]


def test_defaults_are_not_written() -> None:
    assert to_document(parse_document(CELLS)) == CELLS


def test_yaml_puts_the_key_first_and_keeps_other_scripts_readable() -> None:
    text = to_yaml(parse_document(image({"key": "note", "type": "text", "titles": {"ko": "메모"}})))

    assert text == "input: image\nfields:\n- key: note\n  type: text\n  titles:\n    ko: 메모\n"


def test_all_faults_come_at_once_and_point_into_the_input() -> None:
    document = image(
        {"key": "1st", "type": "text"},
        regions(
            {"key": "Bad"},
            {"key": "a", "shortcut": "1"},
            {"key": "a", "colour": "red"},
            {"key": "b", "shortcut": "1"},
        ),
        {"key": "cells", "type": "text", "max_length": 0},
    )

    assert list(faults(document)) == [
        "/fields/0/key",
        "/fields/1/labels/0/key",
        "/fields/1/labels/2/colour",
        "/fields/2/max_length",
        "/fields/2/key",
        "/fields/1/labels/2/key",
        "/fields/1/labels/3/shortcut",
    ]


ATTRIBUTE = {"key": "lobes", "type": "choice", "options": [{"key": "two", "shortcut": "1"}]}
REFUSED: dict[str, tuple[Any, str, str]] = {
    "field that is null": (
        {"input": "image", "fields": [None]},
        "/fields/0",
        "Expected an object, found null.",
    ),
    "spans on images": (
        image({"key": "a", "type": "spans", "labels": [{"key": "b"}]}),
        "/fields/0/type",
        "Expected a type for image input, found spans, for text. Choose another.",
    ),
    "regions on text": (
        {"input": "text", "fields": [regions({"key": "b"})]},
        "/fields/0/type",
        "Expected a type for text input, found regions, for image. Choose another.",
    ),
    "unknown geometry": (
        image(regions({"key": "a", "geometry": "circle"})),
        "/fields/0/labels/0/geometry",
        'Expected one of box, rotated_box, polygon, polyline, point, keypoints, mask, found "circle".',
    ),
    "no geometry": (
        image({"key": "a", "type": "regions", "labels": [{"key": "b"}]}),
        "/fields/0/labels/0/geometry",
        "Expected a geometry, one of box, rotated_box, polygon, polyline, point, keypoints, mask, found nothing. Add `geometry`.",
    ),
    "geometry of spans": (
        {
            "input": "text",
            "fields": [{"key": "a", "type": "spans", "labels": [{"key": "b", "geometry": "box"}]}],
        },
        "/fields/0/labels/0/geometry",
        "Expected only key, name, titles, description, colour, shortcut, attributes here, "
        'found "geometry". Remove it.',
    ),
    "misspelt part": (
        {"input": "image", "fields": [], "feilds": []},
        "/feilds",
        'Expected only input, fields here, found "feilds". Did you mean `fields`?',
    ),
    "same name": (
        image(regions({"key": "a", "name": "X"}, {"key": "b", "name": "X"})),
        "/fields/0/labels/1/name",
        'Expected a name of its own, found "X" a second time. Change one.',
    ),
    "same name in another normal form": (
        image(regions({"key": "a", "name": "\u00e9"}, {"key": "b", "name": "e\u0301"})),
        "/fields/0/labels/1/name",
        'Expected a name of its own, found "e\u0301" a second time. Change one.',
    ),
    "same shortcut in another case": (
        image(
            regions({"key": "a", "shortcut": "q"}),
            {"key": "c", "type": "choice", "options": [{"key": "o", "shortcut": "Q"}]},
        ),
        "/fields/1/options/0/shortcut",
        'Expected a shortcut of its own, found "Q" of label a of cells. Choose another.',
    ),
    "attribute shortcut that a label has": (
        image(regions({"key": "a", "shortcut": "1", "attributes": [ATTRIBUTE]})),
        "/fields/0/labels/0/attributes/0/options/0/shortcut",
        'Expected a shortcut of its own, found "1" of label a of cells. Choose another.',
    ),
    "shortcut as a number": (
        image(regions({"key": "a", "shortcut": 1})),
        "/fields/0/labels/0/shortcut",
        "Expected a shortcut of one visible character, found 1. Put it in quotes.",
    ),
    "minimum above maximum": (
        image({"key": "n", "type": "number", "minimum": 3, "maximum": 2}),
        "/fields/0/maximum",
        "Expected maximum not below minimum (3), found 2. Swap or change them.",
    ),
    "more to select than there is": (
        image({"key": "n", "type": "choices", "options": [{"key": "a"}], "min_selected": 2}),
        "/fields/0/min_selected",
        "Expected at most the 1 options, found 2. Lower it.",
    ),
    "long title": (
        image({"key": "n", "type": "text", "titles": {"en": "x" * 201}}),
        "/fields/0/titles/en",
        "Expected a title of one line (at most 200), found 201 characters.",
    ),
    "NUL": (
        image({"key": "n", "type": "text", "help": {"en": "a\x00"}}),
        "/fields/0/help/en",
        'Expected text, found "a\\u0000".',
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_faulty_part_is_refused_with_where_and_why(case: str) -> None:
    document, pointer, detail = REFUSED[case]

    assert faults(document) == {pointer: detail}


def test_labels_and_options_of_a_field_are_bounded_together() -> None:
    options = [{"key": f"o{number}"} for number in range(999)]
    attribute = {"key": "kind", "type": "choice", "options": options}

    assert parse_document(image(regions({"key": "a", "attributes": [attribute]})))
    assert "/fields/0/labels" in faults(image(regions({"key": "a", "attributes": [attribute]}, {"key": "b"})))


def test_labels_may_share_the_shortcuts_of_their_attributes() -> None:
    attribute = ATTRIBUTE | {"options": [{"key": "two", "shortcut": "q"}]}

    assert parse_document(
        image(regions({"key": "a", "attributes": [attribute]}, {"key": "b", "attributes": [attribute]}))
    )


def test_the_number_of_fields_is_bounded() -> None:
    fields = [{"key": f"f{number}", "type": "text"} for number in range(101)]

    assert list(faults(image(*fields))) == ["/fields"]


def test_a_flood_of_faults_is_cut() -> None:
    fields = [{"key": f"f{n}", "type": "choice", "options": [{"key": "X"}] * 500} for n in range(50)]

    with pytest.raises(SchemaErrors) as refusal:
        parse_document(image(*fields))

    assert len(refusal.value.errors) == 200


def test_yaml_faults_have_line_and_column() -> None:
    text = "input: image\nfields:\n  - key: cells\n    type: regions\n"
    text += "    labels:\n      - {key: A, geometry: box}\n"

    with pytest.raises(SchemaErrors) as refusal:
        parse_yaml(text)

    (fault,) = refusal.value.errors
    assert (fault.pointer, fault.line, fault.column) == ("/fields/0/labels/0/key", 6, 15)


def test_a_missing_part_is_placed_at_what_lacks_it() -> None:
    with pytest.raises(SchemaErrors) as refusal:
        parse_yaml("input: text\nfields:\n  - type: text\n")

    (fault,) = refusal.value.errors
    assert (fault.pointer, fault.line, fault.column) == ("/fields/0/key", 3, 5)


def test_no_is_a_word_and_not_false() -> None:
    text = "input: text\nfields:\n- key: no\n  type: choice\n  options: [{key: yes}, {key: no}]\n"

    assert [option.key for option in parse_yaml(text).field("no").all_options] == ["yes", "no"]


HOSTILE = {
    "alias bomb": ("a: &a [x, x]\nb: [*a, *a]\n", "anchors"),
    "anchor on a key": ("&a key: 1\n", "plain key"),
    "python object": ("input: !!python/object/apply:os.system ['true']\n", "tags"),
    "custom tag": ("!x {}\n", "tags"),
    "same key twice": ("input: text\ninput: image\nfields: []\n", "once"),
    "list as key": ("? [a]\n: b\n", "plain key"),
    "deep flow": ("[" * 5000, "levels"),
    "deep block": ("- " * 400 + "a", "levels"),
    "large": ("#" * 1_000_001, "bytes"),
    "two documents": ("input: text\n---\ninput: text\n", "one document"),
    "nothing": ("", "nothing"),
    "not YAML": ("a: [1\nb: ", "mistake"),
    "control character": ("a: \x07", "character"),
    "half a surrogate": ("a: \ud800", "surrogate"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_yaml_is_refused(case: str) -> None:
    text, word = HOSTILE[case]

    with pytest.raises(SchemaErrors) as refusal:
        parse_yaml(text)

    (fault,) = refusal.value.errors
    assert word in fault.detail
    assert fault.line
    assert fault.column
