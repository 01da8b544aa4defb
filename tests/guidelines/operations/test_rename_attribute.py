from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import (
    and_back,
    box,
    cells,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

LOBES = {"key": "lobes", "name": "Lobes", "type": "number"}
SCHEMA = cells(LOBES, {"key": "age", "type": "number"})
RENAME = {
    "kind": "rename_attribute/1",
    "field": "cells",
    "label": "wbc",
    "attribute": "lobes",
    "name": "Lobe count",
}
VALUE = {"cells": {"regions": [box(1, "wbc", lobes=3.0)]}}


def test_only_the_name_of_the_attribute_changes() -> None:
    after = schema_after(SCHEMA, RENAME)

    assert after == cells({**LOBES, "name": "Lobe count"}, {"key": "age", "type": "number"})


def test_no_annotation_is_touched() -> None:
    assert plan_of(SCHEMA, RENAME).scope == NOTHING
    assert migrated(SCHEMA, VALUE, RENAME) == (VALUE, [])


def test_the_old_name_comes_back() -> None:
    assert and_back(SCHEMA, VALUE, RENAME) == (SCHEMA, VALUE)


def test_a_name_that_another_attribute_has_is_refused() -> None:
    assert refusals(SCHEMA, RENAME | {"name": "age"}) == ["/0/name"]


def test_an_attribute_that_is_not_there_is_refused() -> None:
    assert refusals(SCHEMA, RENAME | {"attribute": "colour"}) == ["/0/attribute"]
