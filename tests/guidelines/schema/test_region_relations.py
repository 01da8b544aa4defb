"""Relations between the regions of an image, hierarchies among them, and groups of regions."""

from typing import Any

import pytest

from guidelines.schema.context import ItemContext
from guidelines.schema.parse import parse_document
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.value import dump_value, encode_value, parse_value

Document = dict[str, Any]
ITEM = ItemContext(width=100, height=100)
SCHEMA: Document = {
    "input": "image",
    "fields": [
        {
            "key": "parts",
            "type": "regions",
            "labels": [{"key": "car", "geometry": "box"}, {"key": "wheel", "geometry": "box"}],
            "relations": [
                {"key": "has", "from": ["car"], "hierarchy": True},
                {"key": "touches"},
            ],
        }
    ],
}


def region(id: str, label: str, **more: Any) -> Document:
    box = {"type": "box", "box": [1.0, 2.0, 3.0, 4.0]}
    return {"id": id, "label": label, "attributes": {}, "geometry": box, **more}


def value(*arrows: tuple[str, str, str], regions: list[Document] | None = None) -> Document:
    found = regions or [region("a", "car"), region("b", "car"), region("w", "wheel")]
    relations = [
        {"id": f"r{n}", "type": kind, "from": source, "to": target}
        for n, (kind, source, target) in enumerate(arrows)
    ]
    return {"parts": {"regions": found, **({"relations": relations} if relations else {})}}


def pointers(found: Document) -> list[str]:
    schema = parse_document(SCHEMA)
    faults = validate_value(schema, parse_value(found, schema), context=ITEM, complete=True)
    return [fault.pointer.removeprefix("/parts/relations/") for fault in faults]


def test_relations_between_regions_come_back_as_they_were() -> None:
    found = value(("has", "a", "w"), ("touches", "a", "b"), ("touches", "b", "a"))

    schema = parse_document(SCHEMA)

    assert pointers(found) == []
    assert dump_value(parse_value(found, schema)) == found


def test_regions_without_group_and_relations_keep_the_bytes_they_always_had() -> None:
    schema = parse_document(SCHEMA)

    encoded = encode_value(parse_value(value(regions=[region("a", "car")]), schema))

    assert encoded == (
        b'{"parts":{"regions":[{"attributes":{},"geometry":{"box":[1.0,2.0,3.0,4.0],"type":"box"},'
        b'"id":"a","label":"car"}]}}'
    )


def test_a_group_is_part_of_the_value() -> None:
    found = value(regions=[region("a", "car", group="g1"), region("w", "wheel", group="g1")])

    schema = parse_document(SCHEMA)

    assert pointers(found) == []
    assert dump_value(parse_value(found, schema)) == found


@pytest.mark.parametrize("group", ["", "no spaces", 7, None])
def test_a_group_that_is_no_id_is_refused(group: object) -> None:
    with pytest.raises(ValueErrors) as refused:
        parse_value(value(regions=[region("a", "car", group=group)]), parse_document(SCHEMA))

    assert [fault.pointer for fault in refused.value.errors] == ["/parts/regions/0/group"]


@pytest.mark.parametrize(
    ("arrows", "expected"),
    [
        ([("has", "a", "w"), ("has", "b", "w")], ["1/to"]),
        ([("has", "a", "b"), ("has", "b", "a")], ["1/to"]),
        ([("has", "a", "a")], ["0/to"]),
        ([("has", "w", "a")], ["0/from"]),
        ([("has", "a", "w"), ("has", "a", "w")], ["1"]),
        ([("touches", "a", "x")], ["0/to"]),
        ([("has", "a", "b"), ("has", "b", "w"), ("touches", "w", "a"), ("touches", "b", "w")], []),
    ],
)
def test_what_is_wrong_with_a_relation_between_regions_is_found(
    arrows: list[tuple[str, str, str]], expected: list[str]
) -> None:
    assert pointers(value(*arrows)) == expected


def test_a_long_line_of_parents_is_checked_at_once() -> None:
    regions = [region(f"c{n}", "car") for n in range(10_000)]
    arrows = [("has", f"c{n}", f"c{n + 1}") for n in reversed(range(9_999))]

    assert pointers(value(*arrows, regions=regions)) == []
    assert pointers(value(*arrows, ("has", "c9999", "c0"), regions=regions)) == ["9999/to"]
