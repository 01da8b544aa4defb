from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import and_back, cells, keyed, plan_of, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
SCHEMA = {"input": "image", "fields": [STAIN, *cells()["fields"]]}
RENAME = {"kind": "rename_field/1", "field": "stain", "name": "Stain"}


def test_only_the_name_changes() -> None:
    assert schema_after(SCHEMA, RENAME)["fields"] == [{**STAIN, "name": "Stain"}, *cells()["fields"]]


def test_no_annotation_is_touched_and_the_old_name_comes_back() -> None:
    value = {"stain": {"choice": "dark"}}

    assert plan_of(SCHEMA, RENAME).scope == NOTHING
    assert and_back(SCHEMA, value, RENAME) == (SCHEMA, value)


def test_a_name_that_another_field_has_is_refused() -> None:
    assert refusals(SCHEMA, RENAME | {"name": "cells"}) == ["/0/name"]


def test_a_name_with_space_around_it_is_refused() -> None:
    assert refusals(SCHEMA, RENAME | {"name": " stain"}) == ["/0/name"]
