import pytest

from guidelines.operations.base import Effect
from guidelines.operations.errors import Irreversible
from tests.guidelines.operations.by_hand import and_back, migrated, plan_of, refusals, schema_after

SIZE = {"key": "size", "type": "number", "minimum": 0, "maximum": 250, "unit": "mm"}
SCHEMA = {"input": "image", "fields": [SIZE]}
TO_CM = {"kind": "convert_number/1", "field": "size", "factor": 0.1, "digits": 1, "unit": "cm"}


def test_bounds_and_unit_change_with_the_numbers() -> None:
    assert schema_after(SCHEMA, TO_CM)["fields"] == [{**SIZE, "maximum": 25, "unit": "cm"}]


def test_a_negative_factor_turns_the_bounds_round() -> None:
    field = schema_after(SCHEMA, {"kind": "convert_number/1", "field": "size", "factor": -2})["fields"][0]

    assert (field["minimum"], field["maximum"], field["unit"]) == (-500, 0, "mm")


def test_a_number_that_rounding_changes_says_what_it_was() -> None:
    assert migrated(SCHEMA, {"size": {"number": 120.0}}, TO_CM) == (
        {"size": {"number": 12.0}},
        [("size", "migrated")],
    )
    assert migrated(SCHEMA, {"size": {"number": 12.34}}, TO_CM) == (
        {"size": {"number": 1.2}},
        [("size", "migrated", "was 12.34")],
    )


def test_a_power_of_two_comes_back_exactly() -> None:
    value = {"size": {"number": 0.1}}
    halve = {"kind": "convert_number/1", "field": "size", "factor": 0.5, "unit": None}

    assert and_back(SCHEMA, value, halve) == (SCHEMA, value)


def test_what_is_not_exact_for_certain_does_not_lead_back() -> None:
    with pytest.raises(Irreversible):
        plan_of(SCHEMA, TO_CM).reversed()


def test_a_number_beyond_all_floats_is_asked_about() -> None:
    schema = {"input": "image", "fields": [{"key": "size", "type": "number"}]}

    after, changes = migrated(schema, {"size": {"number": 1e308}}, TO_CM | {"factor": 100})

    assert after == {}
    assert changes == [("size", "asks", "1e+308 cannot be converted")]


def test_only_numbers_without_bounds_can_need_a_person() -> None:
    schema = {"input": "image", "fields": [{"key": "size", "type": "number", "minimum": 0}]}

    assert plan_of(SCHEMA, TO_CM).effect is Effect.LOSSY
    assert plan_of(schema, TO_CM).effect is Effect.AMBIGUOUS


def test_a_factor_of_nothing_is_refused() -> None:
    assert refusals(SCHEMA, TO_CM | {"factor": 0}) == ["/0/factor"]


def test_bounds_beyond_what_a_bound_may_be_are_refused() -> None:
    assert refusals(SCHEMA, TO_CM | {"factor": 1e15}) == ["/0/maximum"]
