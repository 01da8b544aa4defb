from tests.guidelines.operations.by_hand import (
    and_back,
    box,
    candidates,
    cells,
    keyed,
    migrated,
    refusals,
    schema_after,
)

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
SCHEMA = cells({"key": "age", "type": "number"}, STAIN)
MOVE = {
    "kind": "attribute_to_item/1",
    "field": "cells",
    "label": "wbc",
    "attribute": "stain",
    "target": "slide_stain",
    "at": 0,
}


def test_a_field_stands_where_the_attribute_was() -> None:
    field = {"key": "slide_stain", "name": "stain", "type": "choice", "options": keyed("dark", "pale")}

    after = schema_after(SCHEMA, MOVE)

    cells_field = cells({"key": "age", "type": "number"})["fields"][0]
    assert after == {"input": "image", "fields": [field, cells_field]}


def test_what_all_parts_say_is_said_once_and_comes_back() -> None:
    regions = [box(1, "wbc", stain="dark"), box(2, "rbc"), box(3, "wbc", age=2.0, stain="dark")]
    value = {"cells": {"regions": regions}}

    after, changes = migrated(SCHEMA, value, MOVE)

    assert after == {
        "cells": {"regions": [box(1, "wbc"), box(2, "rbc"), box(3, "wbc", age=2.0)]},
        "slide_stain": {"choice": "dark"},
    }
    assert changes == [("cells/r1", "migrated"), ("cells/r3", "migrated"), ("slide_stain", "migrated")]
    assert and_back(SCHEMA, value, MOVE) == (SCHEMA, value)


def test_where_parts_differ_a_person_chooses_among_what_they_said() -> None:
    value = {"cells": {"regions": [box(1, "wbc", stain="pale"), box(2, "wbc", stain="dark")]}}

    after, changes = migrated(SCHEMA, value, MOVE)

    assert "slide_stain" not in after
    assert changes[-1][:2] == ("slide_stain", "asks")
    assert list(candidates(SCHEMA, value, MOVE)) == ["pale", "dark"]


def test_that_some_parts_said_nothing_is_a_loss() -> None:
    value = {"cells": {"regions": [box(1, "wbc", stain="pale"), box(2, "wbc")]}}

    _, changes = migrated(SCHEMA, value, MOVE)

    assert changes[-1] == ("slide_stain", "migrated", "not every wbc said so")


def test_the_order_of_choosing_is_no_difference() -> None:
    schema = cells({**STAIN, "type": "choices"})
    value = {
        "cells": {"regions": [box(1, "wbc", stain=["dark", "pale"]), box(2, "wbc", stain=["pale", "dark"])]}
    }

    after, changes = migrated(schema, value, MOVE)

    assert after["slide_stain"] == {"choices": ["dark", "pale"]}
    assert changes[-1] == ("slide_stain", "migrated", "not every wbc said so")


def test_a_boolean_attribute_is_refused_because_no_field_is_like_it() -> None:
    assert refusals(cells({"key": "stain", "type": "boolean"}), MOVE) == ["/0/attribute"]


def test_a_target_that_is_there_already_is_refused() -> None:
    assert refusals(SCHEMA, MOVE | {"target": "cells"}) == ["/0/target/key"]
