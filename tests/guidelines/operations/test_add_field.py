import pytest

from guidelines.operations.errors import Irreversible
from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import (
    and_back,
    cells,
    keyed,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

SCHEMA = cells()
STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
ADD = {"kind": "add_field/1", "field": STAIN, "at": 0}
FILLED = ADD | {"default": {"choice": "pale"}}
REQUIRED = ADD | {"field": {**STAIN, "required": True}}


def test_the_field_stands_where_it_was_put() -> None:
    assert schema_after(SCHEMA, ADD)["fields"] == [STAIN, SCHEMA["fields"][0]]


def test_an_optional_field_touches_no_annotation() -> None:
    assert plan_of(SCHEMA, ADD).scope == NOTHING


def test_a_default_is_answered_everywhere_and_goes_again() -> None:
    assert migrated(SCHEMA, {}, FILLED) == ({"stain": {"choice": "pale"}}, [("stain", "migrated")])
    assert and_back(SCHEMA, {}, FILLED) == (SCHEMA, {})


def test_a_required_field_is_asked_for_with_its_options() -> None:
    after, changes = migrated(SCHEMA, {"cells": {"regions": []}}, REQUIRED)

    assert after == {"cells": {"regions": []}}
    assert changes == [("stain", "asks", "stain is new and required", "dark", "pale")]


def test_what_people_say_does_not_go_back() -> None:
    with pytest.raises(Irreversible):
        plan_of(SCHEMA, REQUIRED).reversed()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"field": {**STAIN, "key": "cells"}}, "/0/field/key"),
        ({"field": {**STAIN, "type": "colour"}}, "/0/field/type"),
        ({"field": {**STAIN, "options": keyed("a", "a")}}, "/0/field/options/1/key"),
        ({"field": {"key": "names", "type": "spans", "labels": keyed("a")}}, "/0/field/type"),
        ({"default": {"choice": "grey"}}, "/0/default/choice"),
        ({"default": {"text": "dark"}}, "/0/default/text"),
        (
            {"field": {"key": "more", "type": "regions", "labels": [{"key": "a", "geometry": "box"}]}},
            "/0/default",
        ),
    ],
)
def test_a_field_or_a_default_that_does_not_fit_is_refused(change: dict[str, object], pointer: str) -> None:
    assert pointer in refusals(SCHEMA, FILLED | change)
