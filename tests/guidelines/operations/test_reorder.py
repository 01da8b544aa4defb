from typing import Any

import pytest

from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import and_back, box, cells, keyed, plan_of, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
ATTRIBUTES = [STAIN, {"key": "age", "type": "number"}]
SCHEMA = {"input": "image", "fields": [STAIN, *cells(*ATTRIBUTES)["fields"]]}
WBC = {"field": "cells", "label": "wbc"}


def reorder(*order: str, **at: str) -> dict[str, Any]:
    return {"kind": "reorder/1", "order": list(order), **at}


def test_fields_change_places() -> None:
    assert schema_after(SCHEMA, reorder("cells", "stain"))["fields"] == SCHEMA["fields"][::-1]


def test_labels_change_places_and_nothing_else_of_the_field() -> None:
    after = schema_after(SCHEMA, reorder("rbc", "wbc", field="cells"))

    assert after["fields"][1]["labels"] == SCHEMA["fields"][1]["labels"][::-1]
    assert after["fields"][0] == STAIN


def test_options_of_a_field_change_places() -> None:
    after = schema_after(SCHEMA, reorder("pale", "dark", field="stain"))

    assert after["fields"][0]["options"] == keyed("pale", "dark")


def test_attributes_and_their_options_change_places() -> None:
    options = reorder("pale", "dark", **WBC, attribute="stain")

    after = schema_after(SCHEMA, options, reorder("age", "stain", **WBC))

    attributes = after["fields"][1]["labels"][0]["attributes"]
    assert attributes == [ATTRIBUTES[1], {**STAIN, "options": keyed("pale", "dark")}]


def test_no_annotation_is_touched_and_the_old_order_comes_back() -> None:
    value = {"cells": {"regions": [box(1, "wbc", age=1.0)]}}
    turn = reorder("rbc", "wbc", field="cells")

    assert plan_of(SCHEMA, turn).scope == NOTHING
    assert and_back(SCHEMA, value, turn) == (SCHEMA, value)


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        (reorder("cells"), "/0/order"),
        (reorder("cells", "cells"), "/0/order"),
        (reorder("cells", "stain", "more"), "/0/order"),
        (reorder("a", field="more"), "/0/field"),
        (reorder("a", label="wbc"), "/0/field"),
        (reorder("a", field="cells", attribute="stain"), "/0/label"),
        (reorder("a", **WBC, attribute="age"), "/0/attribute"),
    ],
)
def test_another_set_of_things_or_half_an_address_is_refused(operation: dict[str, Any], pointer: str) -> None:
    assert refusals(SCHEMA, operation) == [pointer]
