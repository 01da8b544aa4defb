"""Geometries, taxonomies and relations in schema documents and in the values they allow."""

import hashlib
from typing import Any

import pytest

from guidelines.schema.errors import SchemaErrors
from guidelines.schema.fields.spans import SpansField
from guidelines.schema.fields.taxonomy import TaxonomyField
from guidelines.schema.identity import canonical_json, identity
from guidelines.schema.parse import parse_document, to_document
from guidelines.schema.validate import ItemContext, validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.usage import labels_used
from guidelines.values.value import dump_value, encode_value, parse_value

Document = dict[str, Any]

SKELETON = {"points": [{"key": "head"}, {"key": "tail"}], "edges": [["head", "tail"]]}
SHAPES = {
    "input": "image",
    "fields": [
        {
            "key": "things",
            "type": "regions",
            "labels": [
                {"key": "rotated", "geometry": "rotated_box"},
                {"key": "outline", "geometry": "polygon"},
                {"key": "line", "geometry": "polyline"},
                {"key": "spot", "geometry": "point"},
                {"key": "animal", "geometry": "keypoints", "skeleton": SKELETON},
                {"key": "pixels", "geometry": "mask"},
            ],
        }
    ],
}
TREE = {
    "input": "text",
    "fields": [
        {
            "key": "topic",
            "type": "taxonomy",
            "leaves_only": True,
            "nodes": [
                {"key": "sport", "children": [{"key": "football"}, {"key": "sport_other", "name": "Other"}]},
                {"key": "arts", "children": [{"key": "arts_other", "name": "Other"}]},
                {"key": "none"},
            ],
        }
    ],
}
ARROWS = {
    "input": "text",
    "fields": [
        {
            "key": "names",
            "type": "spans",
            "labels": [{"key": "person"}, {"key": "firm"}],
            "relations": [
                {"key": "works_for", "from": ["person"], "to": ["firm"], "colour": "#123456"},
                {"key": "same"},
            ],
        }
    ],
}
ITEM = ItemContext(width=100, height=80, text_length=20)


def faults(document: Document) -> list[str]:
    with pytest.raises(SchemaErrors) as refusal:
        parse_document(document)
    return [fault.pointer for fault in refusal.value.errors]


def pointers(document: Document, found: Document, *, complete: bool = True) -> list[str]:
    schema = parse_document(document)
    value = parse_value(found, schema)
    return [each.pointer for each in validate_value(schema, value, context=ITEM, complete=complete)]


def region(label: str, **geometry: Any) -> Document:
    return {"things": {"regions": [{"id": "r1", "label": label, "geometry": geometry, "attributes": {}}]}}


# What stood before these kinds


def test_documents_and_values_from_before_keep_their_bytes() -> None:
    document = {
        "input": "text",
        "fields": [
            {"key": "names", "type": "spans", "labels": [{"key": "person"}]},
            {"key": "mood", "type": "choice", "options": [{"key": "good"}]},
        ],
    }
    span = {"id": "s1", "label": "person", "start": 2, "end": 5, "attributes": {}}
    schema = parse_document(document)

    value = parse_value({"names": {"spans": [span]}}, schema)

    assert to_document(schema) == document
    assert identity(schema) == "6ef6e70ac8e4324d373026bb65f82919b2a61fbdeac79f8f922a265bf73b37c3"
    assert encode_value(value) == (
        b'{"names":{"spans":[{"attributes":{},"end":5,"id":"s1","label":"person","start":2}]}}'
    )


def test_boxes_from_before_keep_their_bytes() -> None:
    labels = [{"key": "rbc", "geometry": "box"}]
    schema = parse_document(
        {"input": "image", "fields": [{"key": "cells", "type": "regions", "labels": labels}]}
    )
    found = {"id": "r1", "label": "rbc", "geometry": {"type": "box", "box": [1, 2.5, 3, 4]}, "attributes": {}}

    encoded = encode_value(parse_value({"cells": {"regions": [found]}}, schema))

    assert (
        hashlib.sha256(encoded).hexdigest()
        == "fdcd2be02f944c8e970805914f03c0a547bb1ab565f38419b60be849d204eb3a"
    )
    assert identity(schema) == "3743d628c50f10450d3ef0fd47f1482064399994465bc907d927c47116644cfd"


# Geometries

DRAWN: dict[str, Document] = {
    "rotated": {"type": "rotated_box", "rotated_box": [1.0, 2.0, 30.0, 20.0, 45.5]},
    "outline": {"type": "polygon", "points": [[1.0, 1.0], [9.0, 1.0], [9.0, 9.0]]},
    "line": {"type": "polyline", "points": [[1.0, 1.0], [9.0, 1.0]], "closed": True},
    "spot": {"type": "point", "point": [3.0, 4.0]},
    "animal": {"type": "keypoints", "keypoints": [[1.0, 2.0, 2], [0.0, 0.0, 0]]},
    "pixels": {"type": "mask", "size": [80, 100], "counts": "0Pj7"},
}


@pytest.mark.parametrize("label", DRAWN)
def test_a_geometry_is_read_checked_and_written_as_it_was(label: str) -> None:
    schema = parse_document(SHAPES)
    found = region(label, **DRAWN[label])

    value = parse_value(found, schema)

    assert validate_value(schema, value, context=ITEM, complete=True) == []
    assert dump_value(value) == found


@pytest.mark.parametrize(
    ("label", "geometry"),
    [
        ("rotated", {"type": "rotated_box", "rotated_box": [1, 2, 3, 4, 360]}),
        ("rotated", {"type": "rotated_box", "rotated_box": [1, 2, 3, 4]}),
        ("outline", {"type": "polygon", "points": [[1, 1], [2, 2]]}),
        ("outline", {"type": "polygon", "points": [[1, 1], [2, 2], [3, 1]], "holes": [[[1, 1], [2, 2]]]}),
        ("line", {"type": "polyline", "points": [[1, 1]]}),
        ("animal", {"type": "keypoints", "keypoints": [[1, 1, 3], [1, 1, 1]]}),
        ("pixels", {"type": "mask", "size": [80, 0], "counts": "0"}),
        ("pixels", {"type": "mask", "size": [80, 100], "counts": "z"}),
    ],
)
def test_a_misshapen_geometry_is_refused(label: str, geometry: Document) -> None:
    with pytest.raises(ValueErrors):
        parse_value(region(label, **geometry), parse_document(SHAPES))


@pytest.mark.parametrize(
    ("label", "geometry", "expected"),
    [
        ("spot", {"type": "point", "point": [101, 4]}, ["geometry"]),
        ("spot", {"type": "box", "box": [1, 1, 2, 2]}, ["geometry/type"]),
        ("animal", {"type": "keypoints", "keypoints": [[1, 2, 2]]}, ["geometry/keypoints"]),
        ("pixels", {"type": "mask", "size": [100, 80], "counts": "0Pj7"}, ["geometry"]),
        ("pixels", {"type": "mask", "size": [80, 100], "counts": "0Qj7"}, ["geometry"]),
    ],
)
def test_a_geometry_that_does_not_fit_label_or_image_is_found(
    label: str, geometry: Document, expected: list[str]
) -> None:
    found = pointers(SHAPES, region(label, **geometry), complete=False)

    assert found == [f"/things/regions/0/{each}" for each in expected]


def test_an_outline_that_crosses_itself_is_stored_but_not_handed_in() -> None:
    found = region("outline", type="polygon", points=[[2, 2], [8, 8], [8, 2], [2, 8]])

    assert pointers(SHAPES, found, complete=False) == []
    assert pointers(SHAPES, found) == ["/things/regions/0/geometry"]


def skeleton(**parts: Any) -> Document:
    label = {"key": "animal", "geometry": "keypoints", "skeleton": {**SKELETON, **parts}}
    return {"input": "image", "fields": [{"key": "things", "type": "regions", "labels": [label]}]}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"edges": [["head", "leg"]]}, "edges/0"),
        ({"edges": [["head", "head"]]}, "edges/0"),
        ({"edges": [["head", "tail"], ["tail", "head"]]}, "edges/1"),
        ({"points": [{"key": "head"}, {"key": "head"}], "edges": []}, "points/1/key"),
        ({"points": []}, "points"),
    ],
)
def test_what_is_wrong_with_a_skeleton_is_found(parts: Document, expected: str) -> None:
    assert faults(skeleton(**parts))[0] == f"/fields/0/labels/0/skeleton/{expected}"


def test_keypoints_need_a_skeleton_and_nothing_else_has_one() -> None:
    labels = [
        {"key": "a", "geometry": "keypoints"},
        {"key": "b", "geometry": "box", "skeleton": SKELETON},
    ]
    document = {"input": "image", "fields": [{"key": "things", "type": "regions", "labels": labels}]}

    assert faults(document) == ["/fields/0/labels/0/skeleton", "/fields/0/labels/1/skeleton"]


def test_the_points_of_a_skeleton_are_part_of_the_identity() -> None:
    turned = skeleton(points=SKELETON["points"][::-1])

    assert identity(parse_document(turned)) != identity(parse_document(skeleton()))


# Taxonomies


def test_a_node_is_counted_by_its_key() -> None:
    value = parse_value({"topic": {"taxonomy": "football"}}, parse_document(TREE))

    assert labels_used(value) == {("topic", "football"): 1}
    assert encode_value(value) == b'{"topic":{"taxonomy":"football"}}'


def test_the_nodes_of_a_tree_come_parents_first_with_their_paths() -> None:
    field = parse_document(TREE).field("topic")
    assert isinstance(field, TaxonomyField)

    assert [node.key for node in field.classes] == [
        *("sport", "football", "sport_other", "arts", "arts_other", "none"),
    ]
    assert [node.key for node in field.paths["arts_other"]] == ["arts", "arts_other"]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("football", []), ("none", []), ("sport", ["/topic/taxonomy"]), ("x", ["/topic/taxonomy"])],
)
def test_only_leaves_of_the_tree_are_answers_where_that_is_asked(key: str, expected: list[str]) -> None:
    assert pointers(TREE, {"topic": {"taxonomy": key}}) == expected


def test_any_node_is_an_answer_where_leaves_are_not_asked_for() -> None:
    field = {**TREE["fields"][0], "leaves_only": False}

    assert pointers({**TREE, "fields": [field]}, {"topic": {"taxonomy": "sport"}}) == []


def tree(*nodes: Document) -> Document:
    return {"input": "text", "fields": [{"key": "topic", "type": "taxonomy", "nodes": list(nodes)}]}


def chain(levels: int) -> Document:
    node: Document = {"key": f"n{levels}"}
    for level in range(levels - 1, 0, -1):
        node = {"key": f"n{level}", "children": [node]}
    return tree(node)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (tree(), "/nodes"),
        (tree({"key": "a"}, {"key": "a"}), "/nodes/1/key"),
        (
            tree({"key": "a", "children": [{"key": "b"}, {"key": "c", "name": "b"}]}),
            "/nodes/0/children/1/name",
        ),
        (tree({"key": "a", "children": [{"key": "b"}]}, {"key": "b"}), "/nodes/1/key"),
        (tree({"key": "a", "children": [{"key": "a"}]}), "/nodes/0/children/0/key"),
        (tree({"key": "a", "shortcut": "1"}), "/nodes/0/shortcut"),
        (chain(13), "/nodes"),
        (
            tree(
                *({"key": f"a{n}", "children": [{"key": f"b{n}_{m}"} for m in range(99)]} for n in range(101))
            ),
            "/nodes",
        ),
    ],
)
def test_what_is_wrong_with_a_tree_is_found(document: Document, expected: str) -> None:
    assert faults(document) == [f"/fields/0{expected}"]


def test_a_tree_of_twelve_levels_is_taken() -> None:
    assert to_document(parse_document(chain(12))) == chain(12)


def test_a_document_nested_beyond_reason_is_refused_at_once() -> None:
    assert faults(chain(400)) == [""]


def test_the_place_of_a_node_is_part_of_the_identity() -> None:
    one = tree({"key": "a", "children": [{"key": "b"}]}, {"key": "c"})
    other = tree({"key": "a"}, {"key": "c", "children": [{"key": "b"}]})

    assert identity(parse_document(one)) != identity(parse_document(other))


# Relations


def arrows(*relations: tuple[str, str, str], **parts: Any) -> Document:
    spans = [
        {"id": "p", "label": "person", "start": 0, "end": 2, "attributes": {}},
        {"id": "f", "label": "firm", "start": 3, "end": 5, "attributes": {}},
    ]
    found = [
        {"id": f"a{n}", "type": kind, "from": source, "to": target, **parts}
        for n, (kind, source, target) in enumerate(relations)
    ]
    return {"names": {"spans": spans, "relations": found}}


def test_relations_are_read_checked_and_written_as_they_were() -> None:
    schema = parse_document(ARROWS)
    found = arrows(("works_for", "p", "f"), ("same", "f", "p"), ("same", "p", "f"))

    value = parse_value(found, schema)

    assert validate_value(schema, value, context=ITEM, complete=True) == []
    assert dump_value(value) == found


def test_no_relations_are_not_written() -> None:
    schema = parse_document(ARROWS)

    value = parse_value(arrows(), schema)

    assert "relations" not in dump_value(value)["names"]
    assert value == parse_value(dump_value(value), schema)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (arrows(("owns", "p", "f")), ["0/type"]),
        (arrows(("same", "x", "f")), ["0/from"]),
        (arrows(("same", "p", "x")), ["0/to"]),
        (arrows(("same", "p", "p")), ["0/to"]),
        (arrows(("works_for", "f", "p")), ["0/from", "0/to"]),
        (arrows(("same", "p", "f"), ("same", "p", "f")), ["1"]),
        (arrows(("same", "p", "f"), ("same", "f", "p"), id="a"), ["1/id"]),
    ],
)
def test_what_is_wrong_with_a_relation_is_found(found: Document, expected: list[str]) -> None:
    assert pointers(ARROWS, found, complete=False) == [f"/names/relations/{each}" for each in expected]


def related(*relations: Document) -> Document:
    return {"input": "text", "fields": [{**ARROWS["fields"][0], "relations": list(relations)}]}


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ([{"key": "a"}, {"key": "a"}], "1/key"),
        ([{"key": "a", "from": ["place"]}], "0/from/0"),
        ([{"key": "a", "to": ["firm", "firm"]}], "0/to/1"),
    ],
)
def test_what_is_wrong_with_a_kind_of_relation_is_found(relations: list[Document], expected: str) -> None:
    assert faults(related(*relations)) == [f"/fields/0/relations/{expected}"]


def test_kinds_of_relations_count_for_the_identity_and_their_colours_do_not() -> None:
    plain = [
        {key: part for key, part in each.items() if key != "colour"}
        for each in ARROWS["fields"][0]["relations"]
    ]

    assert canonical_json(parse_document(ARROWS)) == canonical_json(parse_document(related(*plain)))
    assert identity(parse_document(ARROWS)) != identity(parse_document(related()))


def test_a_kind_of_relation_goes_with_the_last_label_it_could_lead_to() -> None:
    field = parse_document(ARROWS).field("names")
    assert isinstance(field, SpansField)

    smaller = field.without(["firm"])

    assert [each.key for each in smaller.relations] == ["same"]
    assert [each.key for each in field.relations] == ["works_for", "same"]
