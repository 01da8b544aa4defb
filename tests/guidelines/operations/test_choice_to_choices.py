from guidelines.operations.base import Effect
from tests.guidelines.operations.by_hand import and_back, keyed, migrated, plan_of, refusals, schema_after

STAIN = {"key": "stain", "type": "choice", "options": keyed("dark", "pale"), "required": True}
SCHEMA = {"input": "image", "fields": [STAIN]}
CHANGE = {"kind": "choice_to_choices/1", "field": "stain"}
VALUE = {"stain": {"choice": "pale"}}


def test_the_field_keeps_all_but_its_type() -> None:
    assert schema_after(SCHEMA, CHANGE)["fields"] == [{**STAIN, "type": "choices"}]


def test_the_one_that_was_chosen_is_the_only_one_chosen_and_comes_back() -> None:
    assert migrated(SCHEMA, VALUE, CHANGE) == ({"stain": {"choices": ["pale"]}}, [("stain", "migrated")])
    assert plan_of(SCHEMA, CHANGE).effect is Effect.LOSSLESS
    assert and_back(SCHEMA, VALUE, CHANGE) == (SCHEMA, VALUE)


def test_a_field_of_another_type_is_refused() -> None:
    assert refusals({"input": "image", "fields": [{**STAIN, "type": "choices"}]}, CHANGE) == ["/0/field"]
