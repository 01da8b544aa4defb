from guidelines.operations.scope import NOTHING
from tests.guidelines.operations.by_hand import and_back, keyed, plan_of, refusals, schema_after

SCHEMA = {"input": "image", "fields": [{"key": "stain", "type": "choice", "options": keyed("dark", "pale")}]}
RENAME = {"kind": "rename_option/1", "field": "stain", "option": "pale", "name": "light"}


def test_only_the_name_of_the_option_changes() -> None:
    options = schema_after(SCHEMA, RENAME)["fields"][0]["options"]

    assert options == [{"key": "dark"}, {"key": "pale", "name": "light"}]


def test_no_annotation_is_touched_and_the_old_name_comes_back() -> None:
    value = {"stain": {"choice": "pale"}}

    assert plan_of(SCHEMA, RENAME).scope == NOTHING
    assert and_back(SCHEMA, value, RENAME) == (SCHEMA, value)


def test_a_name_that_another_option_has_is_refused() -> None:
    assert refusals(SCHEMA, RENAME | {"name": "dark"}) == ["/0/name"]


def test_an_option_that_is_not_there_is_refused() -> None:
    assert refusals(SCHEMA, RENAME | {"option": "grey"}) == ["/0/option"]
