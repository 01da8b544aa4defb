import pytest

from guidelines.operations.errors import Irreversible
from guidelines.operations.scope import whole_field
from tests.guidelines.operations.by_hand import box, cells, keyed, migrated, plan_of, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale")}
SCHEMA = {"input": "image", "fields": [STAIN, *cells()["fields"]]}
REMOVE = {"kind": "remove_field/1", "field": "stain"}


def test_the_field_is_gone_and_the_rest_stays() -> None:
    assert schema_after(SCHEMA, REMOVE) == cells()


def test_its_answer_is_dropped_and_others_stay() -> None:
    rest = {"cells": {"regions": [box(1, "rbc")]}}

    after, changes = migrated(SCHEMA, {"stain": {"choice": "pale"}, **rest}, REMOVE)

    assert after == rest
    assert changes == [("stain", "dropped", "stain was removed")]


def test_only_what_answers_it_is_in_scope_and_nothing_leads_back() -> None:
    plan = plan_of(SCHEMA, REMOVE)

    assert plan.scope == whole_field("stain")
    with pytest.raises(Irreversible):
        plan.reversed()


def test_a_field_that_is_not_there_is_refused() -> None:
    assert refusals(SCHEMA, REMOVE | {"field": "colour"}) == ["/0/field"]
