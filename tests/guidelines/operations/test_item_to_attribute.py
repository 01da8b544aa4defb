import pytest

from tests.guidelines.operations.by_hand import and_back, box, cells, keyed, migrated, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
SCHEMA = {"input": "image", "fields": [STAIN, cells()["fields"][0]]}
MOVE = {"kind": "item_to_attribute/1", "field": "stain", "to": "cells", "label": "wbc", "attribute": "stain"}


def test_an_attribute_stands_where_the_field_was() -> None:
    assert schema_after(SCHEMA, MOVE) == cells(STAIN)


def test_every_part_with_the_label_says_it_and_it_comes_back() -> None:
    value = {"stain": {"choice": "dark"}, "cells": {"regions": [box(1, "rbc"), box(2, "wbc"), box(3, "wbc")]}}

    after, changes = migrated(SCHEMA, value, MOVE)

    regions = [box(1, "rbc"), box(2, "wbc", stain="dark"), box(3, "wbc", stain="dark")]
    assert after == {"cells": {"regions": regions}}
    assert changes == [("cells/r2", "migrated"), ("cells/r3", "migrated"), ("stain", "migrated")]
    assert and_back(SCHEMA, value, MOVE) == (SCHEMA, value)


@pytest.mark.parametrize("rest", [{}, {"cells": {"regions": [box(1, "rbc")]}}])
def test_an_answer_is_dropped_where_no_part_has_the_label(rest: dict[str, object]) -> None:
    after, changes = migrated(SCHEMA, {"stain": {"choice": "dark"}, **rest}, MOVE)

    assert after == rest
    assert changes == [("stain", "dropped", "nothing is labelled wbc")]


def test_a_required_attribute_is_asked_for_where_the_field_had_no_answer() -> None:
    value = {"cells": {"regions": [box(1, "wbc"), box(2, "rbc")]}}

    after, changes = migrated(SCHEMA, value, MOVE | {"required": True})

    assert after == {"cells": {"regions": [box(2, "rbc")]}}
    assert changes == [("cells/r1", "asks", "wbc requires stain", "dark", "pale")]


def test_a_rating_is_refused_because_no_attribute_is_like_it() -> None:
    schema = {"input": "image", "fields": [{"key": "stain", "type": "rating"}, cells()["fields"][0]]}

    assert refusals(schema, MOVE) == ["/0/field"]


def test_the_field_itself_is_refused_as_the_place_to_go_to() -> None:
    assert refusals(SCHEMA, MOVE | {"to": "stain"}) == ["/0/to"]
