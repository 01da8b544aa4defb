"""A label that is drawn in another geometry is one difference, and its regions follow."""

from __future__ import annotations

from typing import Any

from guidelines.operations.difference import differences, operations_of
from guidelines.operations.plan import make_plan, require_arrival
from guidelines.schema.document import Schema
from guidelines.schema.parse import parse_document
from guidelines.values.value import dump_value, parse_value


def schema(geometry: str) -> Schema:
    labels = [{"key": "cell", "geometry": geometry}, {"key": "dust", "geometry": "point"}]
    return parse_document({"input": "image", "fields": [{"key": "f", "type": "regions", "labels": labels}]})


def region(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"f": {"regions": [{"id": "a", "label": "cell", "geometry": geometry, "attributes": {}}]}}


def test_boxes_become_polygons_once_it_is_decided():
    before, after = schema("box"), schema("polygon")
    (difference,) = differences(before, after)
    plan = make_plan(before, operations_of([difference], {difference.id: "convert"}))
    value = parse_value(region({"type": "box", "box": [1, 2, 3, 4]}), before)

    carried = plan.migrate(value).value

    require_arrival(plan, after)
    assert difference.needs_decision
    (found,) = dump_value(carried)["f"]["regions"]
    assert found["geometry"]["type"] == "polygon"
    assert sorted(map(tuple, found["geometry"]["points"])) == [(1, 2), (1, 6), (4, 2), (4, 6)]


def test_what_loses_nothing_needs_no_decision():
    (difference,) = differences(schema("box"), schema("rotated_box"))

    assert not difference.needs_decision


def test_what_cannot_be_converted_starts_the_field_again():
    (difference,) = differences(schema("box"), schema("polyline"))

    assert [choice.key for choice in difference.choices] == ["anew"]
