"""What holds for the comparison of any two schemas."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guidelines.operations.base import Effect
from guidelines.operations.difference import differences, operations_of
from guidelines.operations.plan import Plan, make_plan, require_arrival
from guidelines.schema.document import Schema
from guidelines.values.value import Value
from tests.laws.operations import plans, steps
from tests.laws.strategies import schemas

patient = settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)


def arrives(before: Schema, after: Schema, data: st.DataObject) -> None:
    """Whatever is chosen of the choices that there are, the operations lead to `after`."""
    found = differences(before, after)
    decisions = {
        each.id: data.draw(st.sampled_from([choice.key for choice in each.choices])) for each in found
    }

    plan = make_plan(before, operations_of(found, decisions))

    require_arrival(plan, after)


@patient
@given(before=schemas(), after=schemas(), data=st.data())
def test_whatever_is_chosen_leads_to_the_new_schema(
    before: Schema, after: Schema, data: st.DataObject
) -> None:
    assume(before.input == after.input)

    arrives(before, after, data)


@patient
@given(pair=plans(), data=st.data())
def test_so_it_does_after_a_few_operations(pair: tuple[Plan, Value], data: st.DataObject) -> None:
    plan, _ = pair

    arrives(plan.before, plan.after, data)


@pytest.mark.parametrize(
    "kind", ["attribute_to_item/1", "fold_labels/1", "item_to_attribute/1", "unfold_attribute/1"]
)
@settings(patient, max_examples=20)  # for each kind
@given(data=st.data())
def test_so_it_does_where_one_operation_explains_several_differences(kind: str, data: st.DataObject) -> None:
    plan, _ = data.draw(steps(kind))

    arrives(plan.before, plan.after, data)


@patient
@given(before=schemas(), after=schemas())
def test_what_is_decided_loses_nothing_and_asks_nobody(before: Schema, after: Schema) -> None:
    assume(before.input == after.input)

    found = differences(before, after)

    plan = make_plan(before, operations_of(found, {each.id: each.choices[0].key for each in found}))
    decided = {id(operation) for each in found if each.decided for operation in each.choices[0].operations}
    effects = [
        operation.effect(schema)
        for operation, schema in zip(plan.operations, plan.schemas, strict=False)
        if id(operation) in decided
    ]
    assert set(effects) <= {Effect.LOSSLESS}


@patient
@given(before=schemas())
def test_a_schema_does_not_differ_from_itself(before: Schema) -> None:
    assert differences(before, before) == ()


@patient
@given(before=schemas(), after=schemas())
def test_every_id_is_there_once(before: Schema, after: Schema) -> None:
    assume(before.input == after.input)

    ids = [each.id for each in differences(before, after)]

    assert len(set(ids)) == len(ids)
