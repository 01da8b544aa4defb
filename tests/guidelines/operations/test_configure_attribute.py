from guidelines.operations.base import Effect
from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import (
    and_back,
    box,
    candidates,
    cells,
    keyed,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

AGE = {"key": "age", "type": "number", "minimum": 0}
SCHEMA = cells(AGE, {"key": "stain", "type": "choice", "options": keyed("dark", "pale")})
AT = {"kind": "configure_attribute/1", "field": "cells", "label": "wbc"}
LOWER = {**AT, "attribute": "age", "maximum": 5}
REQUIRE = {**AT, "attribute": "stain", "required": True}


def test_a_setting_that_is_left_out_stays() -> None:
    after = schema_after(SCHEMA, LOWER)

    assert after["fields"][0]["labels"][0]["attributes"][0] == {**AGE, "maximum": 5}


def test_a_number_beyond_the_new_bound_is_asked_about_and_the_rest_stays() -> None:
    value = {"cells": {"regions": [box(1, "wbc", age=9.0), box(2, "wbc", age=5.0), box(3, "rbc")]}}

    after, changes = migrated(SCHEMA, value, LOWER)

    assert after == {"cells": {"regions": [box(2, "wbc", age=5.0), box(3, "rbc")]}}
    assert changes == [("cells/r1", "asks", "age: Expected at most 5, found 9.", "5", "-")]


def test_the_bound_or_nothing_may_be_answered() -> None:
    value = {"cells": {"regions": [box(1, "wbc", age=9.0)]}}

    offered = candidates(SCHEMA, value, LOWER)

    assert [part.attributes for (part,) in offered.values()] == [{"age": 5.0}, {}]


def test_what_is_required_now_and_missing_is_asked_with_the_options() -> None:
    value = {"cells": {"regions": [box(1, "wbc"), box(2, "wbc", stain="pale")]}}

    after, changes = migrated(SCHEMA, value, REQUIRE, answers={(0, "cells", "r1"): "dark"})

    assert after == {"cells": {"regions": [box(1, "wbc", stain="dark"), box(2, "wbc", stain="pale")]}}
    assert changes == [("cells/r1", "migrated")]


def test_null_takes_a_bound_away_and_touches_nothing() -> None:
    plan = plan_of(SCHEMA, {**AT, "attribute": "age", "minimum": None})

    assert (plan.scope, plan.effect) == (NOTHING, Effect.LOSSLESS)


def test_the_old_settings_come_back() -> None:
    value = {"cells": {"regions": [box(1, "wbc", age=5.0)]}}

    assert and_back(SCHEMA, value, LOWER) == (SCHEMA, value)


def test_a_bound_of_a_choice_is_refused() -> None:
    assert refusals(SCHEMA, {**AT, "attribute": "stain", "minimum": 1}) == ["/0/minimum"]


def test_bounds_the_wrong_way_round_are_refused() -> None:
    assert refusals(SCHEMA, LOWER | {"maximum": -1}) == ["/0/maximum"]


def test_no_setting_at_all_is_refused() -> None:
    assert refusals(SCHEMA, {**AT, "attribute": "age"}) == ["/0"]
