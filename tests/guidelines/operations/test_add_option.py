from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import and_back, cells, keyed, plan_of, refusals, schema_after

SCHEMA = {"input": "image", "fields": [{"key": "stain", "type": "choice", "options": keyed("dark", "pale")}]}
ADD = {"kind": "add_option/1", "field": "stain", "option": {"key": "none"}, "at": 1}


def test_the_option_stands_where_it_was_put() -> None:
    assert schema_after(SCHEMA, ADD)["fields"][0]["options"] == keyed("dark", "none", "pale")


def test_an_attribute_of_a_label_can_have_a_new_option() -> None:
    attribute = {"key": "stain", "type": "choices", "options": keyed("dark")}
    at = {"field": "cells", "label": "wbc", "attribute": "stain"}

    after = schema_after(cells(attribute), {"kind": "add_option/1", **at, "option": {"key": "pale"}})

    assert after == cells({**attribute, "options": keyed("dark", "pale")})


def test_no_annotation_is_touched_and_it_goes_again() -> None:
    value = {"stain": {"choice": "dark"}}

    assert plan_of(SCHEMA, ADD).scope == NOTHING
    assert and_back(SCHEMA, value, ADD) == (SCHEMA, value)


def test_a_key_or_a_name_that_is_there_is_refused() -> None:
    assert refusals(SCHEMA, ADD | {"option": {"key": "pale"}}) == ["/0/option/key"]
    assert refusals(SCHEMA, ADD | {"option": {"key": "new", "name": "pale"}}) == ["/0/option/name"]


def test_half_an_address_is_refused() -> None:
    assert refusals(cells(), ADD | {"field": "cells", "label": "wbc"}) == ["/0/attribute"]


def test_a_field_without_options_is_refused() -> None:
    assert refusals(cells(), ADD | {"field": "cells"}) == ["/0/field"]
