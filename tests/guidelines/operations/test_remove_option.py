from guidelines.operations.base import Effect
from tests.guidelines.operations.by_hand import box, cells, keyed, migrated, plan_of, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale", "none")}
SCHEMA = {"input": "image", "fields": [STAIN]}
SEVERAL = {"input": "image", "fields": [{**STAIN, "type": "choices"}]}
REMOVE = {"kind": "remove_option/1", "field": "stain", "option": "pale"}
DROP = REMOVE | {"answers": "drop"}
AT = {"field": "cells", "label": "wbc", "attribute": "stain"}


def test_the_option_is_gone() -> None:
    assert schema_after(SCHEMA, REMOVE)["fields"][0]["options"] == keyed("dark", "none")


def test_a_person_is_asked_with_the_other_options_or_none() -> None:
    after, changes = migrated(SCHEMA, {"stain": {"choice": "pale"}}, REMOVE)

    assert after == {}
    assert changes == [("stain", "asks", "pale was removed", "dark", "none", "-")]


def test_a_required_field_does_not_offer_none() -> None:
    schema = {"input": "image", "fields": [{**STAIN, "required": True}]}

    _, changes = migrated(schema, {"stain": {"choice": "pale"}}, DROP)

    assert changes == [("stain", "asks", "pale was removed", "dark", "none")]
    assert plan_of(schema, DROP).effect is Effect.AMBIGUOUS


def test_what_else_was_chosen_stays_and_is_offered_alone() -> None:
    value = {"stain": {"choices": ["pale", "dark"]}}

    after, changes = migrated(SEVERAL, value, REMOVE, answers={(0, "stain", ""): "-"})

    assert after == {"stain": {"choices": ["dark"]}}
    assert changes == [("stain", "migrated")]


def test_the_answer_is_dropped_where_it_was_the_only_option() -> None:
    after, changes = migrated(SEVERAL, {"stain": {"choices": ["pale"]}}, DROP)

    assert after == {}
    assert changes == [("stain", "dropped", "pale was removed")]


def test_an_attribute_is_emptied_and_says_so() -> None:
    value = {"cells": {"regions": [box(1, "wbc", stain="pale"), box(2, "rbc")]}}

    after, changes = migrated(cells(STAIN), value, DROP | AT)

    assert after == {"cells": {"regions": [box(1, "wbc"), box(2, "rbc")]}}
    assert changes == [("cells/r1", "migrated", "pale was removed")]


def test_the_last_option_is_refused() -> None:
    schema = {"input": "image", "fields": [{**STAIN, "options": keyed("pale")}]}

    assert refusals(schema, REMOVE) == ["/0"]


def test_an_attribute_of_another_type_is_refused() -> None:
    assert refusals(cells({"key": "stain", "type": "text"}), REMOVE | AT) == ["/0/attribute"]
