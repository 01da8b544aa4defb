"""What holds for every operation, and for every plan. A kind is exercised by being in `OPERATIONS`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelines.operations.base import Effect, Material
from guidelines.operations.errors import Irreversible
from guidelines.operations.outcome import RELATION, Carried, Dropped, Migrated, NeedsPerson
from guidelines.operations.plan import Plan, make_plan
from guidelines.operations.registry import KINDS, read_operations, write_operation
from guidelines.operations.simplify import simplify
from guidelines.schema.identity import canonical_json
from guidelines.schema.validate import validate_value
from guidelines.values.value import Value
from tests.laws.operations import OPERATIONS, plans, steps
from tests.laws.strategies import DURATION, HEIGHT, ITEM, TEXT_LENGTH, WIDTH

WORDS = "Rain fell on the old town, 비가 내렸다, 雨が降った. "
MATERIAL = Material(width=WIDTH, height=HEIGHT, text=(WORDS * 20)[:TEXT_LENGTH], duration=DURATION)

patient = settings(
    max_examples=12,  # for each law and kind
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
each_kind = pytest.mark.parametrize("kind", sorted(OPERATIONS))


def carry(pair: tuple[Plan, Value]) -> Carried:
    plan, value = pair
    return plan.migrate(value, MATERIAL)


def decided(plan: Plan, value: Value) -> Carried:
    """Every question answered with its first candidate, as often as answers lead to new questions."""
    answers: dict[tuple[int, str, str], str] = {}
    for _ in range(20):
        carried = plan.migrate(value, MATERIAL, answers=answers)
        new = {
            (each.step, each.subject.field, each.subject.id): each.outcome.candidates[0].key
            for each in carried.questions
            if isinstance(each.outcome, NeedsPerson) and each.outcome.candidates
        }
        if not new:
            return carried
        answers |= new
    raise AssertionError("the questions never end")


@each_kind
@patient
@given(data=st.data())
def test_a_migrated_value_is_valid_under_the_new_schema(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(steps(kind))

    carried = plan.migrate(value, MATERIAL)

    complete = not carried.questions
    assert validate_value(plan.after, carried.value, context=ITEM, complete=complete) == []


@each_kind
@patient
@given(data=st.data())
def test_what_a_person_may_answer_is_valid_too(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(steps(kind))

    carried = decided(plan, value)

    assert validate_value(plan.after, carried.value, context=ITEM, complete=not carried.questions) == []


@each_kind
@patient
@given(data=st.data())
def test_what_is_out_of_scope_is_the_same_object(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(steps(kind))
    (operation,) = plan.operations

    carried = plan.migrate(value, MATERIAL)

    assert operation.scope().touches(value) or carried.value is value
    assert carried.changes or carried.value is value


@each_kind
@patient
@given(data=st.data())
def test_an_operation_is_read_back_to_the_same(kind: str, data: st.DataObject) -> None:
    plan, _ = data.draw(steps(kind))
    (operation,) = plan.operations

    assert read_operations([write_operation(operation)]) == (operation,)
    assert operation.kind == kind


@each_kind
@patient
@given(data=st.data())
def test_what_is_lossless_goes_back_to_the_same(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(steps(kind))
    try:
        back = plan.reversed()
    except Irreversible:
        return  # it says so; that those which can go back do, is below

    carried = plan.migrate(value, MATERIAL)

    assert canonical_json(back.after) == canonical_json(plan.before)
    if not any(_loses(each.outcome) for each in carried.changes):
        assert back.migrate(carried.value, MATERIAL).value == value


def _loses(outcome: Any) -> bool:
    return not isinstance(outcome, Migrated) or bool(outcome.loss)


@each_kind
@patient
@given(data=st.data())
def test_a_lossless_operation_neither_loses_nor_asks(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(steps(kind))

    changes = plan.migrate(value, MATERIAL).changes

    if plan.effect is Effect.LOSSLESS:
        assert not any(_loses(each.outcome) for each in changes)
    if plan.effect is not Effect.AMBIGUOUS:
        # what is dropped may leave a required field empty: then the plan asks, not the operation
        assert not any(isinstance(each.outcome, NeedsPerson) and each.step == 0 for each in changes)


@patient
@given(plans())
def test_a_plan_equals_its_operations_one_after_the_other(pair: tuple[Plan, Value]) -> None:
    plan, value = pair
    whole = carry(pair)
    if whole.questions:
        return  # what waits for a person is set aside; the rest is below

    step_by_step = value
    for operation, schema in zip(plan.operations, plan.schemas, strict=False):
        step_by_step = make_plan(schema, [operation]).migrate(step_by_step, MATERIAL, complete=False).value

    assert step_by_step == whole.value


@patient
@given(plans())
def test_every_part_is_kept_changed_asked_or_dropped(pair: tuple[Plan, Value]) -> None:
    _, value = pair
    carried = carry(pair)

    said = {(each.subject.field, each.subject.id) for each in carried.changes if each.subject.id}
    still = {
        (field, part.id): part for field, answer in carried.value.answers.items() for part in answer.located
    }
    for field, answer in value.answers.items():
        for part in answer.located:
            whole_answer = any(
                each.subject.field == field and not each.subject.id for each in carried.changes
            )
            assert still.get((field, part.id)) == part or (field, part.id) in said or whole_answer


@each_kind
@patient
@given(data=st.data())
def test_every_relation_is_kept_changed_dropped_or_waits_for_a_span(kind: str, data: st.DataObject) -> None:
    plan, value = data.draw(steps(kind))

    carried = plan.migrate(value, MATERIAL)

    said = {(each.subject.field, each.subject.id) for each in carried.changes}
    asked = {(each.subject.field, each.subject.id) for each in carried.questions}
    for field, answer in value.answers.items():
        still = set(getattr(carried.value.answers.get(field), "relations", ()))
        for relation in getattr(answer, "relations", ()):
            waits = asked & {(field, relation.source), (field, relation.target)}
            whole = (field, "") in said
            assert relation in still or (field, f"{RELATION}{relation.id}") in said or waits or whole


@patient
@given(plans())
def test_nothing_is_both_kept_and_dropped_or_asked(pair: tuple[Plan, Value]) -> None:
    carried = carry(pair)

    still = {(field, part.id) for field, answer in carried.value.answers.items() for part in answer.located}
    gone = Counter(
        (each.subject.field, each.subject.id)
        for each in carried.changes
        if isinstance(each.outcome, Dropped | NeedsPerson) and each.subject.id
    )
    assert not still & gone.keys()
    assert all(times == 1 for times in gone.values())


@patient
@given(plans())
def test_the_same_again_gives_the_same(pair: tuple[Plan, Value]) -> None:
    plan, value = pair

    assert plan.migrate(value, MATERIAL) == plan.migrate(value, MATERIAL)
    assert make_plan(plan.before, plan.operations).hash == plan.hash


@patient
@given(plans(most=6))
def test_a_simplified_plan_does_the_same(pair: tuple[Plan, Value]) -> None:
    plan, value = pair
    short = make_plan(plan.before, simplify(plan.operations))
    if carry(pair).questions:
        return

    assert canonical_json(short.after) == canonical_json(plan.after)
    assert short.migrate(value, MATERIAL).value == plan.migrate(value, MATERIAL).value
    assert len(short.operations) <= len(plan.operations)


def test_every_kind_was_exercised_above() -> None:
    assert set(OPERATIONS) == set(KINDS)
