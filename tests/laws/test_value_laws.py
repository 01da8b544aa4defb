from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from guidelines.schema.document import Schema
from guidelines.schema.validate import validate_value
from guidelines.values.errors import ValueErrors
from guidelines.values.usage import labels_used
from guidelines.values.value import Value, dump_value, encode_value, parse_value
from tests.laws.strategies import ITEM, schemas_with_values


@given(schemas_with_values())
def test_every_drawn_value_is_valid_and_complete(pair: tuple[Schema, Value]) -> None:
    schema, value = pair

    assert validate_value(schema, value, context=ITEM, complete=True) == []


@given(schemas_with_values())
def test_a_value_is_read_back_to_the_same(pair: tuple[Schema, Value]) -> None:
    schema, value = pair

    assert parse_value(dump_value(value), schema) == value
    assert parse_value(encode_value(value), schema) == value


@given(schemas_with_values())
def test_the_encoding_does_not_know_the_order_of_fields(pair: tuple[Schema, Value]) -> None:
    _, value = pair
    turned = Value(dict(reversed(list(value.answers.items()))))

    assert encode_value(turned) == encode_value(value)


@given(schemas_with_values())
def test_every_located_part_is_counted(pair: tuple[Schema, Value]) -> None:
    _, value = pair

    assert sum(labels_used(value).values()) == sum(
        len(list(answer.labels)) for answer in value.answers.values()
    )


@given(schemas_with_values(min_fields=1))
def test_an_answer_to_an_unknown_field_is_refused(pair: tuple[Schema, Value]) -> None:
    schema, value = pair

    with pytest.raises(ValueErrors):
        parse_value(dump_value(value) | {"unknown_field": {"text": "x"}}, schema)


@given(schemas_with_values(min_fields=1))
def test_an_unanswered_required_field_is_missing_only_from_a_complete_value(
    pair: tuple[Schema, Value],
) -> None:
    schema, value = pair
    field = schema.fields[0]
    strict = schema.with_field(replace(field, required=True))
    lacking = value.without(field.key)

    assert [each.pointer for each in validate_value(strict, lacking, context=ITEM, complete=True)] == [
        f"/{field.key}"
    ]
    assert validate_value(strict, lacking, context=ITEM, complete=False) == []


PART_MUTATIONS: dict[str, Callable[[dict[str, Any]], object]] = {
    "unknown label": lambda part: part.update(label="no_such_label_at_all"),
    "unknown attribute": lambda part: part["attributes"].update(no_such_attribute=True),
    "bad id": lambda part: part.update(id="a b"),
    "no label": lambda part: part.pop("label"),
    "unknown part": lambda part: part.update(colour="#ffffff"),
    "box outside": lambda part: part.update(geometry={"type": "box", "box": [635, 470, 10, 20]}),
    "flat box": lambda part: part.update(geometry={"type": "box", "box": [1, 1, 0, 20]}),
    "NaN": lambda part: part.update(geometry={"type": "box", "box": [float("nan"), 1, 2, 20]}),
    "infinity": lambda part: part.update(geometry={"type": "box", "box": [1, 1, float("inf"), 20]}),
}


@pytest.mark.parametrize("mutation", PART_MUTATIONS)
@settings(max_examples=20)
@given(pair=schemas_with_values(min_fields=1, kinds=("regions",)), data=st.data())
def test_a_spoiled_region_is_refused(mutation: str, pair: tuple[Schema, Value], data: st.DataObject) -> None:
    schema, value = pair
    spoiled = dump_value(value)
    regions = [part for answer in spoiled.values() for part in answer["regions"]]
    PART_MUTATIONS[mutation](
        data.draw(st.sampled_from(regions)) if regions else {"attributes": {}, "label": ""}
    )

    assert _is_refused(spoiled, schema) == bool(regions)


def _is_refused(found: object, schema: Schema) -> bool:
    try:
        return bool(validate_value(schema, parse_value(found, schema), context=ITEM, complete=False))
    except ValueErrors:
        return True


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(schemas_with_values(min_fields=1), json_like)
def test_any_data_as_an_answer_is_read_or_clearly_refused(pair: tuple[Schema, Value], found: object) -> None:
    schema, _ = pair

    assert _is_refused({schema.fields[0].key: found}, schema) in (True, False)
