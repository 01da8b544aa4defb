from guidelines.operations.base import Effect
from tests.guidelines.operations.by_hand import (
    and_back,
    box,
    cells,
    keyed,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

KIND = {"key": "kind", "type": "choice", "required": True, "options": keyed("round", "flat")}
AGE = {"key": "age", "type": "number"}
SCHEMA = cells(AGE, KIND)
OPTIONAL = cells(AGE, {**KIND, "required": False})
UNFOLD = {
    "kind": "unfold_attribute/1",
    "field": "cells",
    "label": "wbc",
    "attribute": "kind",
    "keys": {"flat": "flat_wbc"},
}


def test_the_options_are_labels_in_the_place_of_the_label() -> None:
    rest = {"geometry": "box", "attributes": [AGE]}

    labels = schema_after(SCHEMA, UNFOLD)["fields"][0]["labels"]

    assert labels == [
        {"key": "round", **rest},
        {"key": "flat_wbc", "name": "flat", **rest},
        {"key": "rbc", "geometry": "box"},
    ]


def test_each_part_has_the_label_of_its_option_and_comes_back() -> None:
    value = {
        "cells": {
            "regions": [box(1, "wbc", kind="flat", age=1.0), box(2, "rbc"), box(3, "wbc", kind="round")]
        }
    }

    after, changes = migrated(SCHEMA, value, UNFOLD)

    assert after == {"cells": {"regions": [box(1, "flat_wbc", age=1.0), box(2, "rbc"), box(3, "round")]}}
    assert changes == [("cells/r1", "migrated"), ("cells/r3", "migrated")]
    assert plan_of(SCHEMA, UNFOLD).effect is Effect.LOSSLESS
    assert and_back(SCHEMA, value, UNFOLD) == (SCHEMA, value)


def test_a_part_without_a_value_is_asked_about_with_the_new_labels() -> None:
    after, changes = migrated(OPTIONAL, {"cells": {"regions": [box(1, "wbc")]}}, UNFOLD)

    assert after == {"cells": {"regions": []}}
    assert changes == [("cells/r1", "asks", "wbc has no kind here", "round", "flat_wbc")]


def test_a_part_without_a_value_gets_the_other_label_and_says_so() -> None:
    value = {"cells": {"regions": [box(1, "wbc")]}}

    after, changes = migrated(OPTIONAL, value, UNFOLD | {"otherwise": "round"})

    assert after == {"cells": {"regions": [box(1, "round")]}}
    assert changes == [("cells/r1", "migrated", "had no kind")]


def test_a_key_that_another_label_has_is_refused() -> None:
    assert refusals(SCHEMA, UNFOLD | {"keys": {"flat": "rbc"}}) == ["/0/attribute/key"]


def test_an_attribute_of_another_type_or_an_option_that_is_not_there_is_refused() -> None:
    assert refusals(SCHEMA, UNFOLD | {"attribute": "age"}) == ["/0/attribute"]
    assert refusals(SCHEMA, UNFOLD | {"keys": {"oval": "x"}}) == ["/0/keys/oval"]
