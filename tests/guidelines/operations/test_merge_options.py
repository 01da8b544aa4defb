import pytest

from guidelines.operations.errors import Irreversible
from guidelines.operations.scope import labels_of
from tests.guidelines.operations.by_hand import box, cells, keyed, migrated, plan_of, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale", "none")}
SCHEMA = {"input": "image", "fields": [STAIN]}
SEVERAL = {"input": "image", "fields": [{**STAIN, "type": "choices"}]}
MERGE = {"kind": "merge_options/1", "field": "stain", "sources": ["pale"], "target": "none"}


def test_the_sources_are_retired_and_the_rest_stays() -> None:
    assert schema_after(SCHEMA, MERGE)["fields"][0]["options"] == keyed("dark", "none")


def test_a_choice_becomes_the_target_and_says_what_it_was() -> None:
    after, changes = migrated(SCHEMA, {"stain": {"choice": "pale"}}, MERGE)

    assert after == {"stain": {"choice": "none"}}
    assert changes == [("stain", "migrated", "was pale")]


def test_of_several_each_is_chosen_once_in_its_order() -> None:
    after, _ = migrated(SEVERAL, {"stain": {"choices": ["pale", "dark", "none"]}}, MERGE)

    assert after == {"stain": {"choices": ["none", "dark"]}}


def test_what_did_not_choose_a_source_is_out_of_scope() -> None:
    plan = plan_of(SCHEMA, MERGE)

    assert plan.scope == labels_of("stain", ["pale"])
    assert migrated(SCHEMA, {"stain": {"choice": "dark"}}, MERGE) == ({"stain": {"choice": "dark"}}, [])


def test_too_few_that_are_left_are_asked_about_with_what_may_be_added() -> None:
    schema = {"input": "image", "fields": [{**STAIN, "type": "choices", "min_selected": 2}]}

    after, changes = migrated(schema, {"stain": {"choices": ["pale", "none"]}}, MERGE)

    assert after == {}
    assert changes == [("stain", "asks", "was pale", "dark")]


def test_an_attribute_of_a_part_follows() -> None:
    at = {"field": "cells", "label": "wbc", "attribute": "stain"}
    value = {"cells": {"regions": [box(1, "wbc", stain="pale"), box(2, "wbc", stain="dark"), box(3, "wbc")]}}

    after, changes = migrated(cells(STAIN), value, MERGE | at)

    regions = [box(1, "wbc", stain="none"), box(2, "wbc", stain="dark"), box(3, "wbc")]
    assert after == {"cells": {"regions": regions}}
    assert changes == [("cells/r1", "migrated", "was pale")]


def test_nothing_leads_back() -> None:
    with pytest.raises(Irreversible):
        plan_of(SCHEMA, MERGE).reversed()


def test_the_target_among_the_sources_is_refused() -> None:
    assert refusals(SCHEMA, MERGE | {"sources": ["dark", "none"]}) == ["/0/sources/1"]
