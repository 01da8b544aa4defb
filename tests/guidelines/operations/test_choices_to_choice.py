import pytest

from guidelines.operations.base import Effect
from guidelines.operations.errors import Irreversible
from tests.guidelines.operations.by_hand import and_back, keyed, migrated, plan_of, refusals, schema_after

SIGNS = {"key": "signs", "type": "choices", "options": keyed("a", "b", "c"), "max_selected": 3}
SCHEMA = {"input": "image", "fields": [SIGNS]}
CHANGE = {"kind": "choices_to_choice/1", "field": "signs"}
FIRST = CHANGE | {"priority": ["b", "a", "c"]}


def test_the_field_keeps_its_options() -> None:
    field = {"key": "signs", "type": "choice", "options": keyed("a", "b", "c")}

    assert schema_after(SCHEMA, CHANGE)["fields"] == [field]


def test_one_alone_stays_and_comes_back() -> None:
    value = {"signs": {"choices": ["c"]}}

    assert migrated(SCHEMA, value, CHANGE) == ({"signs": {"choice": "c"}}, [("signs", "migrated")])
    assert and_back(SCHEMA, value, CHANGE) == (SCHEMA, value)


def test_several_are_asked_about_with_those_that_are_chosen() -> None:
    after, changes = migrated(SCHEMA, {"signs": {"choices": ["c", "a"]}}, CHANGE)

    assert after == {}
    assert changes == [("signs", "asks", "several options of signs are chosen", "c", "a")]


def test_the_first_of_the_priority_stays_and_the_rest_is_told() -> None:
    after, changes = migrated(SCHEMA, {"signs": {"choices": ["c", "a", "b"]}}, FIRST)

    assert after == {"signs": {"choice": "b"}}
    assert changes == [("signs", "migrated", "c, a was chosen too")]


def test_a_priority_that_says_it_all_asks_nobody() -> None:
    assert plan_of(SCHEMA, FIRST).effect is Effect.LOSSY
    assert plan_of(SCHEMA, CHANGE | {"priority": ["a"]}).effect is Effect.AMBIGUOUS


def test_an_answer_that_chose_nothing_is_dropped() -> None:
    after, changes = migrated(SCHEMA, {"signs": {"choices": []}}, CHANGE)

    assert after == {}
    assert changes == [("signs", "dropped", "nothing was chosen")]


def test_nothing_leads_back_to_a_field_that_wants_more_than_one() -> None:
    schema = {"input": "image", "fields": [{**SIGNS, "min_selected": 2}]}

    with pytest.raises(Irreversible):
        plan_of(schema, CHANGE).reversed()


def test_a_priority_that_is_no_option_is_refused() -> None:
    assert refusals(SCHEMA, CHANGE | {"priority": ["a", "z"]}) == ["/0/priority/1"]
