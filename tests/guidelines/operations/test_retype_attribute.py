import pytest

from guidelines.operations.base import Effect
from guidelines.operations.errors import Irreversible
from tests.guidelines.operations.by_hand import (
    and_back,
    box,
    cells,
    keyed,
    migrated,
    plan_of,
    refusals,
    schema_after,
)

AT = {"kind": "retype_attribute/1", "field": "cells", "label": "wbc"}
TEXT = cells({"key": "size", "type": "text"})
TO_NUMBER = {**AT, "into": {"key": "size", "type": "number", "minimum": 0}}
CHOICE = cells({"key": "size", "type": "choice", "options": keyed("small", "large"), "required": True})
TO_BOOLEAN = {
    **AT,
    "into": {"key": "size", "type": "boolean", "required": True},
    "values": {"small": False, "large": True},
}


def test_the_attribute_has_the_new_type() -> None:
    assert schema_after(TEXT, TO_NUMBER) == cells({"key": "size", "type": "number", "minimum": 0})


def test_text_that_is_a_number_becomes_one_and_other_text_is_asked_about() -> None:
    value = {"cells": {"regions": [box(1, "wbc", size="7"), box(2, "wbc", size="big"), box(3, "wbc")]}}

    after, changes = migrated(TEXT, value, TO_NUMBER)

    assert after == {"cells": {"regions": [box(1, "wbc", size=7.0), box(3, "wbc")]}}
    assert changes == [("cells/r1", "migrated"), ("cells/r2", "asks", 'size was "big", which is no number')]


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "-3", "", "٣", "1e999"])
def test_text_that_is_no_number_within_the_bounds_gets_the_default_and_says_so(text: str) -> None:
    value = {"cells": {"regions": [box(1, "wbc", size=text)]}}

    after, changes = migrated(TEXT, value, TO_NUMBER | {"default": 1})

    assert after == {"cells": {"regions": [box(1, "wbc", size=1.0)]}}
    assert changes == [("cells/r1", "migrated", f'size was "{text}"')]


def test_a_spelling_that_does_not_come_back_is_a_loss() -> None:
    value = {"cells": {"regions": [box(1, "wbc", size="7.0")]}}

    _, changes = migrated(TEXT, value, TO_NUMBER)

    assert changes == [("cells/r1", "migrated", 'size was "7.0"')]


def test_declared_values_that_differ_lose_nothing_and_come_back() -> None:
    value = {"cells": {"regions": [box(1, "wbc", size="small"), box(2, "wbc", size="large")]}}

    after, _ = migrated(CHOICE, value, TO_BOOLEAN)

    assert after == {"cells": {"regions": [box(1, "wbc", size=False), box(2, "wbc", size=True)]}}
    assert plan_of(CHOICE, TO_BOOLEAN).effect is Effect.LOSSLESS
    assert and_back(CHOICE, value, TO_BOOLEAN) == (CHOICE, value)


def test_two_options_that_become_one_lose_which_it_was() -> None:
    value = {"cells": {"regions": [box(1, "wbc", size="small"), box(2, "wbc", size="large")]}}
    both = TO_BOOLEAN | {"values": {"small": True, "large": True}}

    _, changes = migrated(CHOICE, value, both)

    assert changes == [("cells/r1", "migrated"), ("cells/r2", "migrated", 'size was "large"')]
    with pytest.raises(Irreversible):
        plan_of(CHOICE, both).reversed()


def test_a_question_offers_the_new_options() -> None:
    value = {"cells": {"regions": [box(1, "wbc", size="huge")]}}
    into = {"key": "size", "type": "choice", "options": keyed("small", "large")}

    _, changes = migrated(TEXT, value, {**AT, "into": into})

    assert changes == [("cells/r1", "asks", 'size was "huge", which is no choice', "small", "large", "-")]


def test_several_options_written_as_text_come_back() -> None:
    schema = cells({"key": "size", "type": "choices", "options": keyed("a", "b")})
    value = {"cells": {"regions": [box(1, "wbc", size=["b", "a"]), box(2, "wbc", size=[])]}}

    assert and_back(schema, value, {**AT, "into": {"key": "size", "type": "text"}}) == (schema, value)


def test_what_retyping_does_not_do_is_refused() -> None:
    into = TO_NUMBER["into"]

    assert refusals(TEXT, {**AT, "into": {**into, "required": True}}) == ["/0/into/required"]
    assert refusals(TEXT, {**AT, "into": {**into, "name": "Size"}}) == ["/0/into/name"]
    assert refusals(TEXT, {**AT, "into": {"key": "size", "type": "text"}}) == ["/0/into/type"]


def test_a_value_that_the_new_type_does_not_take_is_refused() -> None:
    assert refusals(TEXT, TO_NUMBER | {"values": {"big/huge": -1}}) == ["/0/values/big~1huge"]
    assert refusals(TEXT, TO_NUMBER | {"default": -1}) == ["/0/default"]
